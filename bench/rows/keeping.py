"""Backups of 50,000 submissions with 5,000 files: beside pg_dump and pg_restore alone."""

import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.crowd import Crowd
from bench.items import moment
from bench.report import Line, Outcome

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "50000"))
FILES = int(os.environ.get("BENCH_FILES", "5000"))
SIZE = 20_000
COMPARED = ("tables", "store", "revisions")
# The crowd is written past the guards: what would not restore, because it points nowhere, goes.
WHOLE = """
DELETE FROM approvals_endorsement WHERE entry_id < 0;
DROP TABLE bench_place;
"""
COLUMNS = (
    *("id", "submission_id", "role", "file_name", "original_name", "media_type", "size"),
    *("caption", "alt_text", "sha256", "sha256_uploaded", "storage_key", "created_at"),
)


@dataclass
class Times:
    """Seconds of each step: PostgreSQL's own programs alone, and ours."""

    dump: float
    backup: float
    restore: float
    usable: float
    drill: float
    read: float


def run() -> Outcome:
    """Measure backup, restore and drill, each beside PostgreSQL's own program alone."""
    from archive.services.backups import backup
    from archive.services.databases import run_client, scratch_database
    from archive.services.drills import restore_drill

    prepare()
    bare = Path(os.environ["DUYET_HOME"]) / "bare.dump"
    url = os.environ["DATABASE_OWNER_URL"]
    dumped = _seconds(lambda: run_client("pg_dump", url, "--format=custom", f"--file={bare}"))
    made = backup(now=moment())
    read = _seconds(lambda: _read(Path(made.folder)))
    with scratch_database() as scratch:
        whose = ("--no-owner", "--no-privileges", "--no-comments", "--single-transaction")
        restored = _seconds(lambda: run_client("pg_restore", scratch, *whose, str(bare)))
    drill = restore_drill(now=moment())
    assert drill.passed, drill.findings
    whole = (made.finished_at - made.started_at).total_seconds()
    times = Times(dumped, whole, restored, drill.restore_seconds or 0, drill.seconds, read)
    compared = {row["name"]: row["compared"] for row in drill.checks}
    return Outcome(
        "keeping",
        f"Backups of {SUBMISSIONS:,} submissions with {FILES:,} files",
        (*_lines(times), *(Line(f"compared: {name}", compared[name]) for name in COMPARED)),
    )


def _lines(times: Times) -> tuple[Line, ...]:
    over_dump, over_restore = times.backup / times.dump, times.usable / times.restore
    over_both = times.drill / (2 * (times.dump + times.read))
    return (
        Line("pg_dump alone", round(times.dump, 2), "s"),
        Line("backup: dump, list of the store, counts and hashes", round(times.backup, 2), "s"),
        Line("backup over pg_dump", round(over_dump, 2), "x", at_most=1.2),
        Line("pg_restore alone", round(times.restore, 2), "s"),
        Line("restore until usable", round(times.usable, 2), "s"),
        Line("restore over pg_restore", round(over_restore, 2), "x", at_most=1.2),
        Line("drill: restored and everything compared", round(times.drill, 2), "s"),
        Line("drill over twice the dump's time and reading", round(over_both, 2), "x", at_most=1.0),
    )


def prepare() -> None:
    """Write the submissions set by set and their files by COPY."""
    Crowd().grow(SUBMISSIONS)
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"]) as database:
        database.execute("SET session_replication_role = replica")
        database.execute(WHOLE)
        _write_files(database)
    with psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True) as database:
        database.execute("VACUUM ANALYZE")


def _write_files(database: psycopg.Connection) -> None:
    from core.canonical import sha256_hex
    from core.storage import default_store

    store, at = default_store(), moment()
    keys = database.execute("SELECT id FROM approvals_submission LIMIT %s", [FILES]).fetchall()
    data = [secrets.token_bytes(SIZE) for _ in keys]
    named = [f"attachments/{sha256_hex(one)}" for one in data]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda pair: store.put_once(pair[0], pair[1], media_type="application/pdf"),
                zip(named, data, strict=True),
            )
        )
    with database.cursor().copy(
        f"COPY approvals_attachment ({', '.join(COLUMNS)}) FROM STDIN"
    ) as copy:
        for number, ((key,), one) in enumerate(zip(keys, data, strict=True)):
            digest, name = sha256_hex(one), f"tep-{number}.pdf"
            copy.write_row(
                (
                    *(secrets.token_hex(16), key, "file", name, name, "application/pdf", SIZE),
                    *("", "", digest, digest, named[number], at),
                )
            )


def _read(folder: Path) -> None:
    for path in folder.iterdir():
        path.read_bytes()


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
