"""The inbox among ten thousand to a million submissions, of which ten thousand wait."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.crowd import PENDING, Crowd
from bench.report import Line, Outcome

SIZES = tuple(int(n) for n in os.environ.get("BENCH_SIZES", "10000,100000,1000000").split(","))
BAR, FLAT = 50.0, 1.5
ROUNDS = 4
# Who looks: a big site's head, a small one's, an author, and who reads everything.
PEOPLE = ("board-head", "dept-head", "contributor", "auditor")
QUEUES = ("waiting", "returned", "drafts", "sent", "today", "overdue", "unit", "scheduled",
          "published", "rejected", "all", "confirm")  # fmt: skip
SEARCHES = (
    {"q": "thong bao"},
    {"q": "thông báo"},
    {"q": "tuhiem7"},
    {"q": "chuyên đề 7"},
    {"q": "khongcotunay"},
    {"q": "thông báo", "state": "rejected"},
    {"queue": "unit", "q": "thông báo"},
    {"queue": "all", "category": "plans"},
    {"queue": "all", "state": "withdrawn"},
    {"queue": "all", "site": "xa-an-binh", "period": "year"},
)


def run() -> Outcome:
    """Measure every queue, search and page of several people at each size."""
    crowd = Crowd()
    lines: list[Line] = []
    worst: dict[int, float] = {}
    for size in SIZES:
        crowd.grow(size)
        selectors, pages = measured(selectors_of), measured(pages_of)
        worst[size] = _p95(pages)
        lines += [
            Line(f"whole page, p95 ({size:,})", worst[size], "ms", at_most=BAR),
            Line(f"  its median ({size:,})", round(statistics.median(_flat(pages)), 1), "ms"),
            Line(f"  its selectors, p95 ({size:,})", _p95(selectors), "ms", at_most=BAR),
            Line(f"  slowest list, median ({size:,}): {_slowest(pages)}", _top(pages), "ms"),
        ]
    ratio = round(worst[SIZES[-1]] / worst[SIZES[0]], 2)
    lines.append(Line("p95 at the largest size over the smallest", ratio, "x", at_most=FLAT))
    return Outcome("inbox", f"The inbox with {PENDING:,} items waiting, in process", tuple(lines))


Timed = dict[str, list[float]]


def measured(make: Callable[[], Iterator[tuple[str, Callable[[], Any]]]]) -> Timed:
    """Return the milliseconds of each list, after a first look at each."""
    found: Timed = {}
    for name, look in make():
        look()
        found[name] = [_timed(look) for _ in range(ROUNDS)]
    return found


def selectors_of() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield what a page asks the database for, for each person and list."""
    from approvals.selectors import queues
    from approvals.selectors.filters import Filters, narrowed
    from approvals.selectors.lines import lines
    from approvals.selectors.paging import page_of
    from approvals.selectors.submissions import by_keys
    from bench.items import actor, moment

    def look(who: str, asked: dict[str, str]) -> None:
        ask = queues.asking(actor(who), now=moment())
        queues.counts(ask)
        queue = queues.BY_CODE[asked.get("queue", "all")]
        parts = narrowed(queue.rows(ask), Filters.read(asked), now=moment())
        lines(by_keys(page_of(parts, queue.order).keys))

    for who, asked in _lists():
        yield _name(who, asked), lambda who=who, asked=asked: look(who, asked)


def pages_of() -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield whole pages through the middleware, for each person and list."""
    from django.test import Client

    from core.models import User

    backend = "django.contrib.auth.backends.ModelBackend"
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(User.objects.get(username=who), backend=backend)

    def look(who: str, asked: dict[str, str]) -> None:
        answer = clients[who].get("/desk/", asked)
        assert answer.status_code == 200, answer.status_code

    for who, asked in _lists():
        yield _name(who, asked), lambda who=who, asked=asked: look(who, asked)


def _lists() -> Iterator[tuple[str, dict[str, str]]]:
    for who in PEOPLE:
        for queue in QUEUES:
            yield who, {"queue": queue}
        for search in SEARCHES:
            yield who, dict(search)


def _name(who: str, asked: dict[str, str]) -> str:
    return f"{who} {' '.join(asked.values())}"


def _timed(look: Callable[[], Any]) -> float:
    start = time.perf_counter()
    look()
    return (time.perf_counter() - start) * 1000


def _flat(found: Timed) -> list[float]:
    return [value for values in found.values() for value in values]


def _p95(found: Timed) -> float:
    return round(statistics.quantiles(_flat(found), n=20)[-1], 1)


def _top(found: Timed) -> float:
    return round(max(statistics.median(values) for values in found.values()), 1)


def _slowest(found: Timed) -> str:
    return max(found, key=lambda name: statistics.median(found[name]))
