"""From the second store to a whole installation on an empty machine, at any moment of the past."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from archive.services.backups import BackupDamaged, listed_objects
from archive.services.clusters import CLUSTER, base_made_at, bases, fetch_base, fetch_log
from archive.services.copying import fetch, fetch_keys, fetch_objects, generations
from archive.services.databases import DatabaseCommandFailed
from archive.services.measuring import ledger_head, wrong_revisions
from archive.services.restoring import TargetNotEmpty
from archive.services.vault import Vault
from core.platform.instance import APPLICATION, CLOCK, DATABASE, OWNER, Instance, load_instance
from core.platform.postgres import Cluster, give, prepare
from core.platform.processes import wait_until
from core.storage import default_store

SECONDS_TO_RECOVER = 3600
LONGEST_BASE = 70  # the kernel allows short paths of sockets only
RECOVERY = """
restore_command = 'gzip -dc "{log}/%f.gz" > "%p"'
recovery_target_action = 'promote'
"""
FILES = "SELECT DISTINCT storage_key AS key, sha256, media_type AS type FROM approvals_attachment"
RECORDS = "SELECT folder, files FROM archive_archiverecord"


@dataclass
class Recovered:
    """What stands on the machine now: from which backup, up to when, and what is not right."""

    base: str
    segments: int
    until: datetime | None = None
    ledger_size: int = 0
    ledger_root: str = ""
    objects: int = 0
    keys: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0


def restore_here(vault: Vault, *, until: datetime | None = None) -> Recovered:
    """Restore server, store and keys into this empty installation, up to the log's end or `until`.

    Refuses where a database already is (TargetNotEmpty), where the second store holds no backup of
    a server before that moment (BackupDamaged), and a key that does not fit (KeyDoesNotFit). The
    passwords of this installation replace those of the lost one.
    """
    started = time.monotonic()
    instance = load_instance(os.environ)
    cluster = prepare(instance.home, instance_id=instance.marker)
    if not instance.embedded_database or cluster.data.exists():
        raise TargetNotEmpty(tables=str(cluster.data))
    with recovered_server(vault, cluster, until=until) as (conninfo, done):
        _take_over(conninfo, instance)
        restore_files(vault, done, conninfo=f"{conninfo} dbname={DATABASE}")
    done.seconds = time.monotonic() - started
    return done


@contextmanager
def recovered_server(
    vault: Vault, cluster: Cluster, *, until: datetime | None = None
) -> Iterator[tuple[str, Recovered]]:
    """Run the recovered server; its data gets its name afterwards, when nothing was refused."""
    key = _base_before(vault, until)
    fresh, log = cluster.base / "data.restored", cluster.base / "log.restored"
    try:
        for folder in (fresh, log):
            shutil.rmtree(folder, ignore_errors=True)
        fetch_base(vault, key, fresh)
        done = Recovered(key, fetch_log(vault, _system(key), log, first=_first_segment(fresh)))
        _prepare_recovery(cluster, fresh, log, until)
        with _recovered(cluster, fresh) as conninfo:
            with psycopg.connect(f"{conninfo} dbname=postgres") as server:
                row = server.execute("SELECT pg_last_xact_replay_timestamp()").fetchone()
            done.until = row[0] if row else None
            yield conninfo, done
        fresh.rename(cluster.data)
    finally:
        for folder in (fresh, log):
            shutil.rmtree(folder, ignore_errors=True)


def _take_over(conninfo: str, instance: Instance) -> None:
    """Give the roles this installation's passwords."""
    kept = instance.secrets
    passwords = {
        "postgres": kept.superuser_password,
        OWNER: kept.owner_password,
        APPLICATION: kept.application_password,
        CLOCK: kept.clock_database_password,
    }
    with psycopg.connect(f"{conninfo} dbname=postgres", autocommit=True) as server:
        for role, password in passwords.items():
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            server.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def restore_files(vault: Vault, done: Recovered, *, conninfo: str) -> None:
    """Bring back every object that the restored database or the newest list names; compare."""
    with psycopg.connect(conninfo, row_factory=dict_row) as database:
        rows = list(_named_objects(database))
    newest = generations(vault)[-1:]
    with tempfile.TemporaryDirectory(prefix="duyet-restore-") as folder:
        for name in newest:
            rows = [*listed_objects(fetch(vault, name, Path(folder))), *rows]
            done.keys = fetch_keys(vault, name)
        fetched = fetch_objects(vault, default_store(), rows)
    done.objects = fetched.objects
    done.findings += fetched.findings
    with psycopg.connect(conninfo) as plain:
        done.ledger_size, done.ledger_root = ledger_head(plain)
        done.findings += wrong_revisions(plain)


def _named_objects(database: psycopg.Connection[Any]) -> Iterator[dict[str, Any]]:
    yield from database.execute(FILES).fetchall()
    for record in database.execute(RECORDS).fetchall():
        for name, row in record["files"].items():
            yield {"key": f"{record['folder']}/{name}", "sha256": row["sha256"]}


def _base_before(vault: Vault, until: datetime | None) -> str:
    found = [key for key in bases(vault) if until is None or base_made_at(key) <= until]
    if not found:
        raise BackupDamaged(folder=CLUSTER, reason="no backup of a server before that moment")
    return found[-1]


def _system(key: str) -> str:
    return key.removeprefix(CLUSTER).partition("/")[0]


def _first_segment(data: Path) -> str:
    """Return the segment the backup begins in: older ones need not be fetched."""
    label = (data / "backup_label").read_text("utf-8")
    return label.partition("(file ")[2].partition(")")[0]


def _prepare_recovery(cluster: Cluster, data: Path, log: Path, until: datetime | None) -> None:
    text = RECOVERY.format(log=log)
    if until is not None:
        text += f"recovery_target_time = '{until.isoformat()}'\n"
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(text)
    (data / "recovery.signal").touch()
    data.chmod(0o700)
    give(cluster, data, log)


@contextmanager
def _recovered(cluster: Cluster, data: Path) -> Iterator[str]:
    """Run the server on the data until it has recovered; reachable through a private folder."""
    short = len(os.fsencode(cluster.base)) < LONGEST_BASE
    gate = Path(tempfile.mkdtemp(prefix="gate-", dir=cluster.base if short else None))
    rules = gate / "hba"
    rules.write_text("local all all trust\n", "ascii")
    give(cluster, gate)
    output = (gate / "log").open("wb")
    command = cluster.command(
        5432, listen_addresses="", unix_socket_directories=str(gate), hba_file=str(rules)
    )
    command[2] = str(data)
    server = subprocess.Popen(  # type: ignore[call-overload]
        command, stdout=output, stderr=output, env={"LC_ALL": "C", "PATH": os.defpath},
        start_new_session=True, **cluster.owner(),
    )  # fmt: skip
    conninfo = f"host={gate} port=5432 user=postgres"
    try:
        alive = wait_until(
            lambda: server.poll() is not None or _is_open(conninfo),
            seconds=SECONDS_TO_RECOVER,
            pause=0.2,
        )
        if not alive or server.poll() is not None:
            said = (gate / "log").read_text("utf-8", "replace")[-2000:]
            raise DatabaseCommandFailed(program="postgres", reason=said)
        yield conninfo
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=120)
        output.close()
        shutil.rmtree(gate, ignore_errors=True)


def _is_open(conninfo: str) -> bool:
    try:
        with psycopg.connect(f"{conninfo} dbname=postgres", connect_timeout=2) as server:
            row = server.execute("SELECT pg_is_in_recovery()").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and not row[0]
