"""Writers side by side, and writers that break off: the old page or the new one."""

import contextlib
import threading
from pathlib import Path

import pytest

from publishing import site_writer
from publishing.site_writer import (
    read_back,
    sweep_temporary,
    write_page,
    write_page_with,
)
from tests.publishing.written import NEW, OLD, PAGE, names_below, said_by


@pytest.fixture
def root(tmp_path):
    return tmp_path / "portal" / "stttt"


def test_write_page_with_makes_the_page_only_once_it_is_alone(root):
    """Two publishers of one list: the later one always sees what the earlier one has added."""
    items, lists = [], []

    def publish(number):
        items.append(number)
        write_page_with(root, "news/index.html", lambda: " ".join(map(str, sorted(items))))
        lists.append(number)

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(lists) == 24
    assert read_back(root, "news/index.html").decode() == " ".join(map(str, range(24)))


def test_concurrent_writers_never_leave_a_mixed_or_partial_page(root):
    versions = [f"<p>{number}</p>".encode() * (400 + number) for number in range(8)]
    path = write_page(root, PAGE, versions[0]).path
    seen, broken, done = 0, [], threading.Event()

    def write(data):
        for _ in range(12):
            write_page(root, PAGE, data)

    def read():
        nonlocal seen
        while not done.is_set():
            if path.read_bytes() not in versions:
                broken.append("partial")
            seen += 1

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write, args=(data,)) for data in versions]
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()

    assert seen
    assert broken == []
    assert len(set(said_by(path).values())) == 1
    assert [name for name in names_below(root) if site_writer.TEMPORARY in name] == []


class Crash(BaseException):
    """The process dies here: nothing after it runs, no clean-up either."""


@pytest.mark.parametrize("step", range(1, 11))
def test_a_crash_between_any_two_steps_leaves_the_old_page_or_the_new_one(root, monkeypatch, step):
    path = write_page(root, PAGE, OLD).path
    steps = 0

    def dying(act):
        def counted(*args, **kwargs):
            nonlocal steps
            steps += 1
            if steps >= step:
                raise Crash
            return act(*args, **kwargs)

        return counted

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, dying(getattr(Path, name)))
        patch.setattr(site_writer, "_fill", dying(site_writer._fill))
        with contextlib.suppress(Crash):
            write_page(root, PAGE, NEW)

    said = set(said_by(path).values())
    assert said in ({OLD}, {NEW})
    sweep_temporary(root)
    assert write_page(root, PAGE, NEW).path == path
    assert said_by(path) == {".html": NEW, ".br": NEW, ".gz": NEW}


def test_sweep_removes_what_interrupted_writers_left(root):
    write_page(root, PAGE, OLD)
    left = (root / PAGE).with_name(f"{site_writer.TEMPORARY}1")
    left.write_bytes(b"half")

    assert sweep_temporary(root) == [left.resolve()]
    assert not left.exists()
