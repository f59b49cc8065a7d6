"""What outside witnesses say of a signed head: C2SP tlog-cosignature and tlog-witness."""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.checkpoints import DASH, BadCheckpoint, raw_public_key

COSIGNATURE = b"\x04"  # cosignature/v1 with Ed25519
TIME_SIZE, SIGNATURE_SIZE, KEY_SIZE = 8, 64, 32


@dataclass(frozen=True)
class Witness:
    """A party outside who remembers the heads it was shown, and its public key."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a cosignature line."""
        told = self.name.encode() + b"\n" + COSIGNATURE + self.public_key
        return hashlib.sha256(told).digest()[:4]


@dataclass(frozen=True)
class Cosigned:
    """A cosignature that holds: who, when, and the line that proves it."""

    witness: str
    at: datetime
    line: str


def parse_witness(text: str) -> Witness:
    """Return the witness of a verifier key `name+id+base64`; refuses a key of another kind."""
    try:
        name, identifier, encoded = text.split("+", 2)
        blob = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadCheckpoint("not a verifier key") from error
    witness = Witness(name, blob[1:])
    if blob[:1] != COSIGNATURE or len(blob) != KEY_SIZE + 1:
        raise BadCheckpoint("not a witness's Ed25519 key")
    if witness.key_id.hex() != identifier:
        raise BadCheckpoint("the key id does not belong to this key")
    return witness


def witness_key(name: str, key: Ed25519PrivateKey) -> str:
    """Return a witness's public key as logs are told it."""
    witness = Witness(name, raw_public_key(key))
    encoded = base64.b64encode(COSIGNATURE + witness.public_key).decode()
    return f"{name}+{witness.key_id.hex()}+{encoded}"


def cosign(checkpoint: str, *, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """Return the line with which a witness says: I saw this head, and it only grew."""
    seconds = int(at.timestamp())
    witness = Witness(name, raw_public_key(key))
    signature = key.sign(_message(checkpoint, seconds))
    blob = witness.key_id + struct.pack(">Q", seconds) + signature
    return f"{DASH}{name} {base64.b64encode(blob).decode()}\n"


def verify_cosignature(checkpoint: str, line: str, witness: Witness) -> Cosigned:
    """Return what the line says once the witness's signature holds; raises BadCheckpoint."""
    name, _, encoded = line.strip("\n").removeprefix(DASH).partition(" ")
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadCheckpoint("not base64") from error
    if name != witness.name or blob[:4] != witness.key_id:
        raise BadCheckpoint("the line is of another witness")
    if len(blob) != 4 + TIME_SIZE + SIGNATURE_SIZE:
        raise BadCheckpoint("the cosignature has a wrong length")
    (seconds,) = struct.unpack(">Q", blob[4 : 4 + TIME_SIZE])
    try:
        key = Ed25519PublicKey.from_public_bytes(witness.public_key)
        key.verify(blob[4 + TIME_SIZE :], _message(checkpoint, seconds))
        at = datetime.fromtimestamp(seconds, UTC)
    except (InvalidSignature, ValueError, OverflowError, OSError) as error:
        raise BadCheckpoint("the cosignature does not hold") from error
    return Cosigned(name, at, f"{DASH}{name} {encoded}\n")


def add_checkpoint(checkpoint: str, *, old_size: int, proof: list[bytes]) -> str:
    """Return the body of a tlog-witness `add-checkpoint` request: old size, proof, checkpoint."""
    lines = [f"old {old_size}", *(base64.b64encode(step).decode() for step in proof)]
    return "\n".join(lines) + "\n\n" + checkpoint


def _message(checkpoint: str, seconds: int) -> bytes:
    body = checkpoint.rpartition("\n\n")[0] + "\n"
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()
