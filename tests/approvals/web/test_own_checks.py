"""The page of added checks: tried first, then exactly what was tried goes into force."""

import re

import pytest

from approvals.models import OwnCheck

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/rules/own/"
TYPED = {
    "code": "own_summary",
    "expression": 'summary == ""',
    "severity": "warn",
    "said_vi": "Tin chưa có tóm tắt",
    "said_en": "News without a summary",
    "remedy_vi": "Viết tóm tắt",
    "remedy_en": "Write a summary",
}


def test_check_is_tried_then_put_into_force_then_stopped(client_for, submission_at):
    item = submission_at("submitted")
    admin = client_for("admin")

    tried = admin.post(ADDRESS, TYPED | {"try": ""}).content.decode()
    assert item.reference in tried
    assert not OwnCheck.objects.exists()

    seen = re.search(r'name="seen" value="([^"]+)"', tried)[1]
    changed = admin.post(ADDRESS, TYPED | {"activate": "", "seen": seen, "said_en": "Other"})
    assert changed.status_code == 422
    assert not OwnCheck.objects.exists()

    done = admin.post(ADDRESS, TYPED | {"activate": "", "seen": seen}, follow=True)
    assert "OWN_SUMMARY v1" in done.content.decode()
    assert 'name="stop" value="OWN_SUMMARY"' in done.content.decode()

    stopped = admin.post(ADDRESS, {"stop": "OWN_SUMMARY"}, follow=True).content.decode()
    assert 'name="stop"' not in stopped


def test_faults_come_back_with_what_was_typed(client_for):
    answer = client_for("admin").post(ADDRESS, TYPED | {"expression": "summary ==", "try": ""})

    assert answer.status_code == 422
    assert "Không đọc được biểu thức" in answer.content.decode()
    assert "summary ==" in answer.content.decode()


@pytest.mark.parametrize("name", ["board-head", "auditor"])
def test_only_administrators_see_the_page(client_for, name):
    assert client_for(name).get(ADDRESS).status_code == 403
