"""The archivist's desk as two people use it, on both screens."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.services.fixity import check_fixity
from archive.services.sealing import seal
from archive.services.self_auditing import self_audit
from core.clock import now
from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Lịch tiếp công dân tháng 12 năm 2026"
LATER = datetime(2060, 1, 1, tzinfo=UTC)


def picture(visitor, name):
    """Keep a picture of the page for people to look at, where PICTURES says so."""
    if folder := os.environ.get("PICTURES"):
        width = visitor.page.viewport_size["width"]
        visitor.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_two_people_dispose_of_a_record_and_a_hold_is_set(visitor, actor, monkeypatch):
    monkeypatch.setattr("archive.web.keeping.now", lambda: LATER)
    gone = walk_to("rejected", actor=actor, title=TITLE)
    record = seal(gone.pk, now=now())
    kept = walk_to("archived", actor=actor, title="Thông báo lịch cắt điện", document_type="plan")
    page = visitor.page

    visitor.sign_in("archivist")
    visitor.goto("/desk/keeping/")
    page.check(f"#due-{record.pk}")
    page.fill("#propose-reason", "Hết thời hạn bảo quản theo bảng thời hạn.")
    visitor.press("Đề nghị hủy")
    page.fill("#hold-record", kept.reference)
    page.fill("#hold-reason", "Đang thanh tra theo Quyết định số 12.")
    visitor.press("Giữ hồ sơ này")
    picture(visitor, "keeping-proposed")

    visitor.sign_in("admin")
    visitor.goto("/desk/keeping/")
    page.get_by_label("Ý kiến của bạn").fill("Đồng ý, đã đối chiếu bảng thời hạn.")
    visitor.press("Xác nhận hủy")
    visitor.press("Chạy thử")
    picture(visitor, "keeping-rehearsed")
    visitor.press("Hủy các hồ sơ này")
    picture(visitor, "keeping-done")
    assert page.get_by_role("link", name="Chứng nhận hủy (JSON)").is_visible()

    visitor.goto(f"/verify/{gone.pk}")
    picture(visitor, "verify-destroyed")
    assert page.get_by_role("heading", name="Hồ sơ đã được hủy theo quy định").is_visible()


def test_auditor_sees_audits_and_fixity(visitor, actor):
    walk_to("archived", actor=actor, title=TITLE)
    self_audit(now=now())
    check_fixity(now=now())
    visitor.sign_in("auditor")

    visitor.goto("/audit/ledger/")
    picture(visitor, "audit-ledger")
    assert visitor.page.get_by_role("heading", name="Các lần tự kiểm tra").is_visible()

    visitor.goto("/audit/keeping/")
    picture(visitor, "audit-keeping")
    assert visitor.page.get_by_role("heading", name="Kho lưu trữ: đọc lại và so").is_visible()
