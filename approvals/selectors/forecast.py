"""What will be late at this pace: a unit's queues against how fast their people have been lately.

The pace of a person is what the last words say: at most a hundred, of ninety days. Office hours per
item are the office hours since the oldest of them by their number; the queue's people share it.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from approvals.models import Absence, Endorsement, Turn
from approvals.policies import Actor
from approvals.selectors.people import away, holders
from approvals.selectors.submissions import visible_to
from core.clock import in_vietnam
from core.models import Unit, User
from core.office_calendar import calendar_of
from core.roles import Role

LOOKS_AHEAD = frozenset({Role.AGENCY_HEAD, Role.BOARD_HEAD, Role.SECRETARY})
PERIOD = timedelta(days=90)
MOST_WORDS = 100
MOST_TURNS = 200
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Pace:
    """How fast one person has been, in office hours; `per_item` is None without any word."""

    person: User
    words: int
    median: float | None
    per_item: float | None
    absence: Absence | None


@dataclass(frozen=True)
class Expected:
    """One waiting item: until when it is due, and when its turn in the queue is over."""

    turn: Turn
    expected: datetime | None
    visible: bool
    late: bool


@dataclass(frozen=True)
class Line:
    """One queue: a role of the unit, what waits there and who works on it."""

    role: str
    rows: tuple[Expected, ...]
    more: bool
    paces: tuple[Pace, ...]
    hours: float | None

    @property
    def late(self) -> tuple[Expected, ...]:
        """Return what will be late, or is."""
        return tuple(row for row in self.rows if row.late)


def looks_ahead(actor: Actor) -> bool:
    """Tell whether the person leads a unit or its board, or administers."""
    return any(role in LOOKS_AHEAD or role == Role.ADMINISTRATOR for role, _ in actor.roles)


def units_ahead_of(actor: Actor) -> list[Unit]:
    """Return the units whose forecast the person may read: those led, all for administrators."""
    if any(role == Role.ADMINISTRATOR for role, _ in actor.roles):
        return list(Unit.objects.all())
    led = {unit for role, unit in actor.roles if role in LOOKS_AHEAD}
    return list(Unit.objects.filter(code__in=led))


def forecast(unit: str, actor: Actor, *, now: datetime) -> list[Line]:
    """Return the queues of a unit, the one with the most work ahead first."""
    lines = [line for role in Role if (line := _line(unit, role, actor, now=now))]
    return sorted(lines, key=lambda line: (line.hours is None, -(line.hours or 0)))


def _line(unit: str, role: str, actor: Actor, *, now: datetime) -> Line | None:
    found = Turn.objects.filter(unit=unit, role=role).select_related("submission")
    turns = list(found.order_by("due_at", "submission_id")[: MOST_TURNS + 1])
    if not turns:
        return None
    paces = _paces(unit, role, now=now)
    rates = [1 / pace.per_item for pace in paces if pace.per_item and not pace.absence]
    each = 1 / sum(rates) if rates else None
    more = len(turns) > MOST_TURNS
    rows = _expected(turns[:MOST_TURNS], unit, each, actor, now=now)
    hours = each * len(rows) if each else None
    return Line(role, rows, more, paces, hours)


def _expected(
    turns: list[Turn], unit: str, each: float | None, actor: Actor, *, now: datetime
) -> tuple[Expected, ...]:
    seen: set[uuid.UUID] = set(
        visible_to(actor)
        .filter(pk__in=[turn.submission_id for turn in turns])
        .values_list("pk", flat=True)
    )
    calendar = calendar_of(unit)
    rows: list[Expected] = []
    at: datetime | None = now
    for turn in turns:
        at = calendar.add_working_hours(at, each) if at and each else None
        late = turn.due_at <= now or (at is not None and at > turn.due_at)
        rows.append(Expected(turn, at, turn.submission_id in seen, late))
    return tuple(rows)


def _paces(unit: str, role: str, *, now: datetime) -> tuple[Pace, ...]:
    today = in_vietnam(now).date()
    people = list(holders(role, unit, on=today))
    absent = _absent(people, on=today)
    return tuple(_pace(person, unit, absent.get(person.pk), now=now) for person in people)


def _absent(people: list[User], *, on: date) -> dict[int, Absence]:
    rows = away(on=on).filter(person__in=people).select_related("substitute")
    return {row.person_id: row for row in rows}


def _pace(person: User, unit: str, absence: Absence | None, *, now: datetime) -> Pace:
    before = Endorsement.objects.filter(
        submission=OuterRef("submission"),
        round=OuterRef("round"),
        position__lt=OuterRef("position"),
    )
    last = before.order_by().values("submission").annotate(last=Max("at")).values("last")
    words = Endorsement.objects.filter(actor=person, at__gte=now - PERIOD, at__lte=now)
    words = words.annotate(start=Coalesce(Subquery(last), F("submission__submitted_at")))
    rows = list(words.order_by("-id").values_list("start", "at")[:MOST_WORDS])
    if not rows:
        return Pace(person, 0, None, None, absence)
    calendar = calendar_of(unit)
    leads = [calendar.working_hours_between(start, at) / HOUR for start, at in rows if start <= at]
    span = calendar.working_hours_between(min(at for _, at in rows), now) / HOUR
    taken = median(leads) if leads else None
    return Pace(person, len(rows), taken, max(span, 1) / len(rows), absence)
