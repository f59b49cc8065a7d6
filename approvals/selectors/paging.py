"""Long lists in pages that start after a row, never at a number: flat at any length."""

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from approvals.models import Submission

PAGE_SIZE = 25
Rows = QuerySet[Submission]
Place = tuple[int, datetime, uuid.UUID]


@dataclass(frozen=True)
class Order:
    """The field a list is ordered by; the id breaks ties."""

    field: str = "created_at"
    newest_first: bool = True


@dataclass(frozen=True)
class Page:
    """The keys of one page, in order, and the cursor of the next; empty when there is none."""

    keys: list[uuid.UUID]
    next: str


def page_of(parts: Rows | Sequence[Rows], order: Order, *, after: str = "") -> Page:
    """Return the page that starts after the row a cursor names; a broken cursor starts anew.

    Of several parts the second begins where the first ends, as better matches stand before others.
    Only keys are asked for here: the rows with all that belongs to them are read once, by key.
    """
    parts = [parts] if isinstance(parts, QuerySet) else list(parts)
    place = _read(after)
    first = place[0] if place and place[0] < len(parts) else 0
    found: list[Place] = []
    for number in range(first, len(parts)):
        beyond = place[1:] if place and number == place[0] else None
        wanted = PAGE_SIZE + 1 - len(found)
        found += [(number, *row) for row in _keys(parts[number], order, beyond, wanted)]
        if len(found) > PAGE_SIZE:
            return Page([key for _, _, key in found[:PAGE_SIZE]], _cursor(found[PAGE_SIZE - 1]))
    return Page([key for _, _, key in found], "")


def _keys(
    rows: Rows, order: Order, beyond: tuple[datetime, uuid.UUID] | None, wanted: int
) -> list[tuple[datetime, uuid.UUID]]:
    sign = "-" if order.newest_first else ""
    if beyond:
        rows = rows.filter(_beyond(order, *beyond))
    rows = rows.order_by(f"{sign}{order.field}", f"{sign}id")
    return list(rows.values_list(order.field, "pk")[:wanted])


def _beyond(order: Order, moment: datetime, key: uuid.UUID) -> Q:
    way = "lt" if order.newest_first else "gt"
    further = Q(**{f"{order.field}__{way}": moment}) | Q(**{f"id__{way}": key})
    return Q(**{f"{order.field}__{way}e": moment}) & further


def _cursor(place: Place) -> str:
    number, moment, key = place
    return base64.urlsafe_b64encode(f"{number}|{moment.isoformat()}|{key}".encode()).decode()


def _read(cursor: str) -> Place | None:
    try:
        number, moment, key = base64.urlsafe_b64decode(cursor).decode().split("|")
        return int(number), datetime.fromisoformat(moment), uuid.UUID(key)
    except (ValueError, binascii.Error):
        return None
