"""The escalation sweep over a hundred thousand waiting items: none, few and all of them due."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench import items
from bench.report import Line, Outcome

WAITING, DUE, BAR = 100_000, 1_000, 10
COPY = """
INSERT INTO approvals_submission ({columns})
SELECT {values} FROM approvals_submission s, generate_series(1, %s) AS n WHERE s.id = %s
"""
TURNS = """
INSERT INTO approvals_turn (submission_id, position, role, unit, person_id, since, minutes, due_at)
SELECT s.id, t.position, t.role, t.unit, t.person_id, t.since, t.minutes,
       t.due_at + row_number() OVER () * interval '0.1 second'
FROM approvals_turn t, approvals_submission s
WHERE t.submission_id = %s AND s.reference LIKE 'BENCH-%%'
"""


def run() -> Outcome:
    """Sweep when nothing is due yet, when a thousand items are, and when all the others are."""
    due_at = _fill()
    made = _seconds(lambda: _sweep(due_at - timedelta(minutes=1)))
    some = _seconds(lambda: _sweep(due_at + timedelta(seconds=DUE / 10)))
    every = _seconds(lambda: _sweep(due_at + timedelta(seconds=WAITING / 10)))
    return Outcome(
        "escalating",
        "Escalation sweep over 100,000 waiting items",
        (
            Line("timers of all made, none due", round(made, 2), "s", at_most=BAR),
            Line(f"{DUE} due", round(some, 2), "s", at_most=BAR),
            Line(f"{WAITING - DUE} due", round(every, 2), "s", at_most=BAR),
            Line("deadlines told twice or never", _wrong(), at_most=0),
        ),
    )


def _fill() -> Any:
    """Copy one waiting item a hundred thousand times, one due each second; return the first due."""
    import psycopg

    from approvals.models import Submission
    from approvals.services import verbs

    item = items.draft(1)
    verbs.submit(item.pk, by=items.actor(items.PEOPLE["stttt"][0]), now=items.moment())
    fields = [f.column for f in Submission._meta.concrete_fields]  # noqa: SLF001  all columns
    own = {"id": "gen_random_uuid()", "reference": "'BENCH-' || n"}
    values = ", ".join(own.get(name, f"s.{name}") for name in fields)
    copy = COPY.format(columns=", ".join(fields), values=values)
    # Past the guards, as nobody but the owner of the server can.
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute(copy, [WAITING, item.pk])
        server.execute(TURNS, [item.pk])
        server.execute("ANALYZE approvals_submission, approvals_turn")
    return Submission.objects.get(pk=item.pk).due_at


def _sweep(now: Any) -> None:
    from approvals.services.escalating import escalate

    _, failed = escalate(now=now, forced=True)
    assert not failed, failed[:3]


def _seconds(act: Callable[[], None]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _wrong() -> int:
    from django.db.models import Count

    from core.models import LedgerEntry

    entries = LedgerEntry.objects.filter(verb="escalate").values("subject_id")
    once = entries.annotate(n=Count("number")).filter(n=1).count()
    return abs(WAITING + 1 - once)
