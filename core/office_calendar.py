"""Whose offices are open when: the shipped calendar, the rows on top of it, a unit's own hours."""

import threading
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.signals import request_finished, request_started

from core.models import CalendarChange, CalendarDay, OfficeHours
from core.working_days import SpecialDay, WeeklyHours, WorkingCalendar, load_calendar

_here = threading.local()


@cache
def shipped() -> WorkingCalendar:
    """Return the calendar that is shipped with the product."""
    return load_calendar()


def calendar_of(unit: str = "") -> WorkingCalendar:
    """Return the calendar of a unit, or the one of all agencies, as it is stored now.

    Read again only after an import; within one request it is asked for once.
    """
    stamp = _stamp()
    return _built(stamp, unit if unit in _units(stamp) else "")


def units_with_own() -> frozenset[str]:
    """Return the codes of the units that have days or hours of their own."""
    return _units(_stamp())


def _stamp() -> int:
    """Return the number of the last change; numbers are never given twice."""
    known: int | None = getattr(_here, "stamp", None)
    if known is not None:
        return known
    last = CalendarChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if getattr(_here, "in_request", False):
        _here.stamp = last
    return last


@cache
def _units(stamp: int) -> frozenset[str]:
    if not stamp:
        return frozenset()
    days = CalendarDay.objects.exclude(unit=None).values_list("unit__code", flat=True)
    return frozenset(days) | frozenset(OfficeHours.objects.values_list("unit__code", flat=True))


@cache
def _built(stamp: int, unit: str) -> WorkingCalendar:
    if not stamp:
        return shipped()
    rows = [_special(row) for row in CalendarDay.objects.filter(unit=None)]
    stored = {row.day.year for row in rows}
    base = {day: row for day, row in shipped().special.items() if day.year not in stored}
    base |= {row.day: row for row in rows}
    national = replace(shipped(), special=base, listed=frozenset(day.year for day in base))
    own = {row.day: _special(row) for row in CalendarDay.objects.filter(unit__code=unit)}
    weekly = tuple(_weekly(row) for row in OfficeHours.objects.filter(unit__code=unit))
    return replace(national, special=base | own, weekly=weekly)


def _special(row: CalendarDay) -> SpecialDay:
    return SpecialDay(row.day, row.kind, row.vi, row.en or row.vi, row.source, row.decided)


def _weekly(row: OfficeHours) -> WeeklyHours:
    return WeeklyHours(row.weekday, row.opens, row.closes, row.first_day, row.last_day)


def forget() -> None:
    """Ask again what the last change is: after one was made in this request."""
    _here.stamp = None


def _begin(**_signal: Any) -> None:
    _here.in_request, _here.stamp = True, None


def _end(**_signal: Any) -> None:
    _here.in_request, _here.stamp = False, None


request_started.connect(_begin)
request_finished.connect(_end)
