"""Lays a record out as one HTML page: what is said, in which order, in which words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.template import Context, Engine
from django.template.base import Template
from django.utils.safestring import mark_safe

from approvals import reasons
from archive.printing import labels
from archive.printing.body import Body, Pictures
from archive.printing.glyphs import printable
from archive.printing.inputs import IssuingHeader, RecordInput
from core.clock import VIETNAM, in_vietnam

TEMPLATES = Path(__file__).parent / "templates"
QR = "verify.png"
NOTE_PLACE = "<!--glyphs-->"
DECIDING = ("approve", "fast_track", "reject")
TEN = 10  # days below ten and the months January and February get a leading zero
FEBRUARY = 2
KIB = 1024


@dataclass(frozen=True)
class Page:
    """A record ready to be typeset."""

    html: str
    pictures: Pictures
    dated: datetime


def lay_out(record: RecordInput) -> Page:
    """Return the record as HTML with the pictures it shows; every text in printable characters."""
    content, decision, language = record.content, record.decision, record.language
    body = Body(
        content["body"],
        language=language,
        base_url=record.verify_url,
        attachments=content["attachments"],
        load=record.attachment,
    )
    dated = _dated(record)
    context = {
        "t": labels.words(language),
        "language": language,
        "record": record,
        "content": content,
        "decision": decision,
        "body": mark_safe(body.html),  # noqa: S308 - sanitised at the door, rebuilt by lxml
        "dated": dated.isoformat().replace("+00:00", "Z"),
        "place_and_date": place_and_date(record.header),
        "particulars": _particulars(record),
        "history": [_step(row, language) for row in decision["history"]],
        "checks": [_check(row, language) for row in decision["checks"]],
        "files": [_file(row, decision, language) for row in content["attachments"]],
        "signed": _signed(record),
        "sealing": labels.SEALING[record.sealing][0 if language == "vi" else 1],
        "qr": QR,
        "short_hash": _short(decision["content_hash"]),
    }
    html = _template().render(Context(context))
    note = labels.word("glyph_note", language)
    exact = printable(html)
    lost = exact.count("[U+") > html.count("[U+")
    exact = exact.replace(NOTE_PLACE, f'<p class="note">{note}</p>' if lost else "")
    return Page(exact, {**body.pictures, QR: (_qr(record.verify_url), "image/png")}, dated)


@cache
def _template() -> Template:
    return Engine(dirs=[str(TEMPLATES)], autoescape=True).get_template("record.html")


def _dated(record: RecordInput) -> datetime:
    """The moment of the last act: the record's date, so that the same record prints the same."""
    moments = [datetime.fromisoformat(row["at"]) for row in record.decision["history"]]
    midnight = datetime.combine(record.header.issued_on, time(), VIETNAM)
    return max(moments, default=midnight).astimezone(UTC).replace(microsecond=0)


def place_and_date(header: IssuingHeader) -> str:
    """`Hà Nội, ngày 05 tháng 02 năm 2026`, zeros as Decree 30/2020 asks; always Vietnamese."""
    day, month = header.issued_on.day, header.issued_on.month
    padded_day = f"{day:02d}" if day < TEN else str(day)
    padded_month = f"{month:02d}" if month <= FEBRUARY else str(month)
    year = header.issued_on.year
    return f"{header.place}, ngày {padded_day} tháng {padded_month} năm {year}"


def _particulars(record: RecordInput) -> list[tuple[str, str, str]]:
    content, decision, language = record.content, record.decision, record.language
    source, publication = content["source"], decision.get("publication") or {}
    rows = [
        ("document_number", content["number"]),
        ("issued_on", _day(content["issued_on"])),
        ("effective_on", _day(content["effective_on"])),
        ("unit", content["unit"]["name"]),
        ("site", decision["site"]),
        ("author", content["author_name"]),
        ("source", _source(source, language)),
        ("source_url", source["url"]),
        ("permission", source["permission"]),
        ("published_at", _moment(publication.get("published_at", ""))),
        ("address", publication.get("url", "")),
        ("change_note", content["change_note"]),
        ("rule_pack", decision["rule_pack"]),
        ("record_id", decision["record_id"]),
        ("content_hash", decision["content_hash"]),
    ]
    said = [("field", row["label"], row["value"]) for row in decision.get("fields", [])]
    return (
        [(key, labels.word(key, language), value) for key, value in rows[:3] if value]
        + said
        + [(key, labels.word(key, language), value) for key, value in rows[3:] if value]
    )


def _source(source: dict[str, str], language: str) -> str:
    kind = labels.named(labels.SOURCES, source["kind"], language)
    return f"{kind}: {source['name']}" if source["name"] else kind


def _step(row: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        **row,
        "time": _moment(row["at"]),
        "act": labels.named(labels.VERBS, row["verb"], language),
    }


def _check(row: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        **row,
        "title": reasons.title(row["code"], language),
        "outcome_word": labels.named(labels.OUTCOMES, row["outcome"], language),
        "severity_word": labels.named(labels.SEVERITIES, row["severity"], language),
        "repair_day": _day(row.get("repair_by") or ""),
    }


def _file(row: dict[str, Any], decision: dict[str, Any], language: str) -> dict[str, Any]:
    judged = decision.get("file_signatures", ())
    return {
        **row,
        "signed": [
            _signed_by(one, language)
            for found in judged
            if found["file_name"] == row["file_name"]
            for one in found["signatures"]
        ],
        "kind": labels.named(labels.ROLES, row["role"], language),
        "readable_size": _size(row["size"], language),
    }


def _signed_by(row: dict[str, str], language: str) -> str:
    """Say one signature of a file: what it is worth, whose, when."""
    worth = labels.named(labels.SIGNATURES, row["verdict"], language)
    said = [worth, row.get("signer", ""), _moment(row.get("signed_at", ""))]
    return ", ".join(part for part in said if part)


def _signed(record: RecordInput) -> str:
    rows = [row for row in record.decision["history"] if row["verb"] in DECIDING]
    return _moment(rows[-1]["at"]) if rows else ""


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y") if text else ""


def _moment(text: str) -> str:
    if not text:
        return ""
    return in_vietnam(datetime.fromisoformat(text)).strftime("%H:%M:%S, %d/%m/%Y")


def _size(size: int, language: str) -> str:
    if size < KIB:
        return f"{size} B"
    amount, unit = (size / KIB, "KB") if size < KIB * KIB else (size / KIB / KIB, "MB")
    text = f"{amount:.1f} {unit}"
    return text if language == "en" else text.replace(".", ",")


def _short(digest: str) -> str:
    return f"{digest[:12]}…{digest[-6:]}"


def _qr(url: str) -> bytes:
    buffer = BytesIO()
    segno.make(url, error="m", micro=False).save(buffer, kind="png", scale=6, border=2)
    return buffer.getvalue()
