"""Plain text: divisions of legal texts, wrapped lines, encodings."""

import unicodedata

import pytest

from approvals.conversion import Repair, convert
from approvals.rules.legacy import detect as detect_legacy
from tests.approvals.conversion.texts import as_windows_1258, html_of

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
