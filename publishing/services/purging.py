"""Telling a cache in front of the portal which addresses to forget, until it has heard.

Asked for in the transaction that makes lists fresh, sent by the effects worker: one call a round
with all that waits, so that a cache that does not answer holds nobody up for long.
"""

import json
import logging
import urllib.request
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.models import Site
from publishing.caches import Purge
from publishing.selectors.views import site_view

log = logging.getLogger(__name__)
TOGETHER = 100
SECONDS = 3
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
KEPT = timedelta(days=30)


def ask(site: Site, addresses: Iterable[str], *, now: datetime) -> None:
    """Note what is to be forgotten, in the caller's transaction; nothing where no cache is set."""
    if not settings.PURGE_URL:
        return
    view = site_view(site)
    root = view.base_url or f"{settings.PUBLIC_URL}/sites/{site.code}/"
    urls = [root + one for one in dict.fromkeys(addresses)]
    Purge.objects.create(site=site, addresses=urls, created_at=now, next_try_at=now)


def send_due(*, now: datetime) -> list[str]:
    """Make one call for all that waits; returns one line, or none where nothing waits.

    What fails is tried again, each time later. What was heard is forgotten after a month.
    """
    if not settings.PURGE_URL:
        return []
    Purge.objects.filter(done_at__lte=now - KEPT).delete()
    with transaction.atomic():
        rows = Purge.objects.filter(done_at=None, next_try_at__lte=now)
        waiting = list(rows.select_for_update(skip_locked=True)[:TOGETHER])
        if not waiting:
            return []
        urls = list(dict.fromkeys(url for row in waiting for url in row.addresses))
        error = _call(urls)
        for row in waiting:
            row.error = error[:300]
            row.tries += 1
            row.done_at = None if error else now
            row.next_try_at = now + _pause(row.tries)
        Purge.objects.bulk_update(waiting, ["error", "tries", "done_at", "next_try_at"])
    if error:
        log.warning("purging %d addresses failed: %s", len(urls), error)
        return [f"{len(urls)} addresses not purged: {error}"]
    return [f"{len(urls)} addresses purged"]


def _pause(tries: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(tries - 1, 20)), LONGEST_PAUSE)


def _call(urls: list[str]) -> str:
    """Send the addresses; return why that failed, or nothing."""
    request = urllib.request.Request(  # noqa: S310  the operator's own setting
        settings.PURGE_URL, json.dumps({"purge": urls}).encode(), method="POST"
    )
    request.add_header("Content-Type", "application/json")
    if settings.PURGE_TOKEN:
        request.add_header("Authorization", f"Bearer {settings.PURGE_TOKEN}")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
            return ""
    except (OSError, ValueError) as failed:
        return str(failed) or type(failed).__name__
