"""The named queues of the inbox: which items a person has to do with, and how many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import BOARD, Actor
from approvals.selectors import submissions
from approvals.selectors.paging import Order

MOST_COUNTED = 100
RECENT = timedelta(days=30)
HANDS = (State.DRAFT, State.RETURNED)
ONLINE = (State.PUBLISHED, State.ARCHIVED)
Rows = QuerySet[Submission]
NEWEST = Order()


@dataclass(frozen=True)
class Queue:
    """A list of the inbox; the words stand in the desk under the same code."""

    code: str
    rows: Callable[[Actor, datetime], Rows]
    order: Order = NEWEST


@dataclass(frozen=True)
class Count:
    """How many items a queue holds; beyond a hundred nobody counts."""

    number: int

    @property
    def more(self) -> bool:
        """Tell whether there are more than were counted."""
        return self.number >= MOST_COUNTED

    def __str__(self) -> str:
        return f"{MOST_COUNTED - 1}+" if self.more else str(self.number)


def _own(actor: Actor) -> Rows:
    mine = Q(created_by_id=actor.id) | Q(submitted_by_id=actor.id)
    return submissions.visible_to(actor).filter(mine)


def _waiting(actor: Actor, _now: datetime) -> Rows:
    return submissions.waiting_for(actor)


def _mine(actor: Actor, _now: datetime) -> Rows:
    return _own(actor).filter(state__in=HANDS)


def _sent(actor: Actor, _now: datetime) -> Rows:
    return _own(actor).filter(state__in=submissions.WAITING)


def _overdue(actor: Actor, now: datetime) -> Rows:
    return submissions.overdue(submissions.visible_to(actor), now=now)


def _approved(actor: Actor, _now: datetime) -> Rows:
    return submissions.visible_to(actor).filter(state=State.APPROVED)


def _confirm(actor: Actor, _now: datetime) -> Rows:
    """Fast-tracked items that wait for a second person of the board: not author nor approver."""
    units = [unit for role, unit in actor.roles if role in BOARD]
    return (
        submissions.visible_to(actor)
        .filter(fast_tracked=True, confirmed_by=None, site__unit__code__in=units)
        .filter(state__in=[State.APPROVED, *ONLINE])
        .exclude(submitted_by_id=actor.id)
        .exclude(approved_by_id=actor.id)
    )


def _published(actor: Actor, now: datetime) -> Rows:
    recently = {"published_at__gte": now - RECENT}
    return submissions.visible_to(actor).filter(state__in=ONLINE, **recently)


def _rejected(actor: Actor, _now: datetime) -> Rows:
    return submissions.visible_to(actor).filter(state=State.REJECTED)


def _everything(actor: Actor, _now: datetime) -> Rows:
    return submissions.visible_to(actor)


SOONEST = Order("due_at", newest_first=False)
QUEUES: tuple[Queue, ...] = (
    Queue("waiting", _waiting, SOONEST),
    Queue("confirm", _confirm),
    Queue("mine", _mine),
    Queue("sent", _sent, SOONEST),
    Queue("overdue", _overdue, SOONEST),
    Queue("approved", _approved),
    Queue("published", _published),
    Queue("rejected", _rejected),
    Queue("all", _everything),
)
BY_CODE = {queue.code: queue for queue in QUEUES}
COUNTED = tuple(queue for queue in QUEUES if queue.code != "all")


def counts(actor: Actor, *, now: datetime) -> dict[str, Count]:
    """Return how many items each queue holds for the person."""
    return {
        queue.code: Count(queue.rows(actor, now).order_by()[:MOST_COUNTED].count())
        for queue in COUNTED
    }
