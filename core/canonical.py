"""One canonical form for everything that is hashed: RFC 8785 JSON and SHA-256."""

import hashlib
from typing import Any

import rfc8785


def canonical_bytes(value: Any) -> bytes:
    """Return `value` as canonical JSON (RFC 8785), UTF-8; refuses floats that JSON cannot hold."""
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
