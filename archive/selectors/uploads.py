"""A record.pdf or package.zip that somebody holds against what was sealed; in memory only."""

import io
import json
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf

from approvals.policies import Actor
from archive.models import ArchiveRecord
from archive.selectors.records import recorded
from core.canonical import sha256_hex
from core.errors import NotVisible

MAX_DECISION = 64 << 20
MAX_UNPACKED = 512 << 20
MAX_NAMES = 2000


@dataclass(frozen=True)
class Comparison:
    """What became of an uploaded file: the record it claims, and the files that differ."""

    record: ArchiveRecord | None
    kind: str  # pdf | zip | unknown
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether it is what was sealed, byte for byte."""
        return self.record is not None and not self.differing and not self.missing


def compare(data: bytes, *, by: Actor | None) -> Comparison:
    """Say whether the uploaded bytes are a record as sealed; a refused one only to its people."""
    if data.startswith(b"PK"):
        return _compare_zip(data, by)
    if b"%PDF-" in data[:1024]:
        return _compare_pdf(data, by)
    return Comparison(None, "unknown")


def _compare_pdf(data: bytes, by: Actor | None) -> Comparison:
    record = _claimed(_embedded_decision(data), by)
    if record is None:
        return Comparison(None, "pdf")
    same = sha256_hex(data) == record.files["record.pdf"]["sha256"]
    return Comparison(record, "pdf", () if same else ("record.pdf",))


def _compare_zip(data: bytes, by: Actor | None) -> Comparison:
    try:
        found = _unpacked(data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return Comparison(None, "unknown")
    record = _claimed(found.get("decision.json"), by)
    if record is None:
        return Comparison(None, "zip")
    sealed = {name: row["sha256"] for name, row in record.files.items()}
    hashes = {name: sha256_hex(content) for name, content in found.items()}
    differing = sorted(name for name, digest in hashes.items() if sealed.get(name) != digest)
    return Comparison(record, "zip", tuple(differing), tuple(sorted(set(sealed) - set(hashes))))


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        rows = [row for row in package.infolist() if not row.is_dir()]
        if len(rows) > MAX_NAMES or sum(row.file_size for row in rows) > MAX_UNPACKED:
            raise ValueError("too large")
        return {row.filename: package.read(row) for row in rows}


def _embedded_decision(data: bytes) -> bytes | None:
    """Return decision.json out of a printable, unpacked with a limit; None when there is none."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if "decision.json" not in document.attachments:
                return None
            stream = document.attachments["decision.json"].get_file().obj
            raw = stream.read_raw_bytes()
            packed = "/Filter" in stream
    except (pikepdf.PdfError, ValueError, KeyError):
        return None
    try:
        return zlib.decompressobj().decompress(raw, MAX_DECISION) if packed else raw
    except zlib.error:
        return None


def _claimed(decision: bytes | None, by: Actor | None) -> ArchiveRecord | None:
    """Return the record the file says it is, if there is one and the caller may know."""
    try:
        told: Any = json.loads(decision or b"")
        key = uuid.UUID(told["record_id"])
        submission = recorded(key, by=by)
    except (ValueError, TypeError, KeyError, AttributeError, NotVisible):
        return None
    return getattr(submission, "archive_record", None)
