"""Pages of the reading room that start after a row, newest first: flat at any length."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def page_after(
    rows: QuerySet[Row], after: str, *, moment: str, number: Callable[[str], Any], most: int
) -> tuple[tuple[Row, ...], str]:
    """Return the page after a key, and the key of the next one; empty when there is none.

    The rows are ordered by `-moment` and `-pk`, which `number` reads from text; an unreadable key
    begins at the start.
    """
    place = _read(after, number)
    if place:
        at, pk = place
        further = Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk)
        rows = rows.filter(further, **{f"{moment}__lte": at})
    found = list(rows[: most + 1])
    more = len(found) > most
    last = found[most - 1] if more else None
    return tuple(found[:most]), _key(getattr(last, moment), last.pk) if last else ""


def _key(at: datetime, pk: Any) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {pk}".encode()).decode().rstrip("=")


def _read(key: str, number: Callable[[str], Any]) -> tuple[datetime, Any] | None:
    try:
        text = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode()
        at, _, pk = text.partition(" ")
        return datetime.fromisoformat(at), number(pk)
    except (ValueError, binascii.Error):
        return None
