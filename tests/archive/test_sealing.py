"""Sealing: what a record holds, and that a crash anywhere means late, never lost, never twice."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from archive.models import ArchiveRecord
from archive.selectors.packages import package_of
from archive.services.sealing import seal, seal_due
from core import storage
from core.clock import now
from core.errors import GuardFailed, StorageFailed, WrongState
from core.models import LedgerEntry
from tests.archive.stores import FailingStore

pytestmark = pytest.mark.django_db


def test_published_item_sealed_is_archived_with_equal_record(submission_at):
    item = submission_at("published")

    record = seal(item.pk, now=now())

    item.refresh_from_db()
    store = storage.default_store()
    assert item.state == "archived"
    assert record.pk == item.pk
    assert record.content_hash == item.content_hash
    assert store.get(f"{record.folder}/content.json").decode() == item.revision.content
    assert sorted(record.files) == sorted(
        key.removeprefix(f"{record.folder}/") for key in store.list(f"{record.folder}/")
    )


def test_decision_json_published_tells_who_decided_with_which_mandate(submission_at):
    item = submission_at("published")

    record = seal(item.pk, now=now())

    told = json.loads(storage.default_store().get(f"{record.folder}/decision.json"))
    assert told["outcome"] == "published"
    assert [step["verb"] for step in told["history"]] == [
        "create", "submit", "review", "approve", "publish",
    ]  # fmt: skip
    assert told["history"][3]["actor"] == "Lê Quang Minh"
    assert told["signature"] == {"authority": "", "title": "GIÁM ĐỐC", "name": "Lê Quang Minh"}
    assert told["publication"]["url"].endswith(item.publication.address)


def test_refused_item_sealed_keeps_its_state_and_names_the_ground(submission_at):
    item = submission_at("rejected")

    record = seal(item.pk, now=now())

    item.refresh_from_db()
    told = json.loads(storage.default_store().get(f"{record.folder}/decision.json"))
    assert item.state == "rejected"
    assert record.outcome == "rejected"
    assert told["grounds"][0]["code"] == "QB39.4.5.QUALITY"
    assert told["grounds"][0]["article"]
    assert told["publication"] is None


@pytest.mark.parametrize("state", ["published", "rejected"])
def test_package_of_sealed_item_is_valid_offline(submission_at, tmp_path, state):
    record = seal(submission_at(state).pk, now=now())

    path = tmp_path / "package.zip"
    path.write_bytes(package_of(record))
    with zipfile.ZipFile(path) as package:
        (tmp_path / "verify.py").write_bytes(package.read("verify_record.py"))
    command = [sys.executable, tmp_path / "verify.py", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "the seal of these files" in done.stdout


def test_package_with_changed_printable_and_manifest_is_refused_offline(submission_at, tmp_path):
    record = seal(submission_at("published").pk, now=now())
    forged = _forged(package_of(record), "record.pdf", b"%PDF-1.7 something else")
    path = tmp_path / "package.zip"
    path.write_bytes(forged)

    script = "archive/packaging/verify_record.py"
    done = subprocess.run([sys.executable, script, path], capture_output=True, check=False)

    assert done.returncode == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "withdrawn"])
def test_seal_unsettled_item_is_refused(submission_at, state):
    with pytest.raises(WrongState):
        seal(submission_at(state).pk, now=now())


def test_seal_twice_gives_the_same_record(submission_at):
    item = submission_at("published")

    first, second = seal(item.pk, now=now()), seal(item.pk, now=now())

    assert first == second
    assert item.decisions.filter(verb="archive").count() == 1


def test_seal_fast_tracked_item_waits_for_confirmation(submission_at, actor):
    from approvals.services import acts, verbs
    from publishing.services.publishing import publish

    item = submission_at("submitted")
    verbs.fast_track(item.pk, by=actor("dept-head"), now=now(), reason="Bão số 5 đổ bộ tối nay.")
    publish(item.pk, now=now())

    with pytest.raises(GuardFailed) as refused:
        seal(item.pk, now=now())

    assert refused.value.code == "CONFIRMATION_MISSING"
    assert seal_due(now=now()) == ([], [])
    acts.confirm(item.pk, by=actor("deputy-head"), now=now())
    assert len(seal_due(now=now())[0]) == 1


# Calls 1 and 2 copy the ledger, 3 to 10 store the package, 11 to 18 read it back.
CRASHES = [(1, "before"), (2, "after"), (3, "before"), (6, "after"), (10, "before"), (10, "after")]
LIES = [(11, "altered"), (18, "altered"), (18, "before")]


@pytest.mark.parametrize(("step", "damage"), CRASHES + LIES)
def test_crash_at_any_store_call_is_late_never_lost_never_twice(
    submission_at, monkeypatch, step, damage
):
    item = submission_at("published")
    whole = FailingStore(storage.default_store())
    broken = FailingStore(storage.default_store(), fail_at=step, how=damage)
    monkeypatch.setattr(storage, "store_from_url", lambda _url: broken)

    with pytest.raises((StorageFailed, GuardFailed)):
        seal(item.pk, now=now())

    item.refresh_from_db()
    assert item.state == "published"
    assert not ArchiveRecord.objects.exists()
    monkeypatch.setattr(storage, "store_from_url", lambda _url: whole)
    assert seal_due(now=now())[1] == []
    item.refresh_from_db()
    record = ArchiveRecord.objects.get()
    assert item.state == "archived"
    assert item.decisions.filter(verb="archive").count() == 1
    assert {
        name: storage.default_store().head(f"{record.folder}/{name}").sha256
        for name in record.files
    } == {name: row["sha256"] for name, row in record.files.items()}


def test_crash_while_switching_leaves_no_record_and_the_next_run_finishes(
    submission_at, monkeypatch
):
    from archive.services import sealing

    item = submission_at("published")
    with monkeypatch.context() as broken:
        broken.setattr(sealing, "outcome_of", lambda _item: 1 / 0)
        assert seal_due(now=now()) == ([], [f"{item.reference} ZeroDivisionError"])

    item.refresh_from_db()
    assert item.state == "published"
    assert not ArchiveRecord.objects.exists()
    assert len(seal_due(now=now())[0]) == 1


def test_seal_after_crash_announces_the_package_once(submission_at, monkeypatch):
    item = submission_at("published")
    real = storage.default_store()
    broken = FailingStore(real, fail_at=6, how="after")
    monkeypatch.setattr(storage, "store_from_url", lambda _url: broken)
    with pytest.raises(StorageFailed):
        seal(item.pk, now=now())
    monkeypatch.setattr(storage, "store_from_url", lambda _url: real)

    record = seal(item.pk, now=now())

    announced = LedgerEntry.objects.filter(verb="archive", subject_type="record")
    assert announced.count() == 1
    assert record.folder.endswith("/1")


def test_seal_due_with_one_bad_item_seals_the_others(submission_at):
    bad, good = submission_at("published"), submission_at("published", title="Bản tin thứ hai")
    _lose_attachments(bad)

    done, failed = seal_due(now=now())

    assert [line.split()[0] for line in done] == [good.reference]
    assert failed == [f"{bad.reference} OBJECT_MISSING"]


def _lose_attachments(item):
    """Make the content name a file the store does not hold."""
    from django.db import connection

    from core.canonical import canonical_bytes, sha256_hex

    lost = {**item.content, "attachments": [{"file_name": "a.txt", "sha256": "0" * 64}]}
    body = canonical_bytes(lost).decode()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE approvals_revision SET content = %s, content_hash = %s WHERE id = %s",
            [body, sha256_hex(body.encode()), item.revision_id],
        )
        cursor.execute("SET session_replication_role = DEFAULT")


def _forged(package, name, data):
    files = {}
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        files = {entry: old.read(entry) for entry in old.namelist()}
    files[name] = data
    from core.canonical import sha256_hex

    manifest = json.loads(files["manifest.json"])
    for row in manifest["files"]:
        row |= {"sha256": sha256_hex(files[row["path"]]), "size": len(files[row["path"]])}
    files["manifest.json"] = json.dumps(manifest).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for entry, content in files.items():
            new.writestr(entry, content)
    return buffer.getvalue()


def test_proof_asks_for_all_nodes_at_once(submission_at, django_assert_max_num_queries):
    from archive.selectors.proofs import proof_of

    record = seal(submission_at("published").pk, now=now())

    with django_assert_max_num_queries(4):
        proof = proof_of(record.pk)

    assert len(proof.entries) == 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_workers_sealing_at_once_make_one_record_an_item(flush_past_guards, submission_at):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    items = [submission_at("published", title=f"Bản tin {n}") for n in range(4)]

    def work(_number):
        try:
            return seal_due(now=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(work, range(3)))

    assert [failed for _, failed in results] == [[], [], []]
    done = [line.split()[0] for lines, _ in results for line in lines]
    assert set(done) == {item.reference for item in items}
    assert ArchiveRecord.objects.count() == len(items)
    for item in items:
        item.refresh_from_db()
        assert item.state == "archived"
        assert item.decisions.filter(verb="archive").count() == 1
