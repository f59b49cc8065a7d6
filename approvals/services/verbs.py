"""The verbs of a submission's life, one function each, on top of the one door."""

import uuid
from datetime import datetime

from approvals.models import Submission
from approvals.policies import Actor, Evidence, Ground
from approvals.services.advance import _advance
from approvals.services.recording import Word

Key = uuid.UUID | str


def submit(key: Key, *, by: Actor, now: datetime, version: int | None = None) -> Submission:
    """Hand a draft or a returned item to the board; refused while fields or checks fail."""
    return _advance(key, "submit", by=by, now=now, version=version)


def request_changes(
    key: Key, *, by: Actor, now: datetime, remark: str, version: int | None = None
) -> Submission:
    """Return the item to its author; refused without a remark that says what to change."""
    word = Word(remark=remark)
    return _advance(key, "request_changes", by=by, now=now, version=version, word=word)


def withdraw(
    key: Key, *, by: Actor, now: datetime, remark: str = "", version: int | None = None
) -> Submission:
    """Take the item back for good; only its author may."""
    return _advance(key, "withdraw", by=by, now=now, version=version, word=Word(remark=remark))


def review(
    key: Key, *, by: Actor, now: datetime, remark: str = "", version: int | None = None
) -> Submission:
    """Endorse the review stage whose turn it is; the last one makes the item reviewed."""
    return _advance(key, "review", by=by, now=now, version=version, word=Word(remark=remark))


def approve(
    key: Key, *, by: Actor, now: datetime, remark: str = "", version: int | None = None
) -> Submission:
    """Endorse the approval stage whose turn it is; the last one approves exactly these bytes."""
    return _advance(key, "approve", by=by, now=now, version=version, word=Word(remark=remark))


def fast_track(
    key: Key, *, by: Actor, now: datetime, reason: str, version: int | None = None
) -> Submission:
    """Approve at once with a written reason; a second person must confirm (design, section 2)."""
    return _advance(key, "fast_track", by=by, now=now, version=version, word=Word(remark=reason))


def reject(
    key: Key,
    *,
    by: Actor,
    now: datetime,
    grounds: tuple[Ground, ...],
    remark: str = "",
    version: int | None = None,
) -> Submission:
    """Refuse the item; refused itself without a legal ground in force and an explanation."""
    word = Word(remark=remark, grounds=grounds)
    return _advance(key, "reject", by=by, now=now, version=version, word=word)


def recall(
    key: Key, *, by: Actor, now: datetime, reason: str, version: int | None = None
) -> Submission:
    """Call an approved item back before it is public; needs a reason."""
    return _advance(key, "recall", by=by, now=now, version=version, word=Word(remark=reason))


def publish(key: Key, *, by: Actor, now: datetime, evidence: Evidence) -> Submission:
    """Note that the page is on the portal; refused unless it was read back equal."""
    return _advance(key, "publish", by=by, now=now, word=Word(evidence=evidence))


def archive(key: Key, *, by: Actor, now: datetime, evidence: Evidence) -> Submission:
    """Note that the record is sealed; refused unless it was read back equal."""
    return _advance(key, "archive", by=by, now=now, word=Word(evidence=evidence))
