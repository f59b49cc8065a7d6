"""One item published into a large site: how long it takes, and which files it touches."""

import os
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

from bench import copies, items
from bench.report import Line, Outcome

ITEMS, ROUNDS, BAR_MS = int(os.environ.get("BENCH_SITE", "100000")), 21, 200


def run() -> Outcome:
    """Publish items one after the other into a site of a hundred thousand."""
    from publishing.models import Publication

    items.publish_many(40, code="tinh")
    copies.copy_published(ITEMS - 40, code="tinh")
    times, touched, allowed = [], [], []
    first = items.draft(4_999_999, code="tinh")
    items.decide(first.pk, code="tinh")
    items.publish(first.pk)  # the pages that every site has
    for number in range(ROUNDS):
        item = items.draft(5_000_000 + number, code="tinh")
        items.decide(item.pk, code="tinh")
        with Written() as written:
            start = time.perf_counter()
            items.publish(item.pk)
            times.append((time.perf_counter() - start) * 1000)
        touched.append(written.names)
        allowed.append(dependents(Publication.objects.get(submission=item.pk)))
    strangers = sum(len(names - may) for names, may in zip(touched, allowed, strict=True))
    return Outcome(
        "publishing",
        f"One item published into a site of {ITEMS:,} items",
        (
            Line("median", round(statistics.median(times), 1), "ms", at_most=BAR_MS),
            Line("slowest", round(max(times), 1), "ms"),
            Line("files touched, at most", max(map(len, touched))),
            Line("its dependents, at most", max(map(len, allowed))),
            Line("files touched that do not depend on it", strangers, at_most=0),
        ),
    )


class Written:
    """Which pages the site writer changes meanwhile; copies are counted with their page."""

    def __enter__(self) -> Self:
        from publishing import site_writer

        self.names: set[str] = set()
        self._writer, self._switch = site_writer, site_writer._switch  # noqa: SLF001

        def noting(path: Path, *args: Any, **more: Any) -> None:
            self.names.add(path.as_posix().partition("/portal/tinh/")[2])
            self._switch(path, *args, **more)

        site_writer._switch = noting  # noqa: SLF001
        return self

    def __exit__(self, *_error: object) -> None:
        self._writer._switch = self._switch  # noqa: SLF001


def dependents(publication: Any) -> set[str]:
    """Return the files that may change with an item: what `pages_touched_by` names, and feeds."""
    from publishing.models import ListCounter
    from publishing.rendering import addresses, paging

    totals = Counter(
        dict(ListCounter.objects.filter(site=publication.site).values_list("name", "total"))
    )
    placement = paging.Placement(
        address=publication.address,
        category=publication.category,
        slot_in_category=publication.slot_in_category,
        total_in_category=totals[publication.category],
        slot_in_all=publication.slot_in_all,
        total_in_all=totals[addresses.ALL_ITEMS],
    )
    named = paging.pages_touched_by(placement)
    feeds = [f"{publication.category}/{name}" for name in (addresses.RSS, addresses.ATOM)]
    return {_file(name) for name in named} | set(feeds)


def _file(address: str) -> str:
    from publishing.rendering import addresses

    return addresses.file_of(address) if address.endswith("/") or not address else address
