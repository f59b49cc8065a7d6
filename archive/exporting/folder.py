"""The files of a yearly export: pages of records, lists by month, hashes, the verifier."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from core.canonical import sha256_hex
from core.clock import in_vietnam

HERE = Path(__file__).parent
SHIPPED = ("verify_export.py", "README.txt", "export.css")
VERIFIER = HERE.parent / "packaging" / "verify_record.py"
SUMS = "SHA256SUMS"
CHUNK = 1 << 20


@dataclass(frozen=True)
class ExportRow:
    """A line of the lists: which record, what it is about, where its folder is."""

    reference: str
    title: str
    number: str
    site: str
    outcome: str
    decided: datetime
    content_hash: str
    destroyed: str = ""

    @property
    def month(self) -> str:
        """The month it was decided in, at +07:00."""
        return f"{in_vietnam(self.decided):%Y-%m}"

    @property
    def folder(self) -> str:
        """The record's folder in the export."""
        return f"records/{self.reference}"


def record_files(row: ExportRow, package: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the page of a record and, below `package/`, its files exactly as they were sealed."""
    content: dict[str, Any] = json.loads(package["content.json"])
    decision: dict[str, Any] = json.loads(package["decision.json"])
    body = content["body"]
    for name in ("src", "href"):
        body = body.replace(f'{name}="attachments/', f'{name}="package/attachments/')
    page = render_to_string(
        "archive/export/record.html",
        {
            "row": row,
            "content": content,
            "body": body,
            "decision": decision,
            "steps": [_step(step) for step in decision["history"]],
            "files": sorted(package),
        },
    )
    files = {f"{row.folder}/package/{name}": data for name, data in package.items()}
    return files | {f"{row.folder}/index.html": page.encode()}


def index_pages(
    rows: Sequence[ExportRow], *, year: int, made: datetime, checkpoint: str, key: str
) -> dict[str, bytes]:
    """Return the first page, a page a month, the whole list as JSON, and what the head proves."""
    months: dict[str, list[ExportRow]] = {}
    for row in rows:
        months.setdefault(row.month, []).append(row)
    told = {"year": year, "made": made, "key": key, "months": sorted(months.items())}
    files = {"index.html": render_to_string("archive/export/index.html", told).encode()}
    for month, found in months.items():
        page = render_to_string("archive/export/month.html", {"month": month, "rows": found})
        files[f"{month}.html"] = page.encode()
    lines = [json.dumps(_line(row), ensure_ascii=False, sort_keys=True) for row in rows]
    files["records.jsonl"] = "".join(f"{line}\n" for line in lines).encode()
    files["ledger/checkpoint"] = checkpoint.encode()
    files["ledger/key"] = f"{key}\n".encode()
    files["verify_record.py"] = VERIFIER.read_bytes()
    return files | {name: (HERE / name).read_bytes() for name in SHIPPED}


def finish(folder: Path) -> str:
    """Write SHA256SUMS over everything in the folder, for `sha256sum -c`; return its hash."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = (f"{_hash(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)
    data = "".join(lines).encode()
    (folder / SUMS).write_bytes(data)
    return sha256_hex(data)


def written(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below the folder; what is there already with the same size is left."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: Any) -> Iterable[bytes]:
    return iter(lambda: file.read(CHUNK), b"")


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {**step, "when": in_vietnam(datetime.fromisoformat(step["at"]))}


def _line(row: ExportRow) -> dict[str, str]:
    return {
        "reference": row.reference,
        "title": row.title,
        "number": row.number,
        "site": row.site,
        "outcome": row.outcome,
        "decided": in_vietnam(row.decided).isoformat(timespec="seconds"),
        "content_hash": row.content_hash,
        "folder": "" if row.destroyed else row.folder,
        "destroyed": row.destroyed,
    }
