"""The ledger's word on a submission: its entries and their way to the signed head."""

import uuid
from io import UnsupportedOperation

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from archive.packaging import LedgerProof, ProvenEntry
from core import merkle
from core.models import LedgerCheckpoint, LedgerEntry
from core.sealing import latest_checkpoint, verifier_key

SUBJECTS = ("submission", "record")
# The entry that carries the digest of a package stands before the package itself is stored.
SEAL = {"verb": "archive", "subject_type": "record"}
STAND_IN = bytes(32)
NODES = """
    SELECT node.level, node.index, node.node_hash FROM core_ledgernode node
    JOIN unnest(%s::int[], %s::bigint[]) AS wanted(level, index)
        ON node.level = wanted.level AND node.index = wanted.index
"""


class WantedNodes:
    """Notes which nodes proofs will ask for, so that one question to the database brings all."""

    def __init__(self) -> None:
        self.wanted: set[tuple[int, int]] = set()

    def get(self, level: int, index: int) -> bytes:
        """Note the place and give a stand-in."""
        self.wanted.add((level, index))
        return STAND_IN

    def put(self, level: int, index: int, node_hash: bytes) -> None:
        """Proofs write nothing."""
        raise UnsupportedOperation(f"a proof writes no node {level}/{index}: {node_hash.hex()}")

    def fetch(self) -> merkle.MemoryNodes:
        """Return the nodes that were asked for; those that do not exist stay missing."""
        nodes = merkle.MemoryNodes()
        places = sorted(self.wanted)
        with connection.cursor() as cursor:
            cursor.execute(NODES, [[level for level, _ in places], [index for _, index in places]])
            for level, index, node_hash in cursor.fetchall():
                nodes.put(level, index, bytes.fromhex(node_hash))
        return nodes


def entries_of(key: uuid.UUID | str) -> QuerySet[LedgerEntry]:
    """Return the entries about a submission and its record, oldest first."""
    rows = LedgerEntry.objects.filter(subject_id=str(key), subject_type__in=SUBJECTS)
    return rows.order_by("number")


def proof_of(key: uuid.UUID | str) -> LedgerProof | None:
    """Return the proof of every entry under the newest checkpoint; None while there is none."""
    head = latest_checkpoint()
    if head is None:
        return None
    rows = entries_of(key).filter(leaf__index__lt=head.size).select_related("leaf")
    return _proof(list(rows), head)


def proof_of_entry(entry: LedgerEntry) -> LedgerProof | None:
    """Return the proof of one entry; None while the newest checkpoint does not cover it."""
    head, leaf = latest_checkpoint(), getattr(entry, "leaf", None)
    if head is None or leaf is None or leaf.index >= head.size:
        return None
    return _proof([entry], head)


def is_proven(entry: ProvenEntry, *, size: int, root: bytes) -> bool:
    """Say whether the entry is in the tree with this root."""
    return merkle.verify_inclusion(
        merkle.leaf_hash(entry.entry.encode()),
        index=entry.leaf_index,
        size=size,
        proof=entry.inclusion_proof,
        root_hash=root,
    )


def _proof(rows: list[LedgerEntry], head: LedgerCheckpoint) -> LedgerProof:
    asked = WantedNodes()
    for row in rows:
        merkle.inclusion_proof(asked, row.leaf.index, head.size)
    nodes = asked.fetch()
    return LedgerProof(
        checkpoint=head.text,
        public_key=verifier_key(),
        origin=settings.LEDGER_ORIGIN,
        tree_size=head.size,
        entries=tuple(
            ProvenEntry(
                number=row.number,
                leaf_index=row.leaf.index,
                entry=row.body,
                inclusion_proof=tuple(merkle.inclusion_proof(nodes, row.leaf.index, head.size)),
            )
            for row in rows
        ),
    )
