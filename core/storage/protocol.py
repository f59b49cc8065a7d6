"""What an object store promises, whatever stands behind it; one contract suite runs against all."""

import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from core.errors import StorageFailed

LONGEST_KEY = 1024
LONGEST_SEGMENT = 200


class ObjectMissing(StorageFailed):
    """No object has this key."""

    default_code = "OBJECT_MISSING"


class StoredDifferently(StorageFailed):
    """Other content is stored under the key; stored objects never change."""

    default_code = "STORED_DIFFERENTLY"


class ObjectProtected(StorageFailed):
    """The object is retained or held: it may not be deleted, nor its term shortened."""

    default_code = "OBJECT_PROTECTED"


class ObjectDamaged(StorageFailed):
    """What was read is not what was stored."""

    default_code = "OBJECT_DAMAGED"


class KeyRefused(StorageFailed):
    """The key could leave the store or cannot be a file name everywhere."""

    default_code = "KEY_REFUSED"


@dataclass(frozen=True)
class StoredObject:
    """What the store knows of an object."""

    key: str
    size: int
    sha256: str
    media_type: str
    stored_at: datetime
    retain_until: datetime | None = None
    legal_hold: bool = False


class ObjectStore(Protocol):
    """Objects that are put once, read often, and kept as long as somebody asked for."""

    def put_once(self, key: str, data: bytes, *, media_type: str) -> StoredObject:
        """Store the bytes; the same bytes again are no error, others are StoredDifferently.

        Two writers of different bytes at the same moment: the disk and S3 servers with conditional
        writes refuse the second; elsewhere a lock in the database has to keep them apart.
        """

    def get(self, key: str) -> bytes:
        """Return the bytes after comparing them with their hash; ObjectMissing, ObjectDamaged."""

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """Open the object for reading as a stream; ObjectMissing."""

    def head(self, key: str) -> StoredObject:
        """Return what is known of the object without reading it; ObjectMissing."""

    def exists(self, key: str) -> bool:
        """Tell whether an object has this key."""

    def list(self, prefix: str = "") -> Iterator[str]:
        """Return the keys that start with the prefix, in order."""

    def retain(self, key: str, until: datetime) -> None:
        """Keep the object at least until then; a term is never shortened (ObjectProtected)."""

    def legal_hold(self, key: str, *, on: bool) -> None:
        """Keep the object until the hold is lifted, whatever its term."""

    def repair(self, key: str, data: bytes, *, media_type: str) -> None:
        """Write an object again from a good copy: damaged bytes, a lost one, a lost description.

        Refused (StoredDifferently) while what lies there is undamaged and of another hash.
        """

    def delete(self, key: str) -> None:
        """Delete the object; ObjectProtected while its term or a hold lasts, ObjectMissing."""


def checked_key(key: str) -> str:
    """Return the key when it can neither leave the store nor be read in two ways."""
    segments = key.split("/")
    if (
        len(key.encode()) > LONGEST_KEY
        or unicodedata.normalize("NFC", key) != key
        or not all(_is_good_segment(segment) for segment in segments)
    ):
        raise KeyRefused(key=key)
    return key


def _is_good_segment(segment: str) -> bool:
    return (
        segment not in ("", ".", "..")
        and len(segment.encode()) <= LONGEST_SEGMENT
        and "\\" not in segment
        and segment.isprintable()
    )
