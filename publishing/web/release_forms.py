"""Forms of releases: a bundle with its items, and other times for one item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.web.forms import control
from approvals.web.office_forms import OfficeForm
from core.errors import Problem


def _moment() -> forms.DateTimeInput:
    kind = control(type="datetime-local", step="1")
    return forms.DateTimeInput(attrs=kind, format="%Y-%m-%dT%H:%M:%S")


class TimesForm(OfficeForm):
    """When an item goes public and when it ends."""

    publish_at = forms.DateTimeField(
        label=_("Đăng lúc"),
        required=False,
        widget=_moment(),
        help_text=_("Để trống: đăng ngay khi được duyệt. Giờ Việt Nam, đến từng giây."),
    )
    expire_at = forms.DateTimeField(
        label=_("Hết hạn lúc"),
        required=False,
        widget=_moment(),
        help_text=_("Để trống: không hết hạn."),
    )


class BundleForm(OfficeForm):
    """A bundle: its name, its times, and what is in it."""

    name = forms.CharField(
        label=_("Tên gói"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=control(placeholder=str(_("Công bố quy hoạch tỉnh")))),
    )
    publish_at = forms.DateTimeField(
        label=_("Phát hành lúc"),
        widget=_moment(),
        help_text=_("Giờ Việt Nam, đến từng giây. Tất cả lên trang cùng lúc, hoặc không mục nào."),
    )
    expire_at = forms.DateTimeField(
        label=_("Hết hạn lúc"),
        required=False,
        widget=_moment(),
        help_text=_("Để trống: từng hồ sơ theo hạn riêng của nó."),
    )
    items = forms.TypedMultipleChoiceField(
        label=_("Hồ sơ trong gói"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=control("form-check-input")),
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = choices
        field: Any = self.fields["items"]
        field.choices = [(str(one.pk), one.title) for one in choices]

    @property
    def chosen(self) -> set[str]:
        """The items that are ticked."""
        value = self["items"].value() or []
        return {str(one) for one in value}

    @property
    def against_items(self) -> list[Problem]:
        """What is wrong with the choice of items; a template cannot ask a mapping for `items`."""
        return self.problems.get("items", [])
