"""Several clients decide at the same time, each about another item: none lost, none twice."""

import contextlib
import multiprocessing
import time
from typing import Any

from bench import items
from bench.report import Line, Outcome

CLIENTS, DECISIONS, RACED, BAR = (1, 2, 4, 8), 240, 20, 200


def run() -> Outcome:
    """Approve reviewed items by one, two, four and eight processes at once."""
    _rate(1)  # warm-up
    rates = {clients: _rate(clients) for clients in CLIENTS}
    _together([[_reviewed(n) for n in range(RACED)]] * CLIENTS[-1])
    lines = [Line(f"decisions a second, {n} clients", round(rates[n]), "/s") for n in CLIENTS[:-1]]
    most = CLIENTS[-1]
    return Outcome(
        "contention",
        "Decisions under contention",
        (
            *lines,
            Line(f"decisions a second, {most} clients", round(rates[most]), "/s", at_least=BAR),
            Line("two clients to one", round(rates[2] / rates[1], 2), "x"),
            Line("decisions lost", _lost(), at_most=0),
            Line("decisions made twice", _twice(), at_most=0),
        ),
    )


def _rate(clients: int) -> float:
    """Return the decisions a second when the clients share the items between them."""
    keys = [_reviewed(clients * 10_000 + number) for number in range(DECISIONS)]
    return len(keys) / _together([keys[n::clients] for n in range(clients)])


def _together(shares: list[list[Any]]) -> float:
    """Return the seconds until every client is through its share; one process a client."""
    from django.db import connection

    approver = items.actor(items.PEOPLE["stttt"][2][0])
    connection.close()
    connection.close_pool()
    context = multiprocessing.get_context("fork")
    begin = context.Barrier(len(shares) + 1)
    workers = [context.Process(target=_client, args=(share, approver, begin)) for share in shares]
    for worker in workers:
        worker.start()
    begin.wait()
    start = time.perf_counter()
    for worker in workers:
        worker.join()
    taken = time.perf_counter() - start
    assert all(worker.exitcode == 0 for worker in workers)
    return taken


def _reviewed(number: int) -> Any:
    from approvals.services import verbs

    author, reviewers, _ = items.PEOPLE["stttt"]
    key = items.draft(number).pk
    verbs.submit(key, by=items.actor(author), now=items.moment())
    verbs.review(key, by=items.actor(reviewers[0]), now=items.moment())
    return key


def _client(keys: list[Any], approver: Any, begin: Any) -> None:
    from django.db import connection

    from approvals.services import verbs
    from core.errors import WrongState

    connection.ensure_connection()
    begin.wait()
    for key in keys:
        with contextlib.suppress(WrongState):  # in the race another client was faster
            verbs.approve(key, by=approver, now=items.moment())


def _lost() -> int:
    """Return the items that somebody approved and that still wait, or lack their decision."""
    from approvals.models import Decision, Submission

    decided = Decision.objects.filter(verb="approve").values("submission")
    return Submission.objects.exclude(state="published").exclude(pk__in=decided).count()


def _twice() -> int:
    from django.db.models import Count

    from approvals.models import Decision

    rows = Decision.objects.filter(verb="approve").values("submission").annotate(n=Count("id"))
    return rows.filter(n__gt=1).count()
