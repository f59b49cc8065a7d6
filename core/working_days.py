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
    vi: str
    en: str
    source: str


@dataclass(frozen=True)
class WeeklyHours:
    """Opening hours of one weekday (Monday is 0) while they hold; the same time twice is closed."""

    weekday: int
    opens: time
    closes: time
    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the row speaks about that day."""
        return (
            self.weekday == day.weekday()
            and self.first_day <= day
            and (self.last_day is None or day <= self.last_day)
        )


@dataclass(frozen=True)
class WorkingCalendar:
    """When agencies work, from data that is handed in; moments are aware, answers are in UTC."""

    special: dict[date, SpecialDay]
    yearly: tuple[YearlyDay, ...]
    hours: tuple[tuple[time, time], ...]
    zone: ZoneInfo
    weekly: tuple[WeeklyHours, ...] = ()
    listed: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices are open that day."""
        return bool(self.hours_of(day))

    def hours_of(self, day: date) -> tuple[tuple[time, time], ...]:
        """Return the opening hours of a day; none on a day off.

        A special day comes first, then a unit's own hours of that weekday, then the usual week.
        A make-up day is worked as a usual day, whatever the unit does on its weekday.
        """
        if day not in self._known_hours:
            self._known_hours[day] = self._find_hours(day)
        return self._known_hours[day]

    def _find_hours(self, day: date) -> tuple[tuple[time, time], ...]:
        special = self.special.get(day)
        if special:
            return self.hours if special.kind == "makeup" else ()
        if self._yearly_day(day):
            return ()
        own = sorted((row.opens, row.closes) for row in self.weekly if row.holds(day))
        if own:
            return tuple((opens, closes) for opens, closes in own if opens < closes)
        return self.hours if day.weekday() < _SATURDAY else ()

    def special_day(self, day: date) -> SpecialDay | None:
        """Return what makes the day special: a row, or a fixed date of the law."""
        if day in self.special:
            return self.special[day]
        row = self._yearly_day(day)
        return SpecialDay(day, "holiday", row.vi, row.en, row.source) if row else None

    def is_settled(self, day: date) -> bool:
        """Tell whether the notice for that year is out; before, the answer may still change."""
        rows = [row for row in self.special.values() if row.day.year == day.year]
        return bool(rows) and all(row.decided for row in rows)

    def is_working_moment(self, moment: datetime) -> bool:
        """Tell whether offices are open at that moment; the closing time itself is outside."""
        here = self._here(moment)
        return any(opens <= here.time() < closes for opens, closes in self.hours_of(here.date()))

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

    def subtract_working_hours(self, end: datetime, hours: float) -> datetime:
        """Return the moment from which so many office hours remain until `end`."""
        left = timedelta(hours=hours)
        until, day = self._here(end), self._here(end).date()
        for _ in range(_LONGEST_REST + int(hours)):
            for opens, closes in reversed(self.hours_of(day)):
                begin, stop = self._at(day, opens), min(self._at(day, closes), until)
                if stop <= begin:
                    continue
                if stop - begin >= left:
                    return (stop - left).astimezone(UTC)
                left -= stop - begin
            day -= timedelta(days=1)
        raise ValueError(f"no {hours} working hours before {end.isoformat()}")

    def working_hours_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how long offices were open between two moments; negative if reversed."""
        if end < start:
            return -self.working_hours_between(end, start)
        first, last = self._here(start), self._here(end)
        whole = self._open_from(first.date(), last.date())
        return whole - self._open_until(first) + self._open_until(last)

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
    def _known_hours(self) -> dict[date, tuple[tuple[time, time], ...]]:
        return {}

    @cached_property
    def _known_years(self) -> dict[int, tuple[timedelta, ...]]:
        return {}

    def _open_year(self, year: int) -> tuple[timedelta, ...]:
        """Return the open time of the year until each of its days begins, and until its end."""
        if year not in self._known_years:
            day, passed, until = date(year, 1, 1), timedelta(), [timedelta()]
            while day.year == year:
                passed += sum((_length(*hours) for hours in self.hours_of(day)), timedelta())
                until.append(passed)
                day += timedelta(days=1)
            self._known_years[year] = tuple(until)
        return self._known_years[year]

    def _open_from(self, first: date, last: date) -> timedelta:
        """Return the open time from the beginning of one day to the beginning of another."""
        years = (self._open_year(year)[-1] for year in range(first.year, last.year))
        before = [self._open_year(d.year)[d.timetuple().tm_yday - 1] for d in (first, last)]
        return sum(years, timedelta()) - before[0] + before[1]

    def _open_until(self, moment: datetime) -> timedelta:
        """Return how long offices were open on the day of the moment before it."""
        clock = moment.time()
        lengths = (_length(o, min(c, clock)) for o, c in self.hours_of(moment.date()) if o < clock)
        return sum(lengths, timedelta())

    @cached_property
    def _listed_years(self) -> frozenset[int]:
        return self.listed or frozenset(day.year for day in self.special)

    def _yearly_day(self, day: date) -> YearlyDay | None:
        if day.year in self._listed_years:
            return None
        same = (row for row in self.yearly if (row.month, row.day) == (day.month, day.day))
        return next((row for row in same if row.from_year <= day.year), None)

    def _openings(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open periods from `start` on; the first may already have begun."""
        day = start.date()
        if not self.is_working_day(day):
            day = self._next_working_day(day)
        while True:
            for opens, closes in self.hours_of(day):
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


def _length(opens: time, closes: time) -> timedelta:
    day = date.min
    return datetime.combine(day, closes) - datetime.combine(day, opens)


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
        YearlyDay(
            int(row["day"][:2]),
            int(row["day"][3:]),
            row["from_year"],
            row["vi"],
            row["en"],
            row["source"],
        )
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
