"""The radar of information duties among up to a million submissions, from kept counts."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.crowd import Crowd
from bench.report import Line, Outcome

SIZES = tuple(int(n) for n in os.environ.get("BENCH_SIZES", "10000,1000000").split(","))
BAR = 50.0
ROUNDS = 8
# The crowd is written past the services: what they and the trigger keep is written here.
KEPT = """
INSERT INTO approvals_postingterm (submission_id, clock, runs_from, due_at)
SELECT id, 'five-working-days', created_at::date, created_at + interval '7 days'
FROM approvals_submission
WHERE state IN ('draft', 'submitted', 'returned', 'reviewed', 'approved')
ON CONFLICT DO NOTHING;
INSERT INTO publishing_holding
    (site_id, unit_id, category, language, online, late, newest_at, changed_at)
SELECT site_id, unit_id, category, 'vi', count(*), count(*) / 10, max(created_at), now()
FROM approvals_submission WHERE state IN ('published', 'archived')
GROUP BY site_id, unit_id, category
ON CONFLICT (site_id, unit_id, category, language) DO UPDATE SET online = excluded.online;
ANALYZE approvals_postingterm; ANALYZE publishing_holding;
"""


def run() -> Outcome:
    """Measure the radar of the largest agency, its page, and the board's page of all agencies."""
    from django.db import connection

    crowd = Crowd()
    lines: list[Line] = []
    for size in SIZES:
        crowd.grow(size)
        with connection.cursor() as cursor:
            cursor.execute(KEPT)
        for name, look, bar in _looks():
            lines.append(Line(f"{name} ({size:,})", _median(look), "ms", at_most=bar))
    return Outcome("duties", "The radar of information duties, in process", tuple(lines))


def _looks() -> list[tuple[str, Callable[[], Any], float | None]]:
    from django.test import Client

    from bench.items import moment
    from core.models import Unit, User
    from publishing.selectors.radar import radars

    unit = Unit.objects.get(code="tinh")
    client = Client()
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(User.objects.get(username="board-head"), backend=backend)

    def page(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code

    return [
        ("radar of one agency, median", lambda: radars([unit], now=moment()), BAR),
        ("  its whole page, median", lambda: page("/desk/duties/?unit=tinh"), None),
        ("  all agencies of the province, median", lambda: page("/desk/duties/"), None),
    ]


def _median(look: Callable[[], Any]) -> float:
    look()
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        look()
        found.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(found), 1)
