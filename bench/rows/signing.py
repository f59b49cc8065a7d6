"""Sealing records with the agency's signature against sealing them without: records in a second."""

import time

from bench import items
from bench.report import Line, Outcome

RECORDS = 12


def run() -> Outcome:
    """Seal as many records unsigned, at B-T and at B-LTA, by the demo's key, in one process."""
    from django.conf import settings

    from archive.services.signing import provide_demo

    items.publish_many(3 * RECORDS + 1)
    _seal(1)  # fonts and templates are read once a process
    without = _seal(RECORDS)
    provide_demo(now=items.moment())
    settings.SIGNING_LEVEL = "B-T"
    stamped = _seal(RECORDS)
    settings.SIGNING_LEVEL = "B-LTA"
    lasting = _seal(RECORDS)
    return Outcome(
        "signing",
        "Records sealed, with and without the agency's signature",
        (
            Line("unsigned", round(without, 2), "/s"),
            Line("B-T", round(stamped, 2), "/s"),
            Line("B-LTA", round(lasting, 2), "/s"),
            Line("B-LTA against unsigned", round(lasting / without, 2)),
        ),
    )


def _seal(count: int) -> float:
    from archive.services.sealing import seal_due

    start = time.perf_counter()
    done, failed = seal_due(now=items.moment(), limit=count)
    assert (len(done), failed) == (count, []), failed
    return count / (time.perf_counter() - start)
