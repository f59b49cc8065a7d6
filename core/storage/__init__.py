"""The object store: where attachments, records and backups are kept, on disk or behind S3."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from core.storage.files import FileStore
from core.storage.protocol import (
    KeyRefused,
    ObjectDamaged,
    ObjectMissing,
    ObjectProtected,
    ObjectStore,
    StoredDifferently,
    StoredObject,
)

__all__ = [
    "FileStore",
    "KeyRefused",
    "ObjectDamaged",
    "ObjectMissing",
    "ObjectProtected",
    "ObjectStore",
    "StoredDifferently",
    "StoredObject",
    "default_store",
    "mirror_store",
    "store_from_url",
]


def default_store() -> ObjectStore:
    """Return the store of this installation (setting STORAGE_URL)."""
    return store_from_url(settings.STORAGE_URL)


def mirror_store() -> ObjectStore | None:
    """Return the second store (setting STORAGE_MIRROR_URL); None where there is none."""
    return store_from_url(settings.STORAGE_MIRROR_URL) if settings.STORAGE_MIRROR_URL else None


@lru_cache(maxsize=8)
def store_from_url(url: str) -> ObjectStore:
    """Return the store an address names; refuses an unknown scheme.

    `file:///folder` or `s3://key:secret@host:port/bucket?secure=0&region=us-east-1`.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FileStore(Path(unquote(parts.path)))
    if parts.scheme != "s3":
        raise ValueError(f"STORAGE_URL must start with file:// or s3://, not {parts.scheme}://")
    from core.storage.s3 import S3Store  # noqa: PLC0415 - the SDK costs start-up time

    options = parse_qs(parts.query)
    return S3Store(
        endpoint=parts.netloc.rpartition("@")[2],
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        bucket=parts.path.strip("/"),
        secure=options.get("secure", ["1"])[0] != "0",
        region=options.get("region", ["us-east-1"])[0],
    )
