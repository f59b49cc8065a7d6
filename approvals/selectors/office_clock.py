"""Office hours as a table the database can join, so that it measures waits by itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise

from core.working_days import WorkingCalendar

SLOT = timedelta(minutes=30)
SLOTS_A_DAY = timedelta(days=1) // SLOT


@dataclass(frozen=True)
class OfficeClock:
    """Half hours since `begins`: the open seconds before each, and in each.

    Exact where offices open and close on half hours; what began earlier counts from `begins`.
    """

    begins: datetime
    passed: list[int]
    opened: list[int]


def office_clock(calendar: WorkingCalendar, first: date, last: date) -> OfficeClock:
    """Return the clock of the days from `first` to `last`."""
    opened: list[int] = []
    known: dict[tuple[tuple[time, time], ...], list[int]] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        hours = calendar.hours_of(day)
        if hours not in known:
            known[hours] = _day(hours)
        opened += known[hours]
    passed = [0, *accumulate(opened)][:-1]
    begins = datetime.combine(first, time(), tzinfo=calendar.zone)
    return OfficeClock(begins, passed, opened)


def _day(hours: tuple[tuple[time, time], ...]) -> list[int]:
    """Return the open seconds in each half hour of a day with these hours."""
    edges = [SLOT * number for number in range(SLOTS_A_DAY + 1)]
    return [
        sum(_overlap(begin, end, opens, closes) for opens, closes in hours)
        for begin, end in pairwise(edges)
    ]


def _overlap(begin: timedelta, end: timedelta, opens: time, closes: time) -> int:
    both = min(end, _since_midnight(closes)) - max(begin, _since_midnight(opens))
    return max(0, both // timedelta(seconds=1))


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
