"""The inbox: what waits for whom, decision-ready, and the search over everything one may see."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import UNIT_MEMBERS
from approvals.selectors import queues
from approvals.selectors.checks import Tally, tallies
from approvals.selectors.paging import page_of
from approvals.selectors.submissions import search
from approvals.web.asking import actor, desk
from core import clock
from core.models import Site


@dataclass(frozen=True)
class Row:
    """One line of a list, with what a decision needs."""

    submission: Submission
    checks: Tally


@desk
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show one queue, narrowed by words, state and site."""
    me, now = actor(request), clock.now()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "site")}
    counts = queues.counts(me, now=now)
    queue = _chosen(request.GET.get("queue", ""), counts, asked)
    rows = _narrowed(queue.rows(me, now).defer("revision__content"), asked)
    page = page_of(rows, queue.order, after=request.GET.get("after", ""))
    found = tallies(page.rows)
    context = {
        "queue": queue.code,
        "queues": [(one.code, counts[one.code]) for one in queues.COUNTED],
        "rows": [Row(row, found[row.pk]) for row in page.rows],
        "next": page.next,
        "asked": asked,
        "narrowed": any(asked.values()),
        "states": State.choices,
        "sites": Site.objects.all(),
        "writes": any(role in UNIT_MEMBERS for role, _ in me.roles),
    }
    return render(request, "desk/inbox.html", context)


def _chosen(code: str, counts: dict[str, queues.Count], asked: dict[str, str]) -> queues.Queue:
    """Return the queue asked for; a search looks everywhere, else the first one with work in it."""
    if code in queues.BY_CODE:
        return queues.BY_CODE[code]
    if any(asked.values()):
        return queues.BY_CODE["all"]
    busy = (name for name in ("waiting", "confirm", "mine", "sent") if counts[name].number)
    return queues.BY_CODE[next(busy, "waiting")]


def _narrowed(rows: Any, asked: dict[str, str]) -> Any:
    rows = search(rows, asked["q"])
    if asked["state"] in State.values:
        rows = rows.filter(state=asked["state"])
    return rows.filter(site__code=asked["site"]) if asked["site"] else rows
