"""Backups of the whole database server and its log: any moment can be restored (PostgreSQL's own
tools: pg_basebackup, pg_receivewal, pg_combinebackup, pg_verifybackup).

Only for the server this installation runs itself. A full backup a week, the others incremental
upon the one before, each with the log it needs; between them the log, segment by segment.
"""

import gzip
import json
import logging
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.conf import settings

from archive.services.databases import DatabaseCommandFailed, own_database, run_client
from archive.services.vault import Vault
from core.platform.postgres import client

log = logging.getLogger(__name__)
CLUSTER, LOG = "cluster/", "log/"
BASE, MANIFEST, CHAIN = "base.tar.gz", "backup_manifest", "chain.json"
FULL_EVERY = timedelta(days=7)
FIRST_INCREMENTAL = 170000
SEGMENT = 24


@dataclass(frozen=True)
class Server:
    """The server that is backed up: its number, and whether it may be and how."""

    system: str
    may_replicate: bool
    incremental: bool


def server_of(conninfo: str) -> Server:
    """Ask the server who it is and what we may."""
    with psycopg.connect(conninfo) as database:
        row = database.execute(
            "SELECT (SELECT system_identifier::text FROM pg_control_system()),"
            " (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user),"
            " current_setting('summarize_wal', true)"
        ).fetchone()
        assert row is not None  # noqa: S101  a query without FROM gives one row
        new_enough = database.info.server_version >= FIRST_INCREMENTAL
    return Server(row[0], bool(row[1]), new_enough and row[2] == "on")


def keeps_log() -> bool:
    """Tell whether the server is ours to be backed up as a whole (else: dumps only)."""
    return bool(settings.BACKUP_CLUSTER and settings.BACKUP_URL)


def take_base(vault: Vault, *, now: datetime, conninfo: str = "") -> str:
    """Back the server up into the second store; returns the backup's key.

    Incremental upon the newest one where the server can and that is younger than a week's chain.
    Raises DatabaseCommandFailed or StorageFailed.
    """
    conninfo = conninfo or own_database()
    server = server_of(conninfo)
    stamp = f"{now:%Y%m%dT%H%M%S%fZ}"
    chain = _chain_to_continue(server, now=now)
    folder = _work_folder()
    try:
        chain = _run_basebackup(conninfo, folder, server, chain)
        first = chain[0].rpartition("/")[2] if chain else stamp
        key = f"{CLUSTER}{server.system}/{first}/{stamp}"
        with (folder / BASE).open("rb") as stream:
            vault.put_stream(f"{key}/{BASE}", stream)
        vault.put(f"{key}/{MANIFEST}", (folder / MANIFEST).read_bytes())
        vault.put(f"{key}/{CHAIN}", json.dumps([*chain, key]).encode())
        _remember(server, folder / MANIFEST, [*chain, key])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return key


def _run_basebackup(conninfo: str, folder: Path, server: Server, chain: list[str]) -> list[str]:
    """Run it and return what it builds upon; a full one where the server has forgotten that."""
    command = (
        *("pg_basebackup", conninfo, f"--pgdata={folder}", "--format=tar", "--gzip"),
        *("--checkpoint=fast", "--wal-method=fetch", "--no-sync"),
    )
    if chain:
        try:
            run_client(*command, f"--incremental={_memory(server) / MANIFEST}")
        except DatabaseCommandFailed as failed:
            log.warning("no incremental backup, taking a full one: %s", failed.params["reason"])
            shutil.rmtree(folder)
        else:
            return chain
    run_client(*command)
    return []


def bases(vault: Vault, system: str = "") -> list[str]:
    """Return the complete backups of servers in the second store, oldest first."""
    names = vault.names(f"{CLUSTER}{system}")
    found = [name.removesuffix(f"/{CHAIN}") for name in names if name.endswith(f"/{CHAIN}")]
    return sorted(found, key=lambda key: key.rpartition("/")[2])


def base_made_at(key: str) -> datetime:
    """Return when a backup of the server was begun, from its key."""
    return datetime.strptime(key.rpartition("/")[2], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)


def fetch_base(vault: Vault, key: str, into: Path) -> None:
    """Rebuild the data folder of a backup from its chain and verify it by its manifest."""
    chain: list[str] = json.loads(vault.get(f"{key}/{CHAIN}"))
    work = _work_folder()
    try:
        folders = [_unpacked(vault, link, work / f"{number}") for number, link in enumerate(chain)]
        if len(folders) == 1:
            shutil.move(folders[0], into)
        else:
            _run([str(client("pg_combinebackup")), *map(str, folders), f"--output={into}"])
        verify = [str(client("pg_verifybackup")), "--no-parse-wal", str(into)]
        _run(verify)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def fetch_log(vault: Vault, system: str, into: Path, *, first: str = "") -> int:
    """Decrypt the log's segments into a folder, from `first` on; returns how many."""
    into.mkdir(parents=True, exist_ok=True)
    count = 0
    for key in vault.names(f"{LOG}{system}/"):
        name = key.rpartition("/")[2]
        if "history" in name or name[8:SEGMENT] >= first[8:SEGMENT]:
            data = vault.get(key)
            packed = data if name.endswith(".gz") else gzip.compress(data)
            (into / f"{name.removesuffix('.gz')}.gz").write_bytes(packed)
            count += 1
    return count


def _unpacked(vault: Vault, key: str, into: Path) -> Path:
    packed = into.with_suffix(".tar.gz")
    vault.copy_to(f"{key}/{BASE}", packed)
    into.mkdir(mode=0o700)
    with tarfile.open(packed) as archive:
        archive.extractall(into, filter="tar")
    packed.unlink()
    (into / MANIFEST).write_bytes(vault.get(f"{key}/{MANIFEST}"))
    return into


def _chain_to_continue(server: Server, *, now: datetime) -> list[str]:
    """Return the keys a new backup builds upon; none where it has to be a full one."""
    memory = _memory(server)
    if not server.incremental or not (memory / CHAIN).is_file():
        return []
    chain: list[str] = json.loads((memory / CHAIN).read_text("utf-8"))
    return chain if now - base_made_at(chain[0]) < FULL_EVERY else []


def _remember(server: Server, manifest: Path, chain: list[str]) -> None:
    """Keep here what the next incremental backup builds upon: the manifest, no content."""
    memory = _memory(server)
    memory.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(manifest, memory / MANIFEST)
    (memory / CHAIN).write_text(json.dumps(chain), "utf-8")


def _memory(server: Server) -> Path:
    return Path(settings.DUYET_HOME) / "backups" / f"server-{server.system}"


def _work_folder() -> Path:
    home = Path(settings.DUYET_HOME)
    home.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=".base-", dir=home))


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise DatabaseCommandFailed(program=Path(command[0]).name, reason=done.stderr[-2000:])
