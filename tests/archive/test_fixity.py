"""One byte of any stored file flipped, or a file gone: named, and repaired from the second copy."""

import json
from pathlib import Path

import pytest

from archive.models import ArchiveRecord, FixityRound
from archive.services.fixity import check_fixity
from core import ledger
from core.clock import now
from core.models import LedgerEntry, Notice
from core.sealing import make_checkpoint, seal_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def objects(settings, submission_at):
    """Return the files of a store that holds two sealed records and a signed ledger."""
    submission_at("archived")
    submission_at("archived")
    seal_entries()
    make_checkpoint(now=now())
    folder = Path(settings.STORAGE_URL.removeprefix("file://")) / "objects"
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def mirror(settings, tmp_path):
    settings.STORAGE_MIRROR_URL = f"file://{tmp_path / 'mirror'}"
    return tmp_path / "mirror" / "objects"


def flip(path):
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def whole():
    return check_fixity(now=now(), whole=True)


def test_flipped_byte_of_every_file_is_named(objects):
    for path in objects.values():
        flip(path)

    found = whole()

    assert set(found.findings) == {f"{key}: damaged, and no good copy" for key in objects}
    assert found.lost == len(objects)
    assert Notice.objects.filter(event="store_damage", user__username="archivist").exists()


def test_file_changed_together_with_its_description_is_named(objects, settings):
    import hashlib

    changed = [key for key in objects if not key.startswith("signatures/")]
    for key in changed:
        flip(objects[key])
        told = objects[key].parents[len(Path(key).parts)] / "descriptions" / f"{key}.json"
        described = json.loads(told.read_text())
        described["sha256"] = hashlib.sha256(objects[key].read_bytes()).hexdigest()
        told.write_text(json.dumps(described))

    assert set(whole().findings) == {f"{key}: damaged, and no good copy" for key in changed}


def test_damage_is_repaired_from_the_second_copy(objects, mirror):
    copied = whole()
    before = {
        key: (path.read_bytes(), (mirror / key).read_bytes()) for key, path in objects.items()
    }
    names = sorted(objects)
    here, there, gone, gone_there = names[0], names[1], names[2], names[3]
    flip(objects[here])
    flip(mirror / there)
    objects[gone].unlink()
    (mirror / gone_there).unlink()

    found = whole()

    assert copied.copied == copied.checked
    assert found.lost == 0
    assert found.findings == [
        f"{here}: damaged, repaired from the second store",
        f"{there}: second copy damaged, repaired",
        f"{gone}: missing, repaired from the second store",
    ]
    for key, path in objects.items():
        assert (path.read_bytes(), (mirror / key).read_bytes()) == before[key]
    entry = LedgerEntry.objects.filter(verb="fixity").last()
    assert json.loads(entry.body)["details"]["repaired"] == 3


def test_purged_files_leave_the_second_store_too_and_are_not_brought_back(objects, mirror):
    whole()
    gone = ArchiveRecord.objects.first()
    files = [key for key in objects if str(gone.pk) in key]
    for key in files:
        objects[key].unlink()
    ledger.record(ledger.Act("purge", "submission", str(gone.pk), "system"), now=now())

    found = whole()

    assert len(files) > 1
    assert found.findings == []
    assert [key for key in files if objects[key].exists() or (mirror / key).exists()] == []


def test_both_copies_damaged_is_said_and_nothing_is_written(objects, mirror):
    whole()
    key = min(objects)
    flip(objects[key])
    flip(mirror / key)
    lying = objects[key].read_bytes()

    found = whole()

    assert found.findings == [f"{key}: damaged, and no good copy"]
    assert objects[key].read_bytes() == lying


def test_file_that_disappeared_is_named_after_a_whole_round(objects):
    whole()
    key = next(key for key in objects if key.endswith("record.pdf"))
    objects[key].unlink()

    assert whole().findings == [f"{key}: missing, and no good copy"]


def test_round_ends_in_the_days_given_and_each_object_is_read_once(objects, settings):
    settings.FIXITY_DAYS = 4

    for _ in range(4):
        last = check_fixity(now=now())

    assert FixityRound.objects.count() == 1
    assert last.finished_at is not None
    assert last.checked == last.total == len(objects)
