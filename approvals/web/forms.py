"""What the desk asks for: the content of an item, its files, and what goes with a decision."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from approvals.content import Fields, Source
from approvals.models import Submission
from approvals.rulepacks import RulePack
from approvals.services.drafting import Terms
from approvals.web import structured, words
from approvals.web.structured import StructuredFields
from core.errors import Problem
from core.models import Site, Unit

# Where the names of the domain and of the form differ.
FIELD_OF = {
    "source.kind": "source_kind",
    "source.name": "source_name",
    "source.url": "source_url",
    "source.permission": "source_permission",
    "secrecy_declaration": "secrecy_declared",
    "file": "new_file",
    "attachments": "new_file",
}
SOURCE_KINDS = [
    ("", _("Chọn loại nguồn…")),
    ("own", _("Tự sản xuất")),
    ("official", _("Nguồn chính thức khác")),
    ("reused", _("Sử dụng lại từ nơi khác")),
]


def control(kind: str = "form-control", **attrs: str) -> dict[str, str]:
    """Return the attributes of a form control."""
    return {"class": kind, **attrs}


def line(**attrs: str) -> forms.TextInput:
    """Return a one-line control."""
    return forms.TextInput(attrs=control(**attrs))


def _choose() -> forms.Select:
    return forms.Select(attrs=control("form-select"))


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=control(type="date"), format="%Y-%m-%d")


def _moment() -> forms.DateTimeInput:
    kind = control(type="datetime-local", step="1")
    return forms.DateTimeInput(attrs=kind, format="%Y-%m-%dT%H:%M:%S")


def text(rows: int = 3) -> forms.Textarea:
    """Return a control for several lines."""
    return forms.Textarea(attrs=control(rows=str(rows)))


class ContentForm(StructuredFields):
    """Everything about an item that an author fills in."""

    title = forms.CharField(label=_("Tiêu đề"), max_length=1000, widget=text(2))
    summary = forms.CharField(
        label=_("Tóm tắt"),
        required=False,
        widget=text(),
        help_text=_("Một vài câu, hiện trong danh sách tin và khi chia sẻ."),
    )
    body = forms.CharField(label=_("Nội dung"), required=False, widget=text(16))
    document_type = forms.ChoiceField(label=_("Loại văn bản"), widget=_choose())
    category = forms.ChoiceField(label=_("Chuyên mục"), required=False, widget=_choose())
    language = forms.ChoiceField(label=_("Ngôn ngữ"), widget=_choose())
    number = forms.CharField(
        label=_("Số, ký hiệu"), required=False, widget=line(placeholder="39/2023/QĐ-UBND")
    )
    issued_on = forms.DateField(label=_("Ngày ban hành"), required=False, widget=_day())
    effective_on = forms.DateField(label=_("Ngày có hiệu lực"), required=False, widget=_day())
    author_name = forms.CharField(
        label=_("Tác giả"),
        required=False,
        widget=line(),
        help_text=_("Với văn bản của cơ quan, ghi tên cơ quan ban hành."),
    )
    source_kind = forms.ChoiceField(
        label=_("Loại nguồn"), required=False, choices=SOURCE_KINDS, widget=_choose()
    )
    source_name = forms.CharField(label=_("Tên nguồn"), required=False, widget=line())
    source_url = forms.CharField(
        label=_("Địa chỉ nguồn"), required=False, widget=line(inputmode="url")
    )
    source_permission = forms.CharField(
        label=_("Văn bản cho phép sử dụng lại"),
        required=False,
        widget=line(),
        help_text=_("Số, ngày của văn bản chấp thuận; chỉ cần khi sử dụng lại."),
    )
    change_note = forms.CharField(
        label=_("Ghi chú thay đổi (công khai)"), required=False, widget=text(2)
    )
    publish_at = forms.DateTimeField(
        label=_("Hẹn đăng lúc"),
        required=False,
        widget=_moment(),
        help_text=_("Để trống: đăng ngay khi được duyệt. Giờ Việt Nam."),
    )
    expire_at = forms.DateTimeField(label=_("Hết hạn lúc"), required=False, widget=_moment())
    embargo_until = forms.DateTimeField(
        label=_("Chưa công khai trước"),
        required=False,
        widget=_moment(),
        help_text=_("Theo quyết định của cấp có thẩm quyền, nếu có."),
    )
    secrecy_declared = forms.BooleanField(
        label=_(
            "Tôi cam đoan nội dung và các tệp kèm theo không thuộc danh mục bí mật nhà nước "
            "(Luật Bảo vệ bí mật nhà nước; Quyết định số 39/2023/QĐ-UBND, Điều 4 khoản 5)."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs=control("form-check-input")),
    )
    new_file = forms.FileField(
        label=_("Chọn tệp"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs=control()),
    )
    new_caption = forms.CharField(label=_("Chú thích của tệp mới"), required=False, widget=line())
    new_alt_text = forms.CharField(
        label=_("Mô tả hình cho người không nhìn thấy"), required=False, widget=line()
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, pack: RulePack, problems: Iterable[Problem] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        categories = structured.categories_of(pack)
        self._choices("category", [("", _("Chọn chuyên mục…")), *categories])
        self._choices("document_type", list(words.DOCUMENT_TYPES.items()))
        self._choices("language", list(words.LANGUAGES.items()))
        self.ask_for(pack)
        self.problems: dict[str, list[Problem]] = {}
        self.show(problems)

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def show(self, problems: Iterable[Problem]) -> None:
        """Set every problem beside its field; those without a field gather under an empty name."""
        for problem in problems:
            self.problems.setdefault(self._place(problem), []).append(problem)

    def _place(self, problem: Problem) -> str:
        name = FIELD_OF.get(problem.field, problem.field)
        if name.startswith("fields."):
            name = structured.PREFIX + name.removeprefix("fields.")
        return name if name in self.fields or name.startswith("attachments.") else ""

    @property
    def content(self) -> Fields:
        """The typed-in content, as the services take it."""
        data = self.cleaned_data
        plain = {name: data[name] for name in _TEXTS}
        source = Source(*(data[f"source_{name}"] for name in ("kind", "name", "url", "permission")))
        days = {name: _iso(data[name]) for name in ("issued_on", "effective_on")}
        return Fields(**plain, **days, source=source, fields=self.structured)

    @property
    def terms(self) -> Terms:
        """The times and the declaration."""
        data = self.cleaned_data
        return Terms(
            **{
                name: data[name]
                for name in ("secrecy_declared", "publish_at", "expire_at", "embargo_until")
            }
        )

    @property
    def upload(self) -> "UploadedFile[Any] | None":
        """The file to add, if one was chosen."""
        file: UploadedFile[Any] | None = self.cleaned_data["new_file"]
        return file


_TEXTS = (
    "title", "summary", "body", "document_type", "category", "language", "number", "author_name",
    "change_note",
)  # fmt: skip


class NewForm(ContentForm):
    """A new item also says where it belongs."""

    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Gửi tới trang"), empty_label=None, widget=_choose()
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Đơn vị gửi"), empty_label=None, widget=_choose()
    )

    def __init__(self, *args: Any, places: "Places", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("site", places.sites), ("unit", places.units)):
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]
            field.label_from_instance = words.name_of  # type: ignore[attr-defined]
            field.initial = rows.first()


class Places:
    """The units a person writes for, and the sites those may hand in to: their own first."""

    def __init__(self, units: Any, sites: Any) -> None:
        self.units, self.sites = units, sites


class ImportForm(forms.Form):
    """A file to start from, and where the item belongs."""

    file = forms.FileField(
        label=_("Tệp"),
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs=control(accept=".docx,.pdf,.md,.markdown,.html,.htm,.txt,.eml")
        ),
        help_text=_("Word (.docx), PDF, Markdown, HTML, văn bản thuần hoặc thư (.eml)."),
    )
    site = NewForm.base_fields["site"]
    unit = NewForm.base_fields["unit"]
    document_type = ContentForm.base_fields["document_type"]
    category = ContentForm.base_fields["category"]

    def __init__(self, *args: Any, places: Places, pack: RulePack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pattern = NewForm(places=places, pack=pack)
        for name in ("site", "unit", "document_type", "category"):
            self.fields[name] = pattern.fields[name]
        self.problems: dict[str, list[Problem]] = {}

    def show(self, problems: Iterable[Problem]) -> None:
        """Set the problems of the file beside it."""
        for problem in problems:
            self.problems.setdefault("file", []).append(problem)


class LanguageForm(forms.Form):
    """The language a person reads."""

    language = forms.ChoiceField(
        label=_("Ngôn ngữ của màn hình"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        widget=forms.RadioSelect(attrs=control("form-check-input")),
    )


def initial_of(submission: Submission) -> dict[str, Any]:
    """Return what the form of an existing item begins with."""
    content = submission.content
    source = {f"source_{name}": value for name, value in content["source"].items()}
    times = ("secrecy_declared", "publish_at", "expire_at", "embargo_until", "version")
    days = {name: _as_day(content[name]) for name in ("issued_on", "effective_on")}
    rest = {name: getattr(submission, name) for name in times}
    plain = {name: content[name] for name in _TEXTS}
    return {**plain, **source, **rest, **days, **structured.initial_of(content)}


def _as_day(value: str) -> date | str:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""
