"""What the desk asks about a site: what it belongs to, its names, its looks, its menu."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.selectors.sites import STRUCTURE, Identity
from approvals.web.forms import control, line
from approvals.web.office_forms import OfficeForm
from core.models import Site, Unit, User

KINDS = [("component", _("Trang thành phần")), ("portal", _("Cổng thông tin điện tử"))]
TARGETS = [
    ("category", _("Chuyên mục")),
    ("item", _("Tin bài của trang")),
    ("outside", _("Địa chỉ bên ngoài")),
]
USUAL_ACCENT = "#a3161e"
MENU_ROWS = 3
TEXTS = ("name", "name_en", "responsible_person", "address", "phone", "email")


def _choice() -> forms.Select:
    return forms.Select(attrs=control("form-select"))


def _check() -> forms.CheckboxInput:
    return forms.CheckboxInput(attrs=control("form-check-input"))


class SiteForm(OfficeForm):
    """Everything about a site but its menu; fields of the structure fall away for its keepers."""

    code = forms.CharField(
        label=_("Mã trang"),
        max_length=41,
        widget=line(placeholder="so-y-te"),
        help_text=_("Đứng trong địa chỉ /sites/<mã>/; không đổi được về sau."),
    )
    kind = forms.ChoiceField(label=_("Loại trang"), choices=KINDS, widget=_choice())
    unit = forms.ModelChoiceField(
        label=_("Đơn vị chủ quản"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=_choice(),
    )
    parent = forms.ModelChoiceField(
        label=_("Thuộc Cổng"),
        queryset=Site.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Không: đây là Cổng"),
        widget=_choice(),
    )
    host = forms.CharField(
        label=_("Tên miền"),
        required=False,
        max_length=200,
        widget=line(placeholder="soyte.tentinh.gov.vn", inputmode="url"),
        help_text=_("Để trống: trang chỉ có ở /sites/<mã>/. Tên cũ tự chuyển hướng về tên mới."),
    )
    hold_seconds = forms.IntegerField(
        label=_("Giữ lại trước khi đăng (giây)"),
        min_value=0,
        max_value=3600,
        widget=forms.NumberInput(attrs=control()),
    )
    name = forms.CharField(label=_("Tên trang"), max_length=200, widget=line())
    name_en = forms.CharField(
        label=_("Tên tiếng Anh"), max_length=200, required=False, widget=line()
    )
    responsible_person = forms.CharField(
        label=_("Người chịu trách nhiệm"), max_length=200, required=False, widget=line()
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False, widget=line())
    phone = forms.CharField(label=_("Điện thoại"), max_length=60, required=False, widget=line())
    email = forms.EmailField(
        label=_("Thư điện tử"), required=False, widget=forms.EmailInput(attrs=control())
    )
    own_accent = forms.BooleanField(label=_("Trang có màu riêng"), required=False, widget=_check())
    accent = forms.CharField(
        label=_("Màu nhận diện"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"type": "color", "class": "form-control form-control-color"}),
        help_text=_("Màu khó đọc bị từ chối, kèm màu gần nhất đọc được."),
    )
    logo = forms.FileField(
        label=_("Biểu trưng"),
        required=False,
        widget=forms.FileInput(attrs=control(accept="image/png,image/jpeg,image/webp,image/gif")),
        help_text=_("PNG nền trong, JPEG hoặc WebP; ảnh được mã hóa lại trước khi dùng."),
    )
    no_logo = forms.BooleanField(label=_("Bỏ biểu trưng"), required=False, widget=_check())

    def __init__(
        self,
        *args: Any,
        categories: Mapping[str, str],
        shown: tuple[str, ...] = (),
        structure: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories
        places = {code: number for number, code in enumerate(shown or categories, start=1)}
        for number, (code, name) in enumerate(categories.items(), start=1):
            here = code in places
            self.fields[f"show-{code}"] = forms.BooleanField(
                label=name, required=False, initial=here, widget=_check()
            )
            self.fields[f"place-{code}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=99,
                initial=places.get(code, len(places) + number),
                widget=forms.NumberInput(attrs=control()),
            )
        if not structure:
            for name in (*STRUCTURE, "hold_seconds"):
                del self.fields[name]

    @property
    def category_rows(self) -> Iterator[tuple[Any, Any]]:
        """Yield for each category the control that shows it and the one of its place, in order."""
        rows = [(self[f"show-{code}"], self[f"place-{code}"]) for code in self.categories]
        yield from sorted(rows, key=lambda row: _number(row[1].value()))

    def identity(self, before: Identity, menu: tuple[Mapping[str, str], ...]) -> Identity:
        """Return what was said over what is; call it on a valid form."""
        said = self.cleaned_data
        said_anew: dict[str, Any] = {name: said[name] for name in TEXTS}
        if "kind" in self.fields:
            parent = said["parent"]
            said_anew |= {
                "kind": said["kind"],
                "unit": said["unit"].code,
                "parent": parent.code if parent else "",
                "host": said["host"],
                "hold_seconds": said["hold_seconds"],
            }
        accent = said["accent"] if said["own_accent"] else ""
        if said["no_logo"]:
            said_anew |= {"logo": "", "logo_type": ""}
        return replace(before, accent=accent, menu=menu, categories=self._shown(), **said_anew)

    def _shown(self) -> tuple[str, ...]:
        said = self.cleaned_data
        shown = [code for code in self.categories if said[f"show-{code}"]]
        shown.sort(key=lambda code: said[f"place-{code}"] or len(self.categories))
        return () if shown == list(self.categories) else tuple(shown)


class MenuForm(OfficeForm):
    """One link of the site's menu; a row that leads nowhere is no link."""

    label = forms.CharField(
        label=_("Chữ hiện trên trình đơn"), required=False, max_length=100, widget=line()
    )
    label_en = forms.CharField(
        label=_("Chữ tiếng Anh"), required=False, max_length=100, widget=line()
    )
    kind = forms.ChoiceField(label=_("Dẫn tới"), choices=TARGETS, widget=_choice())
    target = forms.CharField(
        label=_("Mã chuyên mục hoặc địa chỉ"), required=False, max_length=400, widget=line()
    )

    def has_changed(self) -> bool:
        """Tell whether the row is a link: it has a target."""
        return bool(self.data.get(self.add_prefix("target"), "").strip())


class MenuRows(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's class takes no parameter
    """The links in the order their numbers say."""

    @classmethod
    def get_ordering_widget(cls) -> forms.NumberInput:  # type: ignore[override]
        """Return the control of the number that orders the rows."""
        return forms.NumberInput(attrs=control())

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Name the number that orders the rows."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Thứ tự")

    @property
    def entries(self) -> tuple[Mapping[str, str], ...]:
        """Return the links as a version keeps them; call it on valid rows."""
        rows = [row.cleaned_data for row in self.ordered_forms if row.cleaned_data.get("target")]
        names = ("label", "label_en", "kind", "target")
        return tuple({name: str(row[name]).strip() for name in names} for row in rows)


class KeeperForm(OfficeForm):
    """Who shall administer the site alone."""

    person = forms.ModelChoiceField(
        label=_("Người quản trị trang"), queryset=User.objects.none(), widget=_choice()
    )


def _number(value: Any) -> int:
    return int(value) if str(value).isdecimal() else 99
