"""Phiếu trình and minutes: who said what, judged by a validator, and nobody else's to see."""

import re

import page
import pypdfium2
import pytest

from archive.services import forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(
        " ".join(one.get_textpage().get_text_bounded() for one in pages)
        .replace("\r\n", " ")
        .split()
    )


def faults(pdf):
    found = []
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.rules.passed > 20
        found += [failure.rule_id for failure in report.failures]
    return found


def test_sheet_of_an_item_in_process_says_what_is_asked_and_who_spoke(submission_at, client_for):
    item = submission_at("reviewed", title="Lịch tiếp dân tháng Mười hai")

    answer = client_for("dept-head").get(f"/desk/forms/{item.pk}/phieu-trinh.pdf")

    text = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert faults(answer.content) == []
    for part in (
        "PHIẾU TRÌNH", "Lịch tiếp dân tháng Mười hai", "IV. Ý KIẾN THẨM ĐỊNH",
        "Thẩm định", "Không chứa bí mật nhà nước", "NGƯỜI PHÊ DUYỆT", "Chưa có ý kiến.",
    ):  # fmt: skip
        assert part in text
    assert item.content_hash in text.replace(" ", "")  # it breaks over two lines


def test_minutes_tell_the_refusal_with_its_ground_and_carry_no_place_line(submission_at):
    item = submission_at("rejected")

    pdf = forms.minutes(item)

    text = text_of(pdf)
    assert faults(pdf) == []
    assert "QB39.4.5.QUALITY: Bài viết chưa đạt yêu cầu." in text
    assert "CHỦ TỌA" in text
    assert "kết thúc vào hồi" in text
    assert re.search(r"ngày \d+ tháng \d+ năm", text) is None


def test_same_facts_give_the_same_bytes(submission_at):
    item = submission_at("published")

    assert forms.minutes(item) == forms.minutes(item)


def test_forms_are_not_for_strangers_and_undecided_items_have_no_minutes(submission_at, client_for):
    item = submission_at("submitted")

    assert (
        client_for("commune-head").get(f"/desk/forms/{item.pk}/phieu-trinh.pdf").status_code == 404
    )
    assert client_for("dept-head").get(f"/desk/forms/{item.pk}/bien-ban.pdf").status_code == 409
    assert client_for("dept-head").get(f"/desk/forms/{item.pk}/nothing.pdf").status_code == 404
