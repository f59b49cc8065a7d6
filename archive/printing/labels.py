"""The words of the printable record in Vietnamese and English."""

from typing import Any

VERBS = {
    "create": ("Tạo hồ sơ", "Created"),
    "receive": ("Tiếp nhận", "Received"),
    "submit": ("Trình duyệt", "Submitted"),
    "adopt": ("Nhận phụ trách", "Adopted"),
    "endorse": ("Cho ý kiến đồng ý", "Endorsed"),
    "override": ("Chấp nhận ngoại lệ kiểm tra", "Overrode a check"),
    "request_changes": ("Yêu cầu chỉnh sửa", "Asked for changes"),
    "withdraw": ("Rút hồ sơ", "Withdrew"),
    "review": ("Thẩm định", "Reviewed"),
    "approve": ("Phê duyệt", "Approved"),
    "fast_track": ("Phê duyệt khẩn", "Approved on the fast track"),
    "confirm": ("Xác nhận phê duyệt khẩn", "Confirmed the fast track"),
    "reject": ("Từ chối", "Refused"),
    "recall": ("Thu hồi trước khi đăng", "Recalled before publication"),
    "publish": ("Đăng tải", "Published"),
    "archive": ("Lưu trữ", "Archived"),
    "take_down": ("Gỡ bài", "Taken down"),
}
OUTCOMES = {
    "pass": ("Đạt", "Pass"),
    "fail": ("Không đạt", "Fail"),
    "overridden": ("Chấp nhận ngoại lệ", "Overridden"),
}
SEVERITIES = {
    "block": ("chặn", "blocking"),
    "warn": ("cảnh báo", "warning"),
    "info": ("thông tin", "information"),
}
SEALING = {
    "signed": ("", ""),
    "unsigned": (
        "Bản in này KHÔNG có chữ ký số; nơi lưu chưa có chứng thư.",
        "This record is UNSIGNED: the installation has no certificate.",
    ),
    "demo": (
        "Chữ ký số DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ.",
        "DEMO signature – WITHOUT LEGAL VALUE.",
    ),
}
SIGNATURES = {
    "valid": ("Chữ ký số hợp lệ", "Valid signature"),
    "invalid": ("Chữ ký số KHÔNG hợp lệ", "INVALID signature"),
    "unknown": ("Chữ ký số chưa xác định", "Signature of unknown worth"),
}
SOURCES = {
    "own": ("Nguồn tự sản xuất", "Own production"),
    "official": ("Nguồn chính thức", "Official source"),
    "reused": ("Sử dụng lại", "Reused"),
}
ROLES = {
    "original": ("Bản gốc", "Original"),
    "picture": ("Hình ảnh", "Picture"),
    "file": ("Tệp đính kèm", "File"),
}
WORDS = {
    "number": ("Số", "No."),
    "heading_published": ("Hồ sơ duyệt và đăng tải", "Record of approval and publication"),
    "heading_rejected": ("Hồ sơ từ chối đăng tải", "Record of refusal"),
    "verdict_published": ("Đã được phê duyệt", "Approved for publication"),
    "verdict_rejected": ("Từ chối đăng tải", "Refused publication"),
    "verdict_rejected_why": (
        "Hồ sơ này không được đăng tải, vì các căn cứ sau:",
        "This submission was refused publication on the following grounds:",
    ),
    "grounds": ("Căn cứ từ chối", "Grounds for refusal"),
    "article": ("Căn cứ pháp lý", "Legal basis"),
    "explanation": ("Giải trình", "Explanation"),
    "item_published": ("Nội dung được phê duyệt", "The item as approved"),
    "item_rejected": ("Nội dung bị từ chối", "The item that was refused"),
    "particulars": ("Thông tin chung", "Particulars"),
    "field": ("Mục", "Field"),
    "value": ("Nội dung", "Value"),
    "document_number": ("Số, ký hiệu", "Number and sign"),
    "issued_on": ("Ngày ban hành", "Date of issue"),
    "effective_on": ("Ngày có hiệu lực", "Date of effect"),
    "unit": ("Cơ quan, đơn vị", "Unit"),
    "site": ("Trang thông tin", "Site"),
    "source": ("Nguồn tin", "Source"),
    "source_url": ("Địa chỉ nguồn", "Source address"),
    "permission": ("Văn bản cho phép sử dụng", "Permission of reuse"),
    "author": ("Tác giả", "Author"),
    "rule_pack": ("Bộ quy tắc áp dụng", "Rule pack"),
    "published_at": ("Thời điểm đăng tải", "Published at"),
    "address": ("Địa chỉ đăng tải", "Address"),
    "change_note": ("Ghi chú cập nhật", "Change note"),
    "content_hash": ("Mã băm nội dung (SHA-256)", "Content hash (SHA-256)"),
    "record_id": ("Mã hồ sơ lưu trữ", "Archive record"),
    "history": ("Lịch sử xử lý", "Decision history"),
    "time": ("Thời điểm", "Time"),
    "act": ("Bước xử lý", "Act"),
    "person": ("Người thực hiện", "Person"),
    "remark": ("Ý kiến", "Remark"),
    "on_behalf_of": ("thay mặt", "on behalf of"),
    "mandate": ("thẩm quyền", "mandate"),
    "held_beside": (
        "Theo ngoại lệ của quy trình, cùng người giữ cả bước",
        "By an exception of the route the same person also held",
    ),
    "checks": ("Kết quả kiểm tra", "Results of the checks"),
    "check": ("Kiểm tra", "Check"),
    "outcome": ("Kết quả", "Outcome"),
    "message": ("Nội dung", "Message"),
    "override_reason": ("Lý do chấp nhận", "Reason of the exception"),
    "repair_by": ("sửa trước ngày", "repair by"),
    "no_checks": ("Không có kiểm tra nào được ghi nhận.", "No check was recorded."),
    "not_carried": ("Nội dung không chuyển được", "What could not be carried over"),
    "not_carried_why": (
        (
            "Khi chuyển tệp gốc thành bài đăng, các phần sau không giữ được; "
            "tệp gốc lưu kèm hồ sơ này còn nguyên vẹn."
        ),
        (
            "These parts were lost when the original file was converted; "
            "the original kept with this record is intact."
        ),
    ),
    "attachments": ("Tệp kèm theo", "Attachments"),
    "file": ("Tên tệp", "File"),
    "kind": ("Loại", "Kind"),
    "size": ("Dung lượng", "Size"),
    "digest": ("SHA-256", "SHA-256"),
    "uploaded_digest": ("khi tải lên", "as uploaded"),
    "glyph_note": (
        (
            "Ký tự mà phông chữ lưu trữ không có được in bằng mã Unicode trong ngoặc vuông, "
            "ví dụ [U+1F600]; văn bản nguyên vẹn nằm trong content.json nhúng trong tệp này."
        ),
        (
            "Characters that the archive font lacks are printed as code points in brackets, "
            "for example [U+1F600]; the exact text is in content.json, embedded in this file."
        ),
    ),
    "approved_electronically": ("Đã quyết định trên hệ thống", "Decided in the system"),
    "verify": ("Kiểm tra hồ sơ tại", "Verify this record at"),
    "qr": ("Mã QR dẫn đến trang kiểm tra hồ sơ", "QR code of the page that verifies this record"),
    "kept": ("Nơi nhận:", "Recipients:"),
    "kept_archive": ("Lưu: hồ sơ điện tử", "Kept: electronic record"),
    "picture": ("Hình minh họa không có mô tả", "Picture without description"),
    "picture_lost": ("Hình không in được", "Picture that cannot be printed"),
    "table_continued": ("Bảng", "Table"),
    "footer_hash": ("Mã băm nội dung", "Content hash"),
    "footer_record": ("Hồ sơ", "Record"),
}


def word(key: str, language: str) -> str:
    """Return a label of the record."""
    return _choose(WORDS[key], language)


def words(language: str) -> dict[str, str]:
    """Return all labels of the record in one language, for the template."""
    return {key: _choose(pair, language) for key, pair in WORDS.items()}


def named(table: dict[str, tuple[str, str]], code: Any, language: str) -> str:
    """Return the word for a code; a code without a word stands for itself."""
    return _choose(table[code], language) if code in table else str(code)


def _choose(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]
