"""A backup: a dump, the list of what the store held, and what both must look like when restored."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import transaction

from archive.models import Backup
from archive.services.databases import dump, own_database
from archive.services.measuring import Measured, measure
from core import clock, ledger
from core.canonical import canonical_bytes, sha256_hex
from core.errors import DomainError
from core.storage import StoredObject, default_store

FORMAT = "duyet/backup/1"
DUMP, OBJECTS, DESCRIPTION = "database.dump", "store.jsonl", "backup.json"
UNFINISHED = ".unfinished-"
CHUNK = 1 << 20


class BackupDamaged(DomainError):  # noqa: N818
    """The backup is not what it was when it was made; `reason` says where."""

    default_code = "BACKUP_DAMAGED"


@dataclass(frozen=True)
class Description:
    """What a complete backup says of itself."""

    folder: Path
    dump_sha256: str
    dump_size: int
    objects: int
    objects_sha256: str
    measured: Measured


def backups_folder() -> Path:
    """Return where the backups of this installation lie."""
    return Path(settings.DUYET_HOME) / "backups"


def backup(*, now: datetime) -> Backup:
    """Dump the database, list the store, measure both, and only then give the backup its name.

    Everything is taken from one snapshot; the store is listed after it was taken, so that whatever
    the dump refers to is on the list. Raises DatabaseCommandFailed or StorageFailed; nothing
    half-written ever looks like a backup.
    """
    target = backups_folder() / f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}Z"
    with _unfinished(target) as folder:
        measured, objects = _at_once(folder)
        described = {
            "format": FORMAT,
            "started_at": now.isoformat(),
            "dump": {"sha256": file_hash(folder / DUMP), "size": (folder / DUMP).stat().st_size},
            "store": {"objects": objects, "sha256": file_hash(folder / OBJECTS)},
            "measured": measured.as_json(),
        }
        (folder / DESCRIPTION).write_bytes(canonical_bytes(described))
    return _recorded(describe(target), now=now)


def describe(folder: Path) -> Description:
    """Return what a backup says of itself; raises BackupDamaged for what is none."""
    try:
        told: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        return {FORMAT: _described}[told["format"]](folder, told)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(folder=str(folder), reason=f"{DESCRIPTION}: {error}") from error


def _described(folder: Path, told: dict[str, Any]) -> Description:
    return Description(
        folder=folder,
        dump_sha256=told["dump"]["sha256"],
        dump_size=told["dump"]["size"],
        objects=told["store"]["objects"],
        objects_sha256=told["store"]["sha256"],
        measured=Measured(**told["measured"]),
    )


def damage(described: Description) -> list[str]:
    """Return which files of a backup are not as they were when it was made."""
    expected = {DUMP: described.dump_sha256, OBJECTS: described.objects_sha256}
    lines = []
    for name, digest in expected.items():
        path = described.folder / name
        if not path.is_file():
            lines.append(f"{name}: missing")
        elif file_hash(path) != digest:
            lines.append(f"{name}: changed since the backup was made")
    return lines


def listed_objects(described: Description) -> Iterator[dict[str, Any]]:
    """Give what the store held: key, sha256, size."""
    with (described.folder / OBJECTS).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _at_once(folder: Path) -> tuple[Measured, int]:
    """Dump, list the store and measure at the same time, all after one snapshot was taken."""
    conninfo = own_database()
    with ThreadPoolExecutor(2) as pool, psycopg.connect(conninfo) as database:
        database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = database.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101  a function call gives one row
        dumping = pool.submit(dump, conninfo, folder / DUMP, snapshot=row[0])
        listing = pool.submit(_list_store, folder / OBJECTS)
        measured = measure(database)
        dumping.result()
        return measured, listing.result()


def _list_store(path: Path) -> int:
    store, objects = default_store(), 0
    with path.open("w", encoding="utf-8") as lines:
        for key in store.list():
            known = store.head(key)
            lines.write(json.dumps(_row(known), ensure_ascii=False) + "\n")
            objects += 1
    return objects


def _row(known: StoredObject) -> dict[str, Any]:
    """What the list says of an object: enough to put it back as it was."""
    row = {"key": known.key, "sha256": known.sha256, "size": known.size, "type": known.media_type}
    if known.retain_until:
        row["until"] = known.retain_until.isoformat()
    if known.legal_hold:
        row["hold"] = True
    return row


def _recorded(described: Description, *, now: datetime) -> Backup:
    measured = described.measured
    details = {
        "dump_sha256": described.dump_sha256,
        "description_sha256": sha256_hex((described.folder / DESCRIPTION).read_bytes()),
        "ledger_size": measured.ledger_size,
    }
    with transaction.atomic():
        act = ledger.Act("backup", "backup", described.folder.name, "system", details=details)
        ledger.record(act, now=now)
        return Backup.objects.create(
            folder=str(described.folder),
            dump_hash=described.dump_sha256,
            dump_size=described.dump_size,
            counts={name: row["count"] for name, row in measured.tables.items()},
            store_objects=described.objects,
            ledger_size=measured.ledger_size,
            started_at=now,
            finished_at=clock.now(),
        )


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a folder under another name; it gets its own when everything in it is on the disk."""
    folder = target.parent / f"{UNFINISHED}{target.name}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
        for path in (*folder.iterdir(), folder):
            _sync(path)
        folder.rename(target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
