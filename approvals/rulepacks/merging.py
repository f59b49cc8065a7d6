"""Putting the texts of packs over one another: amendments of a pack, and acts side by side."""

from collections.abc import Iterable, Iterator
from typing import Any

from approvals.rulepacks.model import BrokenRulePack

Data = dict[str, Any]
REGULATION, DECREE = "regulation", "decree"
_BY_CODE = ("grounds", "categories", "clocks", "structures", "acts")
_ADDED = ("duties", "open_points")
_OWN = ("kind", "amends")


def whole(texts: Iterable[Data]) -> list[Data]:
    """Return every text in full: what amends another is put over the one it names."""
    known: dict[str, Data] = {}
    for data in sorted(texts, key=lambda data: "amends" in data):
        base = data.get("amends")
        if base and base not in known:
            raise BrokenRulePack(f"{data.get('code')}: no pack {base} to amend")
        full = put_over(known[base], data) if base else data
        name = f"{full.get('code')}@{full.get('version')}"
        if name in known:
            raise BrokenRulePack(f"two packs share code and version: {name}")
        known[name] = full
    return list(known.values())


def side_by_side(texts: list[Data]) -> Iterator[Data]:
    """Yield each regulation with each decree in force on some of its days (design, section 3).

    The province's regulation gives grounds and checks; the decree beside it puts its duties,
    clocks and terms over them. Neither stands in for the other.
    """
    for regulation in (one for one in texts if _kind(one) == REGULATION):
        for decree in (one for one in texts if _kind(one) == DECREE):
            days = _common_days(regulation, decree)
            if days is None:
                continue
            joint = put_over(regulation, decree)
            joint |= days
            joint["code"] = f"{regulation['code']}+{decree['code']}"
            joint["instrument"] = regulation["instrument"]
            joint["version"] = f"{regulation['version']}+{decree['version']}"
            joint["parts"] = [_part(regulation), _part(decree)]
            yield joint


def alone(texts: list[Data]) -> list[Data]:
    """Return the regulations by themselves, for days without a decree and for old verdicts."""
    return [one for one in texts if _kind(one) == REGULATION]


def put_over(below: Data, above: Data) -> Data:
    """Return `below` with what `above` says; rows of a list are matched by their code."""
    merged = {**below}
    for name, value in above.items():
        if name in _OWN:
            continue
        if name in _BY_CODE:
            merged[name] = _rows(below.get(name, []), value)
        elif name in _ADDED:
            merged[name] = [*below.get(name, []), *value]
        elif isinstance(value, dict) and name != "instrument":
            merged[name] = {**below.get(name, {}), **value}
        else:
            merged[name] = value
    return merged


def _rows(below: list[Data], above: list[Data]) -> list[Data]:
    rows = {row["code"]: row for row in below}
    for row in above:
        rows[row["code"]] = {**rows.get(row["code"], {}), **row}
    return list(rows.values())


def _kind(data: Data) -> str:
    kind: str = data.get("kind", REGULATION)
    return kind


def _part(data: Data) -> Data:
    named = ("code", "version", "valid_from", "valid_to", "instrument")
    return {name: data[name] for name in named if name in data}


def _common_days(one: Data, other: Data) -> Data | None:
    """Return the first and last day both are in force; nothing where there is none."""
    first = max(one["valid_from"], other["valid_from"])
    last = min((d["valid_to"] for d in (one, other) if d.get("valid_to")), default=None)
    if last is None:
        return {"valid_from": first, "valid_to": None}
    return {"valid_from": first, "valid_to": last} if first <= last else None
