"""Signed heads of the ledger: C2SP tlog-checkpoint in a C2SP signed note, with Ed25519."""

import base64
import binascii
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = b"\x01"  # signature type of the signed-note specification
KEY_SIZE = 32
HASH_SIZE = 32
SIGNATURE_SIZE = 64
MAX_SIGNATURES = 64
DASH = "— "
SIZE = re.compile(r"0|[1-9][0-9]*", re.ASCII)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadCheckpoint(ValueError):  # noqa: N818
    """The text is not a checkpoint, or no signature of the expected key holds."""


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says: this log, so many leaves, this root."""

    origin: str
    size: int
    root: bytes


def key_id(name: str, public_key: bytes) -> bytes:
    """Return the four bytes that name a key in a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def raw_public_key(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key (RFC 8032)."""
    return key.public_key().public_bytes_raw()


def verifier_key(name: str, public_key: bytes) -> str:
    """Return the public key as verifiers are told it: name+key id+type and key in base64."""
    encoded = base64.b64encode(ED25519 + public_key).decode()
    return f"{name}+{key_id(name, public_key).hex()}+{encoded}"


def parse_verifier_key(text: str) -> tuple[str, bytes]:
    """Return name and 32-byte key of a verifier key; refuses one whose id does not belong to it."""
    try:
        name, identifier, encoded = text.split("+", 2)
        decoded = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadCheckpoint("not a verifier key") from error
    kind, public_key = decoded[:1], decoded[1:]
    if kind != ED25519 or len(public_key) != KEY_SIZE:
        raise BadCheckpoint("not an Ed25519 verifier key")
    if key_id(name, public_key).hex() != identifier:
        raise BadCheckpoint("the key id does not belong to this key")
    return name, public_key


def sign(*, origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """Return the signed checkpoint; the key's name is the origin, as the specification advises."""
    if not origin or "+" in origin or CONTROL.search(origin) or len(origin.split()) != 1:
        raise ValueError("an origin is one word without plus signs")
    if size < 0 or len(root) != HASH_SIZE:
        raise ValueError("a checkpoint has a size and a SHA-256 root")
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    blob = key_id(origin, raw_public_key(key)) + key.sign(body.encode())
    return f"{body}\n{DASH}{origin} {base64.b64encode(blob).decode()}\n"


def verify(text: str, *, public_key: bytes, name: str) -> Checkpoint:
    """Return what the checkpoint says once a signature by this key holds; refuses all else."""
    body, signatures = _split_note(text)
    checkpoint = _parse_body(body)
    if checkpoint.origin != name:
        raise BadCheckpoint("the checkpoint is of another log")
    expected = key_id(name, public_key)
    for signer, blob in signatures:
        if signer == name and blob[:4] == expected:
            _check_signature(public_key, blob[4:], body.encode())
            return checkpoint
    raise BadCheckpoint("no signature of the expected key")


def parse(text: str) -> Checkpoint:
    """Return what the checkpoint says without trusting it; refuses text of another shape."""
    body, _ = _split_note(text)
    return _parse_body(body)


def create_key(path: Path) -> Ed25519PrivateKey:
    """Make a new signing key at `path`, readable by the owner alone; refuses to replace one."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write_once(path, pem)
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read the signing key; refuses a file that others may read and keys of another kind."""
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"{path}: others may read this key (chmod 600)")
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path}: not an Ed25519 key")
    return key


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """Return the key at `path`, made on first use; two starters at once end with the same key."""
    if not path.exists():
        try:
            return create_key(path)
        except FileExistsError:
            pass  # somebody else made it a moment ago: theirs is the key
    return load_key(path)


def _write_once(path: Path, data: bytes) -> None:
    """Write a private file whole or not at all: it appears under its name when it is complete."""
    with tempfile.NamedTemporaryFile(dir=path.parent) as file:  # made with mode 0600
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        os.link(file.name, path)


def _split_note(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    body, separator, tail = text.rpartition("\n\n")
    if not separator or not tail.endswith("\n") or CONTROL.search(text):
        raise BadCheckpoint("not a signed note")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadCheckpoint("too many signatures")
    return body + "\n", [_parse_signature(line) for line in lines]


def _parse_signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not name or "+" in name:
        raise BadCheckpoint("not a signature line")
    return name, _decode(encoded)


def _parse_body(body: str) -> Checkpoint:
    lines = body[:-1].split("\n")
    if len(lines) < 3 or not all(lines) or not SIZE.fullmatch(lines[1]):  # noqa: PLR2004
        raise BadCheckpoint("not a checkpoint")
    root = _decode(lines[2])
    if len(root) != HASH_SIZE:
        raise BadCheckpoint("the root is not a SHA-256")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadCheckpoint("not base64") from error


def _check_signature(public_key: bytes, signature: bytes, message: bytes) -> None:
    if len(signature) != SIGNATURE_SIZE:
        raise BadCheckpoint("the signature has a wrong length")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise BadCheckpoint("the signature does not hold") from error
