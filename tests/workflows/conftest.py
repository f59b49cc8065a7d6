"""A real Prefect server on the test run's PostgreSQL, and a database of its own for the flows."""

import os
import secrets
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from core.platform.processes import free_port, wait_until

CODE = Path(__file__).resolve().parents[2]
PASSWORD = "duyet:only-for-tests"


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the environment of a whole instance that nobody else uses: database, store, clock."""
    from django.db import connections

    with django_db_blocker.unblock():
        connections.close_all()
    home, word = tmp_path_factory.mktemp("clock"), secrets.token_hex(4)
    server = urlsplit(os.environ["DATABASE_URL"])._replace(path="")
    template = connections["default"].settings_dict["NAME"]
    names = {"flows": f"flows_{word}", "prefect": f"prefect_{word}"}
    with psycopg.connect(server.geturl() + "/postgres", autocommit=True) as database:
        database.execute(f"create database {names['flows']} template {template}")
        database.execute(f"create database {names['prefect']}")
    port = free_port()
    yield {
        **os.environ,
        "DATABASE_URL": f"{server.geturl()}/{names['flows']}",
        "DATABASE_OWNER_URL": f"{server.geturl()}/{names['flows']}",
        "DUYET_HOME": str(home),
        "DUYET_INSTANCE": f"test-{word}",
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_API_AUTH_STRING": PASSWORD,
        "PREFECT_SERVER_API_AUTH_STRING": PASSWORD,
        "PREFECT_API_DATABASE_CONNECTION_URL": (
            f"postgresql+asyncpg://{server.netloc}/{names['prefect']}"
        ),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    with psycopg.connect(server.geturl() + "/postgres", autocommit=True) as database:
        for name in names.values():
            database.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def prefect_server(place):
    """Run Prefect's server; the tests after it find it through the environment of `place`."""
    port = str(urlsplit(place["PREFECT_API_URL"]).port)
    log = Path(place["DUYET_HOME"]) / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1",
             "--port", port],
            env=place, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        health = place["PREFECT_API_URL"] + "/health"
        assert wait_until(lambda: _answers(health), seconds=90, pause=0.2), log.read_text()
        yield place
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
