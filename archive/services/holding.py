"""Legal holds: a record that is held is not destroyed, whatever its period says."""

import uuid
from datetime import datetime

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Actor
from approvals.services.screening import refuse_marked
from archive.models import ArchiveRecord, LegalHold
from archive.selectors.disposals import destruction_of
from core import ledger
from core.errors import GuardFailed, NotPermitted, NotVisible, Problem, WrongState
from core.models import FreeText, LedgerEntry
from core.roles import KEEPS_ARCHIVE
from core.storage import default_store, mirror_store


def hold(key: uuid.UUID, *, by: Actor, reason: str, now: datetime) -> LegalHold:
    """Hold a record, here and in the store; refused without a reason and for who is no archivist.

    Raises NotVisible for a record that is not there, WrongState where it is held already or gone.
    """
    words = _asked(by, reason, now=now)
    record = _record(key)
    assert by.id is not None  # noqa: S101  keepers are people
    with transaction.atomic():
        lock(record)
        if destruction_of(record.pk):
            raise WrongState("RECORD_DESTROYED", verb="hold")
        if record.holds.filter(lifted_at=None).exists():
            raise WrongState("RECORD_HELD", verb="hold")
        text = FreeText.objects.create(text=words)
        held = LegalHold.objects.create(
            record=record,
            reason=text,
            set_by_id=by.id,
            set_at=now,
            entry=_note("hold", record, text, by=by, now=now),
        )
        _in_store(record, on=True)
    return held


def lift(key: uuid.UUID, *, by: Actor, reason: str, now: datetime) -> LegalHold:
    """Lift the hold on a record; refused without a reason. WrongState where there is none."""
    words = _asked(by, reason, now=now)
    record = _record(key)
    with transaction.atomic():
        held = record.holds.select_for_update().filter(lifted_at=None).first()
        if held is None:
            raise WrongState("RECORD_NOT_HELD", verb="lift_hold")
        text = FreeText.objects.create(text=words)
        held.lifted_by_id, held.lifted_at, held.lift_reason = by.id, now, text
        held.lift_entry = _note("lift_hold", record, text, by=by, now=now)
        held.save()
        _in_store(record, on=False)
    return held


def lock(record: ArchiveRecord) -> None:
    """Let nobody hold or destroy the record meanwhile.

    The item's row is locked: the application may not change records, nor lock them so.
    """
    Submission.objects.select_for_update(of=("self",)).get(pk=record.submission_id)


def refuse_strangers(by: Actor, verb: str) -> None:
    """Raise NotPermitted for who keeps no archive."""
    if by.id is None or not any(role in KEEPS_ARCHIVE for role, _ in by.roles):
        raise NotPermitted(verb=verb)


def words_of(reason: str, *, by: Actor, now: datetime) -> str:
    """Return the reason as it is kept; refuses none, and one under a secrecy mark."""
    if not reason.strip():
        problem = Problem("KEEPING_REASON_MISSING", "reason")
        raise GuardFailed(problem.code, problems=(problem,))
    refuse_marked([("text", reason)], by=by, now=now)
    return reason.strip()


def _asked(by: Actor, reason: str, *, now: datetime) -> str:
    refuse_strangers(by, "hold")
    return words_of(reason, by=by, now=now)


def _record(key: uuid.UUID) -> ArchiveRecord:
    record = ArchiveRecord.objects.filter(pk=key).first()
    if record is None:
        raise NotVisible(record=str(key))
    return record


def _note(
    verb: str, record: ArchiveRecord, text: FreeText, *, by: Actor, now: datetime
) -> LedgerEntry:
    details = {"reason": text.salted_hash}
    act = ledger.Act(verb, "record", str(record.pk), by.name, record.content_hash, details=details)
    return ledger.record(act, now=now)


def _in_store(record: ArchiveRecord, *, on: bool) -> None:
    for store in filter(None, (default_store(), mirror_store())):
        for name in record.files:
            key = f"{record.folder}/{name}"
            if store.exists(key):
                store.legal_hold(key, on=on)
