"""Forms of the office: absences, mandates and routes; what services refuse stands beside fields."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models.submissions import DOCUMENT_TYPES
from approvals.web import words
from approvals.web.forms import control
from core.errors import Problem
from core.models import Unit, User
from core.roles import Role

MANDATE_KINDS = [
    ("own", _("Thủ trưởng ký trực tiếp")),
    ("TM", _("TM. Thay mặt tập thể")),
    ("KT", _("KT. Ký thay thủ trưởng")),
    ("TL", _("TL. Thừa lệnh")),
    ("TUQ", _("TUQ. Thừa ủy quyền")),
]
DECIDING = (Role.EDITOR, Role.SECRETARY, Role.AGENCY_HEAD, Role.BOARD_HEAD)


def _choice() -> forms.Select:
    return forms.Select(attrs=control("form-select"))


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=control(type="date"), format="%Y-%m-%d")


class OfficeForm(forms.Form):
    """A form that shows the problems its service found beside the fields they concern."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: dict[str, list[Problem]] = {}

    def show(self, problems: Iterable[Problem]) -> None:
        """Set each problem beside its field; what concerns no field stands above all."""
        for problem in problems:
            name = problem.field if problem.field in self.fields else ""
            self.problems.setdefault(name, []).append(problem)

    @property
    def general(self) -> list[Problem]:
        """The problems that concern no field."""
        return self.problems.get("", [])


class LeaveForm(OfficeForm):
    """Who is away, from when to when, and who stands in."""

    person = forms.ModelChoiceField(label=_("Người vắng mặt"), queryset=User.objects.none())
    substitute = forms.ModelChoiceField(
        label=_("Người thay"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Không có người thay"),
        widget=_choice(),
    )
    first_day = forms.DateField(label=_("Từ ngày"), widget=_day())
    last_day = forms.DateField(label=_("Đến hết ngày"), widget=_day())
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=control()),
        help_text=_("Không bắt buộc; người trong đơn vị thấy được."),
    )


class MandateForm(OfficeForm):
    """Who may sign for a unit, in whose place, for what and until when."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), widget=_choice())
    holder = forms.ModelChoiceField(
        label=_("Người ký"), queryset=User.objects.none(), widget=_choice()
    )
    kind = forms.ChoiceField(label=_("Thể thức ký"), choices=MANDATE_KINDS, widget=_choice())
    principal = forms.ModelChoiceField(
        label=_("Ký thay, thừa lệnh hoặc thừa ủy quyền của"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Không ai: ký trực tiếp hoặc thay mặt tập thể"),
        widget=_choice(),
    )
    authority = forms.CharField(
        label=_("Dòng quyền hạn trên chữ ký"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=control(placeholder="KT. GIÁM ĐỐC")),
        help_text=_("Để trống khi thủ trưởng ký trực tiếp."),
    )
    title = forms.CharField(
        label=_("Chức vụ in dưới quyền hạn"),
        max_length=200,
        widget=forms.TextInput(attrs=control(placeholder="PHÓ GIÁM ĐỐC")),
    )
    source_document = forms.CharField(
        label=_("Văn bản phân công hoặc ủy quyền"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=control(placeholder="Quyết định số 01/QĐ-STTTT")),
    )
    document_types = forms.MultipleChoiceField(
        label=_("Chỉ các loại văn bản"),
        choices=DOCUMENT_TYPES,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=control("form-check-input")),
        help_text=_("Không chọn: mọi loại."),
    )
    valid_from = forms.DateField(label=_("Từ ngày"), widget=_day())
    valid_to = forms.DateField(
        label=_("Đến hết ngày"),
        required=False,
        widget=_day(),
        help_text=_("Bắt buộc với thừa ủy quyền (TUQ)."),
    )


class RouteForm(OfficeForm):
    """Which items take the route, and what it is called."""

    name = forms.CharField(
        label=_("Tên quy trình"), max_length=200, widget=forms.TextInput(attrs=control())
    )
    document_type = forms.ChoiceField(
        label=_("Loại văn bản"),
        choices=[("", _("Mọi loại")), *DOCUMENT_TYPES],
        required=False,
        widget=_choice(),
    )
    category = forms.ChoiceField(label=_("Chuyên mục"), required=False, widget=_choice())


class StageForm(OfficeForm):
    """One stage of a route; a row without a label is no stage."""

    label = forms.CharField(
        label=_("Tên bước"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=control()),
    )
    label_en = forms.CharField(
        label=_("Tên tiếng Anh"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=control()),
    )
    phase = forms.ChoiceField(
        label=_("Giai đoạn"),
        choices=[("review", _("Thẩm định")), ("approval", _("Phê duyệt"))],
        widget=_choice(),
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), widget=_choice())
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[(role.value, words.ROLES[role.value]) for role in DECIDING],
        widget=_choice(),
    )
    person = forms.ChoiceField(label=_("Đích danh"), required=False, widget=_choice())
    needs = forms.ChoiceField(
        label=_("Cần đồng ý"),
        choices=[("1", _("Một người")), *[(str(n), str(n)) for n in range(2, 8)],
                 ("all", _("Mọi người giữ vai"))],
        widget=_choice(),
    )  # fmt: skip
    due_hours = forms.IntegerField(
        label=_("Hạn (giờ làm việc)"),
        min_value=1,
        max_value=400,
        widget=forms.NumberInput(attrs=control()),
    )
    together = forms.BooleanField(
        label=_("Mở cùng lúc với bước ngay trước"),
        required=False,
        widget=forms.CheckboxInput(attrs=control("form-check-input")),
    )
    merges = forms.BooleanField(
        label=_("Một người được giữ bước này cùng bước khác (xã ít người)"),
        required=False,
        widget=forms.CheckboxInput(attrs=control("form-check-input")),
    )

    def has_changed(self) -> bool:
        """Tell whether the row is a stage: it has a name."""
        return bool(self.data.get(self.add_prefix("label"), "").strip())


class StageRows(forms.BaseFormSet):  # type: ignore[type-arg]  # Django's class takes no parameter
    """The rows of a route's stages, in the order their numbers say."""

    @classmethod
    def get_ordering_widget(cls) -> forms.NumberInput:  # type: ignore[override]
        """Return the control of the number that orders the rows."""
        return forms.NumberInput(attrs=control())

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Name the number that orders the rows."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Thứ tự")
