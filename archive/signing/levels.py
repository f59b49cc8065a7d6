"""What a signer is to the rest of the archive, and the levels a record can be signed at."""

from enum import StrEnum
from typing import Protocol

from core.errors import DomainError


class Level(StrEnum):
    """PAdES baseline levels (ETSI EN 319 142-1)."""

    B_T = "B-T"  # with a time stamp of the signature
    B_LTA = "B-LTA"  # and certificates, revocation data, and a time stamp over all of it


class SigningFailed(DomainError):  # noqa: N818
    """The signature could not be made at the level that is configured; nothing lower is kept."""

    default_code = "SIGNING_FAILED"


class SignerAway(SigningFailed):
    """Nobody can be signed for now: no key, no trust, no time stamps; the next item fares alike."""

    default_code = "SIGNER_AWAY"


class SignatureAwaited(SigningFailed):
    """Somebody signs with a key of their own, elsewhere, and has not done so yet."""

    default_code = "SIGNATURE_AWAITED"


class Signer(Protocol):
    """Puts one signature into one field of a printable, whatever holds the key."""

    @property
    def level(self) -> Level:
        """The level every signature reaches."""
        ...

    @property
    def identity(self) -> str:
        """What the result depends on: level, certificate, time stamps."""
        ...

    def sign(self, pdf: bytes, *, field: str, stamp: bytes | None = None) -> bytes:
        """Return the file with the signature appended; `stamp` is a PDF shown in the field.

        Raises SigningFailed when the level cannot be reached; never returns a lower one.
        """
        ...
