"""Talking about an item: questions, comments on passages, answers; each with its ledger entry."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from approvals.models import Comment, Submission
from approvals.policies import Actor
from approvals.selectors.conversation import line_of
from approvals.selectors.facts import authors
from approvals.selectors.submissions import get_visible
from approvals.services import notices
from approvals.services.screening import refuse_marked
from core import ledger
from core.errors import GuardFailed, NotPermitted, NotVisible, Problem
from core.models import FreeText, User

LONGEST = 5_000
LONGEST_QUOTE = 1_000
NEW = frozenset({"question", "comment"})


@dataclass(frozen=True)
class Said:
    """What somebody says: of a kind, perhaps on a passage, perhaps in a thread."""

    kind: str
    text: str = ""
    quote: str = ""
    thread: int | None = None


def say(key: uuid.UUID | str, *, by: Actor, now: datetime, said: Said) -> Comment:
    """Add a question, a comment, an answer or the word that a thread is settled.

    Whoever sees the item may speak, in any state. Refused without words (a thread may be settled
    without), with a passage that is not in the present text, in a thread of another item. Changes
    neither content nor version nor any deadline; tells the authors, and those in the thread.
    """
    if by.id is None:
        raise NotPermitted(verb="comment")
    submission = get_visible(key, by)
    refuse_marked([("text", said.text)], by=by, now=now)
    text, quote = said.text.strip()[:LONGEST], " ".join(said.quote.split())[:LONGEST_QUOTE]
    if not text and said.kind != "resolved":
        raise _refused("REMARK_REQUIRED", "text")
    block = line_of(submission.content["body"], quote) if quote else None
    if quote and block is None:
        raise _refused("QUOTE_NOT_FOUND", "quote")
    with transaction.atomic():
        thread = _thread(submission, said)
        words = FreeText.objects.create(text=text) if text else None
        comment = Comment.objects.create(
            submission=submission,
            thread=thread,
            kind=said.kind,
            revision=submission.current,
            quote=quote,
            block=block,
            text=words,
            author_id=by.id,
            at=now,
            entry=ledger.record(_act(submission, by, said, words, thread), now=now),
        )
        _tell(comment, by=by, text=text, now=now)
    return comment


def _refused(code: str, field: str) -> GuardFailed:
    return GuardFailed(code, problems=(Problem(code, field),))


def _thread(submission: Submission, said: Said) -> Comment | None:
    if said.kind in NEW:
        return None
    thread = submission.comments.filter(pk=said.thread or 0, thread=None).first()
    if thread is None:
        raise NotVisible(comment=str(said.thread))
    return thread


def _act(
    submission: Submission,
    by: Actor,
    said: Said,
    words: FreeText | None,
    thread: Comment | None,
) -> ledger.Act:
    details = {
        "reference": submission.reference,
        "kind": said.kind,
        "revision": submission.current.number,
        "on_a_passage": bool(said.quote.strip()),
        "thread": thread.entry_id if thread else 0,
        "text": words.salted_hash if words else "",
    }
    return ledger.Act(
        verb="comment",
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=by.name,
        content_hash=submission.content_hash,
        details=details,
    )


def _tell(comment: Comment, *, by: Actor, text: str, now: datetime) -> None:
    submission = comment.submission
    keys = set(authors(submission))
    if comment.thread:
        keys |= {comment.thread.author_id}
        keys |= set(comment.thread.replies.values_list("author_id", flat=True))
    people = User.objects.filter(pk__in=keys - {by.id}, is_active=True).only("language")
    notices.tell(people, submission, comment.kind, text=text, now=now, again=str(comment.pk))
