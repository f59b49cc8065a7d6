"""How the reading room names what the ledger holds beyond the acts on a submission."""

from django import template
from django.utils.translation import gettext_lazy as _

from approvals.web.words import DONE

register = template.Library()
MORE = {
    "edit": _("Sửa nội dung"),
    "override": _("Bỏ qua một kiểm tra, có lý do"),
    "refuse_secret": _("Từ chối nhận vì có dấu mật"),
    "expire": _("Hết hạn đăng"),
    "read": _("Đọc trong phòng đọc"),
    "export": _("Xuất danh sách"),
    "self_audit": _("Sổ cái tự kiểm tra"),
    "backup": _("Sao lưu"),
    "restore_drill": _("Diễn tập phục hồi"),
}


@register.filter
def act_done(verb: str) -> str:
    """Say what was done; a verb without a word stands for itself."""
    return str({**DONE, **MORE}.get(verb, verb))
