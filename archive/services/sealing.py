"""Published or refused to sealed: check, store and read back, record, then switch (ADR 0010).

Every step can be repeated: a crash leaves unused files, never a false record.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Evidence
from approvals.selectors.people import SYSTEM
from approvals.services import verbs
from archive.models import ArchiveRecord
from archive.selectors.dossier import deciding, outcome_of
from archive.selectors.waiting import ready
from archive.services.assembling import announce, parts_of
from archive.services.delays import forget_delay, note_delay, signer_rests
from archive.services.storing import Stored, keep
from archive.signing import SignerAway
from core.clock import in_vietnam
from core.errors import DomainError, GuardFailed, WrongState

log = logging.getLogger(__name__)
LOCK_CLASS = 397
LIMIT = 50
LOOK_AHEAD = 20
ROWS = ("site__unit__parent", "unit", "revision", "route_version", "publication")


def seal_due(*, now: datetime, limit: int = LIMIT) -> tuple[list[str], list[str]]:
    """Seal up to `limit` items; returns what was done and what failed, one line an item.

    Several workers share the work: an item somebody else is sealing is passed over. An item that
    fails stays due, and never keeps the ones behind it waiting; only where nobody can be signed
    for (SignerAway) the rest waits a minute with it. Why an item is late is remembered.
    """
    done: list[str] = []
    failed: list[str] = []
    if signer_rests(now=now):
        return done, failed
    keys = ready(now=now).values_list("pk", "reference")[: limit * LOOK_AHEAD]
    for key, reference in list(keys):
        if len(done) >= limit:
            break
        with _alone(key, wait=False) as mine:
            if mine and not _try(key, reference, done, failed, now=now):
                break
    return done, failed


def seal(submission_id: uuid.UUID | str, *, now: datetime) -> ArchiveRecord:
    """Seal one item's record and, when it is public, move it to archived; repeatable.

    Refuses what is neither published nor refused (WrongState) and what a second person must still
    confirm (GuardFailed). StorageFailed leaves the item as it was, to be tried again.
    """
    with _alone(submission_id, wait=True):
        known = ArchiveRecord.objects.filter(pk=submission_id).first()
        if known:
            return known
        submission = Submission.objects.select_related(*ROWS).get(pk=submission_id)
        _refuse_unsettled(submission)
        parts = parts_of(submission, now=now)
        announce(submission, parts, now=now)
        year = in_vietnam(deciding(submission).at).year
        stored = keep(parts, place=f"records/{year}/{submission.pk}", about=submission.pk, now=now)
        return _switch(submission, stored, now=now)


def _try(
    key: uuid.UUID, reference: str, done: list[str], failed: list[str], *, now: datetime
) -> bool:
    """Seal one item; returns whether there is any sense in going on to the next."""
    try:
        record = seal(key, now=now)
    except WrongState:  # it moved on since the list was made: nothing to do
        return True
    except DomainError as refusal:
        log.warning("sealing %s failed: %s", key, refusal)
        note_delay(key, refusal, now=now)
        failed.append(f"{reference} {refusal.code}")
        return not isinstance(refusal, SignerAway)
    except Exception as error:
        log.exception("sealing %s failed", key)
        with suppress(DatabaseError):  # where it is the database that fails, the log has to do
            note_delay(key, error, now=now)
        failed.append(f"{reference} {type(error).__name__}")
    else:
        done.append(f"{reference} {record.folder}")
    return True


def _refuse_unsettled(submission: Submission) -> None:
    if submission.state not in {State.PUBLISHED, State.REJECTED}:
        raise WrongState(verb="archive", state=submission.state)
    waits = submission.fast_tracked and submission.confirmed_by_id is None
    if waits and submission.state == State.PUBLISHED:
        raise GuardFailed("CONFIRMATION_MISSING")


def _switch(submission: Submission, stored: Stored, *, now: datetime) -> ArchiveRecord:
    """Write the record's row and the last transition together."""
    evidence = Evidence(
        content_hash=stored.content_hash,
        written_hash=stored.manifest_written,
        read_back_hash=stored.manifest_read_back,
    )
    with transaction.atomic():
        if submission.state == State.PUBLISHED:
            verbs.archive(submission.pk, by=SYSTEM, now=now, evidence=evidence)
        forget_delay(submission.pk)
        return ArchiveRecord.objects.create(
            id=submission.pk,
            submission=submission,
            outcome=outcome_of(submission),
            folder=stored.folder,
            content_hash=stored.content_hash,
            manifest_hash=stored.manifest_read_back,
            files=stored.files,
            sealed_at=now,
        )


@contextmanager
def _alone(key: uuid.UUID | str, *, wait: bool) -> Iterator[bool]:
    """Hold an item for this session; a crash lets go of it. Yields whether it is ours."""
    lock = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    name = (LOCK_CLASS, str(key))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s, hashtext(%s))", name)
        mine = wait or bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", name)
