"""A whole site written anew from the database: pages a second on one core."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import copies, items
from bench.report import Line, Outcome

ITEMS, BAR = int(os.environ.get("BENCH_ITEMS", "10000")), 300
MEMORY = Path("/dev/shm")  # noqa: S108  a file system that costs nothing, to be told apart


def run() -> Outcome:
    """Fill a site, lose its folder, and write it again: on the disk, in memory, by two."""
    from django.conf import settings

    from publishing.selectors.views import portal_root
    from publishing.services.rebuilding import rebuild_site

    site = items.site("tinh")
    items.publish_many(1, code="tinh")
    copies.copy_published(ITEMS - site.publications.count(), code="tinh")
    _lose(portal_root(site))
    wall, cpu = _timed(lambda: rebuild_site(site))
    pages = len(list(portal_root(site).rglob("*.html")))
    again, _ = _timed(lambda: rebuild_site(site))
    kept = settings.PORTAL_ROOT
    settings.PORTAL_ROOT = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    in_memory, memory_cpu = _timed(lambda: rebuild_site(site))
    shutil.rmtree(settings.PORTAL_ROOT)
    settings.PORTAL_ROOT = kept
    return Outcome(
        "rebuilding",
        f"Rebuild of a site of {ITEMS:,} items from the database",
        (
            Line("pages a second of processor time, disk", round(pages / cpu), "/s", at_least=BAR),
            Line("pages written a second, one process, disk", round(pages / wall), "/s"),
            Line("pages a second of processor time, memory", round(pages / memory_cpu), "/s"),
            Line("pages written a second, one process, memory", round(pages / in_memory), "/s"),
            Line("pages", pages),
            Line("the whole site, one process, disk", round(wall, 2), "s"),
            Line("pages a second where nothing has changed", round(pages / again), "/s"),
        ),
    )


def _lose(root: Path) -> None:
    """Put the folder aside: deleting it would make the disk slow to create files just then."""
    if root.exists():
        root.rename(f"{root}.lost-{time.monotonic_ns()}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu
