"""A server killed without warning comes back elsewhere, from the second store alone."""

import os
import secrets
import shutil
import signal
import subprocess
import threading
import time

import psycopg
import pytest

from archive.services.clusters import bases, server_of, take_base
from archive.services.recovery import recovered_server
from archive.services.shipping import log_folder, ship_log, start_receiver
from archive.services.vault import opened_vault, own_vault
from core.clock import now
from core.platform.databases import answers, provide, provide_log_slot
from core.platform.instance import APPLICATION, CLOCK, OWNER
from core.platform.postgres import clear_leftovers, initialise, prepare
from core.platform.processes import free_port, wait_until
from core.platform.services import LOG_SETTINGS
from workflows import keeper

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("drills")]
WORD = "throw-away"
INSERT = "INSERT INTO work (at) VALUES (clock_timestamp()) RETURNING at"


@pytest.fixture
def clusters(tmp_path):
    """Places for servers; nothing of them stays."""
    made = []

    def make(name):
        (tmp_path / name).mkdir()
        made.append(prepare(tmp_path / name, instance_id=f"{name}-{secrets.token_hex(4)}"))
        return made[-1]

    yield make
    for cluster in made:
        shutil.rmtree(cluster.base, ignore_errors=True)


@pytest.fixture
def server(clusters):
    """A server of our own with the settings of one whose log is kept, only faster."""
    cluster = clusters("one")
    initialise(cluster, password=WORD, durable=False)
    port = free_port()
    command = cluster.command(port, **(LOG_SETTINGS | {"archive_timeout": "1s"}))
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env={"LC_ALL": "C"}, **cluster.owner(),
    )  # fmt: skip
    superuser = f"postgresql://postgres:{WORD}@127.0.0.1:{port}/postgres"
    assert wait_until(lambda: answers(superuser), seconds=30)
    provide(superuser, passwords=dict.fromkeys((OWNER, APPLICATION, CLOCK), WORD))
    provide_log_slot(superuser, wanted=True)
    yield process, f"postgresql://{OWNER}:{WORD}@127.0.0.1:{port}/duyet"
    process.kill()
    clear_leftovers(cluster)


@pytest.fixture
def shipping(server, second):
    """What the keeper does, round after round."""
    receiver = start_receiver(server[1], log_folder())
    system, vault, stop = server_of(server[1]).system, own_vault(), threading.Event()

    def ship():
        while not stop.wait(0.2):
            ship_log(vault, system=system, folder=log_folder(), now=now())

    yield ship, stop
    stop.set()
    receiver.kill()
    receiver.wait()


def test_what_is_lost_stays_below_a_minute():
    """Closed after 20 s, carried every 5 s: what is left of the minute is for the transfer."""
    assert LOG_SETTINGS["archive_timeout"] == "20s"
    assert keeper.SECONDS == 5.0


def test_killed_server_comes_back_from_the_second_store(
    server, shipping, second, settings, clusters, monkeypatch
):
    process, url = server
    monkeypatch.setattr("archive.services.shipping.beat", lambda *_a, **_k: None)
    threading.Thread(target=shipping[0], daemon=True).start()
    committed = []
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TABLE work (at timestamptz)")
        take_base(own_vault(), now=now(), conninfo=url)
        database.execute(INSERT)
        take_base(own_vault(), now=now(), conninfo=url)
        middle = database.execute(INSERT).fetchone()[0]
        until = time.monotonic() + 8
        while time.monotonic() < until:
            committed.append(database.execute(INSERT).fetchone()[0])
            time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    time.sleep(1)
    shipping[1].set()

    vault = opened_vault(settings.BACKUP_URL, second)
    with recovered_server(vault, clusters("two")) as (conninfo, done):
        came_back = rows(conninfo)
    with recovered_server(vault, clusters("three"), until=committed[10]) as (conninfo, _):
        then = rows(conninfo)

    assert [key.count("/") for key in bases(vault)] == [3, 3]
    assert (committed[-1] - came_back[-1]).total_seconds() < 5
    assert came_back[2:] == committed[: len(came_back) - 2]
    assert done.until is not None
    assert middle in then
    assert then[2:] == committed[:10]


def rows(conninfo):
    with psycopg.connect(f"{conninfo} dbname=duyet") as database:
        return [row[0] for row in database.execute("SELECT at FROM work ORDER BY at")]
