"""A site whose identity changed gets all its pages anew, a few at a time, beside everything else.

The database is the queue: a site is due while its version is newer than the one its pages show
(`SiteBake`). A crash leaves the place where the next round goes on; nothing is parked in memory.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet

from core.errors import DomainError
from core.models import Site
from publishing.models import Publication, SiteBake
from publishing.selectors.views import LANGUAGES
from publishing.services.lists import write_frame
from publishing.services.rebuilding import write_archive
from publishing.services.takedown import bring_up_to_date_page

log = logging.getLogger(__name__)
AT_ONCE = 60


def due() -> list[Site]:
    """Return the sites whose pages show an older identity than the site has."""
    behind = Q(bake=None, version__gt=1) | Q(bake__version__lt=F("version"))
    return list(Site.objects.filter(behind).select_related("unit__parent", "parent"))


def bake_some(*, now: datetime, at_once: int = AT_ONCE) -> list[str]:
    """Take each site that is due some pages further; returns a line for each one finished."""
    finished = []
    for site in due():
        with _alone(site) as mine:
            if mine and _further(site, now=now, at_once=at_once):
                finished.append(f"{site.code}: every page shows version {site.version}")
    return finished


@dataclass(frozen=True)
class Progress:
    """How far a site's pages follow what was set."""

    done: int
    total: int
    running: bool
    finished_at: datetime | None = None


def progress_of(site: Site) -> Progress:
    """Return how many pages show the site's newest identity."""
    bake = SiteBake.objects.filter(site=site).first()
    if bake is None or bake.towards != site.version:
        return Progress(0, _pages(site).count(), running=site.version > 1)
    return Progress(bake.done, bake.total, bake.version < site.version, bake.finished_at)


def _further(site: Site, *, now: datetime, at_once: int) -> bool:
    site.refresh_from_db()
    bake, _ = SiteBake.objects.get_or_create(site=site)
    if bake.version >= site.version:
        return False
    if bake.towards != site.version:
        _begin(site, bake, now=now)
        return False
    pages = list(_pages(site).filter(slot_in_all__gt=bake.last_slot)[:at_once])
    for publication in pages:
        try:
            bring_up_to_date_page(publication)
        except DomainError as refusal:  # one bad item never stops the others; rebuild_site mends
            log.warning("baking %s failed: %s", publication.address, refusal.code)
        bake.last_slot, bake.done = publication.slot_in_all, bake.done + 1
    bake.save(update_fields=["last_slot", "done"])
    if len(pages) == at_once:
        return False
    for language in LANGUAGES:
        write_archive(site, language)
    bake.version, bake.finished_at = bake.towards, now
    bake.save(update_fields=["version", "finished_at"])
    return True


def _begin(site: Site, bake: SiteBake, *, now: datetime) -> None:
    """Show the new identity on home page and lists at once, then count what follows."""
    bake.towards, bake.last_slot, bake.done = site.version, -1, 0
    bake.total = _pages(site).count()
    bake.started_at, bake.finished_at = now, None
    write_frame(site)
    bake.save()


def _pages(site: Site) -> QuerySet[Publication]:
    rows = Publication.objects.filter(site=site, superseded_at=None).select_related(
        "site__unit__parent", "submission__unit", "submission__revision", "submission__site",
        "take_down_reason",
    )  # fmt: skip
    return rows.order_by("slot_in_all", "id")


@contextmanager
def _alone(site: Site) -> Iterator[bool]:
    """Hold the site's baking against other workers for this session; who comes second passes."""
    key = f"bake/{site.code}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
