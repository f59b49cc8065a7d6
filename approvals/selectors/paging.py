"""Long lists in pages that start after a row, never at a number: flat at any length."""

import base64
import binascii
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from approvals.models import Submission

PAGE_SIZE = 25


@dataclass(frozen=True)
class Order:
    """The field a list is ordered by; the id breaks ties."""

    field: str = "created_at"
    newest_first: bool = True


@dataclass(frozen=True)
class Page:
    """The rows of one page and the cursor of the next; empty when there is none."""

    rows: list[Submission]
    next: str


def page_of(
    rows: QuerySet[Submission], order: Order, *, after: str = "", size: int = PAGE_SIZE
) -> Page:
    """Return the page that starts after the row a cursor names; a broken cursor starts anew."""
    sign = "-" if order.newest_first else ""
    rows = rows.order_by(f"{sign}{order.field}", f"{sign}id")
    place = _read(after)
    if place:
        rows = rows.filter(_beyond(order, *place))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], _cursor(last, order) if last else "")


def _beyond(order: Order, moment: datetime, key: uuid.UUID) -> Q:
    way = "lt" if order.newest_first else "gt"
    further = Q(**{f"{order.field}__{way}": moment}) | Q(**{f"id__{way}": key})
    return Q(**{f"{order.field}__{way}e": moment}) & further


def _cursor(row: Submission, order: Order) -> str:
    moment: datetime = getattr(row, order.field)
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row.pk}".encode()).decode()


def _read(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    try:
        moment, _, key = base64.urlsafe_b64decode(cursor).decode().partition("|")
        return datetime.fromisoformat(moment), uuid.UUID(key)
    except (ValueError, binascii.Error):
        return None
