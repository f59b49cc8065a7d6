"""The items behind one kind of information of an agency."""

import base64
import binascii
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from approvals.models import Submission
from core.models import Unit
from publishing.models import Publication
from publishing.selectors.radar import UNDER_WAY

PAGE_SIZE = 25


@dataclass(frozen=True)
class Behind:
    """What is under way (at most a page of it) and one page of what is online."""

    under_way: list[Submission]
    overdue: frozenset[uuid.UUID]
    online: list[Publication]
    next: str


def behind(unit: Unit, category: str, *, now: datetime, after: str = "") -> Behind:
    """Return the items of a cell, newest first; a broken cursor starts anew."""
    doing = Submission.objects.filter(unit=unit, category=category, state__in=UNDER_WAY)
    doing = doing.select_related("posting_term", "site").order_by("-created_at", "-id")
    under_way = list(doing[:PAGE_SIZE])
    rows = Publication.objects.filter(unit=unit, category=category, online=True)
    place = _read(after)
    if place:
        moment, key = place
        further = Q(published_at__lt=moment) | Q(pk__lt=key)
        rows = rows.filter(Q(published_at__lte=moment) & further)
    rows = rows.select_related("site", "submission__posting_term")
    found = list(rows.order_by("-published_at", "-id")[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return Behind(
        under_way,
        frozenset(row.pk for row in under_way if _due(row) and _due(row) < now),  # type: ignore[operator]
        found[:PAGE_SIZE],
        _cursor(found[PAGE_SIZE - 1]) if more else "",
    )


def _due(row: Submission) -> datetime | None:
    term = getattr(row, "posting_term", None)
    return term.due_at if term else None


def _cursor(row: Publication) -> str:
    return base64.urlsafe_b64encode(f"{row.published_at.isoformat()}|{row.pk}".encode()).decode()


def _read(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    try:
        moment, key = base64.urlsafe_b64decode(cursor).decode().split("|")
        return datetime.fromisoformat(moment), uuid.UUID(key)
    except (ValueError, binascii.Error):
        return None
