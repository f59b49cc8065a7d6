"""proof.json: the ledger entries of a record, their inclusion proofs and the signed checkpoint."""

from dataclasses import dataclass
from typing import Any

FORMAT = "duyet/proof/1"


@dataclass(frozen=True)
class ProvenEntry:
    """One ledger entry: its canonical JSON and its way to the root of the checkpoint."""

    number: int
    leaf_index: int
    entry: str
    inclusion_proof: tuple[bytes, ...]


@dataclass(frozen=True)
class LedgerProof:
    """What proves the entries of one record: a checkpoint and the key that signed it."""

    checkpoint: str  # signed note, core.checkpoints.sign
    public_key: str  # verifier key, core.checkpoints.verifier_key
    origin: str
    tree_size: int
    entries: tuple[ProvenEntry, ...]


def proof_json(proof: LedgerProof | None) -> dict[str, Any]:
    """Return the content of proof.json; without a checkpoint it says that the proof is pending."""
    if proof is None:
        return {"format": FORMAT, "ledger": {"pending": True, "entries": []}}
    return {
        "format": FORMAT,
        "ledger": {
            "origin": proof.origin,
            "checkpoint": proof.checkpoint,
            "public_key": proof.public_key,
            "tree_size": proof.tree_size,
            "entries": [
                {
                    "number": entry.number,
                    "leaf_index": entry.leaf_index,
                    "entry": entry.entry,
                    "inclusion_proof": [step.hex() for step in entry.inclusion_proof],
                }
                for entry in proof.entries
            ],
        },
    }
