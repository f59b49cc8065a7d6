"""The yearly export: a year of records in one folder that needs no server and proves itself."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from archive.exporting import ExportRow, finish, index_pages, record_files
from archive.exporting.folder import SUMS, written
from archive.models import ArchiveRecord
from archive.selectors.disposals import destruction_of
from archive.selectors.dossier import deciding
from archive.selectors.packages import files_of
from core import ledger
from core.clock import in_vietnam
from core.errors import DomainError
from core.sealing import latest_checkpoint, verifier_key

Progress = Callable[[int, int], None]


class ExportExists(DomainError):  # noqa: N818
    """The folder to export into is there already; exports are never written over."""

    default_code = "EXPORT_EXISTS"


@dataclass(frozen=True)
class Exported:
    """Where the export lies, how much is in it, and the hash that the ledger keeps."""

    folder: Path
    records: int
    sums_sha256: str
    failed: tuple[str, ...]


def export_year(
    year: int, *, now: datetime, into: Path | None = None, progress: Progress | None = None
) -> Exported:
    """Write the records decided in a year into a folder of their own; one bad record is named.

    The folder gets its name when everything in it is on the disk. Raises ExportExists.
    """
    target = into or Path(settings.DUYET_HOME) / "exports" / f"{year}-{now:%Y%m%dT%H%M%SZ}"
    if target.exists():
        raise ExportExists(folder=str(target))
    rows: list[ExportRow] = []
    failed: list[str] = []
    found = ArchiveRecord.objects.filter(folder__startswith=f"records/{year}/")
    ordered = found.select_related("submission__site").order_by("sealed_at", "id")
    total = ordered.count()
    with _unfinished(target) as folder:
        for at, record in enumerate(ordered.iterator(), start=1):
            try:
                rows.append(_one(record, folder))
            except (DomainError, OSError) as bad:
                failed.append(f"{record.submission.reference} {getattr(bad, 'code', bad)}")
            if progress:
                progress(at, total)
        head = latest_checkpoint()
        pages = index_pages(
            rows, year=year, made=in_vietnam(now), checkpoint=head.text if head else "",
            key=verifier_key(),
        )  # fmt: skip
        written(folder, pages)
        digest = finish(folder)
    details = {"records": len(rows), "failed": len(failed), "sha256sums_sha256": digest}
    act = ledger.Act("export_year", "archive", str(year), "system", details=details)
    ledger.record(act, now=now)
    return Exported(target, len(rows), digest, tuple(failed))


def _one(record: ArchiveRecord, folder: Path) -> ExportRow:
    item, gone = record.submission, destruction_of(record.pk)
    row = ExportRow(
        reference=item.reference,
        title="" if gone else item.title,
        number=item.number,
        site=item.site.code,
        outcome=record.outcome,
        decided=in_vietnam(deciding(item).at),
        content_hash=record.content_hash,
        destroyed=gone.disposal.certificate if gone else "",
    )
    if not gone:
        written(folder, record_files(row, files_of(record)))
    return row


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    folder = target.parent / f".unfinished-{secrets.token_hex(4)}-{target.name}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
        descriptor = os.open(folder / SUMS, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
