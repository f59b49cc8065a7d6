"""The reading room and the verification of records as people use them, on both screens."""

import pytest

from archive.selectors.packages import package_of
from archive.services.sealing import seal
from core.clock import now
from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Lịch tiếp công dân tháng 12 năm 2026"


def test_anybody_verifies_a_record_by_number_and_by_file(visitor, actor, tmp_path):
    item = walk_to("archived", actor=actor, title=TITLE)
    package = tmp_path / "package.zip"
    package.write_bytes(package_of(item.archive_record))
    page = visitor.page

    visitor.goto("/verify/")
    page.fill("#record-id", item.reference)
    visitor.press("Kiểm tra mã này")
    assert page.get_by_role("heading", name="Hồ sơ nguyên vẹn").is_visible()
    page.get_by_text("Chốt sổ mới nhất và khóa kiểm tra").click()
    visitor.look()

    visitor.press("Kiểm tra hồ sơ khác")
    page.set_input_files("#record-file", package)
    visitor.press("So với bản đã niêm phong")
    assert page.get_by_role("heading", name="Tệp bạn đưa đúng là bản đã niêm phong").is_visible()


def test_unknown_and_unsealed_records_say_so(visitor, actor):
    waiting = walk_to("published", actor=actor, title=TITLE)
    page = visitor.page

    visitor.goto("/verify/STTTT-1999-000001")
    assert page.get_by_role("heading", name="Không có hồ sơ này").is_visible()

    visitor.goto(f"/verify/{waiting.pk}")
    assert page.get_by_role("heading", name="Đang niêm phong").is_visible()


def test_auditor_finds_a_refusal_and_reads_its_story(visitor, actor):
    item = walk_to("rejected", actor=actor, title=TITLE)
    seal(item.pk, now=now())
    page = visitor.page

    visitor.sign_in("auditor")
    visitor.goto("/audit/")
    page.fill("#id_words", "lich tiep cong dan")
    page.select_option("#id_state", "rejected")
    visitor.press("Tìm")
    visitor.press(TITLE)
    assert page.get_by_role("heading", name="Căn cứ từ chối").is_visible()
    assert page.get_by_text("QB39.4.5.QUALITY").first.is_visible()

    visitor.goto("/audit/ledger/")
    number = item.decisions.get(verb="reject").entry_id
    visitor.press(str(number))
    assert page.get_by_role("heading", name=f"Bút toán {number}", exact=True).is_visible()
    visitor.goto("/audit/keeping/")


def test_english_reader_reads_english(visitor, actor):
    item = walk_to("archived", actor=actor, title=TITLE)
    page = visitor.page

    visitor.goto(f"/verify/{item.pk}")
    page.locator("header").get_by_role("button", name="English").click()
    visitor.look()

    assert page.get_by_role("heading", name="The record is intact").is_visible()
