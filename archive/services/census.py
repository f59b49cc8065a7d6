"""Fingerprints of rows that the ledger says nothing of, taken at each audit for the next one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from archive.selectors.evidence import CENSUS, Counted
from archive.selectors.evidence.comparison import PURGED
from archive.selectors.evidence.tables import FOUNDING
from core.canonical import canonical_bytes, sha256_hex
from core.errors import StorageFailed
from core.models import LedgerEntry
from core.storage import ObjectStore

FORMAT = "duyet/census/1"
ROWS_A_LINE = 5000
DIGITS = 24  # of each row's SHA-256
# Acts that are under way when the census is taken are left to the next one.
UNSETTLED = timedelta(minutes=10)
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
    ORDER BY column_name
"""
EXPLAINED = """
    SELECT EXISTS (SELECT FROM core_ledgerentry
        WHERE number > %s AND (subject_id = ANY(%s) OR verb = ANY(%s)
            OR subject_type = 'reorganisation'))
"""


@dataclass(frozen=True)
class Taken:
    """A census as the ledger remembers it."""

    key: str
    sha256: str
    entry: int


@dataclass(frozen=True)
class Line:
    """A stretch of one table: from key to key, what each row was."""

    table: str
    columns: tuple[str, ...]
    rows: dict[int, str]
    whole: bool


def compare(store: ObjectStore) -> tuple[list[str], dict[str, int]]:
    """Compare the tables with every census taken; return what is wrong and how far each reached.

    Tables that only grow are compared with all of them; the others with the last one, and a
    difference needs an act in the ledger since.
    """
    findings: list[str] = []
    reached: dict[str, int] = {}
    taken = list(censuses())
    for at, census in enumerate(taken):
        last = at == len(taken) - 1
        try:
            lines = list(_read(store, census))
        except (StorageFailed, ValueError, KeyError) as lost:
            reason = getattr(lost, "code", "not what the ledger says")
            findings.append(f"store: {census.key}: {reason}")
            continue
        for line in lines:
            counted = CENSUS.get(line.table)
            if counted is None or (line.whole and not last):
                continue
            findings += _differences(line, counted, since=census.entry, reached=reached)
            if not line.whole:
                reached[line.table] = max(line.rows)
    return findings, reached


def take(store: ObjectStore, reached: dict[str, int], *, now: datetime) -> dict[str, str]:
    """Write a census of what is new or may change; returns its name and hash for the ledger."""
    lines = [canonical_bytes({"format": FORMAT})]
    for table, counted in CENSUS.items():
        taken = _lines(table, counted, after=reached.get(table, 0), now=now)
        lines += [canonical_bytes(_told(line)) for line in taken]
    data = b"\n".join(lines) + b"\n"
    digest = sha256_hex(data)
    key = f"ledger/census/{now:%Y%m%dT%H%M%SZ}-{digest[:12]}.jsonl"
    store.put_once(key, data, media_type="application/jsonl")
    return {"census": key, "census_sha256": digest}


def censuses() -> Iterator[Taken]:
    """Give the censuses of which the ledger knows, oldest first."""
    rows = LedgerEntry.objects.filter(subject_id="ledger", verb="self_audit").order_by("number")
    for number, body in rows.values_list("number", "body"):
        details = json.loads(body)["details"]
        if details.get("census"):
            yield Taken(details["census"], details["census_sha256"], number)


def _read(store: ObjectStore, census: Taken) -> Iterator[Line]:
    data = store.get(census.key)
    if sha256_hex(data) != census.sha256:
        raise ValueError(census.key)
    for text in data.decode().splitlines()[1:]:
        said = json.loads(text)
        rows = {int(key): digest for key, digest in said["rows"].items()}
        yield Line(said["table"], tuple(said["columns"]), rows, said["whole"])


def _told(line: Line) -> dict[str, Any]:
    return {
        "table": line.table,
        "columns": list(line.columns),
        "whole": line.whole,
        "rows": {str(key): digest for key, digest in line.rows.items()},
    }


def _lines(table: str, counted: Counted, *, after: int, now: datetime) -> Iterator[Line]:
    columns = _columns(table, counted)
    where, values = "", []
    if not columns:
        return
    if counted.settled:
        where = f"WHERE x.id > %s AND x.{counted.settled} < %s"
        values = [after, now - UNSETTLED]
    rows = _fetched(f"{_digests(table, columns, counted)} {where} ORDER BY x.id", values)
    whole = not counted.settled
    if whole:
        yield Line(table, columns, dict(rows), whole=True)
        return
    for first in range(0, len(rows), ROWS_A_LINE):
        yield Line(table, columns, dict(rows[first : first + ROWS_A_LINE]), whole=False)


def _columns(table: str, counted: Counted) -> tuple[str, ...]:
    return tuple(name for (name,) in _fetched(COLUMNS, [table]) if name not in counted.ignored)


def _digests(table: str, columns: tuple[str, ...], counted: Counted) -> str:
    """Select key and fingerprint, and behind it what acts about the row would name."""
    subjects = "".join(f", ' ' || ({subject})" for subject in counted.subjects)
    row = ", ".join(f"x.{connection.ops.quote_name(name)}::text" for name in columns)
    return (
        f"SELECT x.id, left(encode(sha256(convert_to(jsonb_build_array({row})::text, 'UTF8')),"  # noqa: S608  names of our own tables
        f" 'hex'), {DIGITS}) || concat(''{subjects}) FROM {table} x"
    )


def _differences(
    line: Line, counted: Counted, *, since: int, reached: dict[str, int]
) -> Iterator[str]:
    present = _columns(line.table, counted)
    if not line.rows and not line.whole:
        return
    if not set(line.columns) <= set(present):  # a migration took a column away
        return
    query, values = _digests(line.table, line.columns, counted), []
    if not line.whole:
        query += " WHERE x.id > %s AND x.id <= %s"
        first = reached.get(line.table, 0)
        values = [first, max(line.rows)]
    found = dict(_fetched(query, values))
    for key in sorted(set(found) | set(line.rows)):
        was, now = line.rows.get(key), found.get(key)
        if (was or "")[:DIGITS] == (now or "")[:DIGITS]:
            continue
        what = "added" if was is None else "missing" if now is None else "changed"
        if counted.item and was and now and _purged(line.table, counted, key):
            continue
        if line.whole and _explained(key, was, now, since=since):
            continue
        reason = "with no act in the ledger" if line.whole else "since an earlier audit"
        yield f"{line.table} {key}: {what} {reason}"


def _explained(key: int, was: str | None, now: str | None, *, since: int) -> bool:
    """Say whether the ledger holds an act since then about the row, or about all such rows."""
    subjects = {str(key), *(was or "").split()[1:], *(now or "").split()[1:]}
    return bool(_fetched(EXPLAINED, [since, sorted(subjects), list(FOUNDING)])[0][0])


def _purged(table: str, counted: Counted, key: int) -> bool:
    purged = PURGED.format(item=counted.item)
    return bool(_fetched(f"SELECT {purged} FROM {table} x WHERE x.id = %s", [key])[0][0])  # noqa: S608


def _fetched(query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
