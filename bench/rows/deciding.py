"""One item through the whole decision, in process, until it stands on the portal."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import items
from bench.report import Line, Outcome

MEASURED, WARM_UP, FILLED = 50, 15, 500
BAR = 30.0


def run() -> Outcome:
    """Measure on an empty site and on one that holds five hundred items."""
    for number in range(WARM_UP):
        _walk(number, code="xa-an-binh")
    empty = [_walk(number) for number in range(MEASURED)]
    for number in range(MEASURED, FILLED):
        _walk(number)
    full = [_walk(number) for number in range(FILLED, FILLED + MEASURED)]
    return Outcome(
        "deciding",
        "Submit, review, approve and live on the portal, one item in process",
        (*_lines(empty, "0"), *_lines(full, str(FILLED)), Line("statements", _statements())),
    )


def _walk(number: int, *, code: str = "stttt") -> tuple[float, float, float, float]:
    """Return the milliseconds to create, decide and publish one item, and our processor's."""
    create, item = _timed(lambda: items.draft(number, code=code))
    processor = time.process_time()
    decide, _ = _timed(lambda: items.decide(item.pk, code=code))
    publish, _ = _timed(lambda: items.publish(item.pk))
    return create, decide, publish, (time.process_time() - processor) * 1000


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = act()
    return (time.perf_counter() - start) * 1000, result


def _lines(walks: list[tuple[float, float, float, float]], held: str) -> tuple[Line, ...]:
    def median(values: Any) -> float:
        return round(statistics.median(values), 2)

    whole = median(decide + publish for _, decide, publish, _ in walks)
    return (
        Line(f"median on a site that holds {held}", whole, "ms", at_most=BAR),
        Line(f"  of it submit, review, approve ({held})", median(w[1] for w in walks), "ms"),
        Line(f"  of it page, lists, feeds, sitemap ({held})", median(w[2] for w in walks), "ms"),
        Line(f"  of it our processor time ({held})", median(w[3] for w in walks), "ms"),
        Line(f"  before it: drafting ({held})", median(w[0] for w in walks), "ms"),
    )


def _statements() -> int:
    """Return how many statements the way from submit to live sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    item = items.draft(FILLED + MEASURED + 1)
    with CaptureQueriesContext(connection) as queries:
        items.decide(item.pk)
        items.publish(item.pk)
    return len(queries)
