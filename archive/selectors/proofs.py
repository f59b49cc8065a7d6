"""The ledger's word on a submission: its entries and their way to the signed head."""

import uuid

from django.conf import settings
from django.db.models import QuerySet

from archive.packaging import LedgerProof, ProvenEntry
from core import merkle
from core.models import LedgerCheckpoint, LedgerEntry
from core.sealing import DatabaseNodes, latest_checkpoint, verifier_key

SUBJECTS = ("submission", "record")
# The entry that carries the digest of a package stands before the package itself is stored.
SEAL = {"verb": "archive", "subject_type": "record"}


class RememberedNodes(DatabaseNodes):
    """Nodes that several proofs share are read once."""

    def get(self, level: int, index: int) -> bytes:
        """Return a node's hash; raises KeyError when the subtree is not complete."""
        value = super().get(level, index)
        self.fresh[level, index] = value
        return value


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
    nodes = RememberedNodes()
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
