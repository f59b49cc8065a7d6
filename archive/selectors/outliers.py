"""What stands out among the approvals, for auditors to look at; nothing here is a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from archive.models import Outlier, OutlierLook
from archive.selectors.paging import page_after
from core.clock import midnight

HASTY_SECONDS = 30
NIGHT_WORDS = 5
MUTUAL_WORDS = 5
MUTUAL_SPAN = timedelta(days=365)
PAGE = 50
MOST_EXPORTED = 20_000
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sought:
    """Which of them an auditor wants to see; empty means all."""

    kind: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Page:
    """One page and the key of the next one."""

    rows: tuple[Outlier, ...]
    next: str


def sought(wanted: Sought) -> QuerySet[Outlier]:
    """Return what fits, newest first."""
    rows = Outlier.objects.select_related("person", "other", "submission")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.person:
        name = wanted.person
        named = Q(person__username__iexact=name) | Q(person__full_name__icontains=name)
        rows = rows.filter(
            named | Q(other__username__iexact=name) | Q(other__full_name__icontains=name)
        )
    if wanted.since:
        rows = rows.filter(at__gte=midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=midnight(wanted.until + A_DAY))
    return rows.order_by("-at", "-id")


def page(rows: QuerySet[Outlier], after: str = "") -> Page:
    """Return the page after a key; an unreadable key begins at the start."""
    return Page(*page_after(rows, after, moment="at", number=int, most=PAGE))


def exported(rows: QuerySet[Outlier]) -> Iterator[Outlier]:
    """Return the rows for a list that leaves the house."""
    return rows[:MOST_EXPORTED].iterator(chunk_size=1000)


def last_look() -> OutlierLook | None:
    """Return the last look; None while nobody has looked."""
    return OutlierLook.objects.first()
