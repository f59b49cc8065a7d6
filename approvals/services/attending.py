"""Keeping an eye on items: watch, put off, claim; nothing here moves or blocks anything."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings

from approvals.models import Attention, Submission
from approvals.policies import Actor
from approvals.selectors.submissions import get_visible
from core.clock import in_vietnam
from core.errors import GuardFailed, Problem

LONGEST_SNOOZE = timedelta(days=60)


def watch(key: uuid.UUID, *, by: Actor, now: datetime, on: bool) -> Submission:
    """Keep the item among the watched ones of the person, or no longer."""
    return _keep(key, by, watched_at=now if on else None)


def snooze(key: uuid.UUID, *, by: Actor, now: datetime, until: date | None) -> Submission:
    """Hide the item from the person's waiting list before `until`; its deadlines run on.

    Refused for a day that has come, or more than sixty days away; None shows it again.
    """
    today = in_vietnam(now).date()
    if until is not None and not today < until <= today + LONGEST_SNOOZE:
        code = "SNOOZE_DAY_INVALID"
        raise GuardFailed(code, problems=(Problem(code, "until"),))
    return _keep(key, by, snoozed_until=until)


def claim(key: uuid.UUID, *, by: Actor, now: datetime, on: bool) -> Submission:
    """Tell the others that the person is looking at the item; ends by itself, blocks nobody."""
    until = now + timedelta(hours=settings.CLAIM_HOURS)
    return _keep(key, by, claimed_until=until if on else None)


def _keep(key: uuid.UUID, by: Actor, **values: date | datetime | None) -> Submission:
    submission = get_visible(key, by)
    Attention.objects.update_or_create(person_id=by.id, submission=submission, defaults=values)
    return submission
