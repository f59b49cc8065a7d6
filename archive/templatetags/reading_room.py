"""How the reading room names what the ledger holds and what auditors find."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.web.words import DONE
from archive.models import Outlier
from archive.selectors.outliers import MUTUAL_SPAN
from archive.web.words import BARS, KINDS, METHODS, RESULTS
from core.clock import in_vietnam

register = template.Library()
MORE = {
    "edit": _("Sửa nội dung"),
    "override": _("Bỏ qua một kiểm tra, có lý do"),
    "refuse_secret": _("Từ chối nhận vì có dấu mật"),
    "expire": _("Hết hạn đăng"),
    "read": _("Đọc trong phòng đọc"),
    "export": _("Xuất danh sách hoặc chứng cứ"),
    "draw_sample": _("Chọn mẫu kiểm tra"),
    "note_sample": _("Ghi nhận xét về mẫu"),
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
    "backup_expire": _("Xóa bản sao lưu hết hạn"),
}


@register.filter
def act_done(verb: str) -> str:
    """Say what was done; a verb without a word stands for itself."""
    return str({**DONE, **MORE}.get(verb, verb))


@register.filter
def bar(code: str) -> str:
    """Say what stood in a person's way that day."""
    return str(BARS[code])


SPANS = {"hasty": timedelta(), "night": timedelta(days=1), "mutual": MUTUAL_SPAN}


@register.filter
def outlier_kind(kind: str) -> str:
    """Name what stands out."""
    return str(KINDS[kind])


@register.filter
def outlier_measure(row: Outlier) -> str:
    """Say how much: seconds, or how often."""
    if row.kind == Outlier.Kind.HASTY:
        return gettext("sau %(n)d giây") % {"n": row.measure}
    if row.kind == Outlier.Kind.NIGHT:
        return gettext("%(n)d lượt trong đêm") % {"n": row.measure}
    return gettext("mỗi bên từ %(n)d lượt") % {"n": row.measure}


@register.filter
def outlier_since(row: Outlier) -> str:
    """Return the day its decisions begin, as an address wants it."""
    return f"{in_vietnam(row.at - SPANS[row.kind]).date()}"


@register.filter
def day(at: datetime) -> str:
    """Return the day in Vietnam, as an address wants it."""
    return f"{in_vietnam(at).date()}"


@register.filter
def written_day(text: str) -> str:
    """Return an ISO day as people write it."""
    return f"{date.fromisoformat(text):%d/%m/%Y}"


@register.filter
def sample_method(method: str) -> str:
    """Name how a sample was drawn."""
    return str(METHODS[method])


@register.filter
def sample_result(result: str) -> str:
    """Name what was found."""
    return str(RESULTS[result][0])


@register.filter
def result_tone(result: str) -> str:
    """Return the colour of what was found."""
    return RESULTS[result][1]
