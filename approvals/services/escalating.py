"""Telling who is awaited, and then the next superior: the item itself never moves (design: words).

Each timer fires once: it is claimed under a lock that several sweeps share, and marked in the
transaction that tells the people and writes the ledger (ADR 0016).
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from approvals.ladders import Channel, Rung, To, first_late, parse_ladder
from approvals.models import Timer
from approvals.selectors.lateness import Late, read
from approvals.selectors.people import SYSTEM
from approvals.selectors.superiors import People, Roll
from approvals.services import timers
from approvals.services.telling import Message, Teller
from core import ledger
from core.office_calendar import calendar_of, units_with_own

log = logging.getLogger(__name__)
VERB = "escalate"
BATCH = 5000


@dataclass(frozen=True)
class Plan:
    """What a timer of this kind does now: which rung is told, and who hears it."""

    place: int
    rung: Rung
    level: int
    awaited: People
    people: People
    told: str
    above: str


@dataclass(frozen=True)
class Step:
    """What one timer does now."""

    late: Late
    plan: Plan


def escalate(*, now: datetime, forced: bool = False) -> tuple[list[str], list[str]]:
    """Fire every timer whose time has come; returns what was done and what failed.

    Works in each unit's office hours only, unless forced. Repeatable, and several sweeps share the
    work; an item that fails never stops the others.
    """
    timers.arm()
    sweep = _Sweep(now=now, rows=_due(now, forced=forced))
    sweep.run()
    return sweep.done, sweep.failed


def _due(now: datetime, *, forced: bool) -> QuerySet[Timer]:
    rows = Timer.objects.filter(fired_at=None, fires_at__lte=now).order_by("fires_at", "id")
    if forced:
        return rows
    own = units_with_own()
    at_work = {unit for unit in own if calendar_of(unit).is_working_moment(now)}
    if calendar_of().is_working_moment(now):
        return rows.exclude(unit__in=own - at_work)
    return rows.filter(unit__in=at_work)


class _Sweep:
    """One pass over the timers that are due; every batch in a transaction of its own."""

    def __init__(self, *, now: datetime, rows: QuerySet[Timer]) -> None:
        self.now, self.rows = now, rows
        self.done: list[str] = []
        self.failed: list[str] = []
        self._roll, self._teller = Roll(now), Teller(now)
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._ladders: dict[int, tuple[Rung, ...]] = {}
        self._later: dict[tuple[str, int], datetime] = {}

    def run(self) -> None:
        """Take what is due when the sweep begins, the longest due first."""
        keys = list(self.rows.values_list("pk", flat=True))
        for first in range(0, len(keys), BATCH):
            self._take(keys[first : first + BATCH])

    def _take(self, keys: Sequence[int]) -> None:
        """Fire the timers that nobody else is at; where one is bad, the halves without it."""
        try:
            with transaction.atomic():
                mine = self.rows.filter(pk__in=keys).select_for_update(skip_locked=True)
                lines = self._fire(list(mine.values_list("pk", flat=True)))
        except Exception as error:
            if len(keys) > 1:
                self._take(keys[: len(keys) // 2])
                self._take(keys[len(keys) // 2 :])
                return
            log.exception("firing timer %s failed", keys[0])
            reference = Timer.objects.get(pk=keys[0]).submission.reference
            self.failed.append(f"{reference} {type(error).__name__}")
        else:
            self.done += lines

    def _fire(self, keys: Sequence[int]) -> list[str]:
        steps: list[Step] = []
        over: list[int] = []
        for late in read(keys):
            rung = self._rungs(late)[late.rung]
            if not late.open or (rung.before and late.due_at <= self.now):
                over.append(late.key)
            elif not rung.before and late.due_at > self.now:  # the deadline moved meanwhile
                Timer.objects.filter(pk=late.key).update(fires_at=late.due_at)
            else:
                steps.append(self._step(late))
        Timer.objects.filter(pk__in=over).delete()
        timers.mark_fired([step.late.key for step in steps], now=self.now)
        following: dict[timers.Next, list[int]] = defaultdict(list)
        for step in steps:
            if later := self._following(step):
                following[later].append(step.late.key)
        for later, fired in following.items():
            timers.follow(fired, later)
        ledger.record_many([_act(step) for step in steps], now=self.now)
        self._teller.tell([(_message(step), step.plan.people) for step in steps])
        return [f"{step.late.reference} {_said(step)}: {step.plan.above}" for step in steps]

    def _rungs(self, late: Late) -> tuple[Rung, ...]:
        if late.route_version not in self._ladders:
            self._ladders[late.route_version] = parse_ladder(late.ladder)
        return self._ladders[late.route_version]

    def _step(self, late: Late) -> Step:
        kind = (
            *(late.route_version, late.rung, late.lap, late.turn is None, late.unit, late.portal),
            *(late.role, late.person, late.excluded, late.approved_by),
        )
        if kind not in self._plans:
            self._plans[kind] = self._plan(late)
        return Step(late, self._plans[kind])

    def _plan(self, late: Late) -> Plan:
        rungs = self._rungs(late)
        if late.turn is None:
            asked = self._roll.board(late.unit)
        else:
            asked = self._roll.awaited(late.role, late.unit, late.person)
        awaited = frozenset(person for person in asked if person.pk not in late.excluded)
        first = late.rung == first_late(rungs) and not late.lap
        place = late.rung
        superiors = self._above(late, rungs[place], awaited)
        if not rungs[place].before and not late.lap:
            place, superiors = self._next_level(late, rungs, awaited)
        level = 0 if rungs[place].before else place - first_late(rungs) + 1
        people = superiors | awaited if first else superiors
        return Plan(place, rungs[place], level, awaited, people, _names(people), _names(superiors))

    def _next_level(
        self, late: Late, rungs: tuple[Rung, ...], awaited: People
    ) -> tuple[int, People]:
        """Return the next rung that has somebody who was not asked or told before."""
        below = rungs[first_late(rungs) : late.rung]
        told = [self._above(late, rung, awaited) for rung in below]
        known = awaited.union(*told)
        for place in range(late.rung, len(rungs)):
            people = self._above(late, rungs[place], awaited)
            new = frozenset(who for who in people - known if who.pk != late.approved_by)
            if rungs[place].to is To.AWAITED or new:
                return place, new or awaited
        return len(rungs) - 1, self._above(late, rungs[-1], awaited)

    def _above(self, late: Late, rung: Rung, awaited: People) -> People:
        if rung.to is To.AWAITED:
            return awaited
        return self._roll.told_by(rung, late.unit, late.portal)

    def _following(self, step: Step) -> timers.Next | None:
        """Return the timer after this one: the same rung again, or the next."""
        late, rungs = step.late, self._rungs(step.late)
        lap = late.lap + 1 if step.plan.place == late.rung else 1
        if step.plan.rung.before:
            return None
        if lap < step.plan.rung.times:
            return timers.Next(
                step.plan.place, lap, self._in_hours(late.unit, step.plan.rung.every)
            )
        if step.plan.place + 1 < len(rungs):
            hours = rungs[step.plan.place + 1].hours
            return timers.Next(step.plan.place + 1, 0, self._in_hours(late.unit, hours))
        return None

    def _in_hours(self, unit: str, hours: int) -> datetime:
        if (unit, hours) not in self._later:
            later = calendar_of(unit).add_working_hours(self.now, hours)
            self._later[unit, hours] = later
        return self._later[unit, hours]


def _event(step: Step) -> str:
    if step.plan.rung.before:
        return "remind"
    return "confirm" if step.late.turn is None else "escalate"


def _said(step: Step) -> str:
    return f"level {step.plan.level}" if step.plan.level else "remind"


def _message(step: Step) -> Message:
    late = step.late
    occasion = f".{late.turn or 0}.{step.plan.place}.{late.lap}"
    event = _event(step)
    by_mail = step.plan.rung.channel is not Channel.DESK
    return Message(
        late.submission, late.reference, event, occasion, late.due_at, step.plan.awaited, by_mail
    )


def _act(step: Step) -> ledger.Act:
    details = {
        "reference": step.late.reference,
        "event": _event(step),
        "level": step.plan.level,
        "due_at": step.late.due_at.isoformat(),
        "told": step.plan.told,
    }
    return ledger.Act(
        verb=VERB,
        subject_type="submission",
        subject_id=str(step.late.submission),
        actor=SYSTEM.name,
        content_hash=step.late.content_hash,
        details=details,
    )


def _names(people: People) -> str:
    return ", ".join(sorted(person.username for person in people))
