"""Words for sites: levels of agencies, parts of an identity."""

from django.utils.translation import gettext_lazy as _

LEVELS = {
    "province": _("tỉnh"),
    "department": _("sở, ngành"),
    "district": _("huyện"),
    "commune": _("xã, phường, đặc khu"),
}
SITE_FIELDS = {
    "name": _("Tên trang"),
    "kind": _("Loại trang"),
    "unit": _("Đơn vị chủ quản"),
    "parent": _("Thuộc Cổng"),
    "name_en": _("Tên tiếng Anh"),
    "host": _("Tên miền"),
    "responsible_person": _("Người chịu trách nhiệm"),
    "address": _("Địa chỉ"),
    "phone": _("Điện thoại"),
    "email": _("Thư điện tử"),
    "hold_seconds": _("Giữ lại trước khi đăng (giây)"),
    "accent": _("Màu nhận diện"),
    "logo": _("Biểu trưng"),
    "categories": _("Chuyên mục"),
    "menu": _("Trình đơn"),
}
