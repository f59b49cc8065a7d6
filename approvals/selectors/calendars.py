"""The working calendar of a year as twelve months of days, for reading."""

import calendar as weeks
from dataclasses import dataclass
from datetime import date, time

from core.models import CalendarChange
from core.office_calendar import calendar_of
from core.working_days import SpecialDay, WorkingCalendar

LAST_CHANGES = 10


@dataclass(frozen=True)
class DayCell:
    """One day: its number, how it is worked, and what it is called where it is special."""

    day: date
    kind: str
    special: SpecialDay | None
    hours: tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday; None where a week reaches out of the month."""

    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]


def months_of(year: int, unit: str) -> tuple[Month, ...]:
    """Return the months of a year by the calendar of a unit, or of all agencies."""
    found = calendar_of(unit)
    grid = weeks.Calendar()
    return tuple(
        Month(
            date(year, month, 1),
            tuple(
                tuple(_cell(day, found) if day.month == month else None for day in week)
                for week in grid.monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )


def special_days(months: tuple[Month, ...]) -> tuple[DayCell, ...]:
    """Return the days that break the rhythm of the week, in order."""
    return tuple(
        cell for month in months for week in month.weeks for cell in week if cell and cell.special
    )


def last_changes() -> list[CalendarChange]:
    """Return the newest imports, each with who made it."""
    return list(CalendarChange.objects.select_related("by")[:LAST_CHANGES])


def _cell(day: date, found: WorkingCalendar) -> DayCell:
    special, hours = found.special_day(day), found.hours_of(day)
    if special:
        kind = special.kind
    elif not hours:
        kind = "weekend"
    else:
        kind = "work" if hours == found.hours else "own"
    return DayCell(day, kind, special, hours)
