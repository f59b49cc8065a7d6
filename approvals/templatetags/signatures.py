"""How templates say what the signatures of a file are worth."""

from datetime import datetime

from django import template
from django.utils.translation import gettext_lazy as _

from approvals.web import words

register = template.Library()
LABEL = {"valid": _("hợp lệ"), "invalid": _("không hợp lệ"), "unknown": _("chưa xác định")}
TONE = {"valid": "good", "invalid": "bad", "unknown": "warn"}
# By the beginning of the code; the library's own codes are many.
PROBLEMS = {
    "CHANGED_AFTER": _("có phần được thêm sau chữ ký cuối, chưa rõ là gì"),
    "CHANGED": _("tệp đã bị sửa sau khi ký"),
    "SIGNATURE_WRONG": _("chữ ký không khớp khóa của chứng thư"),
    "DAMAGED": _("chữ ký bị hỏng"),
    "REVOKED": _("chứng thư đã bị thu hồi"),
    "NO_CERTIFICATE_CHAIN_FOUND": _("chứng thư không do tổ chức được tin cậy cấp"),
    "OUT_OF_BOUNDS": _("chứng thư không còn hiệu lực vào lúc ký"),
    "DEMO": _("chứng thư DEMO, không có giá trị pháp lý"),
    "TIMEOUT": _("kiểm tra quá lâu nên đã dừng"),
    "UNREADABLE": _("không đọc được chữ ký"),
}


@register.filter
def signature_label(status: str) -> str:
    """Say a verdict."""
    return str(LABEL.get(status, status))


@register.filter
def signature_tone(status: str) -> str:
    """Return the tone a verdict is shown in."""
    return TONE.get(status, "warn")


@register.filter
def signature_problem(code: str) -> str:
    """Say why a signature is not simply valid."""
    found = next((said for name, said in PROBLEMS.items() if code.startswith(name)), None)
    return str(found or _("chưa kiểm tra được chứng thư có bị thu hồi không"))


@register.filter
def iso_moment(text: str) -> str:
    """Say a moment written in ISO 8601, in Vietnam's time."""
    return words.moment(datetime.fromisoformat(text))
