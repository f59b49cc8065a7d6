"""Telling the next superior what is overdue: the item itself never moves (design: words)."""

import json
import logging
import uuid
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import BOARD, PHASE_OF
from approvals.rulepacks import pack_in_force
from approvals.selectors.facts import authors
from approvals.selectors.people import SYSTEM, holders, may_take
from approvals.services import notices
from core import ledger
from core.clock import in_vietnam
from core.models import LedgerEntry, User
from core.office_calendar import calendar_of
from core.roles import Role

log = logging.getLogger(__name__)
VERB = "escalate"
HOURS_A_LEVEL = 8
HEADS = (Role.AGENCY_HEAD, Role.BOARD_HEAD)
PORTAL_BOARD = (Role.SECRETARY, Role.BOARD_HEAD)
LEVELS = 3


@dataclass(frozen=True)
class Overdue:
    """What is late: whose word is missing since when, and how far up it was told already."""

    event: str
    unit: str
    due_at: datetime
    awaited: frozenset[User]
    level: int = 0


def escalate(*, now: datetime, forced: bool = False) -> tuple[list[str], list[str]]:
    """Tell the next superior of every overdue item; returns what was done and what failed.

    Levels: the head of the unit, the portal's board, the administrators; each once, the next one
    eight working hours after the last. Works in office hours only, unless forced. Repeatable, and
    several sweeps share the work; an item that fails never stops the others.
    """
    if not forced and not calendar_of().is_working_moment(now):
        return [], []
    done: list[str] = []
    failed: list[str] = []
    for key, reference in list(_candidates(now).values_list("pk", "reference")):
        try:
            told = _raise(key, now=now)
        except Exception as error:
            log.exception("escalating %s failed", reference)
            failed.append(f"{reference} {type(error).__name__}")
        else:
            done += [f"{reference} {told}"] if told else []
    return done, failed


def _candidates(now: datetime) -> QuerySet[Submission]:
    """Return what may be overdue, longest first: a stage, or a second person's confirmation."""
    waits = Q(state__in=[State.SUBMITTED, State.REVIEWED], due_at__lte=now)
    unconfirmed = Q(fast_tracked=True, confirmed_by=None, approved_at__lt=now)
    unconfirmed &= Q(state__in=[State.APPROVED, State.PUBLISHED])
    rows = Submission.objects.filter(waits | unconfirmed, escalation_level__lt=LEVELS)
    return rows.order_by("due_at", "pk")


def _raise(key: uuid.UUID, *, now: datetime) -> str:
    """Raise one item by a level under its lock and tell the people there; empty if not yet due."""
    with transaction.atomic():
        rows = _candidates(now).select_for_update(of=("self",), skip_locked=True)
        rows = rows.select_related("site__unit", "site__parent__unit", "revision", "approved_by")
        submission = rows.filter(pk=key).first()  # None: somebody else is at it
        overdue = submission and _overdue(submission, now=now)
        if not submission or not overdue:
            return ""
        level, superiors = _next_level(submission, overdue, now=now)
        people = superiors | (overdue.awaited if overdue.level == 0 else frozenset())
        submission.escalation_level = level
        submission.save(update_fields=["escalation_level"])
        _record(submission, overdue, level, people, now=now)
        for language in {person.language for person in people}:
            readers = [person for person in people if person.language == language]
            text = _text(submission, overdue, language)
            notices.tell(readers, submission, overdue.event, text=text, now=now)
        return f"level {level}: {_names(superiors)}"


def _overdue(submission: Submission, *, now: datetime) -> Overdue | None:
    """Return what is late, if the next level's time has come."""
    entries = LedgerEntry.objects.filter(subject_id=str(submission.pk), verb=VERB)
    last = entries.order_by("-number").first()
    late = _late_turn if submission.state in PHASE_OF else _late_confirmation
    found = late(submission, last, now)
    if found.level >= LEVELS:
        return None
    due_at = found.due_at
    if last and found.level:
        due_at = calendar_of().add_working_hours(last.at, HOURS_A_LEVEL)
    return found if due_at <= now else None


def _late_turn(submission: Submission, _last: LedgerEntry | None, now: datetime) -> Overdue:
    late = [turn for turn in submission.turns.all() if turn.due_at <= now]
    today = in_vietnam(now).date()
    people = frozenset(person for turn in late for person in may_take(turn, on=today))
    awaited = _without(people, authors(submission))
    first = min(late, key=lambda turn: turn.due_at)
    return Overdue("escalate", first.unit, first.due_at, awaited, submission.escalation_level)


def _late_confirmation(submission: Submission, last: LedgerEntry | None, now: datetime) -> Overdue:
    """A fast-tracked item waits for a second person, before and after it is public."""
    assert submission.approved_at is not None  # noqa: S101  fast-tracked items are approved
    pack = pack_in_force(in_vietnam(submission.approved_at).date())
    due_at = calendar_of().add_working_hours(submission.approved_at, pack.confirm_working_hours)
    unit = submission.site.unit.code
    excluded = authors(submission) | {submission.approved_by_id}
    awaited = _without(_holding(BOARD, unit, now=now), excluded)
    # Publishing begins a new turn on the row; the ledger remembers how far up it was told before.
    told = last if last and last.at > submission.approved_at else None
    level = json.loads(told.body)["details"]["level"] if told else 0
    return Overdue("confirm", unit, due_at, awaited, max(level, submission.escalation_level))


def _next_level(
    submission: Submission, overdue: Overdue, *, now: datetime
) -> tuple[int, frozenset[User]]:
    """Return the next level that has somebody who was not asked or told before."""
    portal = (submission.site.parent or submission.site).unit.code
    ladder = (
        _holding(HEADS, overdue.unit, now=now),
        _holding(PORTAL_BOARD, portal, now=now),
        _holding((Role.ADMINISTRATOR,), portal, now=now),
    )
    known = overdue.awaited.union({submission.approved_by}, *ladder[: overdue.level])
    for level, people in enumerate(ladder[overdue.level :], start=overdue.level + 1):
        if people - known:
            return level, people - known
    return LEVELS, ladder[-1]


def _holding(roles: Iterable[str], unit: str, *, now: datetime) -> frozenset[User]:
    today = in_vietnam(now).date()
    return frozenset(person for role in roles for person in holders(role, unit, on=today))


def _without(people: frozenset[User], excluded: AbstractSet[int | None]) -> frozenset[User]:
    return frozenset(person for person in people if person.pk not in excluded)


def _record(
    submission: Submission,
    overdue: Overdue,
    level: int,
    people: frozenset[User],
    *,
    now: datetime,
) -> None:
    details = {
        "reference": submission.reference,
        "event": overdue.event,
        "level": level,
        "due_at": overdue.due_at.isoformat(),
        "told": _names(people),
    }
    act = ledger.Act(
        verb=VERB,
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=SYSTEM.name,
        content_hash=submission.content_hash,
        details=details,
    )
    ledger.record(act, now=now)


def _names(people: frozenset[User]) -> str:
    return ", ".join(sorted(person.username for person in people))


def _text(submission: Submission, overdue: Overdue, language: str) -> str:
    """Return what is late in the readers' language: reference, deadline, who is awaited."""
    with override(language):
        awaited = ", ".join(sorted(str(person) for person in overdue.awaited)) or "-"
        return gettext("%(reference)s đã quá hạn từ %(due)s. Đang chờ: %(awaited)s.") % {
            "reference": submission.reference,
            "due": f"{in_vietnam(overdue.due_at):%H:%M %d/%m/%Y}",
            "awaited": awaited,
        }
