"""Reading rule packs from their dated TOML files and choosing the one in force."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from approvals.rulepacks.model import (
    Category,
    CheckEntry,
    GroundEntry,
    Instrument,
    PostingClock,
    RulePack,
)
from core.canonical import canonical_bytes, sha256_hex

SEVERITIES = ("block", "warn", "info")
_VERSION = re.compile(r"\d+(\.\d+)*")
_FOLDER = Path(__file__).parent


class BrokenRulePack(ValueError):  # noqa: N818
    """A rule pack contradicts itself or lacks a part."""


class NoRulePack(LookupError):  # noqa: N818
    """No pack has that name, or none is in force on that day."""


def parse_pack(text: str) -> RulePack:
    """Build a pack from TOML; refuses missing parts and names that lead nowhere."""
    data = tomllib.loads(text)
    try:
        pack = _build(data)
    except (KeyError, TypeError) as problem:
        raise BrokenRulePack(f"{data.get('code', 'rule pack')}: {problem!r}") from problem
    _validate(pack)
    return pack


def load_packs(folder: Path = _FOLDER) -> tuple[RulePack, ...]:
    """Read every pack of a folder, oldest first; refuses two packs that nothing tells apart."""
    packs = [parse_pack(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
    names = [(pack.code, pack.version) for pack in packs]
    if len(names) != len(set(names)):
        raise BrokenRulePack(f"two packs share code and version in {folder.name}")
    return tuple(sorted(packs, key=_age))


def pack_in_force(on: date, packs: Iterable[RulePack] | None = None) -> RulePack:
    """Return the pack for that day: of several in force the one that began last."""
    candidates = [pack for pack in _known(packs) if pack.in_force(on)]
    if not candidates:
        raise NoRulePack(f"no rule pack in force on {on.isoformat()}")
    return max(candidates, key=_age)


def pack(name: str, packs: Iterable[RulePack] | None = None) -> RulePack:
    """Return a pack by code (its newest version), by `code@version`, or by its whole identity."""
    named = [known for known in _known(packs) if name in _names(known)]
    if not named:
        raise NoRulePack(f"no rule pack is called {name}")
    return max(named, key=_age)


def _known(packs: Iterable[RulePack] | None) -> tuple[RulePack, ...]:
    return _packaged() if packs is None else tuple(packs)


@lru_cache(maxsize=1)
def _packaged() -> tuple[RulePack, ...]:
    return load_packs()


def _names(known: RulePack) -> tuple[str, str, str]:
    return known.code, f"{known.code}@{known.version}", known.identity


def _age(known: RulePack) -> tuple[date, tuple[int, ...]]:
    return known.valid_from, tuple(int(part) for part in known.version.split("."))


def _build(data: dict[str, Any]) -> RulePack:
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
        categories={row["code"]: Category(**row) for row in data["categories"]},
        clocks={row["code"]: _clock(row) for row in data["clocks"]},
        media_types=frozenset(kind for group in formats.values() for kind in group),
        required_fields=tuple(data["required_fields"]),
        confirm_working_hours=data["fast_track"]["confirm_working_hours"],
        duplicate_percent=data["duplicates"]["percent"],
    )


def _clock(row: dict[str, Any]) -> PostingClock:
    return PostingClock(row["code"], row["event"], row.get("working_days"), row["source"])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _validate(pack: RulePack) -> None:
    problems = [*_faults_of_checks(pack), *_faults_of_dates(pack)]
    problems += [
        f"category {category.code}: no clock {category.clock}"
        for category in pack.categories.values()
        if category.clock not in pack.clocks
    ]
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


def _faults_of_dates(pack: RulePack) -> Iterator[str]:
    if pack.valid_to and pack.valid_to < pack.valid_from:
        yield "ends before it begins"
    if not _VERSION.fullmatch(pack.version):
        yield f"version {pack.version} is not numbers and dots"
    if pack.confirm_working_hours <= 0:
        yield "a fast-tracked item needs time to be confirmed"
