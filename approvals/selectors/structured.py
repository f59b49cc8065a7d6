"""The structured fields of a content as people read them, under the pack of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.rulepacks import NoRulePack, RulePack, pack_in_force
from approvals.rulepacks.structures import TYPE


@dataclass(frozen=True)
class Row:
    """One field with its value: `value` as stored, `shown` as read, `kind` says what it is."""

    code: str
    label: str
    shown: str
    kind: str = "text"
    value: str = ""


def rows_of(content: Mapping[str, Any], *, language: str, on: date) -> list[Row]:
    """Return the fields in the order of their kind; what the pack no longer knows goes by its code.

    Only what was given is there: an empty field is no row.
    """
    given: Mapping[str, str] = content.get("fields", {})
    if not given:
        return []
    structure = _pack(on).structures.get(given.get(TYPE, ""))
    known = structure.fields if structure else ()
    rows = [
        Row(
            one.code,
            one.label(language),
            one.shown(given[one.code], language),
            one.kind,
            given[one.code],
        )
        for one in known
        if given.get(one.code)
    ]
    strange = given.keys() - {one.code for one in known} - {TYPE}
    return rows + [Row(code, code, given[code], value=given[code]) for code in sorted(strange)]


def kind_of(content: Mapping[str, Any], *, language: str, on: date) -> str:
    """Return the name of the structured kind; empty for an item without one."""
    structure = _pack(on).structures.get(content.get("fields", {}).get(TYPE, ""))
    return structure.label(language) if structure else ""


def _pack(on: date) -> RulePack:
    try:
        return pack_in_force(on)
    except NoRulePack:
        return pack_in_force(date.max)
