"""Whose record is whose to see: public ones for anybody, refused ones for those concerned."""

import uuid

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.people import reads_everything
from approvals.selectors.submissions import visible_to
from archive.models import ArchiveRecord
from core.errors import NotVisible

WENT_PUBLIC = frozenset({State.PUBLISHED, State.ARCHIVED})
RECORDED = WENT_PUBLIC | {State.REJECTED}
ROWS = ("site__unit", "unit", "revision", "route_version", "publication", "archive_record")
NAMED_TAKEDOWN = "withdrawn"


def recorded(key: uuid.UUID | str, *, by: Actor | None) -> Submission:
    """Return a submission that has a record or awaits one; raises NotVisible for everybody else.

    What went public is there for anybody; what was refused only for auditors, archivists,
    administrators and the people of its unit and site.
    """
    rows = Submission.objects.filter(state__in=RECORDED).select_related(*ROWS)
    if not str(key).isprintable():
        raise NotVisible(record=repr(key))
    number = _uuid(key)
    named = rows.filter(pk=number) if number else rows.filter(reference=str(key).upper())
    found = named.first()
    if found is None or not (found.state in WENT_PUBLIC or _concerns(found, by)):
        raise NotVisible(record=str(key))
    return found


def public_record(key: uuid.UUID | str) -> ArchiveRecord:
    """Return the sealed record of an item whose text is public now; raises NotVisible."""
    return get_record(key, by=None)


def get_record(key: uuid.UUID | str, *, by: Actor | None) -> ArchiveRecord:
    """Return a sealed record whose files the caller may read; raises NotVisible."""
    submission = recorded(key, by=by)
    if not hasattr(submission, "archive_record") or not may_read_files(submission, by):
        raise NotVisible(record=str(key))
    return submission.archive_record


def may_read_files(submission: Submission, by: Actor | None) -> bool:
    """Tell whether the caller may have the record's files.

    Anybody, while the item is online; afterwards only those concerned: a text is taken down or
    corrected for a reason.
    """
    return _online(submission) or _concerns(submission, by)


def may_name(submission: Submission, by: Actor | None) -> bool:
    """Tell whether the title may be shown: not after a take-down that left no notice."""
    shown = getattr(submission, "publication", None)
    if shown is None or _concerns(submission, by):
        return True
    return not shown.taken_down_at or shown.take_down_kind == NAMED_TAKEDOWN


def _online(submission: Submission) -> bool:
    shown = getattr(submission, "publication", None)
    return bool(shown and shown.online)


def _concerns(submission: Submission, by: Actor | None) -> bool:
    if by is None or by.id is None:
        return False
    return reads_everything(by) or visible_to(by).filter(pk=submission.pk).exists()


def _uuid(key: uuid.UUID | str) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(key))
    except ValueError:
        return None
