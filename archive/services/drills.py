"""A backup counts once it has been restored and compared: the drill does that, and says so."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.db import transaction
from psycopg.rows import dict_row

from archive.models import ArchiveRecord, Backup, RestoreDrill
from archive.selectors.verification import check_files
from archive.services.backups import BackupDamaged, Description, describe, listed_objects
from archive.services.databases import DatabaseCommandFailed, scratch_database
from archive.services.restoring import restore
from core import ledger
from core.errors import DomainError, StorageFailed
from core.storage import ObjectStore, default_store

SAMPLE = 10
RECORDS = "SELECT id, folder, files FROM archive_archiverecord ORDER BY random() LIMIT %s"
MOST_FINDINGS = 200


class NoBackup(DomainError):  # noqa: N818
    """There is no backup to drill with."""

    default_code = "NO_BACKUP"


def restore_drill(*, now: datetime, chosen: Backup | None = None) -> RestoreDrill:
    """Restore the newest backup (or `chosen`) into a scratch database, compare, keep the outcome.

    Compares the dump's hash, counts and fingerprints of all tables, the ledger's head, every
    revision's hash, every object of the store's list, and the files of some sealed records byte
    for byte. Raises NoBackup; everything else that is wrong is a finding.
    """
    backup = chosen or Backup.objects.first()
    if backup is None:
        raise NoBackup
    started = time.monotonic()
    findings = list(_findings(backup))[:MOST_FINDINGS]
    seconds = time.monotonic() - started
    with transaction.atomic():
        details = {"passed": not findings, "findings": len(findings)}
        name = Path(backup.folder).name
        act = ledger.Act("restore_drill", "backup", name, "system", details=details)
        ledger.record(act, now=now)
        return RestoreDrill.objects.create(
            backup=backup, passed=not findings, findings=findings, seconds=seconds, at=now
        )


def _findings(backup: Backup) -> Iterator[str]:
    try:
        described = describe(Path(backup.folder))
        if described.dump_sha256 != backup.dump_hash:
            yield "database.dump: not the one that was recorded"
        with scratch_database() as scratch:
            yield from restore(described.folder, into=scratch).findings
            yield from _store_findings(described, scratch)
    except (BackupDamaged, DatabaseCommandFailed) as broken:
        yield f"{broken.code}: {broken.params['reason']}"


def _store_findings(described: Description, scratch: str) -> Iterator[str]:
    store = default_store()
    for row in listed_objects(described):
        yield from _object_finding(store, row)
    with psycopg.connect(scratch, row_factory=dict_row) as database:
        for row in database.execute(RECORDS, [SAMPLE]).fetchall():
            record = ArchiveRecord(**row)
            checked = check_files(record, store)
            yield from (f"record {record}: {c.name} {c.status}" for c in checked if not c.holds)


def _object_finding(store: ObjectStore, row: dict[str, Any]) -> Iterator[str]:
    try:
        known = store.head(row["key"])
    except StorageFailed as lost:
        yield f"store: {row['key']} {lost.code}"
        return
    if (known.sha256, known.size) != (row["sha256"], row["size"]):
        yield f"store: {row['key']} is not what it was"
