import io
import re
from base64 import b64encode

import pikepdf

from approvals.conversion import NotCarried, convert
from tests.approvals.conversion.building import PAGE, pdf, picture

SENTENCE = "Ủy ban nhân dân xã An Bình thông báo lịch tiêm phòng cho trẻ em trên địa bàn toàn xã. "
BARE = re.sub(r"@(?:top|bottom)-center \{.*?\}", "", PAGE)


def image(size, mode="RGB"):
    return f"data:image/png;base64,{b64encode(picture(size=size, mode=mode)).decode()}"


def test_pdf_headings_paragraphs_and_lists_are_found():
    html = (
        "<h1>Thông báo tiêm phòng</h1><h2>Đối tượng</h2>"
        f"<p>{SENTENCE * 4}</p><p>Đoạn <b>hai</b> ngắn.</p>"
        "<ul><li>Trẻ dưới một tuổi;</li><li>Phụ nữ có thai.</li></ul>"
        "<h2>Địa điểm</h2><p>Trạm y tế.</p>"
    )
    result = convert("a.pdf", pdf(html, BARE))

    assert result.title == "Thông báo tiêm phòng"
    assert result.html.splitlines() == [
        "<h2>Đối tượng</h2>",
        f"<p>{(SENTENCE * 4).strip()}</p>",
        "<p>Đoạn <strong>hai</strong> ngắn.</p>",
        "<ul><li>Trẻ dưới một tuổi;</li><li>Phụ nữ có thai.</li></ul>",
        "<h2>Địa điểm</h2>",
        "<p>Trạm y tế.</p>",
    ]


def test_pdf_running_heads_and_page_numbers_are_left_out_and_listed():
    result = convert("a.pdf", pdf("<p>Đầu.</p>" + f"<p>{SENTENCE * 6}</p>" * 14))

    assert "Bản tin nội bộ" not in result.html
    assert NotCarried("PAGE_FURNITURE", "Bản tin nội bộ xã An Bình") in result.not_carried
    assert result.html.count("<p>") == 15  # joined over the page breaks
    assert "WORDS_LOST" not in {entry.code for entry in result.not_carried}


def test_pdf_legal_divisions_are_headings():
    html = (
        f"<p>Mở đầu.</p><p>Chương I</p><p>QUY ĐỊNH CHUNG</p>"
        f"<p>Điều 1. Phạm vi</p><p>{SENTENCE * 3}</p>"
        "<p>Điều 2. Quyết định này có hiệu lực từ ngày ký.</p>"
    )
    assert convert("a.pdf", pdf(html, BARE)).html.splitlines() == [
        "<p>Mở đầu.</p>",
        "<h2>Chương I QUY ĐỊNH CHUNG</h2>",
        "<h3>Điều 1. Phạm vi</h3>",
        f"<p>{(SENTENCE * 3).strip()}</p>",
        "<p><strong>Điều 2.</strong> Quyết định này có hiệu lực từ ngày ký.</p>",
    ]


def test_pdf_ruled_table_becomes_a_table_with_spans():
    html = (
        "<p>Mở đầu.</p><table><tr><th>Thôn</th><th>Trẻ em</th><th>Ghi chú</th></tr>"
        "<tr><td>Thôn Đông</td><td>12</td><td rowspan=2>Buổi sáng</td></tr>"
        "<tr><td>Thôn Đoài</td><td>15</td></tr>"
        "<tr><td colspan=2>Cộng</td><td>27</td></tr></table><p>Hết.</p>"
    )
    assert convert("a.pdf", pdf(html)).html.splitlines()[1] == (
        '<table><thead><tr><th scope="col">Thôn</th><th scope="col">Trẻ em</th>'
        '<th scope="col">Ghi chú</th></tr></thead><tbody>'
        '<tr><td>Thôn Đông</td><td>12</td><td rowspan="2">Buổi sáng</td></tr>'
        "<tr><td>Thôn Đoài</td><td>15</td></tr>"
        '<tr><td colspan="2">Cộng</td><td>27</td></tr></tbody></table>'
    )


def test_pdf_table_over_pages_is_one_table():
    rows = "".join(f"<tr><td>Thôn số {n}</td><td>{n}</td></tr>" for n in range(120))
    html = f"<p>Mở đầu.</p><table><thead><tr><th>Thôn</th><th>Số</th></tr></thead>{rows}</table>"

    result = convert("a.pdf", pdf(html))

    assert result.html.count("<table>") == 1
    assert result.html.count("<tr>") == 121
    assert result.html.count("Thôn số 77<") == 1


def test_pdf_last_row_on_the_next_page_belongs_to_the_table():
    html = (
        "<p>Mở đầu.</p><table><tr><th>Thôn</th><th>Số</th></tr><tr><td>Đông</td><td>1</td></tr>"
        "<tr style='break-before:page'><td><b>Đoài</b></td><td>2</td></tr></table>"
    )
    result = convert("a.pdf", pdf(html))

    assert result.html.count("<table>") == 1
    assert "<tr><td><strong>Đoài</strong></td><td>2</td></tr></tbody></table>" in result.html


def test_pdf_row_cut_by_the_page_break_is_one_row():
    long = "".join(f"<br>dòng {n}" for n in range(60))
    html = (
        "<p>Mở đầu.</p><table><tr><th>Thôn</th><th>Số</th></tr><tr><td>Đông</td><td>1</td></tr>"
        f"<tr><td>Đoài</td><td>2{long}</td></tr><tr><td>Bắc</td><td>3</td></tr></table>"
    )
    result = convert("a.pdf", pdf(html, BARE))

    assert result.html.count("<tr>") == 4
    assert "dòng 29 dòng 30" in result.html
    assert "dòng 59</td></tr><tr><td>Bắc</td><td>3</td></tr></tbody></table>" in result.html


def test_pdf_picture_comes_out():
    result = convert(
        "a.pdf", pdf(f'<p>Mở đầu.</p><img src="{image((300, 200))}" width=400><p>Hết.</p>')
    )

    (found,) = result.pictures
    assert result.html.splitlines()[1] == (
        f'<figure><img src="attachments/{found.file_name}" alt=""></figure>'
    )


def test_pdf_of_scans_says_so():
    whole = f'<img src="{image((700, 1000))}" style="width:190mm">'
    style = "@page { size: A4; margin: 10mm }"

    result = convert("a.pdf", pdf(whole, style))

    assert NotCarried("SCANNED_PDF_ONLY", "1") in result.not_carried
    assert len(result.pictures) == 1


def test_pdf_scan_among_text_names_the_page():
    style = "width:160mm;display:block;page-break-before:always"
    whole = f'<img src="{image((700, 1000))}" style="{style}">'

    result = convert("a.pdf", pdf(f"<p>{SENTENCE}</p>{whole}", BARE))

    assert NotCarried("SCANNED_PAGES", "2") in result.not_carried


def test_pdf_reports_progress_page_by_page():
    seen = []

    convert(
        "a.pdf",
        pdf("<p>a</p><p style='page-break-before:always'>b</p>"),
        progress=lambda done, total: seen.append((done, total)),
    )

    assert seen == [(1, 2), (2, 2)]


def test_pdf_title_of_the_properties_is_used_when_the_text_names_none():
    result = convert("a.pdf", pdf(f"<p>{SENTENCE}</p><p>{SENTENCE}</p>", title="Lịch tiêm phòng"))

    assert result.title == "Lịch tiêm phòng"


def test_pdf_attached_file_is_listed():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(f"<p>{SENTENCE}</p>"))) as document:
        document.attachments["so-lieu.xml"] = b"<a/>"
        document.save(out)

    assert (
        NotCarried("EMBEDDED_OBJECT", "so-lieu.xml") in convert("a.pdf", out.getvalue()).not_carried
    )


def test_pdf_owner_password_alone_does_not_lock_it():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(f"<p>{SENTENCE}</p>"))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="chu", user=""))

    assert convert("a.pdf", out.getvalue()).html == f"<p>{SENTENCE.strip()}</p>"


def test_pdf_lines_joined_are_counted():
    result = convert("a.pdf", pdf(f"<p>{SENTENCE * 3}</p>"))

    (joined,) = (repair for repair in result.repairs if repair.code == "LINES_JOINED")
    assert joined.count >= 3
