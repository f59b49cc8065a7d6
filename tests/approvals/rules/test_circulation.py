"""Circulation stamps are found as stamps, not as words."""

import pytest

from approvals.rules.circulation import find_circulation_stamp, find_in_name


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("LƯU HÀNH NỘI BỘ", "LƯU HÀNH NỘI BỘ"),
        ("Trang bìa\n**TÀI LIỆU LƯU HÀNH NỘI BỘ**\nMục lục", "LƯU HÀNH NỘI BỘ"),
        ("(Lưu hành nội bộ)", "LƯU HÀNH NỘI BỘ"),
        ("<p>XEM XONG <b>TRẢ LẠI</b></p>", "XEM XONG TRẢ LẠI"),
        ("LÖU HAØNH NOÄI BOÄ", "LƯU HÀNH NỘI BỘ"),
        ("l\u00adu hµnh néi bé", "LƯU HÀNH NỘI BỘ"),
        ("Tài liệu lưu hành nội bộ không được đăng.", ""),
        ("Văn bản đóng dấu LƯU HÀNH NỘI BỘ phải thu hồi.", ""),
        ("Lưu hành nội bộ", ""),
        ("", ""),
    ],
)
def test_find_circulation_stamp_reads_lines_only(text, stamp):
    assert find_circulation_stamp(text) == stamp


@pytest.mark.parametrize(
    ("name", "stamp"),
    [
        ("[LƯU HÀNH NỘI BỘ] Sổ tay", "LƯU HÀNH NỘI BỘ"),
        ("so-tay_LƯU_HÀNH_NỘI_BỘ.pdf", "LƯU HÀNH NỘI BỘ"),
        ("Quy định về tài liệu lưu hành nội bộ", ""),
    ],
)
def test_find_in_name_reads_capitals_only(name, stamp):
    assert find_in_name(name) == stamp
