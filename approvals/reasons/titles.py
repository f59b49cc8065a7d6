"""What each check looks for, in a few words: how lists and records name it."""

from approvals.reasons.model import Wording

TITLES: dict[str, Wording] = {
    "SECRECY_MARK": Wording("Dấu chỉ độ mật", "Secrecy mark"),
    "SECRECY_UNDECLARED": Wording("Cam đoan không chứa bí mật", "Declaration of no secrets"),
    "INTERNAL_CIRCULATION_MARK": Wording("Dấu lưu hành nội bộ", "Internal circulation mark"),
    "EMBARGO_ACTIVE": Wording("Thời hạn chưa được công bố", "Embargo"),
    "SOURCE_MISSING": Wording("Nguồn tin", "Source"),
    "REUSE_WITHOUT_PERMISSION": Wording("Quyền sử dụng lại", "Permission to reuse"),
    "AUTHOR_MISSING": Wording("Tác giả", "Author"),
    "FORMAT_NOT_ALLOWED": Wording("Định dạng tệp", "File formats"),
    "FILE_INFECTED": Wording("Mã độc trong tệp", "Malware in files"),
    "LEGACY_ENCODING": Wording("Bảng mã cũ (TCVN3, VNI)", "Legacy encoding (TCVN3, VNI)"),
    "NOT_NFC": Wording("Unicode dựng sẵn", "Unicode NFC"),
    "ALT_TEXT_MISSING": Wording("Lời mô tả ảnh", "Alternative text of pictures"),
    "HEADING_ORDER": Wording("Thứ bậc đề mục", "Order of headings"),
    "TABLE_HEADER_MISSING": Wording("Hàng tiêu đề của bảng", "Headers of tables"),
    "LINK_TEXT_UNCLEAR": Wording("Chữ của liên kết", "Text of links"),
    "SCANNED_PDF_ONLY": Wording("PDF chỉ là ảnh chụp", "Scanned PDF only"),
    "PERSONAL_DATA_SUSPECTED": Wording("Dữ liệu cá nhân", "Personal data"),
    "SIGNATURE_INVALID": Wording("Chữ ký số của tệp", "Signatures of files"),
    "DUPLICATE_SUSPECTED": Wording("Trùng lặp", "Duplicates"),
    "NUMBER_MALFORMED": Wording("Số, ký hiệu", "Number and sign"),
    "DATE_IMPLAUSIBLE": Wording("Ngày tháng", "Dates"),
    "LINK_BROKEN": Wording("Liên kết hỏng", "Broken links"),
    "ENGLISH_PAIR_MISSING": Wording("Bản tiếng Anh", "English version"),
    "STRUCTURE_FIELD_MISSING": Wording("Ô bắt buộc theo luật", "Fields the law requires"),
    "STRUCTURE_FIELD_ADVISED": Wording("Ô luật nêu tên", "Fields the law names"),
    "STRUCTURE_FIELD_MALFORMED": Wording("Giá trị các ô", "Values of fields"),
    "SCOPE_CATEGORY_MISMATCH": Wording("Chuyên mục phù hợp", "Fitting category"),
}
