"""The fields of a structured kind in the editor, and as people read them afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.rulepacks import RulePack, Structure, StructureField, pack_in_force
from approvals.rulepacks.loader import DISCLOSURE
from approvals.rulepacks.structures import LONGEST_VALUE, TYPE
from approvals.selectors.structured import Row, rows_of
from approvals.web import words
from core import clock

PREFIX = "f_"
KIND = "structure"
RELOAD = "refields"
_TYPES = {"date": "date", "email": "email", "url": "url", "phone": "tel"}


def language() -> str:
    """Return the language of the page: English, or else Vietnamese."""
    return "en" if words.in_english() else "vi"


def _today() -> date:
    return clock.in_vietnam(clock.now()).date()


def categories_of(pack: RulePack) -> list[tuple[str, Any]]:
    """Return the categories one may write in: those of the menu, then what stands below each."""
    open_to_all = [one for one in pack.categories.values() if not one.generated]
    below: dict[str, list[tuple[str, str]]] = {}
    for one in open_to_all:
        below.setdefault(one.under, []).append((one.code, one.name(language())))
    names = {one.code: one.name(language()) for one in pack.categories.values()}
    names[DISCLOSURE] = gettext("Thông tin phải công khai")
    return [*below.pop("", []), *((names[code], rows) for code, rows in below.items())]


@dataclass(frozen=True)
class Chosen:
    """The kind the form asks about: its fields, where it stands in law, and its other kinds."""

    structure: Structure
    basis: tuple[str, ...]
    others: bool


class StructuredFields(forms.Form):
    """A form that asks for the fields of the kind chosen in its data, or that it begins with."""

    pack: RulePack
    chosen: Chosen | None = None

    def ask_for(self, pack: RulePack) -> None:
        """Add the fields of the category's kind; without one nothing is added."""
        self.pack = pack
        category = self._said("category")
        structure = pack.structure(category, self._said(KIND)) or pack.structure(category)
        if structure is None:
            return
        kinds = pack.structures_of(category)
        basis = tuple(one.text(language()) for one in pack.basis_of(structure.basis))
        self.chosen = Chosen(structure, basis, others=len(kinds) > 1)
        choices = [(one.code, one.label(language())) for one in kinds]
        self.fields[KIND] = forms.ChoiceField(
            label=_("Kiểu dữ liệu"),
            choices=choices,
            initial=structure.code,
            required=False,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        for one in structure.fields:
            self.fields[PREFIX + one.code] = _control(one)

    def _said(self, name: str) -> str:
        source = self.data if self.is_bound else self.initial
        return str(source.get(name) or "")

    def asked(self) -> list[str]:
        """Return the names of the form's fields that belong to the kind, in their order."""
        return [name for name in self.fields if name.startswith(PREFIX)]

    @property
    def structured(self) -> dict[str, str]:
        """The values typed in, with the kind they belong to."""
        if self.chosen is None:
            return {}
        given = {
            name.removeprefix(PREFIX): self.cleaned_data.get(name, "") for name in self.asked()
        }
        return {TYPE: self.chosen.structure.code, **given}


def initial_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return what the fields of an existing item begin with."""
    given: Mapping[str, str] = content.get("fields", {})
    values = {PREFIX + name: value for name, value in given.items() if name != TYPE}
    return {**values, KIND: given.get(TYPE, "")}


def label_of(name: str) -> str:
    """Say the name of a structured field wherever a comparison meets it."""
    code = name.removeprefix("fields.")
    if code == TYPE:
        return gettext("Kiểu dữ liệu")
    return next((one.label(language()) for one in _fields_called(code)), code)


def rows_for_desk(content: Mapping[str, Any]) -> list[Row]:
    """Return the structured fields of an item as the desk shows them."""
    return rows_of(content, language=language(), on=_today())


def _fields_called(code: str) -> Iterator[StructureField]:
    for structure in pack_in_force(_today()).structures.values():
        field = structure.field(code)
        if field:
            yield field


def _control(field: StructureField) -> forms.Field:
    label = field.label(language())
    must = {"block": gettext("bắt buộc theo luật"), "warn": gettext("luật nêu tên")}.get(field.need)
    shown = f"{label} ({must})" if must else label
    if field.kind == "choice":
        named = [(one.code, field.shown(one.code, language())) for one in field.choices]
        select = forms.Select(attrs={"class": "form-select"})
        return forms.CharField(label=shown, required=False, widget=_with(select, named))
    widget: forms.Widget
    if field.kind == "long":
        widget = forms.Textarea(attrs={"class": "form-control", "rows": "4"})
    else:
        kind = {"type": _TYPES[field.kind]} if field.kind in _TYPES else {}
        numeric = {"inputmode": "decimal"} if field.kind in {"number", "year"} else {}
        widget = forms.TextInput(attrs={"class": "form-control", **kind, **numeric})
    return forms.CharField(label=shown, required=False, max_length=LONGEST_VALUE, widget=widget)


def _with(select: forms.Select, named: list[tuple[str, str]]) -> forms.Select:
    select.choices = [("", gettext("Chọn…")), *named]
    return select
