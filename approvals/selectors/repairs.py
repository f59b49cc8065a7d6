"""Checks that were set aside with a promise: what is public and not yet repaired, soonest first."""

from django.db.models import Exists, OuterRef, QuerySet

from approvals.lifecycle import State
from approvals.models import Override, Revision, Submission
from approvals.policies import Actor
from approvals.selectors.submissions import visible_to

PUBLIC = (State.PUBLISHED, State.ARCHIVED)
MOST = 200


def promised(actor: Actor) -> QuerySet[Override]:
    """Return the promises of public items the person may see; a published correction ends them.

    Two hundred at most: the soonest days, and what is overdue before all.
    """
    newer = Submission.objects.filter(supersedes=OuterRef("submission"), state__in=PUBLIC)
    approved = Revision.objects.filter(
        pk=OuterRef("submission__revision"), content_hash=OuterRef("content_hash")
    )
    rows = Override.objects.filter(
        Exists(approved),
        submission__in=visible_to(actor).filter(state__in=PUBLIC).values("pk"),
    ).exclude(Exists(newer))
    return rows.select_related("submission__unit", "reason", "by").order_by("repair_by", "id")[
        :MOST
    ]
