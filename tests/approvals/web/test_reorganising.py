"""Reorganisations in the desk: planned, looked at, run and taken back by who may."""

import pytest

from approvals.models import Reorganisation
from core.clock import in_vietnam, now
from core.models import Site, Unit

pytestmark = pytest.mark.django_db
LIST = "/desk/reorganisations/"


def text(answer):
    return answer.content.decode()


@pytest.fixture
def said(province):
    return {
        "kind": "merge",
        "title": "Hợp nhất sở và xã",
        "instrument": "Nghị quyết 12",
        "effective_on": in_vietnam(now()).date().isoformat(),
        "sources": ["stttt", "xa-an-binh"],
        "mandates": "on",
        "unit-TOTAL_FORMS": "2",
        "unit-INITIAL_FORMS": "0",
        "unit-0-code": "sokhcn",
        "unit-0-name": "Sở Khoa học và Công nghệ",
    }


def test_a_plan_goes_from_draft_to_run_and_back(client_for, said, submission_at):
    submission_at("submitted")
    admin = client_for("admin")

    page = text(admin.post(f"{LIST}new/", said, follow=True))

    row = Reorganisation.objects.get()
    address = f"{LIST}{row.pk}/"
    assert "Sở Thông tin và Truyền thông" in page
    assert "1: Chờ thẩm định 1" in page
    assert Unit.objects.filter(code="sokhcn").count() == 0
    admin.post(address, {"site-stttt": "sokhcn", "site-xa-an-binh": ""})
    assert "1 đóng" in text(admin.get(address))

    done = text(admin.post(f"{address}run/", follow=True))

    assert "Đã thực hiện" in done
    assert "đang dựng lại" in done
    assert Site.objects.get(code="xa-an-binh").closed_on is not None
    back = text(admin.post(f"{address}roll-back/", follow=True))
    assert "Đã hoàn lại toàn bộ." in back
    assert Site.objects.get(code="stttt").unit.code == "stttt"
    assert not Unit.objects.filter(code="sokhcn").exists()


def test_what_stands_against_a_plan_is_said(client_for, said):
    said |= {"sources": ["stttt"], "unit-0-name": "", "instrument": " x "}

    answer = client_for("admin").post(f"{LIST}new/", said)

    assert answer.status_code == 422
    assert "sáp nhập cần ít nhất hai" in text(answer)
    assert "đơn vị mới cần tên" in text(answer)


def test_others_find_nothing_there(client_for, said):
    client_for("admin").post(f"{LIST}new/", said)
    row = Reorganisation.objects.get()

    for name in ("editor", "dept-head", "auditor"):
        client = client_for(name)
        assert client.get(LIST).status_code == 404
        assert client.get(f"{LIST}{row.pk}/").status_code == 404
        assert client.post(f"{LIST}{row.pk}/run/").status_code == 404
    row.refresh_from_db()
    assert row.status == "draft"
