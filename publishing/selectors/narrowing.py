"""What readers narrow an answer by, as conditions on publications."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from core.clock import midnight
from publishing.models import Publication
from publishing.searching.tsqueries import Parameters

# The name here, the lookup of the ORM, and the condition of a statement.
_FORMS = (
    ("site", "site__code", "site_id = (SELECT id FROM core_site WHERE code = {})"),
    ("language", "language", "language = {}"),
    ("category", "category", "category = {}"),
    ("unit", "unit__code", "unit_id = (SELECT id FROM core_unit WHERE code = {})"),
    ("document_type", "document_type", "document_type = {}"),
    ("year", "year", "year = {}"),
    ("since", "published_at__gte", "published_at >= {}"),
    ("until", "published_at__lt", "published_at < {}"),
)


@dataclass(frozen=True)
class Narrowing:
    """What an answer has to be; empty values narrow nothing."""

    site: str = ""
    language: str = ""
    category: str = ""
    unit: str = ""
    document_type: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None

    def of(self, rows: QuerySet[Publication]) -> QuerySet[Publication]:
        """Return the rows that fit."""
        return rows.filter(**{lookup: value for lookup, _, value in self._said()})

    def condition(self, into: Parameters) -> str:
        """Return the condition on publications: what readers may see, and only what fits."""
        forms = (form.format(into.place(value)) for _, form, value in self._said())
        return " AND ".join(["online", *forms])

    def _said(self) -> Iterator[tuple[str, str, Any]]:
        after = self.until and self.until + timedelta(days=1)
        moments = {
            "since": self.since and midnight(self.since),
            "until": after and midnight(after),
        }
        for name, lookup, form in _FORMS:
            value = moments.get(name, getattr(self, name))
            if value:
                yield lookup, form, value
