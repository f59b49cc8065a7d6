"""The append-only ledger: every act leaves an entry in its own transaction (ADR 0008)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.canonical import canonical_bytes, sha256_hex
from core.models import LedgerEntry

WAKE_CHANNEL = "duyet_effects"
COLUMNS = (
    *("number", "at", "actor", "verb", "subject_type", "subject_id"),
    *("content_hash", "body", "entry_hash"),
)


@dataclass(frozen=True)
class Act:
    """What the ledger remembers of an act; free text appears only as salted hashes."""

    verb: str
    subject_type: str
    subject_id: str
    actor: str
    content_hash: str = ""
    on_behalf_of: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record(act: Act, *, now: datetime) -> LedgerEntry:
    """Append `act` inside the caller's transaction and wake the effects worker after commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('core_ledger_number')")
        number: int = cursor.fetchone()[0]
    _wake_after_commit()
    return LedgerEntry.objects.create(**_row(act, number, now=now))


def record_many(acts: Sequence[Act], *, now: datetime) -> None:
    """Append many acts of one moment in order, in three statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('core_ledger_number') FROM generate_series(1, %s)", [len(acts)]
        )
        numbers: list[int] = [number for (number,) in cursor.fetchall()]
        columns = ", ".join(COLUMNS)
        with cursor.copy(f"COPY core_ledgerentry ({columns}) FROM STDIN") as copy:
            for act, number in zip(acts, numbers, strict=True):
                row = _row(act, number, now=now)
                copy.write_row([row[name] for name in COLUMNS])
    _wake_after_commit()


def _wake_after_commit() -> None:
    if all(hook[1] is not _wake for hook in connection.run_on_commit):
        transaction.on_commit(_wake, robust=True)


def _row(act: Act, number: int, *, now: datetime) -> dict[str, Any]:
    body = canonical_bytes(
        {
            "number": number,
            "at": now.isoformat(),
            "actor": act.actor,
            "on_behalf_of": act.on_behalf_of,
            "verb": act.verb,
            "subject_type": act.subject_type,
            "subject_id": act.subject_id,
            "content_hash": act.content_hash,
            "details": dict(act.details),
        }
    )
    return {
        "number": number,
        "at": now,
        "actor": act.actor,
        "verb": act.verb,
        "subject_type": act.subject_type,
        "subject_id": act.subject_id,
        "content_hash": act.content_hash,
        "body": body.decode(),
        "entry_hash": sha256_hex(body),
    }


def _wake() -> None:
    """Wake the effects worker, after the commit and apart from it.

    A NOTIFY inside the transaction makes all commits wait for one another while each is flushed;
    alone it has nothing to flush. Should it be lost, the worker polls.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'off', true), pg_notify(%s, '')",
            [WAKE_CHANNEL],
        )
