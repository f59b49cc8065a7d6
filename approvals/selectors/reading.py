"""What a caller of the API may read: what the person sees, and whatever is already public."""

import uuid

from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.selectors.facts import PUBLIC
from approvals.selectors.submissions import ROWS, get_visible
from core.errors import NotVisible

DOWNSTREAM = ("supersedes", "publication__site", "archive_record")


def get_readable(key: uuid.UUID, actor: Actor) -> Submission:
    """Return a submission the person sees, or one that is online; raises NotVisible."""
    rows = Submission.objects.select_related(*ROWS, *DOWNSTREAM).filter(pk=key)
    online = rows.filter(state__in=PUBLIC, publication__online=True).first()
    if online is not None:
        return online
    get_visible(key, actor)
    return rows.get()


def get_file(submission: Submission, key: uuid.UUID) -> Attachment:
    """Return a file of the submission that was not taken out again; raises NotVisible."""
    row = submission.attachments.filter(pk=key, removed_at=None).first()
    if row is None:
        raise NotVisible(attachment=str(key))
    return row
