"""What a database holds, in numbers that must come back equal: counts, fingerprints, head."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import psycopg
from psycopg import sql

from core import merkle

# How rows read as text must not depend on who asks.
PLAIN_SPEECH = ("SET timezone = 'UTC'", "SET datestyle = 'ISO, YMD'", "SET extra_float_digits = 1")
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
# The sum of the rows' hashes does not depend on their order and changes with any of them.
FINGERPRINT = """
    SELECT count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)::text
    FROM {} t
"""
LEAVES = """
    SELECT leaf.index, leaf.leaf_hash, entry.body
    FROM core_ledgerleaf leaf JOIN core_ledgerentry entry ON entry.number = leaf.entry_id
    ORDER BY leaf.index
"""
PENDING_TIMERS = """
    SELECT count(*), coalesce(min(fires_at)::text, ''), coalesce(max(fires_at)::text, '')
    FROM approvals_timer WHERE fired_at IS NULL
"""
WRONG_REVISIONS = """
    SELECT id FROM approvals_revision
    WHERE content_hash <> encode(sha256(convert_to(content, 'UTF8')), 'hex') ORDER BY id LIMIT 20
"""
BATCH = 5000


@dataclass(frozen=True)
class Measured:
    """Counts and fingerprints of every table, the head of the ledger, the timers still to fire.

    `timers` is None in backups made before they were measured.
    """

    tables: dict[str, dict[str, Any]]
    ledger_size: int
    ledger_root: str
    timers: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as the backup's description keeps it."""
        return asdict(self)


def measure(database: psycopg.Connection[Any]) -> Measured:
    """Read every row of the database once and return what must come back equal."""
    for statement in PLAIN_SPEECH:
        database.execute(statement)
    names = [row[0] for row in database.execute(TABLES).fetchall()]
    size, root = ledger_head(database)
    tables = {name: _fingerprint(database, name) for name in names}
    return Measured(tables, size, root, _timers(database) if "approvals_timer" in tables else None)


def differences(expected: Measured, found: Measured) -> list[str]:
    """Return what did not come back as it was, one line a table."""
    lines = []
    for name in sorted(set(expected.tables) | set(found.tables)):
        was, now = expected.tables.get(name), found.tables.get(name)
        if was is None or now is None:
            lines.append(f"table {name}: {'not expected' if was is None else 'missing'}")
        elif was["count"] != now["count"]:
            lines.append(f"table {name}: {now['count']} rows instead of {was['count']}")
        elif was != now:
            lines.append(f"table {name}: rows differ")
    if (expected.ledger_size, expected.ledger_root) != (found.ledger_size, found.ledger_root):
        lines.append(f"ledger: head {found.ledger_size} {found.ledger_root} is another one")
    if expected.timers is not None and expected.timers != found.timers:
        lines.append(f"timers: {found.timers} instead of {expected.timers}")
    return lines


def wrong_revisions(database: psycopg.Connection[Any]) -> list[str]:
    """Return the texts that no longer have their content hash."""
    rows = database.execute(WRONG_REVISIONS).fetchall()
    return [f"revision {row[0]}: the content does not have its hash" for row in rows]


def ledger_head(database: psycopg.Connection[Any]) -> tuple[int, str]:
    """Return size and root of the tree, computed from the entries' own bytes."""
    with database.cursor(name="leaves") as cursor:
        cursor.itersize = BATCH
        cursor.execute(LEAVES)
        return _root(_checked_leaves(cursor))


def _fingerprint(database: psycopg.Connection[Any], table: str) -> dict[str, Any]:
    row = database.execute(sql.SQL(FINGERPRINT).format(sql.Identifier(table))).fetchone()
    assert row is not None  # noqa: S101  an aggregate always gives one row
    return {"count": row[0], "fingerprint": row[1]}


def _timers(database: psycopg.Connection[Any]) -> dict[str, Any]:
    row = database.execute(PENDING_TIMERS).fetchone()
    assert row is not None  # noqa: S101  an aggregate always gives one row
    return {"pending": row[0], "first": row[1], "last": row[2]}


def _checked_leaves(rows: Iterable[tuple[int, str, str]]) -> Iterator[bytes]:
    """Give the leaves in order; one that is not the hash of its entry makes the root differ."""
    for place, (index, kept, body) in enumerate(rows):
        leaf = merkle.leaf_hash(body.encode())
        yield leaf if index == place and leaf.hex() == kept else b""


def _root(leaves: Iterable[bytes]) -> tuple[int, str]:
    """Return how many leaves there were and their root, holding one hash a level."""
    size, peaks = 0, list[tuple[int, bytes]]()
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node, height = merkle.node_hash(peaks.pop()[1], node), height + 1
        peaks.append((height, node))
        size += 1
    if not peaks:
        return 0, ""
    root = peaks.pop()[1]
    while peaks:
        root = merkle.node_hash(peaks.pop()[1], root)
    return size, root.hex()
