"""The named queues of the inbox: which items a person has to do with, and how many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import BOARD, Actor
from approvals.selectors import submissions
from approvals.selectors.attention import not_put_off, watched
from approvals.selectors.paging import Order
from core.clock import in_vietnam

MOST_COUNTED = 100
RECENT = timedelta(days=30)
ONLINE = (State.PUBLISHED, State.ARCHIVED)
Rows = QuerySet[Submission]
NEWEST = Order()
SOONEST = Order("due_at", newest_first=False)


@dataclass(frozen=True)
class Asking:
    """Who looks, what this person may see, and when."""

    actor: Actor
    seen: Rows
    now: datetime

    @property
    def own(self) -> Rows:
        """What the person wrote or handed in."""
        mine = Q(created_by_id=self.actor.id) | Q(submitted_by_id=self.actor.id)
        return self.seen.filter(mine)

    @property
    def under_way(self) -> Rows:
        """What waits for somebody's decision."""
        return self.seen.filter(state__in=submissions.WAITING)


@dataclass(frozen=True)
class Queue:
    """A list of the inbox; the words stand in the desk under the same code."""

    code: str
    group: str
    rows: Callable[[Asking], Rows]
    order: Order = NEWEST
    counted: bool = True


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


def _waiting(ask: Asking) -> Rows:
    today = in_vietnam(ask.now).date()
    return not_put_off(submissions.waiting_for(ask.actor), ask.actor, on=today)


def _watched(ask: Asking) -> Rows:
    return watched(ask.seen, ask.actor)


def _confirm(ask: Asking) -> Rows:
    """Fast-tracked items that wait for a second person of the board: not author nor approver."""
    units = [unit for role, unit in ask.actor.roles if role in BOARD]
    return (
        ask.seen.filter(fast_tracked=True, confirmed_by=None, site__unit__code__in=units)
        .filter(state__in=[State.APPROVED, *ONLINE])
        .exclude(submitted_by_id=ask.actor.id)
        .exclude(approved_by_id=ask.actor.id)
    )


def _returned(ask: Asking) -> Rows:
    return ask.own.filter(state=State.RETURNED)


def _drafts(ask: Asking) -> Rows:
    return ask.own.filter(state=State.DRAFT)


def _sent(ask: Asking) -> Rows:
    return ask.own.filter(state__in=submissions.WAITING)


def _unit(ask: Asking) -> Rows:
    return ask.under_way


def _today(ask: Asking) -> Rows:
    """What falls due between now and tonight in Vietnam."""
    here = in_vietnam(ask.now)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return ask.under_way.filter(due_at__gte=ask.now, due_at__lt=midnight)


def _overdue(ask: Asking) -> Rows:
    return submissions.overdue(ask.seen, now=ask.now)


def _scheduled(ask: Asking) -> Rows:
    """What is approved and not online yet, soonest first."""
    rows = ask.seen.filter(state=State.APPROVED)
    return rows.annotate(live_at=Coalesce("publish_at", "approved_at"))


def _published(ask: Asking) -> Rows:
    return ask.seen.filter(state__in=ONLINE, published_at__gte=ask.now - RECENT)


def _rejected(ask: Asking) -> Rows:
    """What was refused since the first of this month in Vietnam."""
    here = in_vietnam(ask.now)
    first = datetime.combine(here.date().replace(day=1), time(), here.tzinfo)
    return ask.seen.filter(state=State.REJECTED, rejected_at__gte=first)


def _everything(ask: Asking) -> Rows:
    return ask.seen


QUEUES: tuple[Queue, ...] = (
    Queue("waiting", "mine", _waiting, SOONEST),
    Queue("confirm", "mine", _confirm),
    Queue("returned", "mine", _returned),
    Queue("drafts", "mine", _drafts),
    Queue("sent", "mine", _sent, SOONEST),
    Queue("watched", "mine", _watched),
    Queue("today", "unit", _today, SOONEST),
    Queue("overdue", "unit", _overdue, SOONEST),
    Queue("unit", "unit", _unit, SOONEST),
    Queue("scheduled", "outcome", _scheduled, Order("live_at", newest_first=False)),
    Queue("published", "outcome", _published, Order("published_at"), counted=False),
    Queue("rejected", "outcome", _rejected, Order("rejected_at")),
    Queue("all", "outcome", _everything, counted=False),
)
BY_CODE = {queue.code: queue for queue in QUEUES}
COUNTED = tuple(queue for queue in QUEUES if queue.counted)


def asking(actor: Actor, *, now: datetime) -> Asking:
    """Return who looks with what this person may see, asked for once for all queues."""
    return Asking(actor, submissions.visible_to(actor), now)


def counts(ask: Asking) -> dict[str, Count]:
    """Return how many items each queue holds for the person, in one statement."""
    counting: list[str] = []
    params: list[Any] = []
    for queue in COUNTED:
        sql, given = _counted(queue.rows(ask))
        counting.append(sql)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counting)}", params)
        found = cursor.fetchone()
    return {queue.code: Count(number) for queue, number in zip(COUNTED, found, strict=True)}


def _counted(rows: Rows) -> tuple[str, list[Any]]:
    try:
        sql, params = rows.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
    except EmptyResultSet:  # known to be empty without asking
        return "0", []
    return f"(SELECT count(*) FROM ({sql}) AS counted)", list(params)  # noqa: S608  the ORM's own
