"""Whose word a later edit made void, and whether the edit is small enough to confirm at a tap."""

from dataclasses import dataclass

from django.conf import settings

from approvals.diffing import Change, is_small
from approvals.models import Endorsement, Submission
from approvals.policies import Actor
from approvals.selectors.comparing import changes_since


@dataclass(frozen=True)
class Voided:
    """A person's last word on an earlier content; `edited` where the content is another now."""

    word: Endorsement
    edited: bool


def voided(submission: Submission) -> tuple[Voided, ...]:
    """Return the last word of everybody who agreed before and whose word holds no longer."""
    last: dict[int, Endorsement] = {}
    rows = submission.endorsements.select_related("actor", "on_behalf_of", "revision")
    for row in rows.order_by("id"):
        last[row.actor_id] = row
    present = (submission.round, submission.content_hash)
    return tuple(
        Voided(row, edited=row.content_hash != submission.content_hash)
        for row in last.values()
        if (row.round, row.content_hash) != present
    )


def small_edit(submission: Submission, actor: Actor) -> tuple[Change, ...]:
    """Return the edits since the person's own void word where they are few; nothing otherwise.

    Few: so many words in so many places (settings), and no number, day, source or file among them.
    """
    mine = next((row.word for row in voided(submission) if row.word.actor_id == actor.id), None)
    if mine is None:
        return ()
    found = changes_since(submission, mine.revision.number)
    words, places = settings.SMALL_EDIT_WORDS, settings.SMALL_EDIT_PLACES
    return found if is_small(found, words=words, places=places) else ()
