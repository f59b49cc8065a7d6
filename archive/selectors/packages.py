"""The files of a sealed record as they lie in the store, and the package made of them."""

import io
import json
from datetime import datetime
from typing import Any

import pikepdf

from archive.models import ArchiveRecord
from archive.packaging import RecordFacts, build_aip, package_name, package_zip
from archive.retention import Period, period_of
from core.clock import in_vietnam
from core.storage import default_store


def file_of(record: ArchiveRecord, name: str) -> bytes:
    """Return one file of the record; StorageFailed when the store is away or holds other bytes."""
    return default_store().get(f"{record.folder}/{name}")


def package_of(record: ArchiveRecord) -> bytes:
    """Return the record as one zip, byte for byte as it was sealed; the same every time."""
    return package_zip(files_of(record))


def files_of(record: ArchiveRecord) -> dict[str, bytes]:
    """Return every file of the record as it was sealed, by its name."""
    return {name: file_of(record, name) for name in record.files}


def aip_of(record: ArchiveRecord) -> tuple[str, dict[str, bytes]]:
    """Return name and files of the record's archival information package (E-ARK CSIP)."""
    files = files_of(record)
    facts = facts_of(record, files)
    return package_name(facts), build_aip(facts, files)


def aip_zip_of(record: ArchiveRecord) -> bytes:
    """Return the archival information package as one zip with one folder in it."""
    name, files = aip_of(record)
    return package_zip({f"{name}/{path}": data for path, data in files.items()})


def facts_of(record: ArchiveRecord, files: dict[str, bytes]) -> RecordFacts:
    """Return what the archive writes about a record, from the sealed files and their class."""
    decision: dict[str, Any] = json.loads(files["decision.json"])
    content: dict[str, Any] = json.loads(files["content.json"])
    told = json.loads(files.get("signatures/validation.json", b"{}"))
    period = period_of(
        content["document_type"],
        outcome=record.outcome,
        on=in_vietnam(record.sealed_at).date(),
    )
    moments = [datetime.fromisoformat(step["at"]) for step in decision["history"]]
    with pikepdf.open(io.BytesIO(files["record.pdf"])) as pdf:
        pages = len(pdf.pages)
    return RecordFacts(
        record_id=str(record.pk),
        fonds=content["unit"]["code"],
        reference=decision["reference"],
        title=decision["title"],
        language=content["language"],
        issuer=decision["unit"],
        keywords=tuple(filter(None, (content["document_type"], content["category"]))),
        access="public" if record.outcome == "published" else "restricted",
        retention=_kept(period),
        started=min(moments, default=record.sealed_at),
        ended=max(moments, default=record.sealed_at),
        sealed=record.sealed_at,
        signed=bool(told.get("signatures")),
        events=tuple(
            (step["verb"], at, step["actor"])
            for step, at in zip(decision["history"], moments, strict=True)
        ),
        pages=pages,
    )


def _kept(period: Period) -> str:
    return "Vĩnh viễn" if period.years is None else f"{period.years} năm"


def decision_of(record: ArchiveRecord) -> dict[str, object]:
    """Return decision.json as sealed."""
    parsed: dict[str, object] = json.loads(file_of(record, "decision.json"))
    return parsed
