"""What the desk asks about a reorganisation: which units become which, who and what goes where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import Reorganisation
from approvals.selectors.reorganising import Plan, Successor
from approvals.web.forms import control, line
from approvals.web.office_forms import OfficeForm
from core.models import Site, Unit, User

KINDS = [
    ("merge", _("Sáp nhập, hợp nhất")),
    ("split", _("Chia, tách")),
    ("rename", _("Đổi tên")),
    ("abolish", _("Giải thể")),
]
STATES = {
    "draft": _("Dự thảo"),
    "scheduled": _("Đã lên lịch"),
    "done": _("Đã thực hiện"),
    "rolled_back": _("Đã hoàn lại"),
    "cancelled": _("Đã bỏ"),
}
ROWS = 3


class ReorganisationForm(OfficeForm):
    """The plan without its allotments."""

    kind = forms.ChoiceField(
        label=_("Việc sắp xếp"),
        choices=KINDS,
        widget=forms.Select(attrs=control("form-select")),
    )
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=300, widget=line())
    instrument = forms.CharField(
        label=_("Văn bản quyết định"),
        max_length=200,
        widget=line(placeholder="Nghị quyết số 12/NQ-HĐND ngày 01/12/2026"),
    )
    effective_on = forms.DateField(
        label=_("Ngày có hiệu lực"),
        widget=forms.DateInput(attrs=control(type="date"), format="%Y-%m-%d"),
    )
    sources = forms.ModelMultipleChoiceField(
        label=_("Đơn vị được sắp xếp"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple(attrs=control("form-check-input")),
    )
    mandates = forms.BooleanField(
        label=_("Lập lại thẩm quyền ký theo chức vụ ở đơn vị kế thừa (trừ thừa ủy quyền)"),
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs=control("form-check-input")),
    )


class SuccessorForm(OfficeForm):
    """A unit that comes after: an existing one by its code, or a new one with a name."""

    code = forms.SlugField(
        label=_("Mã đơn vị"), required=False, max_length=50, widget=line(placeholder="so-khcn")
    )
    name = forms.CharField(label=_("Tên"), required=False, max_length=200, widget=line())
    name_en = forms.CharField(
        label=_("Tên tiếng Anh"), required=False, max_length=200, widget=line()
    )
    short_name = forms.CharField(
        label=_("Tên viết tắt"), required=False, max_length=60, widget=line()
    )

    def has_changed(self) -> bool:
        """Tell whether the row is a successor: it has a code."""
        return bool(self.data.get(self.add_prefix("code"), "").strip())


SuccessorRows = forms.formset_factory(SuccessorForm, extra=ROWS, max_num=12)


class AllotForm(OfficeForm):
    """Who and which site goes to which successor; a site may also close."""

    def __init__(
        self, *args: Any, plan: Plan, people: list[User], sites: list[Site], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.code, one.name or _existing(one.code)) for one in plan.successors]
        for site in sites:
            self.fields[f"site-{site.code}"] = forms.ChoiceField(
                label=site.name,
                required=False,
                choices=[*named, ("", _("Đóng: tên miền dẫn về Cổng, tin bài cũ vẫn còn"))],
                initial=plan.sites.get(site.code, plan.heir),
                widget=forms.Select(attrs=control("form-select")),
            )
        for person in people if len(named) > 1 else []:
            self.fields[f"person-{person.username}"] = forms.ChoiceField(
                label=str(person),
                choices=named,
                initial=plan.people.get(person.username, plan.heir),
                widget=forms.Select(attrs=control("form-select")),
            )

    def said(self, kind: str) -> dict[str, str]:
        """Return what was chosen for the sites, or for the people."""
        start = f"{kind}-"
        return {
            name.removeprefix(start): value
            for name, value in self.cleaned_data.items()
            if name.startswith(start)
        }

    @property
    def site_fields(self) -> list[str]:
        """The names of the fields about sites."""
        return [name for name in self.fields if name.startswith("site-")]

    @property
    def person_fields(self) -> list[str]:
        """The names of the fields about people."""
        return [name for name in self.fields if name.startswith("person-")]


def initial_of(row: Reorganisation) -> dict[str, Any]:
    """Return a plan as its form shows it."""
    return {
        "kind": row.kind,
        "title": row.title,
        "instrument": row.instrument,
        "effective_on": row.effective_on,
        "sources": row.plan["sources"],
        "mandates": row.plan.get("mandates", True),
    }


def successors_of(rows: Any) -> tuple[Successor, ...]:
    """Return the successors that were typed in; call it on valid rows."""
    said = [row.cleaned_data for row in rows if row.cleaned_data.get("code")]
    names = ("code", "name", "name_en", "short_name")
    return tuple(Successor(**{name: one[name].strip() for name in names}) for one in said)


def _existing(code: str) -> str:
    return Unit.objects.filter(code=code).values_list("name", flat=True).first() or code
