"""The embedded server: who it runs as, who may do what in it, and what it never writes down."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from core.platform.databases import temporary_server
from core.platform.postgres import DatabaseRefusedError, client, initialise, prepare

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("machine")]


@pytest.fixture(scope="module")
def folder():
    path = Path(tempfile.mkdtemp(prefix="duyet-postgres-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def server(folder):
    with temporary_server(folder) as running:
        yield running


def test_server_has_the_extensions_and_knows_vietnamese_letters(server):
    with psycopg.connect(server.application_url) as database:
        found = database.execute("select lower('ĐẶNG ỬỮ'), unaccent('Đặng'), 'ab' % 'abc'")

        assert found.fetchone() == ("đặng ửữ", "Dang", True)


def test_server_never_runs_as_root(server, folder):
    owner = (folder / "postgres" / "data" / "postmaster.pid").stat().st_uid

    assert owner != 0


def test_server_listens_on_loopback_with_passwords_only(server):
    with psycopg.connect(server.superuser_url) as database:
        settings = (
            "select current_setting('listen_addresses'), current_setting('unix_socket_directories')"
        )
        methods = database.execute("select distinct auth_method from pg_hba_file_rules").fetchall()

        assert database.execute(settings).fetchone() == ("127.0.0.1", "")
        assert methods == [("scram-sha-256",)]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.application_url.replace("throw-away", "guess"))


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (id int)",
        "truncate owned",
        "drop table owned",
        "alter table owned disable trigger all",
        "create database other",
        "create role other",
        "set role duyet_owner",
    ],
)
def test_application_role_cannot_change_the_house(server, statement):
    with psycopg.connect(server.owner_url, autocommit=True) as owner:
        owner.execute("create table if not exists owned (id int)")

    with psycopg.connect(server.application_url, autocommit=True) as database:
        database.execute("insert into owned values (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute(statement)


def test_application_role_cannot_enter_the_clocks_database(server):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(server.application_url.removesuffix("duyet") + "prefect")


def test_failing_statements_and_rows_never_reach_the_log(server, folder):
    with psycopg.connect(server.owner_url, autocommit=True) as database:
        database.execute("create table once (word text primary key)")
        database.execute("insert into once values ('bimat-trong-hang')")
        for statement in (
            "insert into once values ('bimat-trong-hang')",
            "select 'bimat-trong-cau'::int",
            "selec 'bimat-cu-phap'",
        ):
            with pytest.raises(psycopg.Error):
                database.execute(statement)

    log = (folder / "postgres.log").read_text()
    assert "ready to accept connections" in log
    assert "bimat" not in log


@pytest.mark.parametrize("program", ["psql", "pg_dump", "pg_restore"])
def test_client_programs_run(program):
    answer = subprocess.run(
        [client(program), "--version"], check=True, capture_output=True, text=True
    )

    assert answer.stdout.startswith(f"{program} (PostgreSQL)")


def test_client_program_that_does_not_exist_is_refused():
    with pytest.raises(DatabaseRefusedError, match="pg_nothing is not installed"):
        client("pg_nothing")


def test_data_of_another_major_version_is_refused(tmp_path):
    cluster = prepare(tmp_path, instance_id="test-version")
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("13\n")
    try:
        with pytest.raises(DatabaseRefusedError, match="written by PostgreSQL 13"):
            initialise(cluster, password="x")
    finally:
        shutil.rmtree(cluster.base)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hide a folder from PostgreSQL's user")
def test_below_a_folder_of_roots_alone_the_data_lives_elsewhere(tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    home = hidden / "home"

    with temporary_server(home) as running:
        psycopg.connect(running.application_url).close()
        base = (home / "postgres").resolve()

    assert str(base).startswith("/var/lib/duyet/")
    assert (hidden.stat().st_mode & 0o777, base.exists()) == (0o700, False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hide a folder from PostgreSQL's user")
def test_two_throw_away_servers_of_one_name_do_not_meet(tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)

    with (
        temporary_server(hidden / "one" / "server") as one,
        temporary_server(hidden / "other" / "server") as other,
    ):
        psycopg.connect(one.application_url).close()
        psycopg.connect(other.application_url).close()
