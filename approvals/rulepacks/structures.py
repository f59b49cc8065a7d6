"""Structured kinds of information: the fields the law names for them, and what their values are."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

TYPE = "type"
CORE = ("number", "issued_on", "effective_on", "file")
NEEDS = ("block", "warn", "")
LONGEST_VALUE = 10_000
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")
_PHONE = re.compile(r"[\d +().\-/]{3,60}")
_EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_URL = re.compile(r"https?://[^\s<>\"']{3,1990}")
_YEARS = range(1945, 2101)


@dataclass(frozen=True)
class Choice:
    """One of the values a field may have."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True)
class StructureField:
    """A field of a structured kind; `need` says whether its absence blocks, warns or may be.

    `after` names a date of the same item that must not lie behind this one.
    """

    code: str
    vi: str
    en: str
    kind: str = "text"
    need: str = ""
    after: str = ""
    choices: tuple[Choice, ...] = ()

    def label(self, language: str) -> str:
        """Return the name of the field in `language`; anything but English reads Vietnamese."""
        return self.en if language.startswith("en") else self.vi

    def shown(self, value: str, language: str) -> str:
        """Return a value as people read it: the words of a choice, a day as days are written."""
        choice = next((one for one in self.choices if one.code == value), None)
        if choice:
            return choice.en if language.startswith("en") else choice.vi
        day = _day(value) if self.kind == "date" else None
        return f"{day:%d/%m/%Y}" if day else value

    def fits(self, value: str) -> bool:
        """Tell whether a value is of the field's kind."""
        return len(value) <= LONGEST_VALUE and _FITS[self.kind](self, value)


@dataclass(frozen=True)
class Structure:
    """A structured kind: which fields it has, which columns its public list shows.

    `core` holds fields that every item has (number, dates, a file) and how much they matter here.
    """

    code: str
    vi: str
    en: str
    fields: tuple[StructureField, ...]
    core: Mapping[str, str]
    columns: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Return the name of the kind in `language`."""
        return self.en if language.startswith("en") else self.vi

    def field(self, code: str) -> StructureField | None:
        """Return a field by its code."""
        return next((one for one in self.fields if one.code == code), None)


@dataclass(frozen=True)
class Act:
    """An act that obliges agencies to publish, and the days on which it holds."""

    code: str
    vi: str
    en: str
    valid_from: date
    valid_to: date | None = None

    def name(self, language: str) -> str:
        """Return the act's name in `language`."""
        return self.en if language.startswith("en") else self.vi

    def in_force(self, on: date) -> bool:
        """Tell whether the act holds on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Basis:
    """Where a duty stands: an act and a place in it, written article.clause.point."""

    act: Act
    place: str

    def text(self, language: str) -> str:
        """Return the provision as it is cited in `language`."""
        english = language.startswith("en")
        words = ("Article", "clause", "point") if english else ("Điều", "khoản", "điểm")
        parts = zip(words, self.place.split("."), strict=False)
        cited = (", " if english else " ").join(f"{word} {number}" for word, number in parts)
        return f"{self.act.name(language)}, {cited}"


def parse_structure(row: Mapping[str, Any]) -> Structure:
    """Build a structured kind out of its row of a pack; raises TypeError for a part too many."""
    return Structure(
        **{
            **row,
            "fields": tuple(_field(dict(one)) for one in row["fields"]),
            "columns": tuple(row.get("columns", ())),
            "basis": tuple(row.get("basis", ())),
        }
    )


def faults_of(structure: Structure) -> Iterator[str]:
    """Yield what contradicts itself in a structured kind."""
    codes = [one.code for one in structure.fields]
    if len(set(codes)) < len(codes) or TYPE in codes:
        yield f"structure {structure.code}: a field stands twice"
    needs = {*structure.core.values(), *(one.need for one in structure.fields)}
    if unknown := needs - set(NEEDS):
        yield f"structure {structure.code}: no need {sorted(unknown)}"
    kinds = {one.kind for one in structure.fields} - _FITS.keys()
    places = {*structure.core} - {*CORE}
    columns = {*structure.columns} - {*codes, *CORE, "title"}
    after = {one.after for one in structure.fields} - {"", *codes}
    for name in sorted(kinds | places | columns | after):
        yield f"structure {structure.code}: unknown {name}"


def _field(row: dict[str, Any]) -> StructureField:
    choices = tuple(Choice(*one) for one in row.pop("choices", ()))
    return StructureField(choices=choices, **row)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


_FITS: dict[str, Callable[[StructureField, str], bool]] = {
    "text": lambda _field, _value: True,
    "long": lambda _field, _value: True,
    "date": lambda _field, value: _day(value) is not None and len(value) == len("2026-01-01"),
    "number": lambda _field, value: bool(_NUMBER.fullmatch(value)),
    "year": lambda _field, value: value.isdecimal() and int(value[:6]) in _YEARS,
    "email": lambda _field, value: bool(_EMAIL.fullmatch(value)),
    "phone": lambda _field, value: bool(_PHONE.fullmatch(value)),
    "url": lambda _field, value: bool(_URL.fullmatch(value)),
    "choice": lambda field, value: value in {one.code for one in field.choices},
}
