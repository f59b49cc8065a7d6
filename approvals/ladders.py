"""The ladder of a route as plain data: who is told before and after a deadline, and when.

Rungs before the deadline come first, the earliest first. A rung after it counts its working hours
from the moment the rung before it was told, the first one from the deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_RUNGS = 12


class To(StrEnum):
    """Whom a rung tells."""

    AWAITED = "awaited"
    HEAD = "head"
    SUPERIOR = "superior"
    PORTAL_BOARD = "portal_board"
    ADMINISTRATORS = "administrators"
    ROLE = "role"
    PERSON = "person"


class Channel(StrEnum):
    """How a rung tells: as each person chose, or in the desk alone."""

    CHOSEN = "chosen"
    DESK = "desk"


@dataclass(frozen=True)
class Rung:
    """One step of the ladder; `every` working hours it is told again, `times` in all."""

    to: To
    hours: int
    before: bool = False
    every: int = 0
    times: int = 1
    role: str = ""
    unit: str = ""
    person: str = ""
    channel: Channel = Channel.CHOSEN


DEFAULT = (
    Rung(To.HEAD, hours=0),
    Rung(To.PORTAL_BOARD, hours=8),
    Rung(To.ADMINISTRATORS, hours=8),
)


def parse_ladder(rows: Iterable[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """Return the rungs in order, the usual ones where there are none.

    Raises ValueError where they make no ladder.
    """
    rungs = tuple(_parse(row) for row in rows)
    if not rungs:
        return DEFAULT
    before = [rung.hours for rung in rungs if rung.before]
    if [rung.before for rung in rungs] != sorted((rung.before for rung in rungs), reverse=True):
        raise ValueError("reminders come before the rungs after the deadline")
    if before != sorted(before, reverse=True) or len(set(before)) < len(before):
        raise ValueError("the earliest reminder comes first")
    if len(before) == len(rungs) or len(rungs) > MOST_RUNGS:
        raise ValueError(f"a ladder has rungs after the deadline, and at most {MOST_RUNGS} in all")
    return rungs


def first_late(rungs: tuple[Rung, ...]) -> int:
    """Return the place of the first rung after the deadline."""
    return sum(rung.before for rung in rungs)


def _parse(row: Mapping[str, Any]) -> Rung:
    before = row.get("when", "after") == "before"
    to = To(row.get("to", To.AWAITED if before else To.HEAD))
    times, every, hours = (int(row.get(key, 0)) for key in ("times", "every", "hours"))
    if hours < 0 or (before and not hours) or (times > 1 and every < 1):
        raise ValueError("a rung needs its hours, and a time between where it is told again")
    if (to is To.ROLE and not row.get("role")) or (to is To.PERSON and not row.get("person")):
        raise ValueError(f"a rung to a {to} names it")
    return Rung(
        to=to,
        hours=hours,
        before=before,
        every=every,
        times=1 if before else max(1, times),
        role=row.get("role", ""),
        unit=row.get("unit", ""),
        person=row.get("person", ""),
        channel=Channel(row.get("channel", Channel.CHOSEN)),
    )
