"""Disposal lists as archivists work with them: what is due, what must be spared, what is open."""

import uuid
from collections.abc import Iterator
from datetime import date
from itertools import islice

from archive.models import ArchiveRecord, Disposal, DisposalItem, LegalHold
from archive.retention import period_of
from archive.selectors.falling_due import Due, due_records
from core.clock import in_vietnam

SHOWN = 200
OPEN = (Disposal.State.PROPOSED, Disposal.State.CONFIRMED)


def due_of(record: ArchiveRecord) -> Due:
    """Return class and end of period of a record that has one."""
    settled = in_vietnam(record.sealed_at).date()
    period = period_of(record.submission.document_type, outcome=record.outcome, on=settled)
    return Due(record, period, period.falls_due(settled) or date.max)


def why_spared(record: ArchiveRecord, *, on: date, listed_in: Disposal | None = None) -> str:
    """Return the code of what keeps a record from being destroyed; nothing when nothing does.

    A legal hold comes before everything else.
    """
    if is_held(record.pk):
        return "RECORD_HELD"
    if due_of(record).since > on:
        return "RECORD_NOT_DUE"
    if _still_public(record):
        return "RECORD_STILL_PUBLIC"
    others = DisposalItem.objects.filter(record=record).exclude(disposal=listed_in)
    if others.filter(destroyed_at__isnull=False).exists():
        return "RECORD_DESTROYED"
    if others.filter(disposal__standing__in=OPEN).exists():
        return "RECORD_ON_ANOTHER_LIST"
    return ""


def _still_public(record: ArchiveRecord) -> bool:
    shown = getattr(record.submission, "publication", None)
    return bool(shown and shown.online)


def is_held(key: uuid.UUID) -> bool:
    """Say whether a legal hold is on the record now."""
    return LegalHold.objects.filter(record_id=key, lifted_at=None).exists()


def destruction_of(key: uuid.UUID) -> DisposalItem | None:
    """Return how a record was destroyed; None while it is kept."""
    rows = DisposalItem.objects.filter(record_id=key, destroyed_at__isnull=False)
    return rows.select_related("disposal").first()


def proposable(on: date) -> list[Due]:
    """Return the first records that are due and that nothing spares, oldest first."""
    free = (due for due in due_records(on) if not why_spared(due.record, on=on))
    return list(islice(free, SHOWN))


def disposals() -> list[Disposal]:
    """Return the lists, newest first, each with its records."""
    rows = Disposal.objects.select_related("proposed_by", "decided_by", "reason", "decision")
    return list(rows.prefetch_related("items__record__submission")[:50])


def record_named(text: str) -> ArchiveRecord | None:
    """Return the sealed record with this reference; None where there is none."""
    rows = ArchiveRecord.objects.filter(submission__reference=text.strip().upper())
    return rows.first()


def holds() -> Iterator[LegalHold]:
    """Give the holds that are on, newest first, and then those that were lifted."""
    rows = LegalHold.objects.select_related("record__submission", "set_by", "lifted_by", "reason")
    yield from rows.filter(lifted_at=None)[:SHOWN]
    yield from rows.exclude(lifted_at=None)[:50]
