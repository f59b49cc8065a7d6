"""Changing the working calendar: the rows, then every open deadline that moves with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.utils.translation import gettext

from approvals.lifecycle import State
from approvals.models import Submission, Turn
from approvals.policies import Actor
from approvals.services import timers
from core import ledger, office_calendar
from core.calendar_files import CalendarFile, CalendarFileInvalid, Day
from core.errors import NotPermitted
from core.models import CalendarChange, CalendarDay, OfficeHours, Unit
from core.roles import Role


@dataclass(frozen=True)
class Moved:
    """A deadline that is another one now."""

    reference: str
    unit: str
    before: datetime
    after: datetime


@dataclass(frozen=True)
class Changed:
    """What an import changed: days and hours line by line, and the deadlines that moved."""

    lines: tuple[str, ...]
    moved: tuple[Moved, ...]


def import_calendar(
    file: CalendarFile, *, by: Actor, now: datetime, dry_run: bool = False
) -> Changed:
    """Replace the years the file names, and move the open deadlines; a dry run undoes it all.

    Refuses who is no administrator, and units that are not there. Repeatable: the same file again
    changes nothing. Writes one ledger entry.
    """
    if not by.is_system and not any(role == Role.ADMINISTRATOR for role, _ in by.roles):
        raise NotPermitted(verb="import_calendar")
    with transaction.atomic():
        lines = _replace_days(file) + _replace_hours(file)
        change = CalendarChange.objects.create(
            at=now, by_id=by.id, file_name=file.name[:200], lines=lines
        )
        office_calendar.forget()
        moved = move_deadlines() if lines else ()
        CalendarChange.objects.filter(pk=change.pk).update(moved=len(moved))
        act = ledger.Act(
            verb="import_calendar",
            subject_type="calendar",
            subject_id=str(change.pk),
            actor=by.name,
            details={"file": file.name, "lines": lines, "moved": len(moved)},
        )
        ledger.record(act, now=now)
        transaction.set_rollback(dry_run)
    office_calendar.forget()
    return Changed(tuple(lines), moved)


def _units(codes: Iterable[str]) -> dict[str, Unit | None]:
    wanted = {code for code in codes if code}
    found: dict[str, Unit | None] = {
        unit.code: unit for unit in Unit.objects.filter(code__in=wanted)
    }
    unknown = sorted(wanted - found.keys())
    if unknown:
        raise CalendarFileInvalid([gettext("Không có cơ quan “%s”.") % code for code in unknown])
    return {"": None, **found}


def _replace_days(file: CalendarFile) -> list[str]:
    units = _units(day.unit for day in file.days)
    lines: list[str] = []
    ordered = sorted(file.days, key=lambda day: (day.unit, day.day))
    for (code, year), rows in groupby(ordered, key=lambda day: (day.unit, day.day.year)):
        new = {row.day: row for row in rows}
        stored = CalendarDay.objects.filter(unit=units[code], day__year=year)
        wording = {row.day: _line(row) for row in stored}
        if not wording and not code:
            wording = {row.day: _line(row) for row in _shipped(year)}
        said = {day: _line(row) for day, row in new.items()}
        for day in sorted(wording.keys() | said.keys()):
            if wording.get(day) != said.get(day):
                lines += [f"- {wording[day]}"] if day in wording else []
                lines += [f"+ {said[day]}"] if day in said else []
        stored.delete()
        CalendarDay.objects.bulk_create(_row(row, units[code]) for row in new.values())
    return lines


def _shipped(year: int) -> list[Day]:
    special = office_calendar.shipped().special.values()
    return [
        Day(row.day, row.kind, row.vi, row.en, row.source, row.decided)
        for row in special
        if row.day.year == year
    ]


def _row(day: Day, unit: Unit | None) -> CalendarDay:
    return CalendarDay(
        unit=unit,
        day=day.day,
        kind=day.kind,
        vi=day.vi,
        en=day.en,
        source=day.source,
        decided=day.decided,
    )


def _line(row: Day | CalendarDay) -> str:
    unit = row.unit if isinstance(row, Day) else (row.unit.code if row.unit else "")
    expected = "" if row.decided else gettext(" (dự kiến)")
    return f"{unit} {row.day:%d/%m/%Y} {row.kind} {row.vi}{expected}".strip()


def _replace_hours(file: CalendarFile) -> list[str]:
    """Replace the weekly hours of each unit named, all of them at once."""
    units = _units(row.unit for row in file.hours)
    lines: list[str] = []
    for code in sorted({row.unit for row in file.hours}):
        rows = [
            OfficeHours(
                unit=units[code],
                weekday=row.weekday,
                opens=row.opens,
                closes=row.closes,
                first_day=row.first_day,
                last_day=row.last_day,
            )
            for row in file.hours
            if row.unit == code
        ]
        stored = OfficeHours.objects.filter(unit=units[code])
        before, after = {_hours_line(row) for row in stored}, {_hours_line(row) for row in rows}
        lines += [f"- {code} {line}" for line in sorted(before - after)]
        lines += [f"+ {code} {line}" for line in sorted(after - before)]
        stored.delete()
        OfficeHours.objects.bulk_create(rows)
    return lines


def _hours_line(row: OfficeHours) -> str:
    until = f" - {row.last_day:%d/%m/%Y}" if row.last_day else ""
    hours = f"{row.opens:%H:%M}-{row.closes:%H:%M}"
    return f"{weekday(row.weekday)} {hours} ({row.first_day:%d/%m/%Y}{until})"


def weekday(number: int) -> str:
    """Say a day of the week; Monday is 0."""
    return (
        gettext("thứ Hai"),
        gettext("thứ Ba"),
        gettext("thứ Tư"),
        gettext("thứ Năm"),
        gettext("thứ Sáu"),
        gettext("thứ Bảy"),
        gettext("Chủ nhật"),
    )[number]


def move_deadlines() -> tuple[Moved, ...]:
    """Count every open deadline again by today's calendars; returns those that moved.

    Locks the items in one order before their turns, as a decision does.
    """
    waiting = Submission.objects.filter(pk__in=Turn.objects.values("submission_id"))
    list(waiting.order_by("pk").select_for_update().values_list("pk", flat=True))
    turns: list[tuple[int, datetime]] = []
    moved: list[Moved] = []
    rows = Turn.objects.order_by("pk").values_list(
        "pk", "submission__reference", "unit", "since", "minutes", "due_at"
    )
    calendars = {
        code: office_calendar.calendar_of(code)
        for code in Turn.objects.order_by().values_list("unit", flat=True).distinct()
    }
    for key, reference, unit, since, minutes, due_at in rows.iterator(chunk_size=5000):
        due = calendars[unit].add_working_hours(since, minutes / 60)
        if due != due_at:
            turns.append((key, due))
            moved.append(Moved(reference, unit, due_at, due))
    _write([key for key, _ in turns], [due for _, due in turns])
    timers.disarm(key for key, _ in turns)
    return (*moved, *_move_confirmations())


def _write(keys: list[int], dues: list[datetime]) -> None:
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_turn t SET due_at = n.due "
            "FROM unnest(%s::bigint[], %s::timestamptz[]) AS n(id, due) WHERE t.id = n.id",
            [keys, dues],
        )
        cursor.execute(
            "UPDATE approvals_submission s SET due_at = m.due FROM ("
            "  SELECT submission_id, min(due_at) AS due FROM approvals_turn"
            "  WHERE submission_id IN (SELECT submission_id FROM approvals_turn WHERE id = ANY(%s))"
            "  GROUP BY submission_id) m "
            "WHERE s.id = m.submission_id AND s.due_at IS DISTINCT FROM m.due",
            [keys],
        )


def _move_confirmations() -> list[Moved]:
    moved: list[Moved] = []
    unconfirmed = Submission.objects.filter(
        state__in=[State.APPROVED, State.PUBLISHED], fast_tracked=True, confirmed_by=None
    ).exclude(confirm_due_at=None)
    for row in unconfirmed.select_related("site__unit").select_for_update(of=("self",)):
        if row.approved_at is None or row.confirm_due_at is None:
            continue
        unit = row.site.unit.code
        due = timers.confirmation_due(row, unit)
        if due != row.confirm_due_at:
            moved.append(Moved(row.reference, unit, row.confirm_due_at, due))
            Submission.objects.filter(pk=row.pk).update(confirm_due_at=due)
    return moved
