"""The words for what was not carried, what was repaired, and why a file was refused."""

from collections.abc import Mapping
from typing import Any, Literal

from approvals.conversion.shapes import NotCarried, Repair

Language = Literal["vi", "en"]

NOT_CARRIED: Mapping[str, tuple[str, str]] = {
    "ACTIVE_CONTENT": ("Mã lệnh đã bị loại bỏ: {detail}", "Active content was removed: {detail}"),
    "ATTACHMENT_REFUSED": (
        "Tệp đính kèm không được nhận: {detail}",
        "Attachment not accepted: {detail}",
    ),
    "BYTES_UNREADABLE": ("{detail} ký tự không đọc được", "{detail} characters could not be read"),
    "COMMENTS": ("{detail} nhận xét bên lề không được đưa vào", "{detail} comments were left out"),
    "EMBEDDED_MEDIA": (
        "Nội dung nhúng không được đưa vào: {detail}",
        "Embedded content was left out: {detail}",
    ),
    "EMBEDDED_OBJECT": (
        "Đối tượng nhúng không được đưa vào: {detail}",
        "Embedded object was left out: {detail}",
    ),
    "EQUATION": (
        "Công thức chỉ còn là chữ thường, cần kiểm tra: {detail}",
        "Formulas became plain characters, please check: {detail}",
    ),
    "FORM_FIELDS": (
        "Ô nhập liệu không được đưa vào: {detail}",
        "Form fields were left out: {detail}",
    ),
    "FRONT_MATTER": (
        "Thông tin đầu tệp không dùng đến: {detail}",
        "Front matter not used: {detail}",
    ),
    "FRONT_MATTER_UNREADABLE": (
        "Phần thông tin đầu tệp sai cú pháp",
        "The front matter is not valid YAML",
    ),
    "HEADER_FOOTER": (
        "Đầu trang, chân trang không được đưa vào: {detail}",
        "Page header or footer was left out: {detail}",
    ),
    "LINK_SCHEME": (
        "Liên kết không an toàn đã bị gỡ: {detail}",
        "Unsafe link was removed: {detail}",
    ),
    "MAIN_TEXT_CHOSEN": (
        "Thư có nhiều văn bản; đã lấy “{detail}” làm nội dung chính",
        "The message brings several documents; “{detail}” was taken as the text",
    ),
    "NESTING": (
        "Các phần lồng nhau quá sâu, chỉ giữ lại chữ",
        "Elements were nested too deeply: only the words were kept",
    ),
    "OUTSIDE_MAIN": (
        "{detail} từ ngoài phần nội dung chính của trang web không được đưa vào",
        "{detail} words outside the page’s main content were left out",
    ),
    "PAGE_FURNITURE": (
        "Dòng lặp lại ở đầu, chân trang PDF không được đưa vào: {detail}",
        "Running head, foot or page number was left out: {detail}",
    ),
    "PICTURE_FORMAT": (
        "Hình không đọc được hoặc sai định dạng: {detail}",
        "Picture unreadable or of another format: {detail}",
    ),
    "PICTURE_NOT_INCLUDED": (
        "Hình không có trong tệp: {detail}",
        "Picture is not in the file: {detail}",
    ),
    "PICTURE_REMOTE": (
        "Hình nằm ở máy chủ khác, không được tải về: {detail}",
        "Picture on another server was not fetched: {detail}",
    ),
    "PICTURE_TOO_LARGE": ("Hình quá lớn: {detail}", "Picture is too large: {detail}"),
    "SCANNED_PAGES": (
        "Các trang chỉ là ảnh chụp, không có chữ: {detail}",
        "Pages that are only scans, without text: {detail}",
    ),
    "SCANNED_PDF_ONLY": (
        "Tệp PDF chỉ gồm ảnh chụp ({detail} trang), không có chữ để đọc và tìm kiếm",
        "The PDF is only scans ({detail} pages): no text to read or search",
    ),
    "TABLE_OF_CONTENTS": (
        "Mục lục in sẵn ({detail} dòng) không được đưa vào",
        "The printed table of contents ({detail} lines) was left out",
    ),
    "TRACKED_CHANGES": (
        "Tệp còn {detail} sửa đổi chưa duyệt: đã lấy bản sau sửa đổi",
        "The file holds {detail} tracked changes: the text after the changes was taken",
    ),
    "WORDS_LOST": (
        "Có từ không chuyển được, cần so với tệp gốc: {detail}",
        "Some words did not arrive, please compare with the file: {detail}",
    ),
}

REPAIRS: Mapping[str, tuple[str, str]] = {
    "CONTROL_CHARACTERS": ("Đã bỏ {count} ký tự ẩn", "{count} invisible characters were removed"),
    "ENCODING": ("Đã chuyển bảng mã {detail} sang UTF-8", "Converted from {detail} to UTF-8"),
    "HEADINGS_RECOGNISED": (
        "Đã nhận ra {count} đề mục (chương, mục, điều)",
        "{count} headings (chapters, sections, articles) were recognised",
    ),
    "HEADING_LEVELS": (
        "Đã chỉnh cấp của {count} đề mục",
        "The levels of {count} headings were adjusted",
    ),
    "LAYOUT_TABLE": (
        "{count} bảng chỉ dùng để trình bày đã chuyển thành đoạn văn",
        "{count} layout tables became paragraphs",
    ),
    "LINES_JOINED": (
        "Đã nối {count} dòng thành đoạn văn",
        "{count} line breaks inside paragraphs were joined",
    ),
    "LINE_BREAK_RESTORED": (
        "Đã tách {count} đề mục bị dính vào đoạn trước",
        "{count} headings stuck to the text before were set apart",
    ),
    "NFC": (
        "Đã đưa {count} từ về Unicode dựng sẵn (NFC)",
        "{count} words were put into Unicode NFC",
    ),
    "SPACES": (
        "Đã thay {count} dấu cách đặc biệt bằng dấu cách thường",
        "{count} special spaces became plain spaces",
    ),
    "TABLE_CELLS_JOINED": (
        "{count} ô thừa của bảng đã gộp vào ô cuối",
        "{count} surplus table cells were joined to the last one",
    ),
    "TABLE_HEADER_CHOSEN": (
        "Đã chọn hàng đầu làm tiêu đề cho {count} bảng",
        "The first row became the header of {count} tables",
    ),
    "TEXT_BOX": (
        "{count} hộp văn bản đã đặt sau đoạn chứa nó",
        "{count} text boxes were placed behind their paragraph",
    ),
    "TITLE_NOT_REPEATED": (
        "Tiêu đề không lặp lại ở đầu nội dung",
        "The title is not repeated at the start of the body",
    ),
}

REFUSALS: Mapping[str, tuple[str, str]] = {
    "FILE_BROKEN": (
        "Tệp bị hỏng, không mở được. Hãy mở lại tệp, lưu và gửi bản mới.",
        "The file is damaged and cannot be opened. Open it, save it again and send the new copy.",
    ),
    "FILE_EMPTY": ("Tệp rỗng.", "The file is empty."),
    "FILE_ENCRYPTED": (
        "Tệp có mật khẩu. Hãy gỡ mật khẩu rồi gửi lại.",
        "The file is protected by a password. Remove it and send the file again.",
    ),
    "FILE_TOO_LARGE": (
        "Tệp lớn hơn mức cho phép ({limit} byte).",
        "The file is larger than allowed ({limit} bytes).",
    ),
    "MAIL_WITHOUT_BODY": (
        "Thư không có nội dung và không có tệp văn bản đính kèm.",
        "The message has no text and no document attached.",
    ),
    "TEXT_TOO_LONG": (
        "Văn bản dài hơn mức cho phép ({limit} byte).",
        "The text is longer than allowed ({limit} bytes).",
    ),
    "TYPE_MISMATCH": (
        "Tên tệp ghi {declared} nhưng nội dung là {found}.",
        "The name says {declared} but the content is {found}.",
    ),
    "TYPE_NOT_ALLOWED": (
        "Loại tệp không được nhận ({found}). Hãy dùng .md, .txt, .html, .docx, .pdf hoặc .eml.",
        "This type of file is not accepted ({found}). Use .md, .txt, .html, .docx, .pdf or .eml.",
    ),
    "ZIP_BOMB": ("Tệp phình quá lớn khi giải nén.", "The file grows too large when unpacked."),
}


def describe(entry: NotCarried | Repair, language: Language = "vi") -> str:
    """Return the sentence for something that was lost or repaired."""
    if isinstance(entry, NotCarried):
        return NOT_CARRIED[entry.code][_column(language)].format(detail=entry.detail)
    wording = REPAIRS[entry.code][_column(language)]
    return wording.format(count=entry.count, detail=entry.detail)


def describe_refusal(code: str, params: Mapping[str, Any], language: Language = "vi") -> str:
    """Return the sentence for a refused file."""
    blanks = dict.fromkeys(("limit", "declared", "found"), "?")
    return REFUSALS[code][_column(language)].format_map(blanks | dict(params))


def _column(language: Language) -> int:
    return 1 if language == "en" else 0
