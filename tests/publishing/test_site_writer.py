import gzip
import os

import pytest

from core.errors import StorageFailed
from publishing import site_writer
from publishing.places import PathRefused
from publishing.site_writer import (
    read_back,
    remove,
    remove_folder,
    write_assets,
    write_file,
    write_page,
)
from tests.publishing.written import NEW, OLD, PAGE, names_below, said_by


@pytest.fixture
def root(tmp_path):
    return tmp_path / "portal" / "stttt"


def test_write_page_puts_compressed_copies_beside_it(root):
    written = write_page(root, PAGE, OLD)

    assert written.changed
    assert written.sha256 == site_writer.sha256_hex(OLD)
    assert said_by(written.path) == {".html": OLD, ".br": OLD, ".gz": OLD}
    assert read_back(root, PAGE) == OLD


def test_write_page_takes_text_as_utf_8(root):
    write_page(root, PAGE, "Nước")

    assert read_back(root, PAGE) == "Nước".encode()


def test_write_page_again_with_equal_bytes_touches_nothing(root):
    first = write_page(root, PAGE, OLD)
    before = first.path.stat()

    again = write_page(root, PAGE, OLD)

    after = first.path.stat()
    assert not again.changed
    assert (before.st_ino, before.st_ctime_ns) == (after.st_ino, after.st_ctime_ns)


def test_write_page_restores_a_copy_that_is_missing(root):
    path = write_page(root, PAGE, OLD).path
    path.with_name("index.html.br").unlink()

    assert write_page(root, PAGE, OLD).changed
    assert set(said_by(path)) == {".html", ".br", ".gz"}


def test_times_follow_the_content_so_that_etags_are_stable(root, tmp_path):
    one = write_page(root, PAGE, OLD).path
    other = write_page(tmp_path / "elsewhere", PAGE, OLD).path
    changed = write_page(tmp_path / "changed", PAGE, NEW).path

    times = {
        round(path.with_name(path.name + suffix).stat().st_mtime)
        for path in (one, other)
        for suffix in ("", ".br", ".gz")
    }

    assert len(times) == 1
    assert round(changed.stat().st_mtime) not in times


def test_written_files_may_be_read_by_the_web_server(root):
    previous = os.umask(0o077)
    try:
        path = write_page(root, PAGE, OLD, durable=True).path
    finally:
        os.umask(previous)

    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "path",
    [
        "../outside.html",
        "/etc/passwd",
        "news/../../outside.html",
        "news//index.html",
        "news/./index.html",
        "news\\index.html",
        "news/\x00.html",
        ".locks/00",
        "news/.writing-1",
        "",
    ],
)
def test_paths_that_leave_the_site_are_refused(root, path):
    for act in (
        lambda: write_page(root, path, OLD),
        lambda: write_file(root, path, [OLD]),
        lambda: read_back(root, path),
        lambda: remove(root, path),
    ):
        with pytest.raises(PathRefused):
            act()


def test_links_that_lead_out_of_the_site_are_refused(root, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"theirs")
    root.mkdir(parents=True)
    (root / "news").symlink_to(outside)
    (root / "index.html").symlink_to(outside / "index.html")

    for path in ("news/index.html", "index.html"):
        with pytest.raises(PathRefused):
            write_page(root, path, NEW)
    assert (outside / "index.html").read_bytes() == b"theirs"


def test_write_file_streams_an_attachment_without_copies(root):
    written = write_file(root, "news/a/attachments/x.pdf", iter([b"%PDF", b"-1.7"]))

    assert written.sha256 == site_writer.sha256_hex(b"%PDF-1.7")
    assert names_below(root) == ["news/a/attachments/x.pdf"]
    assert not write_file(root, "news/a/attachments/x.pdf", [b"%PDF-1.7"]).changed


def test_write_file_that_breaks_off_leaves_the_old_one(root):
    path = write_file(root, "news/a/attachments/x.pdf", [b"old"]).path

    def breaks_off():
        yield b"ne"
        raise StorageFailed

    with pytest.raises(StorageFailed):
        write_file(root, "news/a/attachments/x.pdf", breaks_off())

    assert path.read_bytes() == b"old"
    assert names_below(root) == ["news/a/attachments/x.pdf"]


def test_read_back_refuses_a_copy_that_says_something_else(root):
    path = write_page(root, PAGE, OLD).path
    path.with_name("index.html.gz").write_bytes(gzip.compress(NEW))

    with pytest.raises(StorageFailed) as refusal:
        read_back(root, PAGE)

    assert refusal.value.code == "READ_BACK_DIFFERS"


def test_read_back_of_a_missing_page_is_a_storage_failure(root):
    with pytest.raises(StorageFailed) as refusal:
        read_back(root, PAGE)

    assert refusal.value.code == "PAGE_NOT_READABLE"


def test_remove_takes_every_copy_and_empty_folders(root):
    write_page(root, PAGE, OLD)
    write_page(root, "index.html", OLD)

    assert remove(root, PAGE)
    assert not remove(root, PAGE)
    assert names_below(root) == ["index.html", "index.html.br", "index.html.gz"]
    assert not (root / "news").exists()


def test_remove_folder_takes_the_attachments_too(root):
    write_page(root, PAGE, OLD)
    write_file(root, "news/nuoc-0b5c7a52/attachments/x.pdf", [b"x"])

    removed = remove_folder(root, "news/nuoc-0b5c7a52/")

    assert sorted(removed) == [
        "news/nuoc-0b5c7a52/attachments/x.pdf",
        PAGE,
        f"{PAGE}.br",
        f"{PAGE}.gz",
    ]
    assert names_below(root) == []


def test_write_assets_copies_each_once_and_keeps_older_ones(root):
    write_assets(root, {"a.11.css": b"a{}"})

    new = write_assets(root, {"a.11.css": b"a{}", "a.22.css": b"b{}"})

    assert new == ["a.22.css"]
    assert {"assets/a.11.css", "assets/a.22.css"} <= set(names_below(root))
