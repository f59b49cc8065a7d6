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
    "fixity": _("Đọc lại và so kho lưu trữ"),
    "ledger_alarm": _("Báo động sổ cái"),
    "export_year": _("Xuất lưu trữ theo năm"),
    "hold": _("Giữ hồ sơ theo lệnh"),
    "lift_hold": _("Gỡ lệnh giữ"),
    "propose_disposal": _("Đề nghị hủy hồ sơ"),
    "decide_disposal": _("Quyết định về đề nghị hủy"),
    "carry_out_disposal": _("Hủy hồ sơ, có chứng nhận"),
    "load_province": _("Nạp tổ chức ban đầu"),
    "create_administrator": _("Tạo người quản trị"),
}


@register.filter
def act_done(verb: str) -> str:
    """Say what was done; a verb without a word stands for itself."""
    return str({**DONE, **MORE}.get(verb, verb))
