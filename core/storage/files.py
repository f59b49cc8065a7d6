"""The object store on a disk: read-only files, each with a small description beside it."""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from core.clock import now
from core.errors import StorageFailed
from core.storage.protocol import (
    ObjectDamaged,
    ObjectMissing,
    ObjectProtected,
    StoredDifferently,
    StoredObject,
    checked_key,
)

LOCKS = 256


class FileStore:
    """Objects below one folder: `objects/` the bytes, `descriptions/` what is known of them.

    The description is written first and the bytes appear last and at once, so that an object is
    there completely or not at all, wherever the machine stops.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def put_once(self, key: str, data: bytes, *, media_type: str) -> StoredObject:
        digest = hashlib.sha256(data).hexdigest()
        with self._locked(key):
            if self._object(key).exists():
                known = self._describe(key)
                if known.sha256 != digest:
                    raise StoredDifferently(key=key)
                return known
            fresh = StoredObject(key, len(data), digest, media_type, now())
            self._write_description(fresh)
            _write(self._object(key), data, mode=0o444)
        return fresh

    def get(self, key: str) -> bytes:
        with self.open(key) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != self.head(key).sha256:
            raise ObjectDamaged(key=key)
        return data

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        with _disk_errors(key), self._object(key).open("rb") as stream:
            yield stream

    def head(self, key: str) -> StoredObject:
        with _disk_errors(key):
            self._object(key).stat()
            return self._describe(key)

    def exists(self, key: str) -> bool:
        return self._object(key).is_file()

    def list(self, prefix: str = "") -> Iterator[str]:
        base = self._root / "objects"
        folder = base / prefix.rpartition("/")[0]
        if not folder.resolve().is_relative_to(base.resolve()):
            return
        keys = (
            path.relative_to(base).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(_TEMPORARY)
        )
        yield from sorted(key for key in keys if key.startswith(prefix))

    def retain(self, key: str, until: datetime) -> None:
        with self._locked(key):
            known = self.head(key)
            if known.retain_until is not None and until < known.retain_until:
                raise ObjectProtected(key=key, until=known.retain_until.isoformat())
            self._write_description(replace(known, retain_until=until))

    def legal_hold(self, key: str, *, on: bool) -> None:
        with self._locked(key):
            self._write_description(replace(self.head(key), legal_hold=on))

    def repair(self, key: str, data: bytes, *, media_type: str) -> None:
        digest = hashlib.sha256(data).hexdigest()
        with self._locked(key):
            known = self._known(key)
            if known and known.sha256 != digest and self._holds(key, known.sha256):
                raise StoredDifferently(key=key)
            fresh = StoredObject(key, len(data), digest, media_type, now())
            if known:
                fresh = replace(
                    fresh,
                    stored_at=known.stored_at,
                    retain_until=known.retain_until,
                    legal_hold=known.legal_hold,
                )
            self._write_description(fresh)
            _write(self._object(key), data, mode=0o444)

    def delete(self, key: str) -> None:
        with self._locked(key):
            known = self.head(key)
            if known.legal_hold or (known.retain_until is not None and known.retain_until > now()):
                raise ObjectProtected(key=key)
            self._object(key).unlink()
            self._description(key).unlink()

    def _known(self, key: str) -> StoredObject | None:
        """Return the description, where there is a readable one."""
        try:
            return self._describe(key)
        except (OSError, ValueError, TypeError):
            return None

    def _holds(self, key: str, digest: str) -> bool:
        try:
            return hashlib.sha256(self._object(key).read_bytes()).hexdigest() == digest
        except OSError:
            return False

    def _object(self, key: str) -> Path:
        return self._root / "objects" / checked_key(key)

    def _description(self, key: str) -> Path:
        return self._root / "descriptions" / f"{checked_key(key)}.json"

    def _describe(self, key: str) -> StoredObject:
        stored: dict[str, Any] = json.loads(self._description(key).read_text(encoding="utf-8"))
        for name in ("stored_at", "retain_until"):
            stored[name] = datetime.fromisoformat(stored[name]) if stored[name] else None
        return StoredObject(**stored)

    def _write_description(self, known: StoredObject) -> None:
        text = json.dumps(asdict(known), default=datetime.isoformat, ensure_ascii=False)
        _write(self._description(known.key), text.encode(), mode=0o644)

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        number = int(hashlib.sha256(checked_key(key).encode()).hexdigest(), 16) % LOCKS
        path = self._root / "locks" / f"{number:02x}"
        with _disk_errors(key):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield


_TEMPORARY = ".new-"


def _write(path: Path, data: bytes, *, mode: int) -> None:
    """Make the file appear under its name completely, and still there after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f"{_TEMPORARY}{secrets.token_hex(8)}"
    try:
        with temporary.open("xb") as handle:
            handle.write(data)
            handle.flush()
            os.fchmod(handle.fileno(), mode)
            os.fsync(handle.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)  # a full disk must not fill up with halves
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _disk_errors(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(key=key) from error
    except OSError as error:
        raise StorageFailed(key=key, reason=error.strerror or "") from error
