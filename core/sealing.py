"""The one sealer: gives committed entries their leaves, signs the tree's head, proves entries."""

from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from core import checkpoints, merkle
from core.canonical import sha256_hex
from core.models import LedgerCheckpoint, LedgerEntry, LedgerLeaf, LedgerNode
from core.storage import default_store

SEALER_LOCK = 39_2023
BATCH = 5000
# Entries commit out of order; the sealer looks back this far for late ones (self-audit: all).
LOOK_BACK = 100_000


class DatabaseNodes:
    """Merkle nodes in PostgreSQL; new ones are kept aside and written in one go."""

    def __init__(self) -> None:
        self.fresh: dict[tuple[int, int], bytes] = {}

    def get(self, level: int, index: int) -> bytes:
        """Return a node's hash; raises KeyError when the subtree is not complete."""
        if (level, index) in self.fresh:
            return self.fresh[level, index]
        row = LedgerNode.objects.filter(level=level, index=index).values_list("node_hash").first()
        if row is None:
            raise KeyError((level, index))
        return bytes.fromhex(row[0])

    def put(self, level: int, index: int, node_hash: bytes) -> None:
        """Keep a node until `write`."""
        self.fresh[level, index] = node_hash

    def write(self) -> None:
        """Insert what was put."""
        rows = [
            LedgerNode(level=level, index=index, node_hash=value.hex())
            for (level, index), value in self.fresh.items()
        ]
        LedgerNode.objects.bulk_create(rows)


@dataclass(frozen=True)
class Proof:
    """Everything a stranger needs to check one entry."""

    entry: str
    number: int
    leaf_index: int
    tree_size: int
    hashes: tuple[str, ...]
    checkpoint: str


def seal_entries() -> int:
    """Give committed entries their leaves and return how many; one sealer at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        size = tree_size()
        newest = LedgerLeaf.objects.order_by("-entry_id").values_list("entry_id", flat=True).first()
        waiting = LedgerEntry.objects.filter(leaf=None, number__gt=(newest or 0) - LOOK_BACK)
        nodes, leaves = DatabaseNodes(), []
        for number, body in waiting.order_by("number").values_list("number", "body")[:BATCH]:
            leaf = merkle.leaf_hash(body.encode())
            leaves.append(LedgerLeaf(index=size, entry_id=number, leaf_hash=leaf.hex()))
            size = merkle.append(nodes, size, leaf)
        LedgerLeaf.objects.bulk_create(leaves)
        nodes.write()
    return len(leaves)


def tree_size() -> int:
    """Return the number of leaves."""
    last = LedgerLeaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def make_checkpoint(*, now: datetime) -> LedgerCheckpoint | None:
    """Sign the present head, unless nothing came since the last one.

    Entries and checkpoint are copied to the store before the checkpoint counts.
    """
    size = tree_size()
    last = latest_checkpoint()
    if size == 0 or (last and last.size == size):
        return last
    root = merkle.root(DatabaseNodes(), size)
    text = checkpoints.sign(origin=settings.LEDGER_ORIGIN, size=size, root=root, key=_key())
    _copy_to_store(last.size if last else 0, size, text)
    defaults = {"root": root.hex(), "text": text, "at": now}
    return LedgerCheckpoint.objects.get_or_create(size=size, defaults=defaults)[0]


def _copy_to_store(first: int, size: int, checkpoint: str) -> None:
    rows = LedgerLeaf.objects.filter(index__gte=first, index__lt=size).order_by("index")
    lines = "\n".join(rows.values_list("entry__body", flat=True)) + "\n"
    store, digest = default_store(), sha256_hex(lines.encode())[:12]
    name = f"ledger/entries/{first:012d}-{size:012d}-{digest}.jsonl"
    store.put_once(name, lines.encode(), media_type="application/jsonl")
    digest = sha256_hex(checkpoint.encode())[:12]
    name = f"ledger/checkpoints/{size:012d}-{digest}.txt"
    store.put_once(name, checkpoint.encode(), media_type="text/plain")


def latest_checkpoint() -> LedgerCheckpoint | None:
    """Return the newest signed head."""
    return LedgerCheckpoint.objects.order_by("-size").first()


def verifier_key() -> str:
    """Return the public key under which checkpoints are signed, as verifiers are told it."""
    return checkpoints.verifier_key(settings.LEDGER_ORIGIN, public_key())


def public_key() -> bytes:
    """Return the 32 bytes of the key under which checkpoints are signed."""
    return checkpoints.raw_public_key(_key())


def _key() -> Ed25519PrivateKey:
    settings.LEDGER_KEY_FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return checkpoints.load_or_create_key(settings.LEDGER_KEY_FILE)


def prove(number: int) -> Proof | None:
    """Return the inclusion proof of an entry under the newest checkpoint; None while it waits."""
    leaf = LedgerLeaf.objects.filter(entry_id=number).select_related("entry").first()
    head = latest_checkpoint()
    if leaf is None or head is None or leaf.index >= head.size:
        return None
    hashes = merkle.inclusion_proof(DatabaseNodes(), leaf.index, head.size)
    return Proof(
        entry=leaf.entry.body,
        number=number,
        leaf_index=leaf.index,
        tree_size=head.size,
        hashes=tuple(value.hex() for value in hashes),
        checkpoint=head.text,
    )
