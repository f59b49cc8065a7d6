"""What an auditor may ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.lifecycle import State
from approvals.reasons import GROUNDS
from approvals.web.words import DONE
from archive.selectors.decisions import Wanted
from core.models import Site

ANY = [("", _("Tất cả"))]


def _grounds() -> list[tuple[str, Any]]:
    from django.utils.translation import get_language  # noqa: PLC0415

    language = get_language() or "vi"
    return [
        *ANY,
        *((code, ground.wording.in_language(language)) for code, ground in GROUNDS.items()),
    ]


class SearchForm(forms.Form):
    """Every field may stay empty."""

    words = forms.CharField(
        label=_("Từ khóa"), required=False, max_length=200,
        help_text=_("Tiêu đề, tóm tắt, số ký hiệu, mã hồ sơ; không cần dấu"),
    )  # fmt: skip
    person = forms.CharField(label=_("Người xử lý"), required=False, max_length=150)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[*ANY, *State.choices])
    site = forms.ChoiceField(label=_("Cổng, trang"), required=False)
    ground = forms.ChoiceField(label=_("Căn cứ từ chối"), required=False, choices=_grounds)
    verb = forms.ChoiceField(label=_("Bước xử lý"), required=False, choices=[*ANY, *DONE.items()])
    since = forms.DateField(
        label=_("Từ ngày"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Đến ngày"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = [(site.code, site.name) for site in Site.objects.all()]
        self.fields["site"].choices = [*ANY, *sites]  # type: ignore[attr-defined]
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def wanted(self) -> Wanted:
        """What was asked for; fields that do not make sense are left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**given)
