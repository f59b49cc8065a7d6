"""Reaching databases as their owner: connections, dumps, restores, scratch databases."""

import os
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from core.errors import DomainError
from core.platform.postgres import client

SCRATCH = "duyet_drill_"


class DatabaseCommandFailed(DomainError):  # noqa: N818
    """pg_dump or pg_restore did not do what was asked; `reason` holds what it said."""

    default_code = "DATABASE_COMMAND_FAILED"


def own_database() -> str:
    """Return the address of this installation's database, for the owner of its schema."""
    parts = conninfo_to_dict(settings.DATABASE_OWNER_URL)
    return make_conninfo("", **{**parts, "dbname": connection.settings_dict["NAME"]})


def dump(conninfo: str, into: Path, *, snapshot: str) -> None:
    """Write a dump of one snapshot; raises DatabaseCommandFailed."""
    run_client("pg_dump", conninfo, "--format=custom", f"--snapshot={snapshot}", f"--file={into}")


def load(dump_file: Path, conninfo: str) -> None:
    """Restore a dump whole or not at all; raises DatabaseCommandFailed."""
    options = ("--single-transaction", "--exit-on-error")
    whose = ("--no-owner", "--no-privileges", "--no-comments")
    # Most of a restore is building indexes: let the server use memory for it.
    room = {"PGOPTIONS": "-c maintenance_work_mem=256MB"}
    run_client("pg_restore", conninfo, *options, *whose, str(dump_file), environment=room)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Give an empty database on the same server; it is gone afterwards, whatever happens."""
    name = f"{SCRATCH}{secrets.token_hex(6)}"
    with psycopg.connect(own_database(), autocommit=True) as server:
        _drop_leftovers(server)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(_named(name)))
        try:
            parts = conninfo_to_dict(own_database())
            yield make_conninfo("", **{**parts, "dbname": name})
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_named(name)))


def _drop_leftovers(server: psycopg.Connection[Any]) -> None:
    """Remove what killed drills have left; a drill that runs now is connected to its own."""
    rows = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND NOT EXISTS "
        "(SELECT FROM pg_stat_activity busy WHERE busy.datname = pg_database.datname)",
        [SCRATCH],
    ).fetchall()
    for (name,) in rows:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(_named(name)))


def _named(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def run_client(
    program: str, conninfo: str, *options: str, environment: Mapping[str, str] | None = None
) -> None:
    """Run a client program; the password travels in the environment, never on the command line.

    Raises DatabaseCommandFailed with what the program said.
    """
    parts = conninfo_to_dict(conninfo)
    password = str(parts.pop("password", "") or "")
    command = [str(client(program)), "--no-password", f"--dbname={make_conninfo('', **parts)}"]
    done = subprocess.run(
        [*command, *options],
        check=False,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            **({"PGPASSWORD": password} if password else {}),
            **(environment or {}),
        },
    )
    if done.returncode:
        raise DatabaseCommandFailed(program=program, reason=done.stderr.strip()[-2000:])
