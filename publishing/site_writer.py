"""Pages on disk: written whole or not at all, compressed copies beside them, never a mix."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.canonical import sha256_hex
from core.errors import StorageFailed
from publishing.compression import COMPRESSED_TYPES, compressed_copies, decompressed
from publishing.places import inside

TEMPORARY = ".writing-"
LOCKS = ".locks"
LOCK_BUCKETS = 256
CHUNK = 1024 * 1024
FILE_MODE = 0o644
# Times are made from content so that ETag and Last-Modified are equal wherever the same bytes
# stand; all lie between 2000 and 2024, so a server must say `Cache-Control: no-cache` for pages.
FIRST_TIME = 946_684_800
TIME_SPAN = 788_940_000
ASSET_QUALITY = 11


@dataclass(frozen=True)
class WrittenPage:
    """What stands on disk now; `changed` is False when the same bytes stood there already."""

    path: Path
    sha256: str
    changed: bool


def write_page(
    root: Path, relative_path: str, data: bytes | str, *, durable: bool = False
) -> WrittenPage:
    """Put `data` at `relative_path` below `root`, with .br and .gz copies of text.

    Equal bytes already there: nothing is written. Refuses paths that leave `root`. `durable` also
    waits for the disk. Readers see the old page or the new one, in every encoding, at any moment.
    """
    return write_page_with(root, relative_path, lambda: data, durable=durable)


def write_page_with(
    root: Path, relative_path: str, make: Callable[[], bytes | str], *, durable: bool = False
) -> WrittenPage:
    """Like `write_page`, but call `make` only once the page is ours alone.

    Lists need this: two publishers of one list each see, inside `make`, what the other has already
    committed, so the later page never loses the earlier item.
    """
    path = inside(root, relative_path)
    with _alone(root, relative_path):
        made = make()
        data = made.encode() if isinstance(made, str) else made
        digest = sha256_hex(data)
        when = _time_of(digest)
        if _stands(path, data, when):
            return WrittenPage(path, digest, changed=False)
        _switch(path, data, when, durable=durable)
    return WrittenPage(path, digest, changed=True)


def write_file(
    root: Path, relative_path: str, chunks: Iterable[bytes], *, durable: bool = False
) -> WrittenPage:
    """Put an attachment at `relative_path`, chunk by chunk, without copies."""
    path = inside(root, relative_path)
    digest = hashlib.sha256()
    with _alone(root, relative_path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(path) as temporary:
            with temporary.open("xb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                _settle(file.fileno(), durable=durable)
            hexadecimal = digest.hexdigest()
            when = _time_of(hexadecimal)
            os.utime(temporary, (when, when))
            changed = not path.exists() or _digest_of_file(path) != hexadecimal
            temporary.replace(path)
    return WrittenPage(path, hexadecimal, changed)


def file_stands(root: Path, relative_path: str, *, sha256: str, size: int) -> bool:
    """Tell whether the file is there already, by its size and the time made from its content."""
    try:
        facts = inside(root, relative_path).stat()
    except OSError:
        return False
    return facts.st_size == size and int(facts.st_mtime) == _time_of(sha256)


def write_assets(root: Path, files: Mapping[str, bytes], *, folder: str = "assets/") -> list[str]:
    """Copy fingerprinted assets that are missing; older ones stay for pages that name them."""
    new = [name for name in files if not inside(root, folder + name).exists()]
    for name in new:
        path = inside(root, folder + name)
        with _alone(root, folder + name):
            when = _time_of(sha256_hex(files[name]))
            _switch(path, files[name], when, durable=False, quality=ASSET_QUALITY)
    return new


def read_back(root: Path, relative_path: str) -> bytes:
    """Return what a reader gets; refuses when a compressed copy says something else."""
    path = inside(root, relative_path)
    try:
        data = path.read_bytes()
        said = [decompressed(copy) for copy in _copies(path) if copy.exists()]
    except OSError as missing:
        raise StorageFailed("PAGE_NOT_READABLE", path=relative_path) from missing
    if any(one != data for one in said):
        raise StorageFailed("READ_BACK_DIFFERS", path=relative_path)
    return data


def remove(root: Path, relative_path: str) -> bool:
    """Take a page or a file away with its copies; return whether it was there."""
    path = inside(root, relative_path)
    with _alone(root, relative_path):
        there = path.exists()
        for one in (*_copies(path), path):
            one.unlink(missing_ok=True)
    _prune(path.parent, root.resolve())
    return there


def remove_folder(root: Path, address: str) -> list[str]:
    """Take everything below an item's address away, its attachments too; return what was there."""
    folder = inside(root, address.rstrip("/"))
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    base = root.resolve()
    names = [one.relative_to(base).as_posix() for one in files]
    for name in names:
        remove(root, name)
    return names


def bring_in(prepared: Path, root: Path, address: str) -> list[str]:
    """Move everything below an item's address from the folder where it was prepared into the site.

    Files first, the page last, each with its copies; both folders stand on one file system.
    """
    folder = inside(prepared, address.rstrip("/"))
    found = [one.relative_to(prepared.resolve()).as_posix() for one in folder.rglob("*")]
    names = [name for name in found if not name.endswith((".br", ".gz"))]
    files = [name for name in names if (prepared / name).is_file()]
    files.sort(key=lambda name: (name.count("/") == address.count("/"), name))
    for name in files:
        with _alone(root, name):
            _move(inside(prepared, name), inside(root, name))
    return files


def _move(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for copy in _copies(path):
        copy.unlink(missing_ok=True)
    source.replace(path)
    for packed, copy in zip(_copies(source), _copies(path), strict=True):
        packed.replace(copy)


def sweep_temporary(root: Path) -> list[Path]:
    """Delete what interrupted writers left; call it while nobody writes (start-up, rebuild)."""
    left = [one for one in root.rglob(f"{TEMPORARY}*") if one.is_file()]
    for one in left:
        one.unlink(missing_ok=True)
    return left


@contextmanager
def _alone(root: Path, relative_path: str) -> Iterator[None]:
    """Hold the page against other threads and processes; the system frees it if we die."""
    number = int(sha256_hex(relative_path.encode())[:8], 16) % LOCK_BUCKETS
    lock = root / LOCKS / f"{number:02x}"
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, FILE_MODE)
    except FileNotFoundError:
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _switch(path: Path, data: bytes, when: int, *, durable: bool, quality: int = 0) -> None:
    """Old copies go first and new ones come last, so a copy never outlives or precedes its page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copies = compressed_copies(path, data, quality)
    with _temporary(path) as page:
        _fill(page, data, when, durable=durable)
        for copy in copies:
            copy.unlink(missing_ok=True)
        page.replace(path)
    for copy, packed in copies.items():
        with _temporary(copy) as temporary:
            _fill(temporary, packed, when, durable=durable)
            temporary.replace(copy)
    if durable:
        _settle_folder(path.parent)


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    try:
        yield temporary
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _fill(path: Path, data: bytes, when: int, *, durable: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        _settle(descriptor, durable=durable)
        os.utime(descriptor, (when, when))
    finally:
        os.close(descriptor)


def _settle(descriptor: int, *, durable: bool) -> None:
    # The mode is set apart from opening: the umask of whoever runs us must not hide a page.
    os.fchmod(descriptor, FILE_MODE)
    if durable:
        os.fsync(descriptor)


def _settle_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stands(path: Path, data: bytes, when: int) -> bool:
    """A copy carries its page's time, so equal times mean that it was made from these bytes."""
    try:
        if any(int(one.stat().st_mtime) != when for one in (path, *_copies(path))):
            return False
        return path.read_bytes() == data
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return False


def _copies(path: Path) -> tuple[Path, ...]:
    if path.suffix not in COMPRESSED_TYPES:
        return ()
    return (path.with_name(f"{path.name}.br"), path.with_name(f"{path.name}.gz"))


def _time_of(digest: str) -> int:
    return FIRST_TIME + int(digest[:12], 16) % TIME_SPAN


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prune(folder: Path, base: Path) -> None:
    while folder != base and folder.is_dir() and not any(folder.iterdir()):
        try:
            folder.rmdir()
        except OSError:
            # Somebody wrote here meanwhile; then the folder has to stay.
            return
        folder = folder.parent
