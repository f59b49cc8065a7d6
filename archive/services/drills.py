"""A backup counts once it has been restored and compared: the drill does that, and says so."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import transaction
from psycopg.rows import dict_row

from archive.models import ArchiveRecord, Backup, RestoreDrill
from archive.selectors.verification import check_files
from archive.services.alarms import raise_alarm
from archive.services.backups import BackupDamaged, Description, describe, listed_objects
from archive.services.copying import COPY, copy_findings
from archive.services.databases import DatabaseCommandFailed, scratch_database
from archive.services.restoring import Restored, restore
from archive.services.vault import own_vault
from core import ledger
from core.errors import DomainError, StorageFailed
from core.storage import FileStore, ObjectDamaged, ObjectStore, default_store

SAMPLE = 10
RECORDS = "SELECT id, folder, files FROM archive_archiverecord ORDER BY random() LIMIT %s"
MOST_FINDINGS = 200
# What a finding of the restore begins with, and under which name the report counts it.
KINDS = {"table": "tables", "ledger": "ledger", "revision": "revisions", "timers": "timers"}


class NoBackup(DomainError):  # noqa: N818
    """There is no backup to drill with."""

    default_code = "NO_BACKUP"


@dataclass
class Report:
    """What was compared, how much of it, and what was wrong; seconds are the recovery time."""

    compared: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    seconds: float | None = None

    def note(self, name: str, compared: int, wrong: list[str] | tuple[str, ...] = ()) -> None:
        """Add one comparison."""
        self.compared[name] = compared
        self.wrong.setdefault(name, []).extend(wrong)

    @property
    def findings(self) -> list[str]:
        """Return everything that is wrong, as far as anybody would read."""
        return [line for lines in self.wrong.values() for line in lines][:MOST_FINDINGS]

    def as_json(self) -> list[dict[str, Any]]:
        """Return it as the report page shows it."""
        return [
            {"name": name, "compared": count, "wrong": len(self.wrong.get(name, ()))}
            for name, count in self.compared.items()
        ]


def restore_drill(*, now: datetime, chosen: Backup | None = None) -> RestoreDrill:
    """Restore the newest backup (or `chosen`) into a scratch database, compare, keep the outcome.

    Compares the dump's hash, counts and fingerprints of all tables, the ledger's head, every
    revision's hash, the timers, every object of the store's list, and ten random sealed records,
    restored into a scratch store, byte for byte. Raises NoBackup; everything else that is wrong is
    a finding, and a drill with findings alarms those who answer for the data.
    """
    backup = chosen or Backup.objects.first()
    if backup is None:
        raise NoBackup
    started, report = time.monotonic(), Report()
    try:
        _drill(backup, report)
    except (BackupDamaged, DatabaseCommandFailed) as broken:
        report.note("backup", 1, [f"{broken.code}: {broken.params['reason']}"])
    return _recorded(backup, report, seconds=time.monotonic() - started, now=now)


def _recorded(backup: Backup, report: Report, *, seconds: float, now: datetime) -> RestoreDrill:
    findings, name = report.findings, Path(backup.folder).name
    with transaction.atomic():
        details = {"passed": not findings, "findings": len(findings)}
        ledger.record(
            ledger.Act("restore_drill", "backup", name, "system", details=details), now=now
        )
        if findings:
            text = "\n".join([name, *findings])
            raise_alarm("drill_failed", about=f"{name}@{now:%Y%m%dT%H%M%S}", text=text, now=now)
        return RestoreDrill.objects.create(
            backup=backup,
            passed=not findings,
            findings=findings,
            seconds=seconds,
            restore_seconds=report.seconds,
            point_at=backup.started_at,
            checks=report.as_json(),
            at=now,
        )


def _drill(backup: Backup, report: Report) -> None:
    described = describe(Path(backup.folder))
    same = described.dump_sha256 == backup.dump_hash
    report.note("backup", 1, [] if same else ["database.dump: not the one that was recorded"])
    with scratch_database() as scratch, scratch_store() as copies:
        restored = restore(described.folder, into=scratch)
        report.seconds = restored.seconds
        _note_restored(report, described, restored)
        store = default_store()
        _note_objects(report, store, described)
        _note_copy(report, described)
        with psycopg.connect(scratch, row_factory=dict_row) as database:
            rows = database.execute(RECORDS, [SAMPLE]).fetchall()
        records = [ArchiveRecord(**row) for row in rows]
        report.note("records", len(records), _record_findings(records, store, copies))


def _note_restored(report: Report, described: Description, restored: Restored) -> None:
    measured = described.measured
    report.note("tables", sum(row["count"] for row in measured.tables.values()))
    report.note("ledger", measured.ledger_size)
    report.note("revisions", restored.tables.get("approvals_revision", 0))
    report.note("timers", (measured.timers or {}).get("pending", 0))
    for line in restored.findings:
        kind = line.partition(" ")[0].rstrip(":")
        report.wrong.setdefault(KINDS.get(kind, "tables"), []).append(line)


def _note_objects(report: Report, store: ObjectStore, described: Description) -> None:
    """Compare every object of the list with what the store says of it now."""
    lines = (_object_finding(store, row) for row in listed_objects(described))
    report.note("store", described.objects, [line for line in lines if line])


def _note_copy(report: Report, described: Description) -> None:
    """Compare the copy in the second store, byte for byte, still encrypted."""
    vault = own_vault()
    if vault is not None and (described.folder / COPY).is_file():
        report.note("second", *copy_findings(described.folder, vault))


def _object_finding(store: ObjectStore, row: dict[str, Any]) -> str:
    try:
        known = store.head(row["key"])
    except StorageFailed as lost:
        return f"store: {row['key']} {lost.code}"
    same = (known.sha256, known.size) == (row["sha256"], row["size"])
    return "" if same else f"store: {row['key']} is not what it was"


def _record_findings(
    records: list[ArchiveRecord], source: ObjectStore, copies: ObjectStore
) -> list[str]:
    """Restore the records' files into the scratch store and compare them byte for byte."""
    lines = []
    for record in records:
        lost = {}
        for key in source.list(f"{record.folder}/"):
            try:
                copies.put_once(key, source.get(key), media_type=source.head(key).media_type)
            except StorageFailed as failed:
                damaged = isinstance(failed, ObjectDamaged)
                lost[key.removeprefix(f"{record.folder}/")] = "changed" if damaged else failed.code
        wrong = [check for check in check_files(record, copies) if not check.holds]
        lines += [f"record {record}: {c.name} {lost.get(c.name, c.status)}" for c in wrong]
    return lines


@contextmanager
def scratch_store() -> Iterator[ObjectStore]:
    """Give an empty store in the data folder; it is gone afterwards, whatever happens."""
    home = Path(settings.DUYET_HOME)
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".drill-", dir=home))
    try:
        yield FileStore(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
