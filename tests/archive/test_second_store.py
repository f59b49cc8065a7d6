"""The second store: only age files, only for those with the key, and everything comes back."""

import io
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Backup
from archive.services import copying
from archive.services.backups import DUMP
from archive.services.databases import scratch_database
from archive.services.drills import restore_drill
from archive.services.nightly import DUMPS_ONLY, NO_SECOND, keep_safe
from archive.services.restoring import restore_from_store
from archive.services.vault import (
    own_vault,
)
from core.clock import now
from core.models import Notice
from core.storage import default_store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("drills"),
]


@pytest.fixture
def kept(flush_past_guards, second, submission_at):
    """A night's keeping of a small installation."""
    submission_at("archived", title="Lịch trực Tết Nguyên đán")
    return keep_safe(now=now())


def test_says_that_the_server_is_not_ours(kept):
    assert kept.failed == []
    assert DUMPS_ONLY in kept.done


def test_lost_machine_comes_back_whole(kept, second, settings):
    held = {key: default_store().get(key) for key in default_store().list()}
    shutil.rmtree(Path(settings.STORAGE_URL.removeprefix("file://")))
    shutil.rmtree(settings.DUYET_HOME)
    key_file = settings.LEDGER_KEY_FILE.read_bytes()
    settings.LEDGER_KEY_FILE.unlink()

    with scratch_database() as scratch:
        found = restore_from_store(settings.BACKUP_URL, second, into=scratch)

    assert found.findings == ()
    assert found.tables == kept.backup.counts
    assert {key: default_store().get(key) for key in default_store().list()} == held
    assert settings.LEDGER_KEY_FILE.read_bytes() == key_file


def test_restore_command_takes_the_second_store(kept, second, settings):
    said = io.StringIO()
    with scratch_database() as scratch:
        call_command(
            "restore", "--from", settings.BACKUP_URL, "--identity", str(second),
            "--into", scratch, "--json", stdout=said,
        )  # fmt: skip

    assert json.loads(said.getvalue())["failed"] == []


def test_no_title_leaves_in_clear(kept, settings):
    folder = Path(settings.BACKUP_URL.removeprefix("file://"))
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert len(files) > 8
    assert all("Tết".encode() not in path.read_bytes() for path in files)


def test_drill_notices_a_changed_copy_without_the_key(kept, settings):
    folder = Path(settings.BACKUP_URL.removeprefix("file://")) / "objects/backups"
    part = next(folder.rglob("00000.age"))
    part.chmod(0o644)
    part.write_bytes(part.read_bytes() + b"x")

    drill = restore_drill(now=now())

    assert {row["name"]: row["wrong"] for row in drill.checks}["second"] == 1


def test_old_generations_end_and_their_contents_with_them(kept, settings, monkeypatch):
    monkeypatch.setattr(settings, "BACKUP_KEEP_LOCAL", 1)
    lost = next(iter(default_store().list("records/")))
    content = copying.content_key(default_store().head(lost).sha256)
    default_store().delete(lost)
    later = now() + timedelta(days=800)
    keep_safe(now=later)

    vault = own_vault()
    assert len(copying.generations(vault)) == 1
    assert not vault.exists(content)
    first = Path(Backup.objects.last().folder)
    assert not (first / DUMP).exists()


def test_night_without_second_store_says_so(flush_past_guards, province, settings):
    settings.BACKUP_URL = ""

    assert NO_SECOND in keep_safe(now=now()).done


def test_failed_copy_alarms_and_fails_the_command(flush_past_guards, second, province,
                                                  settings):  # fmt: skip
    settings.BACKUP_RECIPIENTS = ""

    with pytest.raises(SystemExit):
        call_command("backup", stdout=io.StringIO(), stderr=io.StringIO())

    told = Notice.objects.filter(event="backup_failed")
    assert {notice.user.username for notice in told} == {"admin", "archivist"}
    assert "BACKUP_NO_RECIPIENTS" in told[0].text
