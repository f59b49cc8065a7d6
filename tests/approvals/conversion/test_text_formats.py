import unicodedata

import pytest

from approvals.conversion import NotCarried, Repair, convert
from approvals.rules.legacy import detect as detect_legacy

TONES = "\u0300\u0301\u0303\u0309\u0323"


def html_of(name, text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return convert(name, data, **more).html


def test_markdown_front_matter_becomes_metadata():
    text = """---
title: "Quyết định số 7/QĐ-UBND về cây xanh"
sohieu: 7/QĐ-UBND
ngay_ban_hanh: 2026-05-12
ngay_hieu_luc: 01/07/2026
trich_yeu: Về cây xanh
source: https://anbinh.example.vn/vb/7
co_quan: UBND xã An Bình
nguoi_ky: Trần Văn Ví
layout: page
---
Nội dung.
"""
    result = convert("a.md", text.encode())

    assert result.title == "Quyết định số 7/QĐ-UBND về cây xanh"
    assert result.metadata == {
        "number": "7/QĐ-UBND",
        "issued_on": "2026-05-12",
        "effective_on": "2026-07-01",
        "summary": "Về cây xanh",
        "source_url": "https://anbinh.example.vn/vb/7",
        "source_name": "anbinh.example.vn",
        "issuer": "UBND xã An Bình",
        "signer": "Trần Văn Ví",
    }
    assert result.html == "<p>Nội dung.</p>"
    assert result.not_carried == (NotCarried("FRONT_MATTER", "layout"),)


def test_markdown_broken_front_matter_is_read_line_by_line_and_reported():
    result = convert("a.md", "---\ntitle: 'Tin\nsohieu: 7/QĐ-UBND\n---\nChữ\n".encode())

    assert result.metadata == {"number": "7/QĐ-UBND"}
    assert NotCarried("FRONT_MATTER_UNREADABLE") in result.not_carried


def test_markdown_endless_aliases_in_front_matter_are_left_out():
    deep = "\n".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 30))

    result = convert("a.md", f"---\nk0: &k0 [x]\n{deep}\n---\nChữ\n".encode())

    assert result.html == "<p>Chữ</p>"


def test_markdown_table_gets_column_headers_and_keeps_surplus_cells():
    result = convert("a.md", b"| A | B |\n|---|---|\n| 1 | 2 | 3 |\n")

    assert '<th scope="col">A</th>' in result.html
    assert "<td>2 | 3</td>" in result.html
    assert Repair("TABLE_CELLS_JOINED", 1) in result.repairs


def test_markdown_lists_keep_their_start():
    assert html_of("a.md", "3. ba\n4. bốn\n") == '<ol start="3">\n<li>ba</li>\n<li>bốn</li>\n</ol>'


def test_markdown_footnote_keeps_its_words_without_dead_links():
    html = html_of("a.md", "Câu một.\n\nCâu[^1].\n\n[^1]: Ghi chú.\n")

    assert html.startswith("<p>Câu một.</p>\n<p>Câu<sup>[1]</sup>.</p>")
    assert "Ghi chú." in html
    assert "href" not in html


def test_markdown_indented_text_is_a_paragraph_not_code():
    assert html_of("a.md", "Đoạn.\n\n    Lùi vào.\n") == "<p>Đoạn.</p>\n<p>Lùi vào.</p>"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("# A\n\n## B\n\n## C\n\nx", ["h2 B", "h2 C"]),  # A is the title
        ("x\n\n## A\n\n#### B\n\n## C", ["h2 A", "h3 B", "h2 C"]),
        ("x\n\n#### A\n\n### B\n\n# C\n\n###### D", ["h2 A", "h2 B", "h2 C", "h3 D"]),
        ("x\n\n# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F",
         ["h2 A", "h3 B", "h4 C", "h5 D", "h6 E", "h6 F"]),
    ],
)  # fmt: skip
def test_headings_begin_at_h2_and_never_skip_a_level(levels, expected):
    html = html_of("a.md", levels)

    found = [line[1:3] + " " + line[4:-5] for line in html.splitlines() if line.startswith("<h")]
    assert found == expected


def test_title_is_not_repeated_at_the_start():
    result = convert(
        "a.md", "---\ntitle: Thông báo nghỉ lễ\n---\n# THÔNG BÁO NGHỈ LỄ\n\nChữ\n".encode()
    )

    assert result.html == "<p>Chữ</p>"
    assert Repair("TITLE_NOT_REPEATED") in result.repairs


LEGAL = """QUYẾT ĐỊNH

Ban hành Quy chế cây xanh

Căn cứ Luật X;

QUY CHẾ

Cây xanh

(Kèm theo Quyết định số 12/2026/QĐ-UBND ngày 05/03/2026 của UBND xã An Bình)

Chương I

QUY ĐỊNH CHUNG

Điều 1. Phạm vi

1. Khoản một.
2. Khoản hai.

Điều 2. Quyết định này có hiệu lực từ ngày ký.

Mục 2 CÂY BÓNG MÁT

Điều 3. Trồng cây

1. Khoản một:
a) Điểm a;
đ) Điểm đ.
2. Khoản hai.

- Một;
- Hai.
"""


def test_plain_text_divisions_of_a_legal_text_become_headings_and_lists():
    result = convert("a.txt", LEGAL.encode())

    assert result.title == "Quyết định số 12/2026/QĐ-UBND ban hành Quy chế cây xanh"
    assert result.metadata == {"number": "12/2026/QĐ-UBND", "issued_on": "2026-03-05"}
    assert result.html.splitlines()[6:] == [
        "<h2>Chương I QUY ĐỊNH CHUNG</h2>",
        "<h3>Điều 1. Phạm vi</h3>",
        "<ol><li>Khoản một.</li><li>Khoản hai.</li></ol>",
        "<p><strong>Điều 2.</strong> Quyết định này có hiệu lực từ ngày ký.</p>",
        "<h3>Mục 2 CÂY BÓNG MÁT</h3>",
        "<h4>Điều 3. Trồng cây</h4>",
        "<p>1. Khoản một:</p>",
        "<p>a) Điểm a;</p>",
        "<p>đ) Điểm đ.</p>",
        "<p>2. Khoản hai.</p>",
        "<ul><li>Một;</li><li>Hai.</li></ul>",
    ]


def test_plain_text_heading_stuck_to_a_full_stop_is_set_apart():
    result = convert(
        "a.txt", "Điều 1. Một\n\nHết đoạn.Điều 2. Hai\n\n- Mục cuối.Chương II\n".encode()
    )

    assert result.html.splitlines() == [
        "<h2>Điều 1. Một</h2>", "<p>Hết đoạn.</p>", "<h2>Điều 2. Hai</h2>",
        "<ul><li>Mục cuối.</li></ul>", "<h2>Chương II</h2>",
    ]  # fmt: skip
    assert Repair("LINE_BREAK_RESTORED", 2) in result.repairs


def test_plain_text_hard_wrapped_lines_are_joined():
    words = (
        "Ủy ban nhân dân xã An Bình thông báo lịch tiêm phòng cho trẻ em trên địa bàn xã như sau"
    )
    wrapped = f"{words[:60]}\n{words[61:]}.\n\nĐoạn hai."

    assert html_of("a.txt", wrapped) == f"<p>{words}.</p>\n<p>Đoạn hai.</p>"


def test_plain_text_short_lines_stay_apart():
    assert html_of("a.txt", "Hết.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Ví") == (
        "<p>Hết.</p>\n<p>TM. ỦY BAN NHÂN DÂN</p>\n<p>CHỦ TỊCH</p>\n<p>Trần Văn Ví</p>"
    )


def test_plain_text_source_line_names_the_source():
    result = convert(
        "a.txt", "Tin\n\nNội dung.\n\nNguồn: Báo An Bình\n\nTác giả: Lê Thị Mẫu\n".encode()
    )

    assert result.metadata == {"source_name": "Báo An Bình", "author_name": "Lê Thị Mẫu"}


def as_windows_1258(text):
    """The code page has letters and tone marks, but no letters with tones."""
    parts = []
    for char in text:
        tones = "".join(c for c in unicodedata.normalize("NFD", char) if c in TONES)
        bare = "".join(c for c in unicodedata.normalize("NFD", char) if c not in TONES)
        parts.append(unicodedata.normalize("NFC", bare) + tones)
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_plain_text_any_encoding_arrives_intact(encoding):
    text = "Ủy ban nhân dân xã An Bình họp ngày mùng năm"

    result = convert(
        "a.txt", as_windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    )

    assert result.html == f"<p>{text}</p>"
    assert bool([r for r in result.repairs if r.code == "ENCODING"]) == (
        not encoding.startswith("utf-8")
    )


def test_plain_text_tcvn3_bytes_stay_recognisable_for_the_legacy_check():
    data = "ñy ban nh©n d©n x· An B×nh th«ng b¸o vÒ viÖc".encode("cp1252")

    result = convert("a.txt", data)

    assert detect_legacy(result.html) == "TCVN3"
    assert Repair("ENCODING", 1, "cp1252") in result.repairs


def test_nfd_zero_width_and_bidi_are_repaired_and_counted():
    nfd = unicodedata.normalize("NFD", "Tiếng Việt")
    result = convert("a.txt", f"{nfd} \u200bẩn\u202e đi\u00a0đâu".encode())

    assert result.html == "<p>Tiếng Việt ẩn đi đâu</p>"
    codes = {repair.code: repair.count for repair in result.repairs}
    assert codes == {"NFC": 2, "CONTROL_CHARACTERS": 2, "SPACES": 1}


PAGE = """<!DOCTYPE html><html><head><title>Tin | Cổng</title>
<meta name="dcterms.date" content="2026-02-03"><script>track()</script></head><body>
<nav>Trang chủ Liên hệ</nav><main><h1>Tin cây xanh</h1><p>Đã trồng <b>100</b> cây.</p>
<img src="https://x.vn/a.png" alt="Cây"><iframe src="https://x.vn"></iframe>
<p onclick="x()">Hết.</p><a href="javascript:x()">bấm</a></main>
<footer>Bản quyền</footer></body></html>"""


def test_webpage_main_content_is_taken_and_the_rest_is_listed():
    result = convert("a.html", PAGE.encode())

    assert result.title == "Tin cây xanh"
    assert result.metadata == {"issued_on": "2026-02-03"}
    assert result.html.splitlines()[0] == "<p>Đã trồng <strong>100</strong> cây.</p>"
    assert "script" not in result.html
    assert {(entry.code, entry.detail) for entry in result.not_carried} == {
        ("ACTIVE_CONTENT", "<script>"),
        ("ACTIVE_CONTENT", "onclick"),
        ("EMBEDDED_MEDIA", "<iframe>"),
        ("LINK_SCHEME", "javascript:x()"),
        ("OUTSIDE_MAIN", "6"),
        ("PICTURE_REMOTE", "https://x.vn/a.png (Cây)"),
    }


def test_webpage_fragment_with_wrappers_becomes_paragraphs():
    html = html_of("a.html", "<div>Một.<div>Hai</div></div>Ba<br><br>Bốn")

    assert html == "<p>Một.</p>\n<p>Hai</p>\n<p>Ba</p>\n<p>Bốn</p>"


def test_webpage_data_picture_becomes_an_attachment():
    from base64 import b64encode

    from tests.approvals.conversion.building import picture

    data = b64encode(picture()).decode()
    result = convert(
        "a.html", f'<p>A</p><img src="data:image/png;base64,{data}" alt="Sơ đồ">'.encode()
    )

    assert len(result.pictures) == 1
    assert result.html.endswith(
        f'<p><img src="attachments/{result.pictures[0].file_name}" alt="Sơ đồ"></p>'
    )


def test_webpage_letterhead_table_becomes_paragraphs():
    table = (
        "<table><tr><td>UBND XÃ AN BÌNH</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>"
        "Độc lập - Tự do - Hạnh phúc</td></tr></table><p>Chữ</p>"
    )
    result = convert("a.html", table.encode())

    assert "<table>" not in result.html
    assert Repair("LAYOUT_TABLE", 1) in result.repairs


def test_webpage_control_characters_and_broken_tags_do_no_harm():
    page = "<html><p>a\x0bb\x01&#2;&#x1F;c.</p><l< x>d</l<><meta></html>"

    assert html_of("a.html", page) == "<p>abc.</p>\n<p>d</p>"


def test_webpage_declared_encoding_is_used():
    page = '<html><head><meta charset="windows-1258"></head><body><p>Ơn</p></body></html>'

    assert html_of("a.html", as_windows_1258(page)) == "<p>Ơn</p>"
