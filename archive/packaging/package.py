"""Puts a record's files together, lists them in a manifest, and writes the same zip every time."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.packaging.proof import LedgerProof, proof_json
from core.canonical import sha256_hex

HERE = Path(__file__).parent
MANIFEST_FORMAT = "duyet/manifest/1"
SEALED = ("record.pdf", "content.json", "decision.json", "attachments/", "signatures/")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: packages carry no time of packing
ORDINARY_FILE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True)
class PackageInput:
    """The parts of a record as they lie in the store, and the proof as far as it exists."""

    record_pdf: bytes
    content: bytes  # canonical, as hashed
    decision: bytes  # canonical
    attachments: Mapping[str, bytes] = field(default_factory=dict)  # file_name → bytes
    proof: LedgerProof | None = None
    signatures: Mapping[str, bytes] = field(default_factory=dict)  # what is known of them


def build_package(parts: PackageInput) -> dict[str, bytes]:
    """Return every file of the package by its path; refuses unsafe names of attachments."""
    files = {
        "record.pdf": parts.record_pdf,
        "content.json": parts.content,
        "decision.json": parts.decision,
        "proof.json": _pretty(proof_json(parts.proof)),
        "README.txt": (HERE / "README.txt").read_bytes(),
        "verify_record.py": (HERE / "verify_record.py").read_bytes(),
    }
    for name, data in parts.attachments.items():
        if not name or name.startswith(".") or "/" in name or "\\" in name:
            raise ValueError(f"not a file name: {name!r}")
        files[f"attachments/{name}"] = data
    files |= {f"signatures/{name}": data for name, data in parts.signatures.items()}
    files["manifest.json"] = _pretty(_manifest(files))
    return dict(sorted(files.items()))


def package_digest(files: Mapping[str, bytes]) -> str:
    """Return one SHA-256 over what is sealed: printable, both JSON files and attachments.

    It is the hash of the list that `sha256sum` would print for them, sorted by path.

    The ledger entry of archiving carries it in `details["package_sha256"]`, so that whoever
    rewrites a file and its manifest still contradicts the ledger. Proof, manifest, read-me and
    program stand outside: they are made for each download.
    """
    sealed = sorted(path for path in files if path.startswith(SEALED))
    return sha256_hex("".join(f"{sha256_hex(files[path])}  {path}\n" for path in sealed).encode())


def package_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the package as a zip; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = ORDINARY_FILE
            info.create_system = UNIX
            archive.writestr(info, files[path])
    return buffer.getvalue()


def _manifest(files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "format": MANIFEST_FORMAT,
        "files": [
            {"path": path, "size": len(data), "sha256": sha256_hex(data)}
            for path, data in sorted(files.items())
        ],
    }


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
