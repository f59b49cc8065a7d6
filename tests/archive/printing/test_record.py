"""What a printed record says, and how it looks after Decree 30/2020."""

import io
import json
import re

import pikepdf
import pypdfium2
import pytest

from archive.printing import render_record
from core.canonical import canonical_bytes, sha256_hex
from tests.archive.printing.samples import GROUNDS, VERIFY_URL, picture, record, refusal

pytestmark = pytest.mark.slow


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def text(pdf):
    return " ".join(pages(pdf))


def test_record_carries_the_national_header_and_the_item():
    said = text(render_record(record("<p>Ngưỡng Quỳnh Đặng: 25 m³/s.</p>")))

    for part in (
        "UBND TỈNH AN BÌNH",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày 03 tháng 02 năm 2026",
        "Số: HS-2026-000045",
        "Lịch tiếp công dân tháng Ba",
        "Ngưỡng Quỳnh Đặng: 25 m³/s.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Hộp văn bản ở trang 2",
        "(sửa trước ngày 10/02/2026)",
    ):
        assert part in said


def test_times_are_shown_as_clocks_in_vietnam_show_them():
    said = text(render_record(record()))

    assert "01:30:00, 03/02/2026 Trình duyệt" in said
    assert "09:05:00, 03/02/2026 Phê duyệt" in said


def test_refusal_says_so_first_with_ground_article_and_explanation():
    first = pages(render_record(refusal()))[0]

    assert "TỪ CHỐI ĐĂNG TẢI" in first
    assert first.index("TỪ CHỐI ĐĂNG TẢI") < first.index("THÔNG TIN CHUNG")
    for key in ("wording", "article", "explanation", "code"):
        assert GROUNDS[0][key] in first
    assert "Nội dung được phê duyệt".upper() not in text(render_record(refusal()))


def test_english_record_keeps_the_national_header_in_vietnamese():
    said = text(render_record(record(language="en", title="Reception of citizens")))

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "RECORD OF APPROVAL AND PUBLICATION" in said
    assert "DECISION HISTORY" in said
    assert "LỊCH SỬ XỬ LÝ" not in said


def test_content_hash_stands_once_in_full_and_shortened_on_every_page():
    sample = record("<p>Một đoạn dài. </p>" * 120)
    digest = sha256_hex(canonical_bytes(sample.content))

    printed = pages(render_record(sample))

    assert len(printed) > 2
    assert "".join(printed).count(digest) == 1
    assert all(f"{digest[:12]}…{digest[-6:]}" in page for page in printed)
    assert all("LT-2026-000007" in page for page in printed)


def test_page_number_is_hidden_on_the_first_page_and_shown_on_the_next():
    document = pypdfium2.PdfDocument(render_record(record("<p>Một đoạn dài. </p>" * 120)))
    top = [page.get_textpage().get_text_bounded(bottom=842 - 57) for page in document]
    document.close()

    assert [said.strip() for said in top[:3]] == ["", "2", "3"]


def test_page_is_a4_with_the_margins_of_the_decree():
    document = pypdfium2.PdfDocument(render_record(record("<p>" + "chữ " * 400 + "</p>")))
    page = document[0]
    width, height = page.get_size()
    boxes = [item.get_bounds() for item in page.get_objects(filter=[1])]
    document.close()

    assert (round(width), round(height)) == (595, 842)
    assert min(box[0] for box in boxes) >= 85.0 - 0.5  # 30 mm
    assert max(box[2] for box in boxes) <= width - 42.5 + 0.5  # 15 mm


def test_embedded_files_are_exactly_the_canonical_documents():
    sample = record()

    with pikepdf.open(io.BytesIO(render_record(sample))) as document:
        embedded = {
            name: item.get_file().read_bytes() for name, item in document.attachments.items()
        }

    assert embedded == {
        "content.json": canonical_bytes(sample.content),
        "decision.json": canonical_bytes(sample.decision),
    }
    assert (
        sha256_hex(embedded["content.json"])
        == json.loads(embedded["decision.json"])["content_hash"]
    )


def test_markup_in_plain_fields_is_printed_and_not_obeyed():
    said = text(render_record(record(title='<b>&amp;</b> "a"', author_name="<script>x")))

    assert '<b>&amp;</b> "a"' in said
    assert "<script>x" in said


def test_clauses_and_points_keep_the_numbers_of_the_law():
    said = text(render_record(record('<ol start="7" type="a"><li>điểm bảy</li></ol>')))

    assert "g. điểm bảy" in said


def test_missing_characters_are_explained_once():
    said = text(render_record(record("<p>😀 và 中</p>")))

    assert "[U+1F600] và [U+4E2D]" in said
    assert said.count("văn bản nguyên vẹn nằm trong content.json") == 1
    assert "văn bản nguyên vẹn" not in text(render_record(record()))


def test_long_table_repeats_its_header_and_a_wide_one_turns_the_page():
    rows = "".join(f"<tr><td>{at}</td><td>Hộ {at}</td></tr>" for at in range(150))
    wide = "<table><tr>" + "<th>Cột</th>" * 12 + "</tr><tr>" + "<td>1</td>" * 12 + "</tr></table>"
    pdf = render_record(record(f"<table><tr><th>STT</th><th>Chủ hộ</th></tr>{rows}</table>{wide}"))

    document = pypdfium2.PdfDocument(pdf)
    sizes = [page.get_size() for page in document]
    document.close()

    assert sum("STT Chủ hộ" in page for page in pages(pdf)) >= 4
    assert sum(width > height for width, height in sizes) == 1


def test_picture_is_shown_and_a_lost_one_is_named():
    body = "<img src='attachments/a.png' alt='Sơ đồ'><img src='attachments/b.png' alt='Bản đồ'>"
    pdf = render_record(record(body, files={"a.png": picture()}))

    assert "[Hình không in được: Bản đồ]" in text(pdf)


def test_code_leads_to_the_address_of_verification():
    with pikepdf.open(io.BytesIO(render_record(record()))) as document:
        found = [item for page in document.pages for item in page.get("/Annots", [])]
        links = {str(item.A.URI) for item in found if item.Subtype == "/Link"}

    assert links == {VERIFY_URL}


def test_body_cannot_reach_files_or_the_network(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture(size=(333, 77)))

    pdf = render_record(record(f"<p><img src='{secret.as_uri()}' alt='x'></p>"))

    assert "[Hình không in được: x]" in text(pdf)
