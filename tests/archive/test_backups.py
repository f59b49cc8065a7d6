"""Backups of a real database, restored and compared; what a drill notices."""

import io
import json
import shutil
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from prometheus_client import REGISTRY, generate_latest

from approvals.models import Timer
from archive.models import Backup, RestoreDrill
from archive.services.backups import BackupDamaged, backup, backups_folder, describe
from archive.services.databases import load, scratch_database
from archive.services.drills import NoBackup, restore_drill
from archive.services.measuring import measure
from archive.services.restoring import TargetNotEmpty, restore
from core.clock import now
from core.models import LedgerEntry, Notice
from core.sealing import make_checkpoint, seal_entries
from core.storage import default_store

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("drills"),
]


@pytest.fixture
def made(flush_past_guards, submission_at):
    """A backup of a small installation with a sealed and a refused item."""
    submission_at("archived")
    submission_at("rejected")
    return backup(now=now())


def test_backup_restored_elsewhere_is_equal(made):
    with scratch_database() as scratch:
        found = restore(Path(made.folder), into=scratch)

    assert found.findings == ()
    assert found.tables == made.counts
    assert found.tables["approvals_submission"] == 2


def test_drill_of_good_backup_passes_and_is_recorded(made):
    drill = restore_drill(now=now())

    assert (drill.passed, drill.findings) == (True, [])
    assert LedgerEntry.objects.filter(verb="restore_drill").count() == 1
    assert not _databases_left()


def test_drill_reports_what_it_compared_and_how_long_it_took(made):
    drill = restore_drill(now=now())

    rows = {row["name"]: (row["compared"], row["wrong"]) for row in drill.checks}
    assert rows["revisions"] == (2, 0)
    assert rows["records"] == (1, 0)
    assert rows["timers"][0] == Timer.objects.filter(fired_at=None).count()
    assert rows["tables"][0] == sum(made.counts.values())
    assert set(rows) >= {"backup", "ledger", "store"}
    assert 0 < drill.restore_seconds < drill.seconds
    assert drill.point_at == made.started_at


def test_drill_notices_a_lost_timer(made):
    told = json.loads((Path(made.folder) / "backup.json").read_text())
    told["measured"]["timers"]["pending"] += 1
    (Path(made.folder) / "backup.json").write_text(json.dumps(told))

    drill = restore_drill(now=now())

    assert {row["name"]: row["wrong"] for row in drill.checks}["timers"] == 1


def test_failed_drill_alarms_those_who_answer_for_the_data(made):
    default_store().delete(next(iter(default_store().list("records/"))))

    restore_drill(now=now())

    told = Notice.objects.filter(event="drill_failed")
    assert {notice.user.username for notice in told} == {"admin", "archivist"}
    assert "OBJECT_MISSING" in told[0].text
    assert "duyet_restore_drill_passed 0.0" in generate_latest(REGISTRY).decode()


def test_drill_leaves_no_scratch_store(made, settings):
    restore_drill(now=now())

    assert not list(Path(settings.DUYET_HOME).glob(".drill-*"))


def test_restored_database_lets_the_application_write_but_not_rewrite(made, settings):
    settings.DATABASE_APP_ROLE = "duyet_app"
    with scratch_database() as scratch:
        restore(Path(made.folder), into=scratch)
        with psycopg.connect(scratch) as database:
            may = database.execute(
                "SELECT has_table_privilege('duyet_app', 'approvals_submission', 'UPDATE'),"
                "has_table_privilege('duyet_app', 'approvals_decision', 'UPDATE')"
            ).fetchone()

    assert may == (True, False)


def test_restored_database_keeps_its_guards(made):
    with scratch_database() as scratch:
        restore(Path(made.folder), into=scratch)
        with psycopg.connect(scratch) as database, pytest.raises(psycopg.errors.RestrictViolation):
            database.execute("DELETE FROM core_ledgerentry")


def test_restore_into_database_with_tables_is_refused(made):
    with scratch_database() as scratch:
        with psycopg.connect(scratch) as database:
            database.execute("CREATE TABLE mine (id int)")

        with pytest.raises(TargetNotEmpty):
            restore(Path(made.folder), into=scratch)


def test_restore_replays_what_happened_after_the_dump(made, submission_at):
    later = submission_at("submitted", title="Việc sau khi sao lưu")
    while seal_entries():
        pass
    head = make_checkpoint(now=now())

    with scratch_database() as scratch:
        found = restore(Path(made.folder), into=scratch)
        with psycopg.connect(scratch) as database:
            restored = measure(database)
            top = database.execute(
                "SELECT size, root FROM core_ledgercheckpoint ORDER BY size DESC LIMIT 1"
            ).fetchone()

    assert found.findings == ()
    assert any(f"submit submission {later.pk}" in line for line in found.replayed)
    assert (restored.ledger_size, restored.ledger_root) == (head.size, head.root) == top


def test_restore_without_the_store_s_newest_entries_says_what_is_lost(made, submission_at):
    submission_at("submitted")
    while seal_entries():
        pass
    make_checkpoint(now=now())
    store = default_store()
    store.delete(list(store.list("ledger/entries/"))[-1])

    with scratch_database() as scratch:
        found = restore(Path(made.folder), into=scratch)

    assert any("covers entries that are lost" in line for line in found.findings)


def test_drill_notices_a_tampered_dump(made):
    path = Path(made.folder) / "database.dump"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    drill = restore_drill(now=now())

    assert not drill.passed
    assert drill.findings == ["BACKUP_DAMAGED: database.dump: changed since the backup was made"]


def test_drill_notices_a_dump_swapped_with_its_description(made):
    folder = Path(made.folder)
    told = json.loads((folder / "backup.json").read_text())
    (folder / "database.dump").write_bytes(b"something else")
    from archive.services.backups import file_hash

    told["dump"]["sha256"] = file_hash(folder / "database.dump")
    (folder / "backup.json").write_text(json.dumps(told))

    findings = restore_drill(now=now()).findings

    assert "database.dump: not the one that was recorded" in findings


def test_drill_notices_a_missing_object(made):
    lost = next(iter(default_store().list("records/")))
    default_store().delete(lost)

    findings = restore_drill(now=now()).findings

    assert f"store: {lost} OBJECT_MISSING" in findings


def test_drill_notices_a_changed_record_file(made, settings):
    key = next(k for k in default_store().list("records/") if k.endswith("content.json"))
    file = Path(settings.STORAGE_URL.removeprefix("file://")) / "objects" / key
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")

    findings = restore_drill(now=now()).findings

    assert [line.partition(":")[2] for line in findings] == [" content.json changed"]


def test_drill_notices_a_changed_row(made):
    told = json.loads((Path(made.folder) / "backup.json").read_text())
    table = told["measured"]["tables"]["approvals_document"]
    table["fingerprint"] = str(int(table["fingerprint"]) + 1)
    (Path(made.folder) / "backup.json").write_text(json.dumps(told))

    findings = restore_drill(now=now()).findings

    assert findings == ["table approvals_document: rows differ"]


def test_measure_sees_one_changed_row(made):
    with scratch_database() as scratch:
        load(Path(made.folder) / "database.dump", scratch)
        with psycopg.connect(scratch) as database:
            before = measure(database)
            database.execute("UPDATE core_unit SET name = name || '.' WHERE code = 'stttt'")
            after = measure(database)

    changed = [name for name, row in before.tables.items() if after.tables[name] != row]
    assert changed == ["core_unit"]


def test_measure_sees_one_changed_ledger_entry(made):
    with scratch_database() as scratch:
        load(Path(made.folder) / "database.dump", scratch)
        with psycopg.connect(scratch) as database:
            before = measure(database)
            database.execute("SET session_replication_role = replica")
            database.execute("UPDATE core_ledgerleaf SET leaf_hash = repeat('0', 64) WHERE index=0")
            after = measure(database)

    assert after.ledger_root != before.ledger_root


def test_backup_cut_off_leaves_nothing_that_looks_like_one(flush_past_guards, province, settings):
    settings.DATABASE_OWNER_URL = settings.DATABASE_OWNER_URL.replace("@127.0.0.1", "@127.0.0.2")

    with pytest.raises(psycopg.OperationalError):
        backup(now=now())

    assert list(backups_folder().iterdir()) == []
    assert not Backup.objects.exists()


def test_describe_folder_without_description_is_no_backup(flush_past_guards, db, tmp_path):
    with pytest.raises(BackupDamaged):
        describe(tmp_path)


def test_drill_without_backup_fails_loudly(flush_past_guards, db):
    with pytest.raises(NoBackup):
        restore_drill(now=now())
    with pytest.raises(SystemExit):
        call_command("restore_drill", stdout=io.StringIO(), stderr=io.StringIO())


def test_commands_back_up_drill_and_restore(made):
    out = io.StringIO()
    call_command("backup", "--json", stdout=out)
    folder = json.loads(out.getvalue())["folder"]

    call_command("restore_drill", stdout=io.StringIO())
    with scratch_database() as scratch:
        said = io.StringIO()
        call_command("restore", "--from", folder, "--into", scratch, "--json", stdout=said)

    assert RestoreDrill.objects.get().backup.folder == folder
    assert json.loads(said.getvalue())["failed"] == []


def test_command_with_lost_backup_exits_non_zero(made):
    shutil.rmtree(made.folder)

    with pytest.raises(SystemExit) as stopped:
        call_command("restore_drill", stdout=io.StringIO(), stderr=io.StringIO())

    assert stopped.value.code == 1


def _databases_left():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'duyet_drill_%'")
        return cursor.fetchall()
