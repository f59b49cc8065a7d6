"""The files of a sealed record as they lie in the store, and the package made of them."""

import json

from archive.models import ArchiveRecord
from archive.packaging import package_zip
from core.storage import default_store


def file_of(record: ArchiveRecord, name: str) -> bytes:
    """Return one file of the record; StorageFailed when the store is away or holds other bytes."""
    return default_store().get(f"{record.folder}/{name}")


def package_of(record: ArchiveRecord) -> bytes:
    """Return the record as one zip, byte for byte as it was sealed; the same every time."""
    return package_zip({name: file_of(record, name) for name in record.files})


def decision_of(record: ArchiveRecord) -> dict[str, object]:
    """Return decision.json as sealed."""
    parsed: dict[str, object] = json.loads(file_of(record, "decision.json"))
    return parsed
