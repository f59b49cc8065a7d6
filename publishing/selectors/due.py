"""What is due, what comes next, and what should be public (or gone) by now and is not."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Submission
from publishing.models import Publication, ReleaseBundle, ReleaseItem

BATCH = 100
# The moments before which an approved item may not be public.
TIMES = ("publish_at", "embargo_until", "hold_until")
# One turn of the minute's sweep and one try after it; longer is no accident.
GRACE = timedelta(seconds=90)


@dataclass(frozen=True)
class Late:
    """How much is past its time: items, bundles, and pages that should be gone."""

    items: int
    bundles: int
    expired: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.items + self.bundles + self.expired


def in_planned_bundle(outer: str = "pk") -> Exists:
    """Tell whether a submission waits for its bundle."""
    return Exists(ReleaseItem.objects.filter(planned=True, submission=OuterRef(outer)))


def waits_for_original(*, now: datetime) -> Q:
    """Tell which translations wait: their original is being decided on, or its time is later."""
    deciding = Q(translation_of__state__in=["draft", "submitted", "returned", "reviewed"])
    later = Q(translation_of__state="approved", translation_of__publish_at__gt=now)
    return Q(translation_of__isnull=False) & (deciding | later)


def due_rows(*, now: datetime) -> QuerySet[Submission]:
    """Return the approved items whose time has come and that no bundle holds, soonest first."""
    over = (Q(**{name: None}) | Q(**{f"{name}__lte": now}) for name in TIMES)
    rows = Submission.objects.filter(*over, state=State.APPROVED)
    rows = rows.filter(approved_at__lte=now - F("site__hold_seconds") * timedelta(seconds=1))
    rows = rows.exclude(in_planned_bundle()).exclude(waits_for_original(now=now))
    return rows.order_by("publish_at", F("translation_of").asc(nulls_first=True), "id")


def due(*, now: datetime) -> list[uuid.UUID]:
    """Return the keys of what is due, a batch of them."""
    return list(due_rows(now=now).values_list("pk", flat=True)[:BATCH])


def bundles_due(*, now: datetime) -> list[uuid.UUID]:
    """Return the bundles whose time has come and that need not wait for another try."""
    rows = ReleaseBundle.objects.filter(status=ReleaseBundle.Status.PLANNED, publish_at__lte=now)
    ready = rows.filter(Q(retry_at=None) | Q(retry_at__lte=now))
    return list(ready.order_by("publish_at", "id").values_list("pk", flat=True)[:BATCH])


def next_moment(*, now: datetime) -> datetime | None:
    """Return when something is due next; None where nothing waits for its time."""
    waiting = Submission.objects.filter(state=State.APPROVED).order_by()
    later = {name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in TIMES}
    moments: list[datetime | None] = [
        *waiting.filter(_any_later(now)).aggregate(**later).values(),
        _first_graced(waiting, now=now),
        _first(ReleaseBundle.objects.filter(status="planned"), "publish_at", now=now),
        _first(Publication.objects.filter(online=True), "expire_at", now=now),
    ]
    return min((one for one in moments if one is not None), default=None)


def late_items(*, now: datetime) -> QuerySet[Submission]:
    """Return approved items that should have been public a while ago."""
    return due_rows(now=now - GRACE).select_related("site__unit")


def late_bundles(*, now: datetime) -> QuerySet[ReleaseBundle]:
    """Return bundles that should have been released a while ago."""
    rows = ReleaseBundle.objects.filter(status="planned", publish_at__lte=now - GRACE)
    return rows.select_related("site__unit")


def late(*, now: datetime) -> Late:
    """Count what is past its time, up to a batch of each."""
    expired = Publication.objects.filter(online=True, expire_at__lte=now - GRACE)
    kinds: Iterable[QuerySet[Submission] | QuerySet[ReleaseBundle] | QuerySet[Publication]] = (
        late_items(now=now), late_bundles(now=now), expired,
    )  # fmt: skip
    return Late(*(rows.order_by()[:BATCH].count() for rows in kinds))


def _any_later(now: datetime) -> Q:
    return reduce(or_, (Q(**{f"{name}__gt": now}) for name in TIMES))


def _first_graced(rows: QuerySet[Submission], *, now: datetime) -> datetime | None:
    """Return when the first holding time is over, of sites that have one."""
    over = F("approved_at") + F("site__hold_seconds") * timedelta(seconds=1)
    graced = ExpressionWrapper(over, output_field=DateTimeField())
    held = rows.filter(site__hold_seconds__gt=0).annotate(graced=graced).filter(graced__gt=now)
    first: datetime | None = held.aggregate(first=Min("graced"))["first"]
    return first


def _first(
    rows: QuerySet[ReleaseBundle] | QuerySet[Publication], field: str, *, now: datetime
) -> datetime | None:
    later = rows.filter(**{f"{field}__gt": now}).order_by(field)
    return later.values_list(field, flat=True).first()
