"""Lists of any length: pages start after a row that an opaque cursor names, never at a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from rest_framework.exceptions import ValidationError

PAGE_SIZE = 50


@dataclass(frozen=True)
class Key:
    """The unique order of a list: fields, the first counts most; all fall or all rise."""

    fields: tuple[str, ...]
    newest_first: bool = True

    @property
    def salt(self) -> str:
        """Binds a cursor to lists of this order."""
        return f"api.cursor.{self.fields}{self.newest_first}"


RANKED = Key(("rank",))


@dataclass(frozen=True)
class Page:
    """The rows of a page and the cursor of the next one."""

    rows: list[Any]
    next: str | None

    def answer(self, one: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Return the page as it goes over the wire."""
        return {"results": [one(row) for row in self.rows], "next": self.next}


def page_after(rows: QuerySet[Any], key: Key, *, cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """Return the page after the row that the cursor names; refuses a cursor that is not ours."""
    sign = "-" if key.newest_first else ""
    ordered = rows.order_by(*(f"{sign}{name}" for name in key.fields))
    if cursor:
        ordered = ordered.filter(_beyond(key, _read(cursor, key)))
    found = list(ordered[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], _cursor(_place(last, key), key) if last is not None else None)


def page_at(
    find: Callable[[int, int], list[Any]], *, cursor: str = "", size: int = PAGE_SIZE
) -> Page:
    """Return a page of ranked answers, whose order has no unique key: `find(first, number)`."""
    first = _read(cursor, RANKED)[0] if cursor else 0
    found = find(first, size + 1)
    return Page(found[:size], _cursor([first + size], RANKED) if len(found) > size else None)


def _beyond(key: Key, values: list[Any]) -> Q:
    """Return the condition of standing after `values` in the order of the key."""
    way = "lt" if key.newest_first else "gt"
    condition = Q(pk__in=[])
    for name, value in reversed(list(zip(key.fields, values, strict=True))):
        condition = Q(**{f"{name}__{way}": value}) | Q(**{name: value}) & condition
    # Said once more for the first field alone, so that its index gives the starting point.
    return condition & Q(**{f"{key.fields[0]}__{way}e": values[0]})


def _place(row: Any, key: Key) -> list[Any]:
    values = (getattr(row, name) for name in key.fields)
    return [value if isinstance(value, int) else str(value) for value in values]


def _cursor(place: list[Any], key: Key) -> str:
    return signing.dumps(place, salt=key.salt)


def _read(cursor: str, key: Key) -> list[Any]:
    try:
        place: list[Any] = signing.loads(cursor, salt=key.salt)
    except signing.BadSignature as wrong:
        raise ValidationError({"cursor": ["?"]}) from wrong
    return place
