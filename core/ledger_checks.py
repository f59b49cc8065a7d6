"""The whole ledger recomputed: entries, leaves, nodes, signed heads, copies in the store."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection

from core import checkpoints, merkle
from core.canonical import sha256_hex
from core.errors import StorageFailed
from core.models import LedgerCheckpoint
from core.sealing import public_key
from core.storage import ObjectStore

BATCH = 5000
ENTRIES, CHECKPOINTS = "ledger/entries/", "ledger/checkpoints/"
NAMED = 12  # hexadecimal digits of its SHA-256 that the name of a copy carries

# What the columns say must be what the body says: searches read columns, proofs the body. Nearly
# all bodies are compared as text, which is quick; only the others are taken apart.
COLUMNS = """
    SELECT number FROM (
        SELECT *, body::jsonb AS said FROM core_ledgerentry
        WHERE NOT (
            starts_with(body, '{"actor":' || to_json(actor::text) || ',"at":"'
                || replace(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                    '.000000', '') || '+00:00","content_hash":"' || content_hash || '","details":')
            AND right(body, length(to_json(subject_id::text)::text || to_json(subject_type::text)
                    || to_json(verb::text)) + 39)
                = ',"subject_id":' || to_json(subject_id::text) || ',"subject_type":'
                    || to_json(subject_type::text) || ',"verb":' || to_json(verb::text) || '}'
            AND strpos(body, ',"number":' || number || ',"on_behalf_of":') > 0)
        OFFSET 0) entry
    WHERE said ->> 'number' IS DISTINCT FROM number::text OR said ->> 'actor' <> actor
        OR said ->> 'verb' <> verb OR said ->> 'subject_type' <> subject_type
        OR said ->> 'subject_id' <> subject_id OR said ->> 'content_hash' <> content_hash
        OR (said ->> 'at')::timestamptz <> at
    ORDER BY number LIMIT 100
"""
NODES = """
    SELECT 0, node.index FROM core_ledgernode node
    LEFT JOIN core_ledgerleaf leaf ON leaf.index = node.index
    WHERE node.level = 0 AND node.node_hash IS DISTINCT FROM leaf.leaf_hash
    UNION ALL
    SELECT node.level, node.index FROM core_ledgernode node
    LEFT JOIN core_ledgernode a ON a.level = node.level - 1 AND a.index = node.index * 2
    LEFT JOIN core_ledgernode b ON b.level = node.level - 1 AND b.index = node.index * 2 + 1
    WHERE node.level > 0 AND node.node_hash IS DISTINCT FROM encode(sha256('\\x01'::bytea
        || decode(a.node_hash, 'hex') || decode(b.node_hash, 'hex')), 'hex')
    ORDER BY 1, 2 LIMIT 100
"""
MISSING_NODES = """
    SELECT * FROM (
        SELECT height, (%(size)s::bigint >> height) - (SELECT count(*) FROM core_ledgernode
            WHERE level = height AND index < (%(size)s::bigint >> height)) AS missing
        FROM generate_series(0, 62) AS height) counted
    WHERE missing <> 0 ORDER BY height
"""
WITHOUT_LEAF = """
    SELECT entry.number FROM core_ledgerentry entry
    LEFT JOIN core_ledgerleaf leaf ON leaf.entry_id = entry.number
    WHERE leaf.entry_id IS NULL AND entry.number < (SELECT max(entry_id) FROM core_ledgerleaf)
    ORDER BY entry.number LIMIT 100
"""
LEAVES = """
    SELECT leaf.index, leaf.leaf_hash, leaf.entry_id, entry.body, entry.entry_hash
    FROM core_ledgerleaf leaf LEFT JOIN core_ledgerentry entry ON entry.number = leaf.entry_id
    ORDER BY leaf.index
"""


@dataclass(frozen=True)
class Head:
    """A root that must be that of the first `size` leaves, and where it is written."""

    size: int
    root: bytes
    where: str


@dataclass
class Copy:
    """A stretch of entries as the store holds it; its name carries its hash."""

    key: str
    first: int
    end: int
    digest: str
    running: "hashlib._Hash" = field(default_factory=hashlib.sha256)


def verify_ledger(*, store: ObjectStore | None = None, heads: tuple[Head, ...] = ()) -> list[str]:
    """Recompute the tree from all entries and name what does not hold; nothing when all does.

    Entries against their hashes and columns, leaves and nodes against the entries, signed heads
    against the tree; with `store` also the copies there, and `heads` that others remember.
    """
    findings: list[str] = []
    wanted = [*heads, *_signed(findings)]
    copies: list[Copy] = []
    if store is not None:
        copies = list(_copies(store, findings))
        wanted += _stored_heads(store, findings)
    size = _walk(wanted, copies, findings)
    findings += [
        f"{head.where} covers {head.size} leaves, the ledger has {size}: entries were removed"
        for head in wanted
        if head.size > size
    ]
    findings += [
        f"store: {c.key} holds entries the ledger has lost" for c in copies if c.end > size
    ]
    return findings + list(_tables(size))


def _walk(wanted: list[Head], copies: list[Copy], findings: list[str]) -> int:
    """Follow the leaves in order; return how many there are before the first gap."""
    heads: dict[int, list[Head]] = {}
    for head in wanted:
        heads.setdefault(head.size, []).append(head)
    stretches = _Stretches(copies)
    tree, size = merkle.Frontier(), 0
    for index, kept, number, body, entry_hash in _leaves():
        if index != size:
            findings.append(f"core_ledgerleaf {size}: missing")
            break
        if body is None:
            findings.append(f"core_ledgerentry {number}: missing, leaf {index} stands for it")
            break
        data = body.encode()
        leaf = merkle.leaf_hash(data)
        if sha256_hex(data) != entry_hash:
            findings.append(f"core_ledgerentry {number}: body differs from entry_hash")
        if leaf.hex() != kept:
            findings.append(f"core_ledgerleaf {index}: differs from entry {number}")
        tree.append(leaf)
        findings += stretches.follow(size, data)
        size += 1
        if size in heads:
            root = tree.root()
            wrong = [head.where for head in heads[size] if head.root != root]
            findings += [f"{where} differs from the entries" for where in wrong]
    return size


def _leaves() -> Iterator[tuple[int, str, int, str | None, str]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LEAVES)
        while rows := cursor.fetchmany(BATCH):
            yield from rows


class _Stretches:
    """Hashes the entries again over each stretch of which the store has a copy."""

    def __init__(self, copies: list[Copy]) -> None:
        self._waiting = sorted(copies, key=lambda copy: copy.first, reverse=True)
        self._running: list[Copy] = []

    def follow(self, index: int, entry: bytes) -> list[str]:
        """Take the next entry; return which copies that end here are other ones."""
        while self._waiting and self._waiting[-1].first == index:
            self._running.append(self._waiting.pop())
        if not self._running:
            return []
        for copy in self._running:
            copy.running.update(entry + b"\n")
        ended = [copy for copy in self._running if copy.end == index + 1]
        if ended:
            self._running = [copy for copy in self._running if copy.end > index + 1]
        return [
            f"store: {copy.key} differs from entries {copy.first} to {copy.end}"
            for copy in ended
            if copy.running.hexdigest()[:NAMED] != copy.digest
        ]


def _signed(findings: list[str]) -> Iterator[Head]:
    """Give the heads of the database; name those whose signature or columns do not hold."""
    for row in LedgerCheckpoint.objects.order_by("size"):
        where = f"core_ledgercheckpoint {row.size}"
        said = _opened(row.text, where, findings)
        if said is None:
            continue
        if (said.size, said.root.hex()) != (row.size, row.root):
            findings.append(f"{where}: columns differ from the signed text")
        yield Head(said.size, said.root, where)


def _stored_heads(store: ObjectStore, findings: list[str]) -> Iterator[Head]:
    """Give the heads in the store that the database does not know; only these are read."""
    texts = LedgerCheckpoint.objects.values_list("size", "text")
    known = {(size, sha256_hex(text.encode())[:NAMED]) for size, text in texts.iterator()}
    for key in store.list(CHECKPOINTS):
        size, _, digest = key.removeprefix(CHECKPOINTS).removesuffix(".txt").partition("-")
        if size.isdigit() and (int(size), digest) in known:
            continue
        where = f"store: {key}"
        try:
            said = _opened(store.get(key).decode(), where, findings)
        except (StorageFailed, UnicodeDecodeError) as lost:
            findings.append(f"{where}: {getattr(lost, 'code', 'not a text')}")
            continue
        if said is not None:
            yield Head(said.size, said.root, where)


def _opened(text: str, where: str, findings: list[str]) -> checkpoints.Checkpoint | None:
    try:
        return checkpoints.verify(text, public_key=public_key(), name=settings.LEDGER_ORIGIN)
    except checkpoints.BadCheckpoint as bad:
        findings.append(f"{where}: {bad}")
        return None


def _copies(store: ObjectStore, findings: list[str]) -> Iterator[Copy]:
    for key in store.list(ENTRIES):
        try:
            first, end, digest = key.removeprefix(ENTRIES).removesuffix(".jsonl").split("-")
            yield Copy(key, int(first), int(end), digest)
        except ValueError:
            findings.append(f"store: {key} is no copy of entries")


def _tables(size: int) -> Iterator[str]:
    for (number,) in _rows(COLUMNS):
        yield f"core_ledgerentry {number}: columns differ from the body"
    for (number,) in _rows(WITHOUT_LEAF):
        yield f"core_ledgerentry {number}: has no leaf"
    for level, index in _rows(NODES):
        yield f"core_ledgernode {level}/{index}: differs from what is below it"
    for level, count in _rows(MISSING_NODES, size=size):
        yield f"core_ledgernode: {count} missing on level {level}"


def _rows(query: str, **values: int) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found
