"""What waits for its record: public and confirmed, or refused; and what waits too long."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Submission
from archive.models import SealDelay

COUNTED = 100
AWAITED = ("SIGNATURE_AWAITED", "PERSON_CERTIFICATE_MISSING")
# Whoever signs elsewhere takes hours: the record is looked at again now and then, and at once
# when the signature is brought.
LOOK_AGAIN = timedelta(hours=1)
PATIENCE = timedelta(days=1)
TRIES, REST = 5, timedelta(minutes=1)


def due() -> QuerySet[Submission]:
    """Return what waits for its record: public and confirmed, or refused; longest waiting first."""
    settled = Q(state=State.PUBLISHED) & (Q(fast_tracked=False) | Q(confirmed_by__isnull=False))
    rows = Submission.objects.filter(settled | Q(state=State.REJECTED), archive_record=None)
    return rows.order_by("updated_at", "pk")


def ready(*, now: datetime) -> QuerySet[Submission]:
    """Return what is due, but for what was found hopeless a moment ago.

    So that a hundred records that cannot be sealed now never hide the one behind them.
    """
    awaited = Q(code__in=AWAITED, tried_at__range=(now - LOOK_AGAIN, now))
    failing = Q(tries__gt=TRIES, tried_at__range=(now - REST, now))
    resting = SealDelay.objects.filter(awaited | failing, submission=OuterRef("pk"))
    return due().exclude(Exists(resting))


def late(*, now: datetime, delay: timedelta) -> int:
    """Return how many have waited longer than `delay`, counted to one beyond a hundred.

    Those that wait for a person's signature are late after a day.
    """
    patient = SealDelay.objects.filter(code__in=AWAITED, since__gt=now - PATIENCE)
    rows = due().filter(updated_at__lt=now - delay)
    rows = rows.exclude(Exists(patient.filter(submission=OuterRef("pk"))))
    return len(rows.values_list("pk")[: COUNTED + 1])
