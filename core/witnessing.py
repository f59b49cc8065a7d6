"""Consistency of the ledger's heads, what witnesses are asked, and the cosignatures they gave."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from core import checkpoints, cosigning, merkle
from core.errors import GuardFailed
from core.models import LedgerCheckpoint, LedgerCosignature, LedgerNode
from core.sealing import DatabaseNodes, latest_checkpoint

TILE_HEIGHT, TILE_WIDTH = 8, 256
MOST_LINES = 16


class CosignatureRefused(GuardFailed):
    """No configured witness made this cosignature, or not of a head of this ledger."""

    default_code = "COSIGNATURE_REFUSED"


@dataclass(frozen=True)
class Consistency:
    """The proof that the first leaves of two heads are the same."""

    first: int
    first_root: str
    second: int
    second_root: str
    hashes: tuple[str, ...]
    checkpoint: str


def prove_consistency(first: int) -> Consistency | None:
    """Prove that the newest head only added to the first `first` leaves; None beyond the head."""
    head = latest_checkpoint()
    if head is None or not 0 < first <= head.size:
        return None
    nodes = DatabaseNodes()
    return Consistency(
        first=first,
        first_root=merkle.root(nodes, first).hex(),
        second=head.size,
        second_root=head.root,
        hashes=tuple(step.hex() for step in merkle.consistency_proof(nodes, first, head.size)),
        checkpoint=head.text,
    )


def witness_request(old_size: int) -> str | None:
    """Return what a witness that last saw `old_size` is sent (C2SP tlog-witness); None beyond."""
    head = latest_checkpoint()
    if head is None or not 0 <= old_size <= head.size:
        return None
    proof = merkle.consistency_proof(DatabaseNodes(), old_size, head.size) if old_size else []
    return cosigning.add_checkpoint(head.text, old_size=old_size, proof=proof)


def witnesses() -> list[cosigning.Witness]:
    """Return the witnesses of this installation (setting LEDGER_WITNESSES)."""
    return [cosigning.parse_witness(text) for text in settings.LEDGER_WITNESSES]


def accept(lines: str, *, size: int) -> list[LedgerCosignature]:
    """Keep the cosignatures of a head; repeatable. Refuses all if one does not hold.

    Raises CosignatureRefused for a head that is not ours and lines of unknown witnesses.
    """
    head = LedgerCheckpoint.objects.filter(size=size).first()
    given = [line for line in lines.splitlines() if line]
    if head is None or not 0 < len(given) <= MOST_LINES:
        raise CosignatureRefused(reason="no such checkpoint" if head is None else "no lines")
    held = [_held(head.text, line) for line in given]
    return [
        LedgerCosignature.objects.get_or_create(
            checkpoint=head, witness=one.witness, defaults={"line": one.line, "at": one.at}
        )[0]
        for one in held
    ]


def _held(checkpoint: str, line: str) -> cosigning.Cosigned:
    reasons = ["no such witness"]
    for witness in witnesses():
        try:
            return cosigning.verify_cosignature(checkpoint, line, witness)
        except checkpoints.BadCheckpoint as bad:
            reasons.append(str(bad))
    raise CosignatureRefused(reason=reasons[-1])


def with_cosignatures(head: LedgerCheckpoint) -> str:
    """Return the signed note with the lines of its witnesses behind the ledger's own."""
    return head.text + "".join(head.cosignatures.order_by("id").values_list("line", flat=True))


def newest_cosigned() -> LedgerCheckpoint | None:
    """Return the newest head that a witness has seen."""
    return LedgerCheckpoint.objects.exclude(cosignatures=None).order_by("-size").first()


def tile(level: int, index: int, width: int = TILE_WIDTH) -> bytes | None:
    """Return a tile of hashes (C2SP tlog-tiles) under the newest head; None for what is beyond."""
    head = latest_checkpoint()
    height = TILE_HEIGHT * level
    first = index * TILE_WIDTH
    if head is None or not 0 < width <= TILE_WIDTH or (first + width) << height > head.size:
        return None
    rows = LedgerNode.objects.filter(level=height, index__gte=first, index__lt=first + width)
    hashes = rows.order_by("index").values_list("node_hash", flat=True)
    return b"".join(bytes.fromhex(value) for value in hashes)


def wrong_cosignatures() -> Iterator[str]:
    """Name the kept cosignatures that do not hold, or whose witness is not configured any more."""
    known = {witness.name: witness for witness in witnesses()}
    for row in LedgerCosignature.objects.select_related("checkpoint").iterator():
        where = f"core_ledgercosignature {row.pk}"
        witness = known.get(row.witness)
        if witness is None:
            yield f"{where}: {row.witness} is no witness in LEDGER_WITNESSES"
            continue
        try:
            told = cosigning.verify_cosignature(row.checkpoint.text, row.line, witness)
        except checkpoints.BadCheckpoint as bad:
            yield f"{where}: {bad}"
            continue
        if told.at != row.at:
            yield f"{where}: at differs from the signed time"
