"""What a caller of the API may read: what the person sees, and whatever is already public."""

import uuid

from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.selectors.facts import PUBLIC
from approvals.selectors.submissions import ROWS, get_visible, visible_to
from core.errors import NotVisible

DOWNSTREAM = ("supersedes", "publication__site", "archive_record")


def get_readable(key: uuid.UUID, actor: Actor) -> Submission:
    """Return a submission the person sees, or one that is public; raises NotVisible."""
    rows = Submission.objects.select_related(*ROWS, *DOWNSTREAM).filter(pk=key)
    submission = rows.filter(state__in=PUBLIC).first()
    if submission is not None:
        return submission
    get_visible(key, actor)
    return rows.get()


def may_see(key: uuid.UUID, actor: Actor) -> bool:
    """Tell whether the person sees the submission as a member, board or reader of everything."""
    return visible_to(actor).filter(pk=key).exists()


def get_file(submission: Submission, key: uuid.UUID) -> Attachment:
    """Return a file of the submission that was not taken out again; raises NotVisible."""
    row = submission.attachments.filter(pk=key, removed_at=None).first()
    if row is None:
        raise NotVisible(attachment=str(key))
    return row
