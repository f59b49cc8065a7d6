"""Information duties and languages at a screen: radar, fields, pairs, public pages."""

import os

import pytest

from approvals.models import Submission
from approvals.services.translating import translate
from core.clock import now
from core.models import Site
from publishing.services.publishing import publish_due
from publishing.services.scorecards import write_scorecards

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEGAL = {
    "title": "Ban hành Quy chế quản lý, vận hành Cổng thông tin điện tử",
    "category": "legal-documents",
    "document_type": "legal_document",
    "number": "05/QĐ-UBND",
    "issued_on": "2026-11-02",
    "effective_on": "2026-12-01",
    "fields": {"type": "legal-document", "form": "quyet-dinh", "issuer": "Ủy ban nhân dân tỉnh"},
}
LEADER = {
    "title": "Giám đốc Sở",
    "category": "leaders",
    "document_type": "page",
    "fields": {"type": "leader", "person": "Lê Quang Minh", "position": "Giám đốc",
               "biography": "Sinh năm 1970 tại Đồng Hới.\nThạc sĩ quản lý công.",
               "tasks": "Phụ trách chung.", "email": "minh@tinh.gov.vn"},
}  # fmt: skip


def keep(visitor, name):
    """Keep a picture of the page where SHOTS names a folder; for people to look at."""
    if folder := os.environ.get("SHOTS"):
        width = visitor.page.viewport_size["width"]
        visitor.page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_missing_duty_leads_to_its_fields_and_to_the_public(visitor, submission_at):
    submission_at("submitted", category="plans", issued_on="2026-10-30")
    page = visitor.page
    visitor.sign_in("contributor")
    visitor.goto("/desk/office/")
    visitor.page.get_by_role("link", name="Thông tin phải công khai").click()
    visitor.look()
    keep(visitor, "radar")

    visitor.page.locator("#kind-contacts").get_by_role("link", name="Soạn và gửi duyệt").click()
    visitor.look()
    keep(visitor, "fields")
    page.fill("[name=f_office]", "Văn phòng Sở")
    page.select_option("[name=category]", "leaders")
    page.wait_for_selector("[name=f_biography]")
    visitor.look()
    page.fill("[name=title]", "Giám đốc Sở")
    page.fill("[name=f_person]", "Lê Quang Minh")
    visitor.press("Lưu và gửi đi")
    keep(visitor, "fields-missing")

    assert "“Lãnh đạo” phải có: Tiểu sử tóm tắt." in page.locator("main").inner_text()
    assert Submission.objects.get(category="leaders").content["fields"]["person"] == "Lê Quang Minh"


def test_public_sees_fields_scorecard_and_list(visitor, submission_at):
    item = submission_at("approved", **LEADER)
    submission_at("approved", **LEGAL)
    publish_due(now=now())
    write_scorecards(now=now())
    item.refresh_from_db()

    for name, path in (
        ("item", item.publication.address),
        ("scorecard", "disclosure/"),
        ("list", "disclosures"),
        ("register", "disclosures?category=legal-documents"),
        ("scorecard-en", "en/disclosure/"),
    ):
        visitor.goto(f"/sites/stttt/{path}")
        keep(visitor, name)
    visitor.goto(f"/sites/{Site.objects.get(kind='portal').code}/disclosure/")
    keep(visitor, "province")


def test_translation_stands_beside_its_original(visitor, submission_at, actor):
    original = submission_at("published", body="<p>Sáng thứ Năm.</p>")
    item = translate(original.pk, by=actor("contributor"), now=now(), language="en")
    visitor.sign_in("contributor")

    visitor.goto(f"/desk/submissions/{original.pk}/")
    keep(visitor, "languages")
    visitor.goto(f"/desk/submissions/{item.pk}/pair/")
    keep(visitor, "pair")
    visitor.sign_in("board-head")
    visitor.goto("/desk/duties/")
    keep(visitor, "overview")
    visitor.goto("/desk/duties/?unit=tinh")
    keep(visitor, "radar-province")
