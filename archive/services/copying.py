"""A backup's way to the second store and back: the dump, the list, every object, the keys."""

import base64
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.services.backups import (
    DESCRIPTION,
    DUMP,
    OBJECTS,
    BackupDamaged,
    Description,
    describe,
    listed_objects,
)
from archive.services.vault import Vault
from core.canonical import canonical_bytes, sha256_hex
from core.errors import StorageFailed
from core.storage import ObjectStore

GENERATIONS, CONTENTS = "backups/", "objects/"
COPY, KEYS = "second.json", "keys.json"
AT_ONCE = 4


@dataclass
class Fetched:
    """What came back from the second store: how many objects, and which did not."""

    objects: int = 0
    findings: list[str] = field(default_factory=list)


def copy_out(described: Description, vault: Vault, store: ObjectStore) -> int:
    """Copy a backup to the second store; returns how many objects were new there.

    Objects go first and the description last: a generation that has one is complete. The hashes of
    the age files stay here beside the backup, so that the drill compares them without the key.
    """
    name = described.folder.name
    fresh = copy_objects(vault, store, listed_objects(described))
    kept = [vault.put(f"{GENERATIONS}{name}/{KEYS}", _keys())]
    for file in (DUMP, OBJECTS):
        with (described.folder / file).open("rb") as stream:
            kept += vault.put_stream(f"{GENERATIONS}{name}/{file}", stream)
    told = (described.folder / DESCRIPTION).read_bytes()
    kept.append(vault.put(f"{GENERATIONS}{name}/{DESCRIPTION}", told))
    (described.folder / COPY).write_bytes(canonical_bytes({"files": kept}))
    return fresh


def copy_objects(vault: Vault, store: ObjectStore, rows: Iterable[dict[str, Any]]) -> int:
    """Copy the content of objects that the second store does not hold yet; returns how many."""

    def copy(row: dict[str, Any]) -> int:
        key = content_key(row["sha256"])
        if vault.exists(key):
            return 0
        vault.put(key, store.get(row["key"]))
        return 1

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(copy, rows))


def content_key(sha256: str) -> str:
    """Return where content of this hash lies in the second store."""
    return f"{CONTENTS}{sha256[:2]}/{sha256}"


def generations(vault: Vault) -> list[str]:
    """Return the complete generations of the second store, oldest first."""
    names = vault.names(GENERATIONS)
    return [name.split("/")[1] for name in names if name.endswith(f"/{DESCRIPTION}")]


def fetch(vault: Vault, name: str, into: Path) -> Description:
    """Decrypt a generation into a folder; raises KeyDoesNotFit, and BackupDamaged for none."""
    if name not in generations(vault):
        raise BackupDamaged(folder=name, reason="no such generation in the second store")
    folder = into / name
    folder.mkdir(mode=0o700, parents=True)
    for file in (DUMP, OBJECTS):
        vault.copy_to(f"{GENERATIONS}{name}/{file}", folder / file)
    (folder / DESCRIPTION).write_bytes(vault.get(f"{GENERATIONS}{name}/{DESCRIPTION}"))
    return describe(folder)


def fetch_objects(vault: Vault, store: ObjectStore, rows: Iterable[dict[str, Any]]) -> Fetched:
    """Put every listed object that the store lacks back into it, compared with its hash."""
    done = Fetched()
    for row in rows:
        if store.exists(row["key"]):
            continue
        try:
            data = vault.get(content_key(row["sha256"]))
        except StorageFailed as lost:
            done.findings.append(f"store: {row['key']} {lost.code}")
            continue
        if sha256_hex(data) != row["sha256"]:
            done.findings.append(f"store: {row['key']} is not what it was")
            continue
        store.put_once(row["key"], data, media_type=row.get("type", "application/octet-stream"))
        if row.get("until"):
            store.retain(row["key"], datetime.fromisoformat(row["until"]))
        if row.get("hold"):
            store.legal_hold(row["key"], on=True)
        done.objects += 1
    return done


def fetch_keys(vault: Vault, name: str) -> list[str]:
    """Put the ledger's key back where there is none; returns the files written."""
    told: dict[str, str] = json.loads(vault.get(f"{GENERATIONS}{name}/{KEYS}"))
    written = []
    for file, data in told.items():
        target = settings.LEDGER_KEY_FILE.parent / Path(file).name
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.touch(mode=0o600)
            target.write_bytes(base64.b64decode(data))
            written.append(target.name)
    return written


def copy_findings(folder: Path, vault: Vault) -> tuple[int, list[str]]:
    """Compare the age files of a generation with the hashes kept here; no key is needed."""
    told = json.loads((folder / COPY).read_bytes())["files"]
    return len(told), list(_changed(vault, told))


def _changed(vault: Vault, told: list[dict[str, str]]) -> Iterator[str]:
    for row in told:
        try:
            if sha256_hex(vault.store.get(row["name"])) != row["sha256"]:
                yield f"second: {row['name']} changed"
        except StorageFailed as lost:
            yield f"second: {row['name']} {lost.code}"


def _keys() -> bytes:
    """The ledger's key: without it nobody can go on signing under the same name."""
    file = settings.LEDGER_KEY_FILE
    found = {file.name: base64.b64encode(file.read_bytes()).decode()} if file.is_file() else {}
    return canonical_bytes(found)
