"""Which earlier content a person should see compared with the present one."""

from approvals.diffing import Change, changes
from approvals.models import Revision, Submission
from approvals.policies import Actor


def spoken_on(submission: Submission, actor: Actor) -> int:
    """Return the number of the last revision the person decided or endorsed on; 0 when none."""
    mine = {"actor_id": actor.id}
    decided = submission.decisions.filter(**mine).exclude(verb__in=["create", "submit", "adopt"])
    numbers = [
        *decided.values_list("revision__number", flat=True),
        *submission.endorsements.filter(**mine).values_list("revision__number", flat=True),
    ]
    return max(numbers, default=0)


def revision_numbers(submission: Submission) -> list[int]:
    """Return the numbers of all revisions, oldest first."""
    return list(submission.revisions.order_by("number").values_list("number", flat=True))


def number_of(submission: Submission, content_hash: str) -> int:
    """Return the number of the newest revision with that content; 0 where there is none."""
    rows = submission.revisions.filter(content_hash=content_hash).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def changes_since(submission: Submission, number: int) -> tuple[Change, ...]:
    """Return what changed from revision `number` to the present one; nothing if it is unknown."""
    old = submission.revisions.filter(number=number).first()
    new = submission.revision
    if old is None or new is None or old.pk == new.pk:
        return ()
    return changes(old.parsed, new.parsed)


def changes_from_superseded(submission: Submission) -> tuple[Change, ...]:
    """Return what a correction changes in the text it replaces."""
    old = submission.supersedes
    if old is None or old.revision is None or submission.revision is None:
        return ()
    return changes(old.revision.parsed, submission.revision.parsed)


def revision(submission: Submission, number: int) -> Revision | None:
    """Return one revision of the item, or None."""
    return submission.revisions.filter(number=number).first()
