"""Working days and office hours: clocks that stand still at night, on weekends and holidays."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_DATA = Path(__file__).parent / "calendars" / "vietnam.toml"
_SATURDAY = 5
# No agency rests longer; a longer search means that the data is wrong.
_LONGEST_REST = 60


@dataclass(frozen=True)
class SpecialDay:
    """A day that breaks the rhythm of the week, and why; `decided` is false while only expected."""

    day: date
    kind: str
    vi: str
    en: str
    source: str
    decided: bool = True


@dataclass(frozen=True)
class YearlyDay:
    """A fixed date off, in years for which no rows are given."""

    month: int
    day: int
    from_year: int


@dataclass(frozen=True)
class WorkingCalendar:
    """When agencies work, from data that is handed in; moments are aware, answers are in UTC."""

    special: dict[date, SpecialDay]
    yearly: tuple[YearlyDay, ...]
    hours: tuple[tuple[time, time], ...]
    zone: ZoneInfo

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open that day."""
        special = self.special.get(day)
        if special:
            return special.kind == "makeup"
        return day.weekday() < _SATURDAY and not self._is_yearly_day(day)

    def is_settled(self, day: date) -> bool:
        """Tell whether the notice for that year is out; before, the answer may still change."""
        rows = [row for row in self.special.values() if row.day.year == day.year]
        return bool(rows) and all(row.decided for row in rows)

    def is_working_moment(self, moment: datetime) -> bool:
        """Tell whether offices are open at that moment; the closing time itself is outside."""
        here = self._here(moment)
        open_now = any(opens <= here.time() < closes for opens, closes in self.hours)
        return open_now and self.is_working_day(here.date())

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """Return the moment at which so many office hours have passed since `start`.

        A start outside office hours counts from the next opening. Refuses negative hours.
        """
        if hours < 0:
            raise ValueError("working hours run forward only")
        left = timedelta(hours=hours)
        openings = self._openings(self._here(start))
        opens, closes = next(openings)
        while closes - opens < left:
            left -= closes - opens
            opens, closes = next(openings)
        return (opens + left).astimezone(UTC)

    def add_working_days(self, start: date, days: int) -> date:
        """Return the working day that is the `days`-th after `start`; the day itself is not one."""
        if days < 1:
            raise ValueError("a clock of working days runs for at least one")
        day = self._day_of(start)
        for _ in range(days):
            day = self._next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if reversed.

        The day of the event is not counted (Civil Code 2015, Article 147). Takes days, or aware
        moments, of which the day in Vietnam counts.
        """
        first, last = self._day_of(start), self._day_of(end)
        if last < first:
            return -self.working_days_between(last, first)
        span = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n + 1)) for n in range(span))

    @cached_property
    def _listed_years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.special)

    def _is_yearly_day(self, day: date) -> bool:
        return day.year not in self._listed_years and any(
            (row.month, row.day) == (day.month, day.day) and row.from_year <= day.year
            for row in self.yearly
        )

    def _openings(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open periods from `start` on; the first may already have begun."""
        day = start.date()
        if not self.is_working_day(day):
            day = self._next_working_day(day)
        while True:
            for opens, closes in self.hours:
                period = self._at(day, opens), self._at(day, closes)
                if period[1] > start:
                    yield max(period[0], start), period[1]
            day = self._next_working_day(day)

    def _next_working_day(self, day: date) -> date:
        for step in range(1, _LONGEST_REST):
            candidate = day + timedelta(days=step)
            if self.is_working_day(candidate):
                return candidate
        raise ValueError(f"no working day within {_LONGEST_REST} days of {day.isoformat()}")

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def _here(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("working hours take aware datetimes only")
        return moment.astimezone(self.zone)

    def _day_of(self, value: date) -> date:
        return self._here(value).date() if isinstance(value, datetime) else value


def load_calendar(path: Path = _DATA) -> WorkingCalendar:
    """Read the calendar packaged with the product."""
    return build_calendar(tomllib.loads(path.read_text("utf-8")))


def build_calendar(data: dict[str, Any]) -> WorkingCalendar:
    """Build a calendar from rows, wherever they come from; refuses a day that is named twice."""
    special: dict[date, SpecialDay] = {}
    for row in _special_days(data):
        if row.day in special:
            raise ValueError(f"{row.day.isoformat()} stands twice in the calendar")
        special[row.day] = row
    yearly = tuple(
        YearlyDay(int(row["day"][:2]), int(row["day"][3:]), row["from_year"])
        for row in data.get("yearly", [])
    )
    hours = tuple(
        (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in data["hours"]
    )
    return WorkingCalendar(special, yearly, hours, ZoneInfo(data["timezone"]))


def _special_days(data: dict[str, Any]) -> Iterator[SpecialDay]:
    for year in data["year"]:
        decided = year["status"] == "decided"
        for row in year["days"]:
            for offset in range((row["to"] - row["from"]).days + 1):
                day = row["from"] + timedelta(days=offset)
                yield SpecialDay(day, row["kind"], row["vi"], row["en"], year["source"], decided)
