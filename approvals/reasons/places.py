"""Words for what the checks find about the place of an item: category, links, languages."""

from approvals.reasons.grounds import ARTICLE
from approvals.reasons.model import Reason, Wording

PLACES: tuple[Reason, ...] = (
    Reason(
        "LINK_BROKEN",
        Wording(
            "Liên kết “{text}” dẫn tới {href}, nơi không có trang hay tệp nào.",
            "The link “{text}” leads to {href}, where there is no page or file.",
        ),
        Wording(
            "Sửa địa chỉ, hoặc bỏ liên kết nếu trang kia đã gỡ.",
            "Correct the address, or remove the link if the page was taken down.",
        ),
        severity="warn",
        ground="QB39.4.5.QUALITY",
        article=ARTICLE,
    ),
    Reason(
        "ENGLISH_PAIR_MISSING",
        Wording(
            "Chuyên mục này phải có cả tiếng Anh; bài này chưa có bản tiếng Anh.",
            "This category must be given in English too; this item has no English version.",
        ),
        Wording(
            "Bấm “Dịch sang tiếng Anh” trên hồ sơ này, soạn bản dịch và gửi duyệt.",
            "Write the English version (functions, tasks, structure, contacts) and submit it.",
        ),
        severity="warn",
        article=Wording(
            "Quyết định số 39/2023/QĐ-UBND, Điều 6 khoản 2",
            "Decision 39/2023/QĐ-UBND, Article 6, clause 2",
        ),
    ),
    Reason(
        "SCOPE_CATEGORY_MISMATCH",
        Wording(
            "Chuyên mục “{category}” không hợp với loại văn bản “{type}” hoặc với trang này.",
            "The category “{category}” does not fit the document type “{type}” or this site.",
        ),
        Wording(
            "Chọn lại chuyên mục, hoặc chọn lại loại văn bản.",
            "Choose another category, or another document type.",
        ),
        severity="warn",
        ground="QB39.4.5.SCOPE",
        article=ARTICLE,
    ),
)
