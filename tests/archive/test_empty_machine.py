"""An empty machine, the second store and the key: nothing else is needed."""

import io
import json
import os
import secrets
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command

from archive.services.backups import DUMP
from archive.services.clusters import take_base
from archive.services.databases import load
from archive.services.measuring import ledger_head
from archive.services.nightly import keep_safe
from archive.services.vault import own_vault
from core.clock import now
from core.platform.databases import answers, provide
from core.platform.instance import APPLICATION, CLOCK, OWNER, load_instance
from core.platform.postgres import clear_leftovers, initialise, prepare
from core.platform.processes import free_port, wait_until
from core.storage import default_store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("drills"),
]
WORD = "throw-away"


@pytest.fixture
def places(tmp_path):
    """Empty homes; nothing of their servers stays."""
    made = []

    def make(name):
        home = tmp_path / name
        home.mkdir()
        made.append(prepare(home, instance_id=f"{name}-{secrets.token_hex(4)}"))
        return home, made[-1]

    yield make
    for cluster in made:
        clear_leftovers(cluster)
        shutil.rmtree(cluster.base, ignore_errors=True)


def started(cluster, port):
    return subprocess.Popen(
        cluster.command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env={"LC_ALL": "C"}, **cluster.owner(),
    )  # fmt: skip


@pytest.fixture
def backed_up(flush_past_guards, second, submission_at, places):
    """A small installation, its night, and its whole server in the second store."""
    submission_at("archived", title="Lịch trực Tết Nguyên đán")
    night = keep_safe(now=now())
    _, cluster = places("lost")
    initialise(cluster, password=WORD, durable=False)
    port = free_port()
    process = started(cluster, port)
    superuser = f"postgresql://postgres:{WORD}@127.0.0.1:{port}/postgres"
    assert wait_until(lambda: answers(superuser), seconds=30)
    provide(superuser, passwords=dict.fromkeys((OWNER, APPLICATION, CLOCK), WORD))
    url = f"{superuser.rpartition('/')[0]}/duyet"
    load(Path(night.backup.folder) / DUMP, url)
    take_base(own_vault(), now=now(), conninfo=url)
    process.kill()
    process.wait()
    return night


def test_restore_here_brings_everything_back(backed_up, second, settings, monkeypatch, tmp_path):
    held = {key: default_store().get(key) for key in default_store().list()}
    ledger_key = settings.LEDGER_KEY_FILE.read_bytes()
    for lost in (settings.DUYET_HOME, tmp_path / "store", settings.LEDGER_KEY_FILE.parent):
        shutil.rmtree(lost)
    home = tmp_path / "new"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("DATABASE_", "STORAGE_", "PORTAL_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DUYET_HOME", str(home))
    instance = load_instance(os.environ)
    cluster = prepare(home, instance_id=instance.marker)
    said = io.StringIO()
    try:
        call_command(
            "restore", "--from", settings.BACKUP_URL, "--identity", str(second), "--into", "here",
            "--json", stdout=said,
        )  # fmt: skip
        process = started(cluster, instance.secrets.postgres_port)
        assert wait_until(lambda: answers(instance.superuser_url), seconds=30)
        head = head_of(instance.superuser_url.rpartition("/")[0] + "/duyet")
        process.kill()
        process.wait()
    finally:
        clear_leftovers(cluster)
        shutil.rmtree(cluster.base, ignore_errors=True)

    assert json.loads(said.getvalue())["failed"] == []
    assert head[0] == backed_up.backup.ledger_size
    assert {key: default_store().get(key) for key in default_store().list()} == held
    assert settings.LEDGER_KEY_FILE.read_bytes() == ledger_key


def head_of(url):
    with psycopg.connect(url) as database:
        return ledger_head(database)


def test_restore_here_refuses_a_machine_that_has_a_database(
    flush_past_guards, second, settings, places, monkeypatch
):
    home, _ = places("full")
    for name in list(os.environ):
        if name.startswith("DATABASE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DUYET_HOME", str(home))
    mine = prepare(home, instance_id=load_instance(os.environ).marker)
    mine.data.mkdir()
    errors = io.StringIO()

    with pytest.raises(SystemExit):
        call_command(
            "restore", "--from", settings.BACKUP_URL, "--into", "here", stderr=errors,
            stdout=io.StringIO(),
        )  # fmt: skip

    assert "RESTORE_TARGET_NOT_EMPTY" in errors.getvalue()
