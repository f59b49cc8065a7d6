"""Which records reach the end of their retention period, class by class."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.models import ArchiveRecord
from archive.retention import Period, period_of, shortest_years
from core.clock import in_vietnam, midnight


@dataclass(frozen=True)
class Due:
    """A record whose retention period is over."""

    record: ArchiveRecord
    period: Period
    since: date


def due_records(on: date) -> Iterator[Due]:
    """Give the records whose period ended by that day, oldest first; nothing is destroyed."""
    newest = midnight(date(on.year - shortest_years(), 1, 1))
    rows = ArchiveRecord.objects.select_related("submission").filter(sealed_at__lt=newest)
    rows = rows.exclude(disposals__destroyed_at__isnull=False).order_by("sealed_at", "id")
    for record in rows.iterator():
        settled = in_vietnam(record.sealed_at).date()
        period = period_of(record.submission.document_type, outcome=record.outcome, on=settled)
        since = period.falls_due(settled)
        if since is not None and since <= on:
            yield Due(record, period, since)
