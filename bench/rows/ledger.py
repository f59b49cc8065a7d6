"""The ledger: entries appended, sealed and verified in a second; decisions beside the sealer."""

import contextlib
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench import items
from bench.report import Line, Outcome

ONE_BY_ONE, IN_ONE, BATCH = 400, 4000, 1000
FILLED, VERIFIED_BAR = 30_000, 50_000
PAIRS, DECIDED, SEALED_BAR = 6, 25, 0.9


def run() -> Outcome:
    """Append with a commit each and in long transactions, then seal and verify all of them."""
    from django.db import transaction

    from core import ledger, sealing
    from core.ledger_checks import verify_ledger

    alone = _rate(ONE_BY_ONE, lambda: [_append() for _ in range(ONE_BY_ONE)])
    together = []
    for _ in range(IN_ONE // BATCH):
        with transaction.atomic():
            together.append(_rate(BATCH, lambda: [_append() for _ in range(BATCH)]))
    for _ in range(FILLED // BATCH):
        with transaction.atomic():
            ledger.record_many([_act()] * BATCH, now=items.moment())
    waiting = ONE_BY_ONE + IN_ONE + FILLED
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
    beside = _beside()
    return Outcome(
        "ledger",
        "Ledger: appended, sealed and verified",
        (
            Line("appended, each with its own commit", round(alone), "/s"),
            Line("appended inside one transaction", round(statistics.median(together)), "/s"),
            Line("sealed", round(seal), "/s"),
            Line("verified", round(verified), "/s", at_least=VERIFIED_BAR),
            Line("decisions beside the sealer, to those without", beside, "x", at_least=SEALED_BAR),
        ),
    )


def _beside() -> float:
    """Return decisions a second while a second process seals and signs, to those without it."""
    ratios = []
    for pair in range(PAIRS):
        rates = {}
        for sealer in (False, True) if pair % 2 else (True, False):
            keys = [items.draft(500_000 + number).pk for number in range(DECIDED)]
            with _sealer() if sealer else contextlib.nullcontext():
                rates[sealer] = _rate(DECIDED, lambda keys=keys: [items.decide(k) for k in keys])
        ratios.append(rates[True] / rates[False])
    return round(statistics.median(ratios), 2)


@contextlib.contextmanager
def _sealer() -> Iterator[None]:
    """Seal entries twenty times a second and sign each head, as no installation ever would."""
    from django.db import connection

    connection.close()
    connection.close_pool()
    context: Any = multiprocessing.get_context("fork")
    stop = context.Event()
    process = context.Process(target=_seal, args=(stop,))
    process.start()
    try:
        yield
    finally:
        stop.set()
        process.join()
    assert process.exitcode == 0


def _seal(stop: Any) -> None:
    from core import sealing

    while not stop.wait(0.05):
        sealing.seal_entries()
        sealing.make_checkpoint(now=items.moment())


def _append() -> None:
    from core import ledger

    ledger.record(_act(), now=items.moment())


def _act() -> Any:
    from core import ledger

    return ledger.Act(
        verb="measure",
        subject_type="bench",
        subject_id="bench",
        actor="system",
        content_hash="0" * 64,
        details={"reference": "BENCH-1", "from": "reviewed", "to": "approved", "version": 4},
    )


def _rate(count: int, act: object) -> float:
    start = time.perf_counter()
    act()  # type: ignore[operator]
    return count / (time.perf_counter() - start)
