"""What waits for its record: public and confirmed, or refused; and what waits too long."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Submission

COUNTED = 100


def due() -> QuerySet[Submission]:
    """Return what waits for its record: public and confirmed, or refused; longest waiting first."""
    settled = Q(state=State.PUBLISHED) & (Q(fast_tracked=False) | Q(confirmed_by__isnull=False))
    rows = Submission.objects.filter(settled | Q(state=State.REJECTED), archive_record=None)
    return rows.order_by("updated_at", "pk")


def late(*, now: datetime, delay: timedelta) -> int:
    """Return how many have waited longer than `delay`, counted to one beyond a hundred."""
    return len(due().filter(updated_at__lt=now - delay).values_list("pk")[: COUNTED + 1])
