"""Packages as a forger would make them fit."""

import json

from core.canonical import canonical_bytes, sha256_hex
from tests.archive.packaging import records


def rebuilt(files, **changes):
    """Return the files with some replaced and the manifest made to fit, as a forger would."""
    files = {**files, **changes}
    manifest = {
        "format": "duyet/manifest/1",
        "files": [
            {"path": path, "size": len(data), "sha256": sha256_hex(data)}
            for path, data in files.items()
            if path != "manifest.json"
        ],
    }
    return {**files, "manifest.json": canonical_bytes(manifest)}


def with_ledger(**changes):
    files = records.record()
    proof = json.loads(files["proof.json"])
    proof["ledger"].update(changes)
    return rebuilt(files, **{"proof.json": canonical_bytes(proof)})
