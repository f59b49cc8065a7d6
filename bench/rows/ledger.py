"""The ledger: entries appended, sealed and verified in a second."""

import statistics
import time

from bench import items
from bench.report import Line, Outcome

ONE_BY_ONE, IN_ONE, BATCH = 400, 4000, 1000


def run() -> Outcome:
    """Append with a commit each and in long transactions, then seal and verify all of them."""
    from django.db import transaction

    from core import sealing
    from core.ledger_checks import verify_ledger

    alone = _rate(ONE_BY_ONE, lambda: [_append() for _ in range(ONE_BY_ONE)])
    together = []
    for _ in range(IN_ONE // BATCH):
        with transaction.atomic():
            together.append(_rate(BATCH, lambda: [_append() for _ in range(BATCH)]))
    waiting = ONE_BY_ONE + IN_ONE
    start = time.perf_counter()
    sealed = 0
    while batch := sealing.seal_entries():
        sealed += batch
    seal = sealed / (time.perf_counter() - start)
    sealing.make_checkpoint(now=items.moment())
    start = time.perf_counter()
    assert verify_ledger() == []
    verified = sealing.tree_size() / (time.perf_counter() - start)
    assert sealed >= waiting
    return Outcome(
        "ledger",
        "Ledger: appended, sealed and verified",
        (
            Line("appended, each with its own commit", round(alone), "/s"),
            Line("appended inside one transaction", round(statistics.median(together)), "/s"),
            Line("sealed", round(seal), "/s"),
            Line("verified", round(verified), "/s"),
        ),
    )


def _append() -> None:
    from core import ledger

    act = ledger.Act(
        verb="measure",
        subject_type="bench",
        subject_id="bench",
        actor="system",
        content_hash="0" * 64,
        details={"reference": "BENCH-1", "from": "reviewed", "to": "approved", "version": 4},
    )
    ledger.record(act, now=items.moment())


def _rate(count: int, act: object) -> float:
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return count / (time.perf_counter() - start)
