"""Files added to a draft and taken out of it again."""

import uuid
from datetime import datetime

from approvals.conversion import Limits, NotCarried, screen_texts
from approvals.conversion.detecting import PICTURES, other_kind
from approvals.conversion.names import MEDIA_TYPES
from approvals.conversion.pictures import re_encode
from approvals.conversion.shapes import RawPicture
from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.rulepacks import pack_in_force
from approvals.services import drafting, files
from approvals.services.file_signatures import judge_files
from approvals.services.importing import Upload
from approvals.services.screening import refuse_marked
from core.canonical import sha256_hex
from core.clock import in_vietnam
from core.errors import NotVisible, UploadRefused


def attach(
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
    new = accepted(upload, now=now, caption=caption, alt_text=alt_text)
    judge_files((new,), now=now)
    submission = drafting.edit(key, by=by, now=now, new_files=(new,), version=version)
    sha256 = sha256_hex(new.data)
    return submission.attachments.filter(sha256=sha256, removed_at=None).latest("created_at")


def accepted(
    upload: Upload, *, now: datetime, caption: str = "", alt_text: str = ""
) -> files.NewFile:
    """Return a screened file as it will be kept; its content, not its name, says what it is."""
    if not upload.data:
        raise UploadRefused("FILE_EMPTY", file=upload.name)
    kind = other_kind(upload.name, upload.data)
    media_type = MEDIA_TYPES.get(kind, "")
    if media_type not in pack_in_force(in_vietnam(now).date()).media_types:
        raise UploadRefused("TYPE_NOT_ALLOWED", file=upload.name, found=kind)
    if kind not in PICTURES:
        return files.NewFile(
            upload.name, media_type, upload.data, caption=caption, alt_text=alt_text
        )
    picture = re_encode(RawPicture(upload.data, upload.name, alt_text), Limits())
    if isinstance(picture, NotCarried):
        raise UploadRefused("FILE_BROKEN", file=upload.name)
    return files.NewFile(
        original_name=upload.name,
        media_type=picture.media_type,
        data=picture.data,
        role=Attachment.Role.PICTURE,
        caption=caption,
        alt_text=alt_text,
        uploaded=upload.data,
    )


def detach(
    key: uuid.UUID | str,
    attachment: uuid.UUID,
    *,
    by: Actor,
    now: datetime,
    version: int | None = None,
) -> Submission:
    """Take a file out of a draft; its bytes stay kept for the revisions that name it."""
    rows = Attachment.objects.filter(submission_id=key, pk=attachment, removed_at=None)
    if not rows.exists():
        raise NotVisible(attachment=str(attachment))
    return drafting.edit(key, by=by, now=now, removed_file=attachment, version=version)
