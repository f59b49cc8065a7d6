"""Another time for an item: logged as a decision, not approved anew (the time is no content)."""

import uuid
from datetime import datetime

from django.db import transaction

from approvals import policies
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.facts import facts_of
from approvals.services.advance import lock
from approvals.services.checking import latest_verdict
from approvals.services.recording import Word, record_decision
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Problem, WrongState

MOVABLE = frozenset({State.SUBMITTED, State.REVIEWED, State.APPROVED})


def reschedule(
    key: uuid.UUID | str,
    *,
    by: Actor,
    now: datetime,
    publish_at: datetime | None,
    expire_at: datetime | None,
    version: int | None = None,
) -> Submission:
    """Give an item that is not public yet other times.

    Raises Stale, WrongState once it is public, NotPermitted for who could not recall it, and
    GuardFailed for a time within the embargo or an end before the beginning.
    """
    with transaction.atomic():
        submission = lock(key, version=version)
        if submission.state not in MOVABLE:
            raise WrongState(verb="reschedule", state=submission.state)
        facts = facts_of(submission, by, now=now, verdict=latest_verdict(submission))
        if not policies.may_recall(facts):
            raise NotPermitted(verb="reschedule")
        problems = against_times(
            publish_at, expire_at, now=now, embargo_until=submission.embargo_until
        )
        if problems:
            raise GuardFailed(problems[0].code, problems=tuple(problems))
        submission.publish_at, submission.expire_at = publish_at, expire_at
        said = Word(remark=f"{_said(publish_at)} → {_said(expire_at)}")
        record_decision(submission, "reschedule", by=by, now=now, word=said)
        submission.save()
        return submission


def _said(moment: datetime | None) -> str:
    return f"{in_vietnam(moment):%d/%m/%Y %H:%M:%S}" if moment else "…"


def against_times(
    publish_at: datetime | None,
    expire_at: datetime | None,
    *,
    now: datetime,
    embargo_until: datetime | None = None,
) -> list[Problem]:
    """Return what is wrong with the times of a release."""
    found = []
    beginning = publish_at or now
    if embargo_until and beginning < embargo_until:
        params = {"until": embargo_until.isoformat()}
        found.append(Problem("RELEASE_UNDER_EMBARGO", "publish_at", params))
    if expire_at and expire_at <= max(beginning, now):
        params = {"until": expire_at.isoformat()}
        found.append(Problem("RELEASE_EXPIRED_BEFORE", "expire_at", params))
    return found
