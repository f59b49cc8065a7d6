"""Several decisions at once, honestly: each through the one door, in a transaction of its own.

An item goes through only when all its checks are green and it is what the person saw, by version
and content hash. What a last approval lets go live is held back for a while: the time to recall.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.checks import tallies
from approvals.selectors.submissions import get_visible
from approvals.services import verbs
from approvals.services.advance import lock
from core.errors import DomainError, GuardFailed, Stale, WrongState

MOST = 50
# Agreeing alone: a refusal needs its own grounds, a return its own words.
VERBS: dict[str, Callable[..., Submission]] = {"review": verbs.review, "approve": verbs.approve}


@dataclass(frozen=True)
class Seen:
    """What the person looked at: this very content, in this version, for this verb."""

    key: uuid.UUID
    version: int
    content_hash: str
    verb: str


@dataclass(frozen=True)
class Outcome:
    """How it ended for one item; `again` where the same person had said the same before."""

    seen: Seen
    submission: Submission | None = None
    refusal: DomainError | None = None
    again: bool = False


def decide_together(
    items: Iterable[Seen], *, by: Actor, now: datetime, remark: str = ""
) -> list[Outcome]:
    """Decide on each item by itself; what is refused stops no other."""
    return [_tried(seen, by=by, now=now, remark=remark) for seen in items]


def decide_one(seen: Seen, *, by: Actor, now: datetime, remark: str = "") -> Outcome:
    """Agree to one item of several.

    Raises NotVisible, Stale where version or content is another, GuardFailed where a check is not
    green, and whatever the verb itself refuses.
    """
    if seen.verb not in VERBS:
        raise WrongState("BULK_VERB_NOT_ALLOWED", verb=seen.verb)
    present = get_visible(seen.key, by)
    if _said_before(present, seen, by):
        return Outcome(seen, present, again=True)
    with transaction.atomic():
        if lock(seen.key, version=seen.version).content_hash != seen.content_hash:
            raise Stale(version=present.version)
        after = VERBS[seen.verb](seen.key, by=by, now=now, version=seen.version, remark=remark)
        # Asked afterwards: the decision may have run the rules anew. A refusal undoes it.
        if not tallies([after])[after.pk].green:
            raise GuardFailed("CHECKS_NOT_GREEN")
        if after.state == State.APPROVED:
            _hold(after, now=now)
    return Outcome(seen, after)


def _tried(seen: Seen, *, by: Actor, now: datetime, remark: str) -> Outcome:
    try:
        return decide_one(seen, by=by, now=now, remark=remark)
    except DomainError as refusal:
        return Outcome(seen, refusal=refusal)


def _said_before(present: Submission, seen: Seen, by: Actor) -> bool:
    """Tell whether a second click repeats what this person said to this content."""
    if present.version == seen.version:
        return False
    words = present.endorsements.filter(round=present.round, content_hash=seen.content_hash)
    return words.filter(actor_id=by.id).exists()


def _hold(submission: Submission, *, now: datetime) -> None:
    """Keep the item off its site for a while; the site may ask for longer."""
    seconds = max(settings.BULK_HOLD_SECONDS, submission.site.hold_seconds)
    submission.hold_until = now + timedelta(seconds=seconds)
    submission.save(update_fields=["hold_until"])
