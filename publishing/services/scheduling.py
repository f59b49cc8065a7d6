"""Another time for one item before it is public."""

import uuid
from datetime import datetime

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Actor
from approvals.services import scheduling
from core.errors import WrongState
from publishing.models import ReleaseItem


def reschedule(
    key: uuid.UUID,
    *,
    by: Actor,
    now: datetime,
    publish_at: datetime | None,
    expire_at: datetime | None,
) -> Submission:
    """Give an item other times; refused while a bundle holds it, and as `scheduling` refuses."""
    with transaction.atomic():
        moved = scheduling.reschedule(
            key, by=by, now=now, publish_at=publish_at, expire_at=expire_at
        )
        if ReleaseItem.objects.filter(submission=moved, planned=True).exists():
            raise WrongState("RELEASE_IN_BUNDLE", verb="reschedule", state=moved.state)
    return moved
