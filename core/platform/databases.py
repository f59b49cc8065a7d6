"""Roles, databases and extensions of the embedded server; and throw-away servers for tests."""

import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from core.platform.instance import APPLICATION, CLOCK, CLOCK_DATABASE, DATABASE, OWNER, Instance
from core.platform.postgres import Cluster, clear_leftovers, initialise, prepare
from core.platform.processes import free_port, wait_until

# What the keeper has not read yet the server keeps, up to a limit (settings of the server).
LOG_SLOT = "duyet_log"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gin")
APPLICATION_RIGHTS = ("select, insert, update, delete on tables", "usage, select on sequences")


@dataclass(frozen=True)
class TemporaryServer:
    """A throw-away server: nothing of it survives the test run."""

    superuser_url: str
    owner_url: str
    application_url: str


def answers(url: str) -> bool:
    """Tell whether the server takes connections."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def provide(superuser_url: str, *, passwords: dict[str, str]) -> None:
    """Make the roles, the databases and the extensions, or bring them up to date.

    The application role owns nothing: it cannot drop a trigger, truncate or create a table. The
    owner may create databases, because the restore drill needs an empty one, and read the server's
    log, because backups are made of it.
    """
    with psycopg.connect(superuser_url, autocommit=True) as server:
        for role, password in passwords.items():
            _role(server, role, password)
        server.execute(sql.SQL("alter role {} createdb replication").format(sql.Identifier(OWNER)))
        _database(server, DATABASE, OWNER)
        _database(server, CLOCK_DATABASE, CLOCK)
        grant = sql.SQL("grant connect on database {} to {}")
        server.execute(grant.format(sql.Identifier(DATABASE), sql.Identifier(APPLICATION)))
    inside = superuser_url.rpartition("/")[0] + f"/{DATABASE}"
    with psycopg.connect(inside, autocommit=True) as database:
        prepare_database(database)


def provide_for(instance: Instance) -> None:
    """Make roles and databases with the passwords this instance remembers."""
    kept = instance.secrets
    provide(
        instance.superuser_url,
        passwords={
            OWNER: kept.owner_password,
            APPLICATION: kept.application_password,
            CLOCK: kept.clock_database_password,
        },
    )


def provide_log_slot(superuser_url: str, *, wanted: bool) -> None:
    """Let the server keep its log for the keeper, or no longer: a slot nobody reads fills disks."""
    with psycopg.connect(superuser_url, autocommit=True) as server:
        known = server.execute(
            "select active from pg_replication_slots where slot_name = %s", [LOG_SLOT]
        ).fetchone()
        if wanted and known is None:
            server.execute("select pg_create_physical_replication_slot(%s, true)", [LOG_SLOT])
        if not wanted and known == (False,):
            server.execute("select pg_drop_replication_slot(%s)", [LOG_SLOT])


def provide_clock_database(instance: Instance) -> None:
    """Make Prefect's database beside an external one, where the owner may do so."""
    url = instance.environment()["DATABASE_OWNER_URL"]
    name = url.partition("?")[0].rpartition("/")[2] + "_prefect"
    with psycopg.connect(url, autocommit=True) as server:
        known = server.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        allowed = server.execute("select rolcreatedb from pg_roles where rolname = current_user")
        if known is None and allowed.fetchone() == (True,):
            server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def prepare_database(database: psycopg.Connection) -> None:
    """Install the extensions and let the application role use what the owner will create."""
    for extension in EXTENSIONS:
        statement = sql.SQL("create extension if not exists {}")
        database.execute(statement.format(sql.Identifier(extension)))
    names = {"owner": sql.Identifier(OWNER), "app": sql.Identifier(APPLICATION)}
    for rights in APPLICATION_RIGHTS:
        statement = sql.SQL(
            "alter default privileges for role {owner} in schema public grant "
            + rights
            + " to {app}"
        )
        database.execute(statement.format(**names))


@contextmanager
def temporary_server(folder: Path) -> Iterator[TemporaryServer]:
    """Run a server on an empty folder and stop it afterwards; nothing survives a crash."""
    word = "throw-away"
    folder.mkdir(parents=True, exist_ok=True)
    # Several may run at once: where they cannot stay in their folders they must not meet either.
    cluster = prepare(folder, instance_id=f"throw-away-{secrets.token_hex(6)}")
    initialise(cluster, password=word, durable=False)
    port = free_port()
    server = _start(cluster, port, folder / "postgres.log")
    try:
        urls = {
            role: f"postgresql://{role}:{word}@127.0.0.1:{port}"
            for role in ("postgres", OWNER, APPLICATION)
        }
        superuser = urls["postgres"] + "/postgres"
        if not wait_until(lambda: answers(superuser), seconds=30):
            raise TimeoutError((folder / "postgres.log").read_text(encoding="utf-8"))
        provide(superuser, passwords=dict.fromkeys((OWNER, APPLICATION, CLOCK), word))
        yield TemporaryServer(
            superuser, f"{urls[OWNER]}/{DATABASE}", f"{urls[APPLICATION]}/{DATABASE}"
        )
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        clear_leftovers(cluster)
        shutil.rmtree(cluster.base, ignore_errors=True)  # the caller may have been quicker


def _start(cluster: Cluster, port: int, log: Path) -> "subprocess.Popen[bytes]":
    command = cluster.command(
        port, fsync="off", synchronous_commit="off", full_page_writes="off", autovacuum="off"
    )
    with log.open("wb") as output:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={"LC_ALL": "C"},
            **cluster.owner(),
        )


def _role(server: psycopg.Connection, role: str, password: str) -> None:
    exists = server.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = sql.SQL("alter" if exists else "create")
    server.execute(
        sql.SQL("{} role {} login nosuperuser nocreaterole password {}").format(
            verb, sql.Identifier(role), sql.Literal(password)
        )
    )


def _database(server: psycopg.Connection, name: str, owner: str) -> None:
    exists = server.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
    names = {"name": sql.Identifier(name), "owner": sql.Identifier(owner)}
    if not exists:
        server.execute(sql.SQL("create database {name} owner {owner}").format(**names))
    server.execute(sql.SQL("revoke connect on database {name} from public").format(**names))
