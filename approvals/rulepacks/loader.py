"""Reading rule packs from their dated TOML files and choosing the one in force."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from approvals.rulepacks import merging
from approvals.rulepacks.model import (
    BrokenRulePack,
    Category,
    CheckEntry,
    Duty,
    EnglishDuty,
    GroundEntry,
    Instrument,
    OpenPoint,
    Part,
    PostingClock,
    RulePack,
)
from approvals.rulepacks.structures import Act, faults_of, parse_structure
from core.canonical import canonical_bytes, sha256_hex

DISCLOSURE = "disclosure"  # the part of the menu for what the law wants listed
SEVERITIES = ("block", "warn", "info")
_VERSION = re.compile(r"\d+(\.\d+)*")
_FOLDER = Path(__file__).parent


class NoRulePack(LookupError):  # noqa: N818
    """No pack has that name, or none is in force on that day."""


def parse_pack(text: str) -> RulePack:
    """Build a pack from TOML; refuses missing parts and names that lead nowhere."""
    return _parsed(tomllib.loads(text))


def load_packs(folder: Path = _FOLDER) -> tuple[RulePack, ...]:
    """Read every pack of a folder, oldest first, alone and beside the decrees of its days.

    Refuses two packs that nothing tells apart.
    """
    texts = _texts(folder)
    full = [*merging.alone(texts), *merging.side_by_side(texts)]
    return tuple(sorted((_parsed(data) for data in full), key=_age))


def load_acts(folder: Path = _FOLDER) -> tuple[RulePack, ...]:
    """Read what each act says by itself; a decree has duties and clocks but no checks."""
    packs = [_parsed(data) for data in _texts(folder)]
    return tuple(sorted(packs, key=_age))


def _texts(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("*.toml"))
    return merging.whole(tomllib.loads(path.read_text("utf-8")) for path in files)


def _parsed(data: dict[str, Any]) -> RulePack:
    try:
        pack = _build(data)
    except (KeyError, TypeError) as problem:
        raise BrokenRulePack(f"{data.get('code', 'rule pack')}: {problem!r}") from problem
    _validate(pack)
    return pack


def pack_in_force(on: date, packs: Iterable[RulePack] | None = None) -> RulePack:
    """Return the pack for that day: of several regulations in force the one that began last.

    A decree in force that day stands beside it; of several decrees the one that began last.
    """
    candidates = [pack for pack in _known(packs) if pack.in_force(on)]
    if not candidates:
        raise NoRulePack(f"no rule pack in force on {on.isoformat()}")
    return max(candidates, key=_age)


def pack(name: str, packs: Iterable[RulePack] | None = None) -> RulePack:
    """Return a pack by code (its newest version), by `code@version`, or by its whole identity.

    What follows a `~` names checks that administrators added; they live beside the packs.
    """
    name = name.partition("~")[0]
    named = [known for known in _known(packs) if name in _names(known)]
    if not named:
        raise NoRulePack(f"no rule pack is called {name}")
    return max(named, key=_age)


def _known(packs: Iterable[RulePack] | None) -> tuple[RulePack, ...]:
    return _packaged() if packs is None else tuple(packs)


@lru_cache(maxsize=1)
def _packaged() -> tuple[RulePack, ...]:
    return load_packs()


@lru_cache(maxsize=1)
def acts() -> tuple[RulePack, ...]:
    """Return what each act says by itself, oldest first."""
    return load_acts()


def known_packs() -> tuple[RulePack, ...]:
    """Return every pack there is, oldest first: what a verdict may name."""
    return _packaged()


def _names(known: RulePack) -> tuple[str, str, str]:
    return known.code, f"{known.code}@{known.version}", known.identity


def _age(known: RulePack) -> tuple[tuple[date, tuple[int, ...]], ...]:
    return tuple((part.valid_from, _numbers(part.version)) for part in known.parts)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _build(data: dict[str, Any]) -> RulePack:
    decree = data.get("kind") == merging.DECREE
    if decree:
        data = {**_SILENT, **data}
    formats: dict[str, list[str]] = data["formats"]
    return RulePack(
        code=data["code"],
        version=data["version"],
        content_hash=sha256_hex(canonical_bytes(_plain(data))),
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        instrument=Instrument(**data["instrument"]),
        grounds={row["code"]: GroundEntry(**row) for row in data["grounds"]},
        checks={code: CheckEntry(code, **row) for code, row in data["checks"].items()},
        categories={row["code"]: _category(row) for row in data["categories"]},
        clocks={row["code"]: _clock(row) for row in data["clocks"]},
        media_types=frozenset(kind for group in formats.values() for kind in group),
        required_fields=tuple(data["required_fields"]),
        confirm_working_hours=data["fast_track"]["confirm_working_hours"],
        duplicate_percent=data["duplicates"]["percent"],
        parts=tuple(_part(row) for row in data.get("parts", [data])),
        duties=tuple(Duty(**row) for row in data.get("duties", [])),
        english=_english(data.get("english", {})),
        open_points=tuple(OpenPoint(**row) for row in data.get("open_points", [])),
        structures={row["code"]: parse_structure(row) for row in data.get("structures", [])},
        acts={row["code"]: Act(**row) for row in data.get("acts", [])},
    )


# What a decree does not say stands in the regulation beside it.
_SILENT: dict[str, Any] = {
    "grounds": [], "checks": {}, "categories": [], "clocks": [], "formats": {},
    "required_fields": [], "fast_track": {"confirm_working_hours": 8}, "duplicates": {"percent": 0},
}  # fmt: skip


_LISTS = ("document_types", "site_kinds", "basis", "applies_to", "structures")


def _category(row: dict[str, Any]) -> Category:
    limits = {name: tuple(row.get(name, ())) for name in _LISTS}
    return Category(**{**row, **limits})


def _english(row: dict[str, Any]) -> EnglishDuty:
    lists = {name: tuple(row.get(name, ())) for name in ("categories", "site_kinds")}
    return EnglishDuty(**{**row, **lists})


def _part(row: dict[str, Any]) -> Part:
    instrument = Instrument(**row["instrument"])
    last = row.get("valid_to")
    return Part(row["code"], row["version"], row["valid_from"], last, instrument)


def _clock(row: dict[str, Any]) -> PostingClock:
    days = row.get("working_days")
    return PostingClock(row["code"], row["event"], days, row["source"], row.get("calendar_days"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _validate(pack: RulePack) -> None:
    problems = [*_faults_of_checks(pack), *_faults_of_dates(pack), *_faults_of_duties(pack)]
    problems += [
        f"category {category.code}: no clock {category.clock}"
        for category in pack.categories.values()
        if category.clock not in pack.clocks
    ]
    known = pack.categories
    named = {*pack.english.categories, *(duty.category for duty in pack.duties)} - {"", *known}
    if pack.checks:
        problems += [f"a duty names no category {code}" for code in sorted(named)]
    if problems:
        raise BrokenRulePack(f"{pack.code}: " + "; ".join(problems))


def _faults_of_checks(pack: RulePack) -> Iterator[str]:
    for check in pack.checks.values():
        if check.severity not in SEVERITIES:
            yield f"check {check.code}: no severity {check.severity}"
        if check.ground and check.ground not in pack.grounds:
            yield f"check {check.code}: no ground {check.ground}"
        if check.overridable and check.severity != "block":
            yield f"check {check.code}: only a blocking check can be overridden"


def _faults_of_duties(pack: RulePack) -> Iterator[str]:
    """Yield names that lead nowhere: structures and acts of categories, places on the menu."""
    for structure in pack.structures.values():
        yield from faults_of(structure)
    for one in pack.categories.values():
        named = {act.partition(" ")[0] for act in one.basis} - pack.acts.keys()
        named |= {*one.structures} - pack.structures.keys()
        named |= {one.under} - {"", DISCLOSURE, *pack.categories}
        for name in sorted(named):
            yield f"category {one.code}: no {name}"


def _faults_of_dates(pack: RulePack) -> Iterator[str]:
    if pack.valid_to and pack.valid_to < pack.valid_from:
        yield "ends before it begins"
    for part in pack.parts:
        if not _VERSION.fullmatch(part.version):
            yield f"version {part.version} is not numbers and dots"
    if pack.confirm_working_hours <= 0:
        yield "a fast-tracked item needs time to be confirmed"
