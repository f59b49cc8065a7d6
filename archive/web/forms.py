"""What an auditor may ask for and write down."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.lifecycle import State
from approvals.reasons import GROUNDS
from approvals.web.words import DONE
from archive.models import SampleItem
from archive.selectors.decisions import Wanted
from archive.selectors.outliers import Sought
from archive.services.sampling import MOST, Wish
from archive.web.words import KINDS, METHODS, RESULTS
from core.clock import in_vietnam
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
        _choose_site(self)
        _dress(self)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; fields that do not make sense are left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**given)


class OutlierForm(forms.Form):
    """Which of the things that stand out are wanted; every field may stay empty."""

    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=[*ANY, *KINDS.items()])
    person = forms.CharField(label=_("Người"), required=False, max_length=150)
    since = forms.DateField(
        label=_("Từ ngày"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Đến ngày"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)

    @property
    def wanted(self) -> Sought:
        """What was asked for; fields that do not make sense are left out."""
        self.is_valid()
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})


class SampleForm(forms.Form):
    """From which decisions, how many, and how they are drawn."""

    name = forms.CharField(label=_("Tên đợt kiểm tra"), max_length=200)
    since = forms.DateField(
        label=_("Từ ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Đến ngày"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    site = forms.ChoiceField(label=_("Cổng, trang"), required=False)
    method = forms.ChoiceField(label=_("Cách chọn"), choices=list(METHODS.items()))
    size = forms.IntegerField(label=_("Số mục"), min_value=1, max_value=MOST)
    seed = forms.CharField(
        label=_("Số gieo"), required=False, max_length=64,
        help_text=_("Để trống thì hệ thống chọn ngẫu nhiên; cùng số gieo thì cùng kết quả"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_site(self)
        _dress(self)

    @staticmethod
    def usual(moment: datetime) -> dict[str, Any]:
        """Return what is proposed: twenty decisions of the last three months."""
        today = in_vietnam(moment).date()
        return {"since": today - timedelta(days=91), "until": today, "size": 20}

    @property
    def wish(self) -> Wish:
        """What is to be drawn; only of a valid form."""
        return Wish(**self.cleaned_data)


class NoteForm(forms.Form):
    """What was found about one decision."""

    result = forms.ChoiceField(
        label=_("Kết quả"), choices=[(code, label) for code, (label, _tone) in RESULTS.items()]
    )
    words = forms.CharField(
        label=_("Nhận xét"), required=False, max_length=5000, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self)

    @classmethod
    def of(cls, item: SampleItem) -> "NoteForm":
        """Return the form with what was written before."""
        words = item.note.text if item.note else ""
        kept = {"result": item.result, "words": words}
        return cls(initial=kept, auto_id=f"item-{item.position}-%s")


def _choose_site(form: forms.Form) -> None:
    sites = [(site.code, site.name) for site in Site.objects.all()]
    form.fields["site"].choices = [*ANY, *sites]  # type: ignore[attr-defined]


def _dress(form: forms.Form) -> None:
    for field in form.fields.values():
        is_choice = isinstance(field, forms.ChoiceField)
        field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
