"""Files that go with a submission: into the object store first, then into a row."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from approvals.conversion.names import stored_name
from approvals.models import Attachment, Submission
from approvals.services.file_signatures import judge_files
from core.canonical import sha256_hex
from core.storage import default_store


@dataclass(frozen=True)
class NewFile:
    """A screened file on its way in; `uploaded` differs from `data` where it was re-encoded."""

    original_name: str
    media_type: str
    data: bytes
    role: str = Attachment.Role.FILE
    file_name: str = ""
    caption: str = ""
    alt_text: str = ""
    uploaded: bytes | None = None


def safe_name(data: bytes, original_name: str) -> str:
    """Return a name that is unique by content and safe in addresses."""
    ending = re.sub(r"[^a-z0-9]", "", PurePosixPath(original_name).suffix.lower())[:8]
    return stored_name(data, original_name, ending or "bin")


def keep(files: Iterable[NewFile]) -> None:
    """Put the bytes of `files` into the store under their hashes; repeatable."""
    store = default_store()
    for file in files:
        store.put_once(_key(file.data), file.data, media_type=file.media_type)
        if file.uploaded is not None and file.uploaded != file.data:
            store.put_once(_key(file.uploaded), file.uploaded, media_type=file.media_type)


def add_rows(
    submission: Submission, files: Iterable[NewFile], *, by: int | None, now: datetime
) -> list[Attachment]:
    """Write the rows of files whose bytes are already kept; signatures they carry are judged."""
    files = list(files)
    judge_files(files, now=now)
    return [
        Attachment.objects.create(
            id=uuid.uuid4(),
            submission=submission,
            role=file.role,
            file_name=file.file_name or safe_name(file.data, file.original_name),
            original_name=file.original_name[-300:],
            media_type=file.media_type,
            size=len(file.data),
            caption=file.caption[:500],
            alt_text=file.alt_text[:1000],
            sha256=sha256_hex(file.data),
            sha256_uploaded=sha256_hex(file.uploaded or file.data),
            storage_key=_key(file.data),
            created_by_id=by,
            created_at=now,
        )
        for file in files
    ]


def carried(submission: Submission) -> tuple[NewFile, ...]:
    """Return an item's files to be carried into a new item of the same document."""
    return tuple(
        NewFile(
            original_name=row.original_name,
            media_type=row.media_type,
            data=read(row.sha256),
            role=row.role,
            file_name=row.file_name,
            caption=row.caption,
            alt_text=row.alt_text,
            uploaded=read(row.sha256_uploaded),
        )
        for row in submission.attachments.filter(removed_at=None)
    )


def described(submission: Submission) -> list[dict[str, Any]]:
    """Return the attachments as content.json lists them, in a fixed order."""
    rows = submission.attachments.filter(removed_at=None).order_by("created_at", "file_name")
    return [
        {
            "file_name": row.file_name,
            "original_name": row.original_name,
            "media_type": row.media_type,
            "size": row.size,
            "caption": row.caption,
            "alt_text": row.alt_text,
            "role": row.role,
            "sha256": row.sha256,
            "sha256_uploaded": row.sha256_uploaded,
        }
        for row in rows
    ]


def read(sha256: str) -> bytes:
    """Return the bytes of a kept file; raises StorageFailed when the store is away."""
    return default_store().get(f"attachments/{sha256}")


def _key(data: bytes) -> str:
    return f"attachments/{sha256_hex(data)}"
