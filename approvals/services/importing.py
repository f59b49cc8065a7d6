"""A file becomes a draft: screened in memory, converted, and kept beside its conversion."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from approvals.content import Fields, Source
from approvals.conversion import Converted, convert, screen_texts
from approvals.models import Attachment, Submission
from approvals.policies import Actor
from approvals.services import drafting, files
from approvals.services.drafting import Terms
from approvals.services.screening import refuse_marked
from core.models import Site, Unit

Progress = Callable[[int, int], None]
NO_TERMS = Terms()


@dataclass(frozen=True)
class Upload:
    """A file somebody hands in."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Target:
    """Where the imported item belongs, and what the sender said beside the file."""

    site: Site
    unit: Unit
    fields: Fields
    terms: Terms = NO_TERMS
    channel: str = Submission.Channel.FILE


def import_file(
    upload: Upload, target: Target, *, by: Actor, now: datetime, progress: Progress | None = None
) -> Submission:
    """Create a draft from a file; what the file says fills the fields the sender left empty.

    Refuses marked files before anything is kept (RulesViolated), and unreadable, encrypted, empty
    or disallowed ones (UploadRefused). What could not be carried over is kept with the revision.
    """
    converted = read(upload, by=by, now=now, progress=progress)
    draft = drafting.NewDraft(
        site=target.site,
        unit=target.unit,
        fields=merged(target.fields, converted, upload),
        terms=target.terms,
        channel=target.channel,
        files=taken_along(converted, upload),
        conversion=losses(converted),
    )
    return drafting.create(draft, by=by, now=now)


def read(
    upload: Upload, *, by: Actor, now: datetime, progress: Progress | None = None
) -> Converted:
    """Screen a file in memory, then convert it; nothing is kept by either."""
    refuse_marked(screen_texts(upload.name, upload.data), by=by, now=now)
    return convert(upload.name, upload.data, progress=progress)


def merged(fields: Fields, converted: Converted, upload: Upload) -> Fields:
    """Return the sender's fields, completed by what the file says about itself."""
    said = converted.metadata
    source = fields.source
    if not source.kind and said.get("source_name"):
        source = Source("official", said["source_name"], said.get("source_url", ""))
    return fields.changed(
        title=fields.title or converted.title or upload.name.rsplit(".", 1)[0],
        body=fields.body or converted.html,
        summary=fields.summary or said.get("summary", ""),
        number=fields.number or said.get("number", ""),
        issued_on=fields.issued_on or said.get("issued_on", ""),
        effective_on=fields.effective_on or said.get("effective_on", ""),
        author_name=fields.author_name or said.get("author_name", ""),
        source=source,
    )


def taken_along(converted: Converted, upload: Upload) -> tuple[files.NewFile, ...]:
    """Return the original, the pictures and the other files of a conversion."""
    original = converted.original
    kept = [
        files.NewFile(
            original_name=original.original_name if original else upload.name,
            media_type=original.media_type if original else "text/plain",
            data=original.data if original else upload.data,
            role=Attachment.Role.ORIGINAL,
        )
    ]
    kept += [
        files.NewFile(
            original_name=picture.original_name,
            media_type=picture.media_type,
            data=picture.data,
            role=Attachment.Role.PICTURE,
            file_name=picture.file_name,
            alt_text=picture.alt_text,
        )
        for picture in converted.pictures
    ]
    kept += [
        files.NewFile(file.original_name, file.media_type, file.data, file_name=file.file_name)
        for file in converted.files
    ]
    unique = {f.file_name or files.safe_name(f.data, f.original_name): f for f in kept}
    return tuple(unique.values())


def losses(converted: Converted) -> drafting.Conversion:
    """Return what was lost and repaired, as `CODE: detail` lines."""
    return drafting.Conversion(
        not_carried=tuple(f"{x.code}: {x.detail}" for x in converted.not_carried),
        repairs=tuple(f"{x.code}: {x.count} {x.detail}".strip() for x in converted.repairs),
    )
