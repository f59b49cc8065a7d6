"""The rules as people read them, and what another pack would change."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from approvals import rulepacks

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_page_tells_grounds_checks_and_days_of_the_pack_in_force(client_for):
    said = text(client_for("contributor").get("/desk/rules/"))

    assert "QB-39-2023+ND-224-2026" in said
    assert "Điều 4 khoản 5" in said
    assert "Thuộc danh mục bí mật nhà nước" in said
    assert "ALT_TEXT_MISSING Lời mô tả ảnh" in said
    assert "ND-42-2022 1.0.0 : 15/08/2022 – 30/06/2026 Hết hiệu lực" in said
    assert "chạy thử" not in said


def test_page_of_a_decree_tells_its_duties_and_no_checks(client_for):
    act = next(act for act in rulepacks.acts() if act.code == "ND-42-2022")

    said = text(client_for("contributor").get(f"/desk/rules/{act.name}/"))

    assert "Điều 4 khoản 1 điểm e" in said
    assert "Kiểm tra tự động" not in said


def test_page_speaks_english(client_for):
    client = client_for("contributor")
    client.post("/desk/language/", {"language": "en"})

    said = text(client.get("/desk/rules/", headers={"Accept-Language": "en"}))

    assert "On the list of state secrets" in said
    assert "Alternative text of pictures" in said


def test_rehearsal_lists_what_would_end_otherwise_for_administrators_alone(
    client_for, submission_at
):
    item = submission_at("submitted", category="legal-documents")
    submission_at("submitted")
    address = "/desk/rules/QB-39-2023@1.0.0/rehearsal/"

    assert client_for("dept-head").get(address).status_code == 403
    said = text(client_for("admin").get(address))

    assert "Đã chạy lại trên 2 hồ sơ" in said
    assert item.reference in said
    assert "Chuyên mục phù hợp: nhắc → không kiểm tra SCOPE_CATEGORY_MISMATCH" in said


def test_unknown_pack_is_not_found_and_a_decree_alone_cannot_be_rehearsed(client_for):
    admin = client_for("admin")

    assert admin.get("/desk/rules/QB-1/").status_code == 404
    assert admin.get("/desk/rules/ND-42-2022/rehearsal/").status_code == 404


def test_refusal_page_leads_to_the_grounds(client_for, submission_at):
    item = submission_at("submitted")

    page = client_for("dept-editor").get(f"/desk/submissions/{item.pk}/reject/").content.decode()

    assert 'href="/desk/rules/#grounds"' in page


def test_page_before_july_shows_the_old_decree(client_for):
    client = client_for("contributor")
    with time_machine.travel(datetime(2026, 6, 30, 16, 0, tzinfo=UTC), tick=False):
        client = client_for("contributor")
        said = text(client.get("/desk/rules/"))

    assert "Bộ quy tắc QB-39-2023+ND-42-2022" in said
