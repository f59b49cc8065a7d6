import pytest

from approvals.conversion import NotCarried, Repair, convert
from tests.approvals.conversion.texts import html_of


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
