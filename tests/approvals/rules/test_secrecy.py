"""The classification stamp is found however it is dressed up; the word in a sentence is not."""

import unicodedata

import pytest

from approvals.rules.secrecy import Mark, find_mark

STAMPS = [
    ("MẬT", "MẬT"),
    ("  MẬT  ", "MẬT"),
    ("TỐI MẬT", "TỐI MẬT"),
    ("TUYỆT MẬT", "TUYỆT MẬT"),
    ("TỐI\u00a0MẬT", "TỐI MẬT"),
    ("TỐI  MẬT\r", "TỐI MẬT"),
    ("\ufeffTỐI MẬT", "TỐI MẬT"),
    ("Độ mật: MẬT", "MẬT"),
    ("Độ mật: Tối mật", "TỐI MẬT"),
    ("Mức độ mật: Tuyệt mật", "TUYỆT MẬT"),
    ("ĐỘ MẬT: …", "ĐỘ MẬT"),
    ("ĐỘ MẬT: loại A, bản số 3", "ĐỘ MẬT"),
    ("ĐỘ\u00a0MẬT :", "ĐỘ MẬT"),
    ("\u00d0\u1ed8 MẬT: A", "ĐỘ MẬT"),
    ("**MẬT**", "MẬT"),
    ("# MẬT", "MẬT"),
    ("> _TỐI MẬT_", "TỐI MẬT"),
    ("1. MẬT", "MẬT"),
    ("| MẬT |", "MẬT"),
    ("| UBND TỈNH | TUYỆT MẬT |", "TUYỆT MẬT"),
    ("UBND TỈNH\tMẬT", "MẬT"),
    ("UBND TỈNH           MẬT", "MẬT"),
    ("[ TỐI MẬT ]", "TỐI MẬT"),
    ("- MẬT - KHẨN -", "MẬT"),
    ("HỎA TỐC, TỐI MẬT", "TỐI MẬT"),
    ("M Ậ T", "MẬT"),
    ("T U Y Ệ T  M Ậ T", "TUYỆT MẬT"),
    ("M\u200bẬ\u200bT", "MẬT"),
    ("MẬT" + "\u200b" * 300, "MẬT"),
    ("\u202eMẬT\u202c", "MẬT"),
    ("МẬТ", "MẬT"),
    ("\uff2d\u1eac\uff34", "MẬT"),
    ("<p><b>MẬT</b></p>", "MẬT"),
    ("<td>M<span class='x'>Ậ</span>T</td>", "MẬT"),
    ("<p>M&#7852;T</p>", "MẬT"),
    ("<p>TỐI&nbsp;MẬT</p>", "TỐI MẬT"),
    ("<!-- TỐI MẬT -->", "TỐI MẬT"),
    ("TèI MËT", "TỐI MẬT"),
    ("tèi mËt", "TỐI MẬT"),
    ("mËt", "MẬT"),
    ("TUYÖT MËT", "TUYỆT MẬT"),
    ("§é mËt: TèI MËT", "TỐI MẬT"),
    ("MAÄT", "MẬT"),
    ("TOÁI MAÄT", "TỐI MẬT"),
    ("TUYEÄT MAÄT", "TUYỆT MẬT"),
    ("ÑOÄ MAÄT: loaïi A", "ĐỘ MẬT"),
]
PROSE = [
    "MẬT MÃ DÂN SỰ",
    "LUẬT MẬT MÃ DÂN SỰ",
    "mức Mật, Tối Mật, Tuyệt Mật",
    "Bí mật nhà nước gồm ba độ: Mật, Tối mật và Tuyệt mật.",
    "bí mật",
    "BÍ MẬT",
    "Mật",
    "tối mật",
    "Tối mật",
    "Luật Bảo vệ bí mật nhà nước",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC",
    "Văn bản đóng dấu MẬT phải được quản lý riêng.",
    "Tài liệu có độ mật: là tài liệu được phân loại.",
    "Độ mật: theo quy định của pháp luật",
    "MẬT ONG RỪNG",
    "TÀI LIỆU MẬT LÀ GÌ?",
    "<p>mức <b>MẬT</b>, <b>TỐI MẬT</b></p>",
    "| Mức độ | Mật |",
    "La forêt de Noël, où êtes-vous ?",
    "",
]


@pytest.mark.parametrize(("line", "level"), STAMPS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_find_mark_stamp_in_a_text_is_found(line, level, form):
    text = unicodedata.normalize(form, f"Kính gửi các đơn vị\n{line}\nNội dung thường.")

    assert find_mark("text", text) == Mark(level, "text")


@pytest.mark.parametrize("line", PROSE)
def test_find_mark_word_in_a_text_passes(line):
    assert find_mark("text", f"Kính gửi các đơn vị\n{line}\nNội dung thường.") is None


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("[MẬT] Báo cáo quý", "MẬT"),
        ("Báo cáo MẬT", "MẬT"),
        ("MẬT - Báo cáo", "MẬT"),
        ("Công văn MẬT về việc kiểm tra", "MẬT"),
        ("MẬT BÁO CÁO TÌNH HÌNH", "MẬT"),
        ("TÀI LIỆU MẬT", "MẬT"),
        ("Kế hoạch (TỐI MẬT)", "TỐI MẬT"),
        ("TUYỆT MẬT: kế hoạch", "TUYỆT MẬT"),
        ("M Ậ T báo cáo", "MẬT"),
        ("T Ố I M Ậ T báo cáo", "TỐI MẬT"),
        ("Công văn ĐỘ MẬT: A", "ĐỘ MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("BÁO CÁO BÍ, MẬT", "MẬT"),
        ("TèI MËT b¸o c¸o", "TỐI MẬT"),
        ("TOÁI MAÄT baùo caùo", "TỐI MẬT"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_find_mark_capitals_in_a_title_are_found(title, level, form):
    assert find_mark("title", unicodedata.normalize(form, title)) == Mark(level, "title")


@pytest.mark.parametrize(
    "title",
    [
        "MẬT MÃ DÂN SỰ",
        "LUẬT MẬT MÃ DÂN SỰ",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "CÔNG TÁC BẢO MẬT, AN TOÀN THÔNG TIN",
        "MẬT ĐỘ DÂN SỐ NĂM 2026",
        "NIÊM MẬT HÒM PHIẾU",
        "Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật",
        "mức Mật, Tối Mật, Tuyệt Mật",
        "Nuôi ong lấy mật",
        "",
    ],
)
def test_find_mark_ordinary_title_passes(title):
    assert find_mark("title", title) is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("MẬT.docx", "MẬT"),
        ("CV_MẬT_12.pdf", "MẬT"),
        ("TỐI MẬT bao cao.pdf", "TỐI MẬT"),
        ("tối mật.pdf", "TỐI MẬT"),
        ("Tuyệt mật.docx", "TUYỆT MẬT"),
        ("TOI-MAT_bao-cao.docx", "TỐI MẬT"),
        ("TOIMAT.pdf", "TỐI MẬT"),
        ("BaoCaoToiMat.pdf", "TỐI MẬT"),
        ("toi-mat.docx", "TỐI MẬT"),
        ("toi_mat_bao_cao.docx", "TỐI MẬT"),
        ("bao-cao-toi-mat.pdf", "TỐI MẬT"),
        ("01-toi-mat.pdf", "TỐI MẬT"),
        ("tuyet-mat.pdf", "TUYỆT MẬT"),
        ("12_tuyet_mat_v2.docx", "TUYỆT MẬT"),
        ("BaoCaoTuyetMat.docx", "TUYỆT MẬT"),
        ("C:\\ho so\\TUYET MAT.doc", "TUYỆT MẬT"),
        ("MAT.pdf", "MẬT"),
        ("[MAT] BC.pdf", "MẬT"),
        ("MAT_bao-cao.docx", "MẬT"),
        ("bc-12-MAT.pdf", "MẬT"),
        ("TèI MËT.doc", "TỐI MẬT"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_find_mark_in_a_file_name_is_found(name, level, form):
    assert find_mark("file_name", unicodedata.normalize(form, name)) == Mark(level, "file_name")


@pytest.mark.parametrize(
    "name",
    [
        "MẬT MÃ DÂN SỰ.pdf",
        "MẬT_MÃ_DÂN_SỰ.pdf",
        "luat-bao-ve-bi-mat-nha-nuoc.pdf",
        "bao-mat-thong-tin.pdf",
        "tài liệu bí mật.pdf",
        "MAT-TRAN-TO-QUOC.pdf",
        "mat-tran.docx",
        "mat.jpg",
        "DOI_MAT.png",
        "nguoi-than-toi-mat-tich-o-dau.docx",
        "FORMAT.PDF",
        "lap-tuc-hoan-tat.pdf",
        "",
    ],
)
def test_find_mark_ordinary_file_name_passes(name):
    assert find_mark("file_name", name) is None


def test_find_mark_anywhere_in_a_long_text_is_found():
    text = "Nội dung công khai, dài và bình thường.\n" * 2_000 + "TỐI MẬT\n"

    assert find_mark("text", text) == Mark("TỐI MẬT", "text")


def test_mark_carries_nothing_of_the_content():
    mark = find_mark("title", "TỐI MẬT: kế hoạch Sao Mai")

    assert "Sao Mai" not in repr(mark)
