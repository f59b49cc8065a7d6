"""Who keeps an eye on what."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from approvals.models import Attention, Submission
from approvals.policies import Actor


def attention_of(submission: Submission, actor: Actor) -> Attention | None:
    """Return what the person keeps about the item, or None."""
    return submission.attention.filter(person_id=actor.id).first()


def claims(submission: Submission, *, now: datetime) -> QuerySet[Attention]:
    """Return who looks at the item now, and until when."""
    rows = submission.attention.filter(claimed_until__gt=now)
    return rows.select_related("person").order_by("claimed_until", "id")


def watched(rows: QuerySet[Submission], actor: Actor) -> QuerySet[Submission]:
    """Narrow a list to what the person watches."""
    return rows.filter(
        pk__in=Attention.objects.filter(person_id=actor.id, watched_at__isnull=False).values(
            "submission_id"
        )
    )


def not_put_off(rows: QuerySet[Submission], actor: Actor, *, on: date) -> QuerySet[Submission]:
    """Leave out what the person has put off to a later day."""
    mine = Attention.objects.filter(submission=OuterRef("pk"), person_id=actor.id)
    return rows.exclude(Exists(mine.filter(snoozed_until__gt=on)))
