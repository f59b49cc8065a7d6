"""Puts a record's files into the store, reads every one back, and compares."""

import json
import mimetypes
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from archive.packaging import LedgerProof, PackageInput, ProvenEntry, build_package
from archive.selectors.proofs import proof_of
from core.canonical import sha256_hex
from core.models import LedgerCheckpoint
from core.sealing import make_checkpoint, seal_entries
from core.storage import ObjectDamaged, ObjectStore, default_store

MANIFEST = "manifest.json"
PROOF = "proof.json"


@dataclass(frozen=True)
class Stored:
    """What lies in the store now, and was read back from it."""

    folder: str
    files: dict[str, dict[str, Any]]
    content_hash: str
    manifest_written: str
    manifest_read_back: str


def keep(parts: PackageInput, *, place: str, about: uuid.UUID, now: datetime) -> Stored:
    """Store the package below `place`, the manifest last, and read it back; repeatable.

    Takes up what a crashed run left when it is the same; otherwise begins a folder of its own,
    because stored objects never change. Raises StorageFailed when a byte comes back differently.
    """
    store = default_store()
    folder, files = _resumed(store, place, parts) or _begun(store, place, parts, about, now=now)
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        store.put_once(f"{folder}/{name}", files[name], media_type=media_type(name))
    back = {name: store.get(f"{folder}/{name}") for name in files}
    for name, data in files.items():
        if back[name] != data:
            raise ObjectDamaged(key=f"{folder}/{name}")
    return Stored(
        folder=folder,
        files={n: {"sha256": sha256_hex(d), "size": len(d)} for n, d in back.items()},
        content_hash=sha256_hex(back["content.json"]),
        manifest_written=sha256_hex(files[MANIFEST]),
        manifest_read_back=sha256_hex(back[MANIFEST]),
    )


def media_type(name: str) -> str:
    """Return the media type of a file of a record by its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def prove(about: uuid.UUID, *, now: datetime) -> LedgerProof | None:
    """Seal what the ledger holds, sign its head, and return the proof of the item's entries."""
    while seal_entries():
        pass
    make_checkpoint(now=now)
    return proof_of(about)


def _begun(
    store: ObjectStore, place: str, parts: PackageInput, about: uuid.UUID, *, now: datetime
) -> tuple[str, dict[str, bytes]]:
    files = build_package(replace(parts, proof=prove(about, now=now)))
    return f"{place}/{(_attempts(store, place) or [0])[-1] + 1}", files


def _resumed(
    store: ObjectStore, place: str, parts: PackageInput
) -> tuple[str, dict[str, bytes]] | None:
    """Return the last unfinished folder with its files, when all that lies there is right."""
    attempts = _attempts(store, place)
    if not attempts:
        return None
    folder = f"{place}/{attempts[-1]}"
    proof = _kept_proof(store, f"{folder}/{PROOF}")
    if proof is None:
        return None
    files = build_package(replace(parts, proof=proof))
    for key in store.list(f"{folder}/"):
        name = key.removeprefix(f"{folder}/")
        if name not in files or store.head(key).sha256 != sha256_hex(files[name]):
            return None
    return folder, files


def _attempts(store: ObjectStore, place: str) -> list[int]:
    keys = store.list(f"{place}/")
    return sorted({int(key.removeprefix(f"{place}/").partition("/")[0]) for key in keys})


def _kept_proof(store: ObjectStore, key: str) -> LedgerProof | None:
    """Return the proof a crashed run has stored, if the ledger still knows its checkpoint."""
    if not store.exists(key):
        return None
    kept = json.loads(store.get(key))["ledger"]
    known = LedgerCheckpoint.objects.filter(text=kept.get("checkpoint", ""))
    if not known.exists():
        return None
    return LedgerProof(
        checkpoint=kept["checkpoint"],
        public_key=kept["public_key"],
        origin=kept["origin"],
        tree_size=kept["tree_size"],
        entries=tuple(
            ProvenEntry(
                number=row["number"],
                leaf_index=row["leaf_index"],
                entry=row["entry"],
                inclusion_proof=tuple(bytes.fromhex(step) for step in row["inclusion_proof"]),
            )
            for row in kept["entries"]
        ),
    )
