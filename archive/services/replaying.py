"""Ledger entries that are in the store but not in a restored database: put back in their order."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from core import checkpoints, merkle
from core.canonical import sha256_hex
from core.storage import ObjectStore

ENTRIES, CHECKPOINTS = "ledger/entries/", "ledger/checkpoints/"
INSERT_ENTRY = """
    INSERT INTO core_ledgerentry (number, at, actor, verb, subject_type, subject_id, content_hash,
        body, entry_hash) VALUES (%(number)s, %(at)s, %(actor)s, %(verb)s, %(subject_type)s,
        %(subject_id)s, %(content_hash)s, %(body)s, %(entry_hash)s)
    ON CONFLICT (number) DO NOTHING
"""
NEXT_NUMBER = """
    SELECT setval('core_ledger_number', greatest(
        (SELECT last_value FROM core_ledger_number),
        (SELECT coalesce(max(number), 1) FROM core_ledgerentry)))
"""


@dataclass
class Replay:
    """What was put back, and what does not fit together."""

    entries: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


class Nodes:
    """Merkle nodes of a database reached by its address."""

    def __init__(self, database: psycopg.Connection[Any]) -> None:
        self._database = database

    def get(self, level: int, index: int) -> bytes:
        """Return a node's hash; raises KeyError when the subtree is not complete."""
        row = self._database.execute(
            'SELECT node_hash FROM core_ledgernode WHERE level = %s AND "index" = %s',
            [level, index],
        ).fetchone()
        if row is None:
            raise KeyError((level, index))
        return bytes.fromhex(row[0])

    def put(self, level: int, index: int, node_hash: bytes) -> None:
        """Write a node."""
        self._database.execute(
            'INSERT INTO core_ledgernode (level, "index", node_hash) VALUES (%s, %s, %s)',
            [level, index, node_hash.hex()],
        )


def replay(database: psycopg.Connection[Any], store: ObjectStore) -> Replay:
    """Append what the store knows beyond the database, then the checkpoints over it.

    The acts behind these entries happened after the dump, so their other rows are gone: each is
    reported, for people to do again. Refuses nothing; what does not fit is a finding.
    """
    done = Replay()
    row = database.execute("SELECT count(*) FROM core_ledgerleaf").fetchone()
    size = row[0] if row else 0
    bodies = _bodies_beyond(store, size, done)
    nodes = Nodes(database)
    while size in bodies:
        size = _append(database, nodes, size, bodies.pop(size), done)
    if bodies:
        done.findings.append(f"ledger: the store lacks the entry of leaf {size}")
    _add_checkpoints(database, store, nodes, size, done)
    database.execute(NEXT_NUMBER)
    return done


def _bodies_beyond(store: ObjectStore, size: int, done: Replay) -> dict[int, str]:
    bodies: dict[int, str] = {}
    for key in store.list(ENTRIES):
        first, end, _ = key.removeprefix(ENTRIES).split("-", 2)
        if int(end) <= size:
            continue
        lines = store.get(key).decode().splitlines()
        for index, line in enumerate(lines, start=int(first)):
            if index >= size and bodies.setdefault(index, line) != line:
                done.findings.append(f"ledger: the store holds two entries for leaf {index}")
    return bodies


def _append(
    database: psycopg.Connection[Any], nodes: Nodes, size: int, body: str, done: Replay
) -> int:
    told, digest = json.loads(body), sha256_hex(body.encode())
    number = told["number"]
    database.execute(INSERT_ENTRY, {**told, "body": body, "entry_hash": digest})
    kept = database.execute(
        "SELECT entry_hash FROM core_ledgerentry WHERE number = %s", [number]
    ).fetchone()
    if kept is None or kept[0] != digest:
        done.findings.append(f"ledger: entry {number} differs from the store's")
        return size
    leaf = merkle.leaf_hash(body.encode())
    database.execute(
        'INSERT INTO core_ledgerleaf ("index", entry_id, leaf_hash) VALUES (%s, %s, %s)',
        [size, number, leaf.hex()],
    )
    what = f"{told['verb']} {told['subject_type']} {told['subject_id']}"
    done.entries.append(f"{number} {told['at']} {what}")
    return merkle.append(nodes, size, leaf)


def _add_checkpoints(
    database: psycopg.Connection[Any], store: ObjectStore, nodes: Nodes, size: int, done: Replay
) -> None:
    known = {row[0] for row in database.execute("SELECT size FROM core_ledgercheckpoint")}
    for text, at in _checkpoints(store):
        head = checkpoints.parse(text)
        if head.size in known:
            continue
        if head.size > size:
            done.findings.append(f"ledger: checkpoint {head.size} covers entries that are lost")
        elif merkle.root(nodes, head.size) != head.root:
            done.findings.append(f"ledger: checkpoint {head.size} does not match the entries")
        else:
            database.execute(
                "INSERT INTO core_ledgercheckpoint (size, root, text, at) VALUES (%s, %s, %s, %s)",
                [head.size, head.root.hex(), text, at],
            )
            known.add(head.size)


def _checkpoints(store: ObjectStore) -> Iterator[tuple[str, datetime]]:
    for key in store.list(CHECKPOINTS):
        yield store.get(key).decode(), store.head(key).stored_at
