"""One press of Save in the desk: words, times, files and their descriptions as one revision."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from approvals.content import Fields
from approvals.conversion import screen_texts
from approvals.models import Submission
from approvals.policies import Actor
from approvals.services import attaching, drafting, importing
from approvals.services.advance import lock
from approvals.services.files import NewFile
from approvals.services.screening import refuse_marked


@dataclass(frozen=True)
class NewUpload:
    """A file to add, with its two texts."""

    upload: importing.Upload
    caption: str = ""
    alt_text: str = ""


@dataclass(frozen=True)
class Description:
    """The two texts of a file that is already there."""

    attachment: uuid.UUID
    caption: str = ""
    alt_text: str = ""


@dataclass(frozen=True)
class Change:
    """Everything one form changes at once."""

    fields: Fields
    terms: drafting.Terms
    uploads: tuple[NewUpload, ...] = ()
    descriptions: tuple[Description, ...] = ()
    removed: tuple[uuid.UUID, ...] = ()


def begin(draft: drafting.NewDraft, change: Change, *, by: Actor, now: datetime) -> Submission:
    """Create a draft with its files; refusals as in `drafting.create` and `attaching.attach`."""
    kept = _screened(change, by=by, now=now)
    whole = drafting.NewDraft(
        site=draft.site, unit=draft.unit, fields=change.fields, terms=change.terms, files=kept
    )
    return drafting.create(whole, by=by, now=now)


def save(
    key: uuid.UUID | str, change: Change, *, by: Actor, now: datetime, version: int | None = None
) -> Submission:
    """Change a draft or a returned item in one revision.

    Screens everything before anything is kept, outside the transaction, so that a refused mark
    stays logged. Raises Stale, WrongState, NotPermitted, RulesViolated, UploadRefused.
    """
    cleaned, _repairs = drafting.clean(change.fields)
    refuse_marked(drafting.screen_texts(cleaned), by=by, now=now)
    new = _screened(change, by=by, now=now)
    with transaction.atomic():
        submission = lock(key, version=version)
        for row in change.descriptions:
            submission.attachments.filter(pk=row.attachment, removed_at=None).update(
                caption=row.caption[:500], alt_text=row.alt_text[:1000]
            )
        submission.attachments.filter(pk__in=change.removed).update(removed_at=now)
        return drafting.edit(
            key, by=by, now=now, fields=change.fields, terms=change.terms, new_files=new
        )


def _screened(change: Change, *, by: Actor, now: datetime) -> tuple[NewFile, ...]:
    for file in change.uploads:
        refuse_marked(screen_texts(file.upload.name, file.upload.data), by=by, now=now)
    return tuple(
        attaching.accepted(file.upload, now=now, caption=file.caption, alt_text=file.alt_text)
        for file in change.uploads
    )
