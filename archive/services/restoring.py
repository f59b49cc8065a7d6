"""From a backup to a database that is equal to what was backed up, entry for entry."""

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from archive.services.backups import DUMP, BackupDamaged, damage, describe, listed_objects
from archive.services.copying import fetch, fetch_keys, fetch_objects, generations
from archive.services.databases import load
from archive.services.measuring import differences, measure, wrong_revisions
from archive.services.replaying import replay
from archive.services.vault import opened_vault
from core.errors import DomainError
from core.grants import APPEND_ONLY
from core.storage import default_store

NAMES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"


class TargetNotEmpty(DomainError):  # noqa: N818
    """The database to restore into already holds tables."""

    default_code = "RESTORE_TARGET_NOT_EMPTY"


@dataclass(frozen=True)
class Restored:
    """What came back: the tables, the acts replayed from the store, and what is not equal.

    `seconds` is the recovery time alone: until the database could be used, without comparing.
    """

    tables: dict[str, int]
    replayed: tuple[str, ...]
    findings: tuple[str, ...]
    seconds: float = 0.0
    objects: int = 0


def restore(folder: Path, *, into: str) -> Restored:
    """Restore a backup into an empty database, compare, and replay newer ledger entries.

    Refuses a database that holds tables (TargetNotEmpty) and a backup that was changed
    (BackupDamaged). A dump that does not restore whole leaves the database empty.
    """
    described = describe(folder)
    broken = damage(described)
    if broken:
        raise BackupDamaged(folder=str(folder), reason="; ".join(broken))
    with psycopg.connect(into) as database:
        _refuse_tables(database)
    started = time.monotonic()
    load(folder / DUMP, into)
    loaded = time.monotonic() - started
    with psycopg.connect(into) as database:
        found = measure(database)
        findings = differences(described.measured, found) + wrong_revisions(database)
        started = time.monotonic()
        replayed = replay(database, default_store())
        grant(database)
    return Restored(
        tables={name: row["count"] for name, row in found.tables.items()},
        replayed=tuple(replayed.entries),
        findings=(*findings, *replayed.findings),
        seconds=loaded + time.monotonic() - started,
    )


def restore_from_store(url: str, identity: Path | None, *, into: str, name: str = "") -> Restored:
    """Restore a generation of the second store (the newest, or `name`): database, store and keys.

    Refuses like `restore`, and with KeyDoesNotFit. Objects that the store lacks are put back, and
    the ledger's key where there is none.
    """
    vault = opened_vault(url, identity)
    chosen = name or next(iter(generations(vault)[-1:]), "")
    with tempfile.TemporaryDirectory(prefix="duyet-restore-") as folder:
        described = fetch(vault, chosen, Path(folder))
        fetched = fetch_objects(vault, default_store(), listed_objects(described))
        fetch_keys(vault, chosen)
        found = restore(described.folder, into=into)
    findings = (*found.findings, *fetched.findings)
    return replace(found, findings=findings, objects=fetched.objects)


def grant(database: psycopg.Connection[Any]) -> None:
    """Give the application's role its rights, where the server knows that role."""
    role = settings.DATABASE_APP_ROLE
    known = database.execute(
        "SELECT FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role]
    ).fetchone()
    if known is None:
        return
    name = sql.Identifier(role)
    for statement in (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
    ):
        database.execute(sql.SQL(statement).format(name))
    present = {row[0] for row in database.execute(NAMES).fetchall()}
    for table in sorted(present & set(APPEND_ONLY)):  # a dump of an older version lacks some
        statement = "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}"
        database.execute(sql.SQL(statement).format(sql.Identifier(table), name))


def _refuse_tables(database: psycopg.Connection[Any]) -> None:
    row = database.execute(TABLES).fetchone()
    if row and row[0]:
        raise TargetNotEmpty(tables=row[0])
