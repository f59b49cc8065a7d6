"""An instance comes up, survives what is done to it, and goes away without a trace."""

import os
import re
import signal
import stat

import psycopg
import pytest

from core.platform.databases import temporary_server
from core.platform.processes import wait_until
from core.platform.supervision import Control

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("machine")]


def test_up_returns_ready_with_data_and_down_leaves_nothing(room):
    # subprocess waits for the end of the pipe: a daemon that held it would hang this test
    up = room.platform("up")

    assert (up.returncode, up.stdout) == (0, f"READY http://127.0.0.1:{room.port}\n")
    assert room.command("manage.py", "count").stdout == "1\n"
    assert set(Control(room.instance).states()) == {
        *("postgres", "web", "effects", "prefect-server", "prefect-worker"),
    }
    assert wait_until(
        lambda: set(Control(room.instance).states().values()) == {"RUNNING"}, seconds=15
    )
    down = room.platform("down")
    assert (down.returncode, room.processes()) == (0, set())


def test_up_twice_is_one_instance(standing):
    before = standing.processes()

    again = standing.platform("up")

    assert again.stdout == f"READY http://127.0.0.1:{standing.port}\n"
    assert before <= standing.processes()


def test_secrets_are_readable_by_their_owner_alone(standing):
    for name in ("instance.json", "run/supervisord.conf"):
        assert stat.S_IMODE((standing.home / name).stat().st_mode) == 0o600, name
    assert not (standing.home / "postgres" / "password").exists()


def test_web_does_not_know_the_keys_of_the_owner(standing):
    names = standing.get("/").split()[1].split(",")

    assert "DATABASE_URL" in names
    assert not {"DATABASE_OWNER_URL", "PREFECT_API_AUTH_STRING"} & set(names)


def test_up_on_a_taken_port_says_so_and_starts_nothing(standing, room):
    up = room.platform("up", PORT=str(standing.port))

    assert (up.returncode, up.stdout, room.processes()) == (1, "", set())
    assert f"port {standing.port} is taken" in up.stderr


def test_two_instances_run_side_by_side_and_stop_apart(standing, room):
    room.platform("up")
    assert room.command("manage.py", "count").stdout == "1\n"

    room.platform("down")

    assert room.processes() == set()
    assert _answers(standing)


@pytest.mark.faults
@pytest.mark.parametrize("service", ["postgres", "web", "effects"])
def test_killed_service_comes_back(standing, service):
    pid = _pid(standing, service)

    os.kill(pid, signal.SIGKILL)

    assert wait_until(lambda: _pid(standing, service) not in (0, pid), seconds=30)
    assert wait_until(lambda: _answers(standing), seconds=30)


@pytest.mark.faults
def test_up_after_a_kill_of_everything_finds_the_data_again(room):
    room.platform("up")
    for pid in room.processes():
        os.kill(pid, signal.SIGKILL)

    up = room.platform("up")

    assert up.returncode == 0, up.stderr
    assert room.command("manage.py", "count").stdout == "1\n"


@pytest.mark.faults
def test_kill_of_the_supervisor_takes_the_services_along(room):
    room.platform("up")
    wait_until(lambda: set(Control(room.instance).states().values()) == {"RUNNING"}, seconds=15)

    os.kill(int((room.home / "run/supervisord.pid").read_text()), signal.SIGKILL)

    assert wait_until(lambda: not room.processes(), seconds=20)


def test_up_whose_migrations_fail_says_where_to_read_and_leaves_nothing(room):
    up = room.platform("up", FAILING="migrate")

    assert (up.returncode, up.stdout, room.processes()) == (1, "", set())
    assert "manage.py migrate --noinput --skip-checks failed" in up.stderr
    assert "this command fails" in (room.home / "logs/manage.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_run_serves_until_it_is_interrupted_and_leaves_nothing(room, number):
    run = room.start("run")
    shown = _read_until_ready(run)
    assert f"http://127.0.0.1:{room.port}/desk/" in shown

    run.send_signal(number)
    run.send_signal(number)  # once more, out of impatience

    assert run.wait(timeout=60) == 0
    assert room.processes() == set()


@pytest.mark.faults
def test_killed_run_takes_everything_along(room):
    run = room.start("run")
    _read_until_ready(run)

    run.kill()
    run.wait()

    assert wait_until(lambda: not room.processes(), seconds=30)


def test_given_database_is_used_and_none_is_started(room):
    with temporary_server(room.home / "elsewhere") as server:
        given = {"DATABASE_URL": server.owner_url}

        up = room.platform("up", **given)

        assert up.returncode == 0, up.stderr
        assert "postgres" not in Control(room.instance).states()
        with psycopg.connect(server.owner_url) as database:
            assert database.execute("select count(*) from item").fetchone() == (1,)
            names = database.execute("select datname from pg_database").fetchall()
        assert ("duyet_prefect",) in names
        room.platform("down", **given)


def test_prepare_makes_roles_and_migrates_an_empty_server(room):
    with temporary_server(room.home / "elsewhere") as server:
        host = server.superuser_url.rpartition("@")[2].partition("/")[0]
        given = {
            "DATABASE_SUPERUSER_URL": server.superuser_url,
            "DATABASE_OWNER_URL": f"postgresql://duyet_owner:one@{host}/duyet",
            "DATABASE_URL": f"postgresql://duyet_app:two@{host}/duyet",
            "PREFECT_API_DATABASE_CONNECTION_URL": (
                f"postgresql+asyncpg://duyet_prefect:three@{host}/prefect"
            ),
        }

        prepared = room.platform("prepare", **given)

        assert prepared.returncode == 0, prepared.stderr
        with psycopg.connect(given["DATABASE_URL"]) as database:
            assert database.execute("select count(*) from item").fetchone() == (0,)
        psycopg.connect(f"postgresql://duyet_prefect:three@{host}/prefect").close()


def test_healthy_says_by_its_status_whether_the_web_is_ready(standing, room):
    assert standing.platform("healthy").returncode == 0
    assert room.platform("healthy").returncode == 1
    assert room.platform("healthy", f"http://127.0.0.1:{standing.port}").returncode == 0


def _pid(room, service):
    rows = {row["name"]: row["pid"] for row in Control(room.instance).ask("getAllProcessInfo")}
    return rows[service]


def _answers(room):
    try:
        return bool(room.get("/")) and room.command("manage.py", "count").stdout == "1\n"
    except OSError:
        return False


def _read_until_ready(run):
    shown = ""
    while not re.search(r"^READY ", shown, re.MULTILINE):
        line = run.stdout.readline()
        assert line, f"ended early: {shown}"
        shown += line
    run.stdout.close()
    return shown
