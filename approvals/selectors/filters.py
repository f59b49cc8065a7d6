"""How a list is narrowed: by place, kind, state, time and words; goes with any queue."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.selectors.submissions import search_best_first
from core.models import Site, Unit

# How many days back a period begins.
PERIODS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
MOST_WORDS = 200


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty narrows nothing."""

    q: str = ""
    state: str = ""
    site: str = ""
    unit: str = ""
    kind: str = ""
    category: str = ""
    period: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        """Return the filters of an address; what does not exist narrows nothing."""
        said = {one.name: asked.get(one.name, "").strip()[:MOST_WORDS] for one in fields(cls)}
        if said["state"] not in State.values:
            said["state"] = ""
        if said["period"] not in PERIODS:
            said["period"] = ""
        return cls(**said)

    @property
    def given(self) -> dict[str, str]:
        """Return what narrows, by name."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in said.items() if value}

    @property
    def address(self) -> str:
        """Return the filters as the query of an address."""
        return urlencode(self.given)

    @property
    def narrows_beyond_words(self) -> bool:
        """Tell whether more than words narrows the list."""
        return bool(self.given.keys() - {"q"})


COLUMNS = {"state": "state", "kind": "document_type", "category": "category"}
PLACES: dict[str, type[Site] | type[Unit]] = {"site": Site, "unit": Unit}


def narrowed(
    rows: QuerySet[Submission], filters: Filters, *, now: datetime
) -> list[QuerySet[Submission]]:
    """Return the rows that every filter lets through, in parts: the best matches first.

    Places are asked for first, as in `visible_to`: a number finds its index, a join does not.
    """
    given = filters.given
    rows = rows.filter(**{COLUMNS[name]: given[name] for name in COLUMNS if name in given})
    for name, place in PLACES.items():
        if name in given:
            keys = list(place.objects.filter(code=given[name]).values_list("pk", flat=True))
            rows = rows.filter(**{f"{name}_id__in": keys})
    if filters.period:
        rows = rows.filter(created_at__gte=now - timedelta(days=PERIODS[filters.period]))
    return search_best_first(rows, filters.q) if filters.q else [rows]
