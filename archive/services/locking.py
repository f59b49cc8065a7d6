"""Sealed records are locked in the store until their retention period ends."""

from datetime import datetime, timedelta

from django.conf import settings

from archive.models import ArchiveRecord
from archive.selectors.disposals import due_of
from core.clock import in_vietnam, midnight
from core.errors import StorageFailed
from core.storage import ObjectMissing, ObjectProtected, default_store

# Looked at again for so long, should the store have been away.
WINDOW = timedelta(days=7)
# For ever is longer than stores can say; the lock is renewed by a later round.
LONGEST = timedelta(days=365 * 30)


def lock_records(*, now: datetime) -> tuple[list[str], list[str]]:
    """Lock the files of records sealed LOCK_AFTER_DAYS ago; returns what was done and failed.

    Until then what must never have entered can still be purged. Repeatable; never shortens.
    """
    ends = now - timedelta(days=settings.LOCK_AFTER_DAYS)
    done: list[str] = []
    failed: list[str] = []
    rows = ArchiveRecord.objects.select_related("submission")
    fresh = rows.filter(sealed_at__gt=ends - WINDOW, sealed_at__lte=ends).order_by("sealed_at")
    for record in fresh.iterator():
        try:
            count = _lock(record)
        except StorageFailed as failure:
            failed.append(f"{record.submission.reference} {failure.code}")
        else:
            if count:
                done.append(f"{record.submission.reference} {count} files locked")
    return done, failed


def _lock(record: ArchiveRecord) -> int:
    store, count = default_store(), 0
    until = _until(record)
    for name in record.files:
        key = f"{record.folder}/{name}"
        try:
            known = store.head(key)
            if known.retain_until is None or known.retain_until < until:
                store.retain(key, until)
                count += 1
        except (ObjectMissing, ObjectProtected):  # purged, or locked for longer
            continue
    return count


def _until(record: ArchiveRecord) -> datetime:
    longest = in_vietnam(record.sealed_at).date() + LONGEST
    day = min(due_of(record).since, longest)
    return midnight(day)
