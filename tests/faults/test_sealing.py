"""What may go wrong while a record is sealed: late, never lost, never twice, never half."""

import errno
import os
import shutil
import signal
import socket
from datetime import timedelta

import pytest

from archive.models import ArchiveRecord, SealAlarm, SealDelay
from archive.services import alarming, assembling, sealing, storing
from archive.services.sealing import seal, seal_due
from archive.services.signing import provide_demo
from core import storage
from core.clock import now
from core.models import LedgerEntry, Notice
from core.storage import files
from tests.faults.children import in_a_child

pytestmark = pytest.mark.slow
MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)


@pytest.fixture
def demo_key(db):
    provide_demo(now=now())


def assert_waits(item):
    """The item is as it was: public, without a record, and due."""
    item.refresh_from_db()
    assert item.state == "published"
    assert not ArchiveRecord.objects.filter(submission=item).exists()
    assert item.decisions.filter(verb="archive").count() == 0


def assert_sealed_once(item):
    """One record, one decision, and every file comes back as it was sealed."""
    item.refresh_from_db()
    record = ArchiveRecord.objects.get(submission=item)
    store = storage.default_store()
    assert item.state == "archived"
    assert item.decisions.filter(verb="archive").count() == 1
    assert store.get(f"{record.folder}/content.json").decode() == item.revision.content
    found = {name: store.head(f"{record.folder}/{name}").sha256 for name in record.files}
    assert found == {name: row["sha256"] for name, row in record.files.items()}
    announced = LedgerEntry.objects.filter(
        verb="archive", subject_type="record", subject_id=str(item.pk)
    )
    assert announced.count() == 1
    assert not SealDelay.objects.filter(submission=item).exists()


# Every step of a seal that leaves something behind, and the moment before and after it.
STEPS = {
    "sign": (assembling, "sign_record"),
    "announce": (sealing, "announce"),
    "prove": (storing, "prove"),
    "store": (sealing, "keep"),
    "archive": (sealing.verbs, "archive"),
    "forget": (sealing, "forget_delay"),
    "switch": (sealing, "_switch"),
}
PUTS = (1, 4, 12)  # calls of put_once in one seal: signature, ledger copies, package


def seal_and_be_killed(item, place, *, at):
    """Seal in a process of its own that kills itself, as a power cut would, at one point."""

    def until_then():
        _arm(place, at)
        seal(item.pk, now=now())

    assert in_a_child(until_then) == -signal.SIGKILL, (place, at)


def _arm(place, at):
    if isinstance(place, int):
        owner, name, count = files.FileStore, "put_once", place
    else:
        (owner, name), count = STEPS[place], 1
    real, calls = getattr(owner, name), []

    def deadly(*args, **kwargs):
        calls.append(1)
        if at == "before" and len(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if at == "after" and len(calls) == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_any_two_steps_seals_late_and_once(flush_past_guards, submission_at):
    provide_demo(now=now())
    points = [(place, at) for place in (*STEPS, *PUTS) for at in ("before", "after")]
    items = [submission_at("published", title=f"Bản tin {n}") for n in range(len(points))]

    for item, (place, at) in zip(items, points, strict=True):
        seal_and_be_killed(item, place, at=at)
        if (place, at) == ("switch", "after"):
            assert_sealed_once(item)
        else:
            assert_waits(item)
    done, failed = seal_due(now=now())

    assert failed == []
    assert len(done) == len(items) - 1
    for item in items:
        assert_sealed_once(item)
        assert len(list(storage.default_store().list(f"signatures/{item.pk}/"))) == 1


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_store_full_or_broken_keeps_the_item_waiting_and_leaves_no_halves(
    demo_key, submission_at, monkeypatch, code
):
    item = submission_at("published")
    root = storage.default_store()._root

    def full(_handle):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as disk:
        disk.setattr(files.os, "fsync", full)
        assert seal_due(now=now()) == ([], [f"{item.reference} STORAGE_FAILED"])

    assert_waits(item)
    assert SealDelay.objects.get(submission=item).reason == os.strerror(code)
    assert list(root.rglob(".new-*")) == []
    assert seal_due(now=now())[1] == []
    assert_sealed_once(item)


@pytest.mark.django_db
@pytest.mark.parametrize("jump", [3 * YEAR, -3 * YEAR])
def test_clock_that_jumps_while_a_seal_is_under_way_seals_once(
    demo_key, submission_at, monkeypatch, jump
):
    item = submission_at("published")
    with monkeypatch.context() as broken:
        broken.setattr(sealing, "_switch", lambda *_args, **_named: 1 / 0)
        assert seal_due(now=now() + jump)[1] == [f"{item.reference} ZeroDivisionError"]
    assert_waits(item)

    assert seal_due(now=now())[1] == []

    assert_sealed_once(item)


def test_clock_set_back_does_not_keep_the_signer_at_rest(submission_at, settings):
    settings.SIGNING_KEY = "/nowhere/seal.p12"
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    item = submission_at("published")
    assert seal_due(now=now() + YEAR)[1] == [f"{item.reference} SIGNER_UNREADABLE"]
    settings.SIGNING_KEY = ""

    seal_due(now=now())

    assert_sealed_once(item)


def test_expired_certificate_makes_records_late_until_it_is_replaced(submission_at, settings):
    folder = provide_demo(now=now() - 11 * YEAR)
    first, second = submission_at("published"), submission_at("published", title="Bản tin hai")
    at = now()

    assert seal_due(now=at) == ([], [f"{first.reference} CERTIFICATE_NOT_TRUSTED"])

    assert_waits(first)
    assert_waits(second)
    assert SealDelay.objects.get().signer_away
    assert list(storage.default_store().list("signatures/")) == []
    shutil.rmtree(folder)
    provide_demo(now=at)
    assert seal_due(now=at + 2 * MINUTE)[1] == []
    assert_sealed_once(first)
    assert_sealed_once(second)


@pytest.mark.parametrize("answers", [False, True])
def test_time_stamps_away_makes_records_late_never_unstamped(submission_at, settings, answers):
    from archive.signing.configuration import SEAL, TRUST

    folder = provide_demo(now=now())
    settings.SIGNING_KEY = str(folder / SEAL)
    settings.SIGNING_TRUST = str(folder / TRUST)
    password = folder / "password"
    password.write_text("demo\n")
    settings.SIGNING_KEY_PASSWORD_FILE = str(password)
    item = submission_at("published")
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the call and says nothing
        if not answers:
            mute.close()
        port = 9 if not answers else mute.getsockname()[1]
        settings.SIGNING_TSA_URL = f"http://127.0.0.1:{port}/tsa"
        assert seal_due(now=now()) == ([], [f"{item.reference} TSA_AWAY"])

    assert_waits(item)
    settings.SIGNING_KEY = ""  # the demo's own authority stamps again
    assert seal_due(now=now() + 2 * MINUTE)[1] == []
    assert_sealed_once(item)


def test_late_seals_are_said_once_to_archivists_and_administrators(submission_at, person, settings):
    settings.SIGNING_KEY = "/nowhere/seal.p12"
    settings.SIGNING_TSA_URL = "http://127.0.0.1:9/tsa"
    submission_at("published")
    at = now()
    seal_due(now=at)

    assert alarming.watch_seals(now=at + 59 * MINUTE) == []
    assert alarming.watch_seals(now=at + 61 * MINUTE) == ["seal alarm: 1 late"]
    submission_at("published", title="Bản tin hai")
    assert alarming.watch_seals(now=at + 200 * MINUTE) == []

    told = Notice.objects.filter(event="seal_late")
    assert {notice.user.username for notice in told} == {"archivist", "admin"}
    notice = told.get(user=person("archivist"))
    assert notice.title == "Chậm niêm phong: 1 hồ sơ"
    assert "SIGNER_UNREADABLE" in notice.text
    settings.SIGNING_KEY = ""
    seal_due(now=at + 201 * MINUTE)
    assert alarming.watch_seals(now=at + 202 * MINUTE) == ["seal alarm closed"]
    assert SealAlarm.objects.get().closed_at == at + 202 * MINUTE
    assert told.all().count() == 2
    submission_at("published", title="Bản tin ba")
    assert alarming.watch_seals(now=at + 400 * MINUTE) == ["seal alarm: 1 late"]
    assert told.all().count() == 4


def test_sealer_that_never_runs_is_alarmed_too(submission_at):
    submission_at("published")

    assert alarming.watch_seals(now=now() + 61 * MINUTE) == ["seal alarm: 1 late"]
