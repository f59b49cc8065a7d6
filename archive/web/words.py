"""How the reading room names what stands out, how samples are drawn and what was found."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "hasty": _("Đồng ý trong vài giây"),
    "night": _("Đồng ý hàng loạt ban đêm"),
    "mutual": _("Hai người duyệt bài của nhau"),
}
METHODS = {
    "random": _("Ngẫu nhiên"),
    "risk": _("Rủi ro cao trước"),
    "person": _("Đều theo người quyết định"),
    "ground": _("Đều theo căn cứ từ chối"),
}
RESULTS = {
    "open": (_("Chưa xem"), "mark-wait"),
    "fine": (_("Không có ý kiến"), "mark-good"),
    "finding": (_("Có phát hiện"), "mark-bad"),
}
BARS = {
    "absent": _("vắng mặt"),
    "no_mandate": _("không có thẩm quyền ký"),
    "wrote_it": _("là người soạn hoặc trình"),
    "spoke_before": _("đã cho ý kiến ở bước khác"),
}
