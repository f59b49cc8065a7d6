"""Files added to a draft and taken out of it again."""

import uuid
from datetime import datetime

from approvals.conversion import detect, screen_texts
from approvals.conversion.pictures import publishable_picture
from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.services import drafting, files
from approvals.services.importing import Upload
from approvals.services.screening import refuse_marked
from core.canonical import sha256_hex
from core.errors import NotVisible


def attach(  # noqa: PLR0913  a file comes with its two texts
    key: uuid.UUID | str,
    upload: Upload,
    *,
    by: Actor,
    now: datetime,
    caption: str = "",
    alt_text: str = "",
    version: int | None = None,
) -> Attachment:
    """Add a file to a draft: screened, checked by content, pictures re-encoded; a new revision.

    Raises UploadRefused for types that are not allowed or files that cannot be read.
    """
    refuse_marked(screen_texts(upload.name, upload.data), by=by, now=now)
    kind = detect(upload.name, upload.data)
    new = files.NewFile(
        original_name=upload.name,
        media_type=kind.media_type,
        data=upload.data,
        caption=caption,
        alt_text=alt_text,
    )
    if kind.is_picture:
        data, media_type = publishable_picture(upload.name, upload.data)
        new = files.NewFile(
            original_name=upload.name,
            media_type=media_type,
            data=data,
            role=Attachment.Role.PICTURE,
            caption=caption,
            alt_text=alt_text,
            uploaded=upload.data,
        )
    submission = drafting.edit(key, by=by, now=now, new_files=(new,), version=version)
    sha256 = sha256_hex(new.data)
    return submission.attachments.filter(sha256=sha256, removed_at=None).latest("created_at")


def detach(
    key: uuid.UUID | str, attachment: uuid.UUID, *, by: Actor, now: datetime
) -> Submission:
    """Take a file out of a draft; its bytes stay kept for the revisions that name it."""
    rows = Attachment.objects.filter(submission_id=key, pk=attachment, removed_at=None)
    if not rows.exists():
        raise NotVisible(attachment=str(attachment))
    return drafting.edit(key, by=by, now=now, removed_file=attachment)
