"""Being away: setting who stands in, and coming back; each leaves an entry in the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from approvals.models import Absence
from approvals.policies import Actor
from approvals.selectors import absences
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, NotVisible, Problem, WrongState
from core.models import User

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Leave:
    """Who will be away from which day to which, and who takes the turns meanwhile."""

    person: User
    substitute: User | None
    first_day: date
    last_day: date
    reason: str = ""


def leave(wish: Leave, *, by: Actor, now: datetime) -> Absence:
    """Set an absence; refused for somebody else's person, for past days and overlapping ones."""
    today = in_vietnam(now).date()
    if not absences.in_scope(by, on=today).filter(pk=wish.person.pk).exists():
        raise NotPermitted(verb="leave")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=wish.person.pk)
        problems = tuple(_problems(wish, today))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        absence = Absence.objects.create(
            person=wish.person,
            substitute=wish.substitute,
            first_day=wish.first_day,
            last_day=wish.last_day,
            reason=wish.reason.strip(),
            set_by=User.objects.get(username=by.name),
            set_at=now,
        )
        _record("leave", absence, by=by, now=now)
    return absence


def come_back(key: int, *, by: Actor, now: datetime) -> Absence:
    """End an absence now; refused where it has ended, and for somebody else's person."""
    today = in_vietnam(now).date()
    with transaction.atomic():
        absence = Absence.objects.select_for_update().filter(pk=key).first()
        if absence is None:
            raise NotVisible(absence=key)
        if not absences.in_scope(by, on=today).filter(pk=absence.person_id).exists():
            raise NotPermitted(verb="come_back")
        if absence.ended_at or absence.last_day < today:
            raise WrongState("ABSENCE_OVER")
        absence.ended_at = now
        absence.save(update_fields=["ended_at"])
        _record("come_back", absence, by=by, now=now)
    return absence


def _problems(wish: Leave, today: date) -> Iterator[Problem]:
    if wish.first_day < today:
        yield Problem("ABSENCE_IN_THE_PAST", "first_day")
    if wish.last_day < wish.first_day or (wish.last_day - wish.first_day).days > LONGEST_DAYS:
        yield Problem("ABSENCE_DAYS", "last_day")
    same = wish.person.absences.filter(ended_at=None)
    if same.filter(first_day__lte=wish.last_day, last_day__gte=wish.first_day).exists():
        yield Problem("ABSENCE_OVERLAPS", "first_day")
    if wish.substitute and (wish.substitute == wish.person or not wish.substitute.is_active):
        yield Problem("SUBSTITUTE_REFUSED", "substitute")


def _record(verb: str, absence: Absence, *, by: Actor, now: datetime) -> None:
    substitute = absence.substitute
    act = ledger.Act(
        verb=verb,
        subject_type="person",
        subject_id=absence.person.username,
        actor=by.name,
        details={
            "substitute": substitute.username if substitute else "",
            "first_day": absence.first_day.isoformat(),
            "last_day": absence.last_day.isoformat(),
        },
    )
    ledger.record(act, now=now)
