"""Does a sealed record still hold? Every file read from the store, every promise recomputed."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from archive.models import ArchiveRecord
from archive.packaging import LedgerProof
from archive.selectors.disposals import destruction_of
from archive.selectors.proofs import entries_of, is_proven, proof_of
from core import checkpoints
from core.errors import StorageFailed
from core.storage import ObjectDamaged, ObjectMissing, ObjectStore, default_store

CHUNK = 1 << 20
SEALED = ("record.pdf", "content.json", "decision.json", "attachments/", "signatures/")
DECIDING = {"published": ("approve", "fast_track"), "rejected": ("reject",)}


@dataclass(frozen=True)
class FileCheck:
    """One file of the record: what was sealed and what the store holds now."""

    name: str
    size: int
    sealed: str
    found: str
    status: str  # same | changed | missing | unreachable | destroyed

    @property
    def holds(self) -> bool:
        """Whether the store gives back what was sealed."""
        return self.status in ("same", "destroyed")


@dataclass(frozen=True)
class EntryCheck:
    """One ledger entry of the item: proven, waiting for the next checkpoint, or not proven."""

    number: int
    verb: str
    at: datetime
    actor: str
    content_hash: str
    status: str  # proven | waiting | broken


@dataclass(frozen=True)
class Verification:
    """The verdict on a record and everything it rests on."""

    files: tuple[FileCheck, ...]
    entries: tuple[EntryCheck, ...]
    content_is_decided: bool
    seal_in_ledger: bool
    checkpoint: str
    checkpoint_holds: bool

    @property
    def valid(self) -> bool:
        """Whether everything holds."""
        return (
            all(file.holds for file in self.files)
            and all(entry.status != "broken" for entry in self.entries)
            and self.content_is_decided
            and self.seal_in_ledger
            and (self.checkpoint_holds or not self.checkpoint)
        )

    @property
    def destroyed(self) -> bool:
        """Whether the files were destroyed under a certificate; what remains is their hashes."""
        return any(file.status == "destroyed" for file in self.files)

    @property
    def unreachable(self) -> bool:
        """Whether the store could not be asked, so that nothing can be said."""
        return any(file.status == "unreachable" for file in self.files)

    @property
    def damaged(self) -> tuple[FileCheck, ...]:
        """The files that are not as sealed."""
        return tuple(file for file in self.files if not file.holds)


def verify(record: ArchiveRecord) -> Verification:
    """Recompute every hash from the store and prove the ledger's entries."""
    entries, proof, signed = verify_entries(record.pk)
    return Verification(
        files=tuple(check_files(record, default_store())),
        entries=entries,
        content_is_decided=_is_decided(record),
        seal_in_ledger=_is_announced(record),
        checkpoint=proof.checkpoint if proof else "",
        checkpoint_holds=signed,
    )


def check_files(record: ArchiveRecord, store: ObjectStore) -> list[FileCheck]:
    """Compare every file of the record with what the store holds now; destroyed ones are gone."""
    if destruction_of(record.pk):
        return [
            FileCheck(name, row["size"], row["sha256"], "", "destroyed")
            for name, row in sorted(record.files.items())
        ]
    return [_check_file(record, name, row, store) for name, row in sorted(record.files.items())]


def _check_file(
    record: ArchiveRecord, name: str, row: dict[str, Any], store: ObjectStore
) -> FileCheck:
    found, status = "", "same"
    try:
        with store.open(f"{record.folder}/{name}") as stream:
            digest = hashlib.sha256()
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
            found = digest.hexdigest()
        status = "same" if found == row["sha256"] else "changed"
    except ObjectMissing:
        status = "missing"
    except ObjectDamaged:
        status = "changed"
    except StorageFailed:
        status = "unreachable"
    return FileCheck(name, row["size"], row["sha256"], found, status)


def verify_entries(
    key: uuid.UUID | str,
) -> tuple[tuple[EntryCheck, ...], LedgerProof | None, bool]:
    """Return an item's ledger entries with their standing, the proof, and if its head is signed."""
    proof = proof_of(key)
    proven, signed = _proven(proof) if proof else ({}, False)
    status = {None: "waiting", True: "proven", False: "broken"}
    entries = tuple(
        EntryCheck(
            number=row.number,
            verb=row.verb,
            at=row.at,
            actor=row.actor,
            content_hash=row.content_hash,
            status=status[proven.get(row.number)],
        )
        for row in entries_of(key)
    )
    return entries, proof, signed


def _proven(proof: LedgerProof) -> tuple[dict[int, bool], bool]:
    """Return which entries are under the checkpoint's root, and whether it is signed."""
    signed = True
    try:
        name, key = checkpoints.parse_verifier_key(proof.public_key)
        head = checkpoints.verify(proof.checkpoint, public_key=key, name=name)
    except checkpoints.BadCheckpoint:
        head, signed = checkpoints.parse(proof.checkpoint), False
    rows = proof.entries
    return {row.number: is_proven(row, size=head.size, root=head.root) for row in rows}, signed


def _is_decided(record: ArchiveRecord) -> bool:
    """Say whether the ledger holds the decision on exactly the sealed content."""
    sealed = record.files["content.json"]["sha256"]
    rows = entries_of(record.pk).filter(verb__in=DECIDING[record.outcome], content_hash=sealed)
    return sealed == record.content_hash and rows.exists()


def _is_announced(record: ArchiveRecord) -> bool:
    """Say whether the ledger holds the digest of exactly these files."""
    names = sorted(name for name in record.files if name.startswith(SEALED))
    listed = "".join(f"{record.files[name]['sha256']}  {name}\n" for name in names)
    digest = hashlib.sha256(listed.encode()).hexdigest()
    rows = entries_of(record.pk).filter(verb="archive").values_list("body", flat=True)
    return any(json.loads(body)["details"].get("package_sha256") == digest for body in rows)
