"""The signing folder: what waits for the person, and nothing else."""

import pypdfium2
import pytest

pytestmark = pytest.mark.django_db


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_folder_holds_what_waits_for_the_person_with_words_checks_and_text(
    submission_at, client_for
):
    item = submission_at("reviewed", title="Lịch tiếp dân", summary="Có tóm tắt.")
    submission_at("submitted", title="Chưa tới lượt")

    answer = client_for("dept-head").get("/desk/signing-folder/")

    text = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for part in (item.reference, "Lịch tiếp dân", "Có tóm tắt.", "sáng thứ Năm hằng tuần"):
        assert part in text
    assert "Chưa tới lượt" not in text


def test_folder_says_when_it_left_items_out(submission_at, client_for, monkeypatch):
    from archive.services import folder

    monkeypatch.setattr(folder, "MOST", 1)
    submission_at("reviewed", title="Một")
    submission_at("reviewed", title="Hai")

    text = text_of(client_for("dept-head").get("/desk/signing-folder/").content)

    assert "Chỉ in 1 hồ sơ" in text


def test_folder_asks_strangers_to_sign_in(client, db):
    assert client.get("/desk/signing-folder/").status_code == 302
