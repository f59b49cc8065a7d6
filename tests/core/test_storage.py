"""What only the store on a disk has to prove: crashes, damage and file rights."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from core.clock import now
from core.errors import StorageFailed
from core.storage import FileStore, ObjectDamaged, ObjectMissing, StoredDifferently
from core.storage import files as files_module

TEXT = "Nghị quyết".encode()


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path)


@pytest.mark.parametrize("key", ["a", "b/c", "d"])
def test_put_once_by_many_at_the_same_moment_keeps_one(store, key):
    def attempt(number):
        try:
            store.put_once(key, f"{number}".encode(), media_type="text/plain")
        except StoredDifferently:
            return None
        return f"{number}".encode()

    with ThreadPoolExecutor(8) as pool:
        kept = [data for data in pool.map(attempt, range(8)) if data is not None]

    assert kept == [store.get(key)]


def test_stored_file_is_read_only(store, tmp_path):
    store.put_once("a/b", TEXT, media_type="text/plain")

    assert stat.S_IMODE((tmp_path / "objects/a/b").stat().st_mode) == 0o444


def test_get_of_a_damaged_file_is_refused(store, tmp_path):
    store.put_once("a", TEXT, media_type="text/plain")
    (tmp_path / "objects/a").chmod(0o644)
    (tmp_path / "objects/a").write_bytes(b"forged")

    with pytest.raises(ObjectDamaged):
        store.get("a")


@pytest.mark.parametrize("step", [1, 2])
def test_put_once_after_a_crash_between_its_steps_stores_what_is_put(store, monkeypatch, step):
    done = []
    replace = files_module.Path.replace

    def crash(path, target):
        done.append(target)
        if len(done) == step:
            raise OSError(5, "power cut")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(files_module.Path, "replace", crash)
        with pytest.raises(StorageFailed):
            store.put_once("a/b", b"first", media_type="text/html")

    assert store.exists("a/b") is False
    with pytest.raises(ObjectMissing):
        store.get("a/b")
    assert list(store.list()) == []
    store.put_once("a/b", TEXT, media_type="text/plain")
    assert (store.get("a/b"), store.head("a/b").media_type) == (TEXT, "text/plain")


def test_object_whose_term_is_over_can_be_deleted(store):
    store.put_once("a", TEXT, media_type="text/plain")
    store.retain("a", now() + timedelta(days=30))

    with time_machine.travel(now() + timedelta(days=31)):
        store.delete("a")

    assert store.exists("a") is False


def test_store_below_a_file_fails(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StorageFailed):
        FileStore(tmp_path / "file" / "store").put_once("a", TEXT, media_type="text/plain")
