"""The second store: whatever enters it is encrypted with age, and only others hold the key.

The server knows the recipients' public keys alone (BACKUP_RECIPIENTS), so that somebody who takes
the server, or the second store, reads no backup. Without recipients nothing is copied: never a
silent fall to plain text.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyrage  # type: ignore[import-untyped]
from django.conf import settings

from core.errors import DomainError
from core.storage import ObjectStore, StoredDifferently, store_from_url

SUFFIX = ".age"
MEDIA_TYPE = "application/age-encryption"
# Big files travel in parts, each an age file of its own, so that memory stays small.
PART = 64 << 20


class NoRecipients(DomainError):  # noqa: N818
    """A second store is named but nobody who could read it."""

    default_code = "BACKUP_NO_RECIPIENTS"


class KeyDoesNotFit(DomainError):  # noqa: N818
    """The key is none, or not one of those the backup was encrypted for."""

    default_code = "BACKUP_KEY_WRONG"


@dataclass(frozen=True)
class Vault:
    """A store of age files: written with recipients, read with identities."""

    store: ObjectStore
    recipients: Sequence[Any] = ()
    identities: Sequence[Any] = ()

    def put(self, key: str, data: bytes) -> dict[str, str]:
        """Encrypt and store once; returns name and hash of the age file.

        What is there already stays: encrypting twice gives other bytes each time.
        """
        if not self.recipients:
            raise NoRecipients
        name = key + SUFFIX
        if not self.store.exists(name):
            sealed: bytes = pyrage.encrypt(data, list(self.recipients))
            with suppress(StoredDifferently):  # somebody else was quicker with the same content
                self.store.put_once(name, sealed, media_type=MEDIA_TYPE)
        return {"name": name, "sha256": self.store.head(name).sha256}

    def put_stream(self, key: str, stream: BinaryIO) -> list[dict[str, str]]:
        """Encrypt and store a file in parts; returns their names and hashes."""
        kept: list[dict[str, str]] = []
        while (part := stream.read(PART)) or not kept:
            kept.append(self.put(f"{key}/{len(kept):05d}", part))
        return kept

    def get(self, key: str) -> bytes:
        """Return what was encrypted; raises KeyDoesNotFit, ObjectMissing."""
        sealed = self.store.get(key + SUFFIX)
        try:
            opened: bytes = pyrage.decrypt(sealed, list(self.identities))
        except pyrage.DecryptError as wrong:
            raise KeyDoesNotFit(reason=str(wrong)) from wrong
        return opened

    def copy_to(self, key: str, target: Path) -> None:
        """Write a file that was stored in parts; raises KeyDoesNotFit, ObjectMissing."""
        parts = list(self.names(f"{key}/"))
        with target.open("wb") as stream:
            for number in range(max(1, len(parts))):
                stream.write(self.get(f"{key}/{number:05d}"))

    def exists(self, key: str) -> bool:
        """Tell whether something is stored under the key."""
        return self.store.exists(key + SUFFIX)

    def names(self, prefix: str) -> Iterator[str]:
        """Return the keys that begin so, in order."""
        return (name.removesuffix(SUFFIX) for name in self.store.list(prefix))

    def stored_at(self, key: str) -> datetime:
        """Return when it was stored."""
        return self.store.head(key + SUFFIX).stored_at

    def delete(self, key: str) -> None:
        """Delete; raises ObjectProtected where the store has locked it."""
        self.store.delete(key + SUFFIX)


def own_vault() -> Vault | None:
    """Return the second store of this installation, or None; raises NoRecipients."""
    if not settings.BACKUP_URL:
        return None
    recipients = read_recipients(settings.BACKUP_RECIPIENTS)
    if not recipients:
        raise NoRecipients
    return Vault(store_from_url(settings.BACKUP_URL), recipients=recipients)


def opened_vault(url: str, identity: Path | None) -> Vault:
    """Return a second store for reading with the key in a file; raises KeyDoesNotFit."""
    return Vault(store_from_url(url), identities=read_identities(identity) if identity else ())


def read_recipients(text: str) -> list[Any]:
    """Return public keys from a list; raises NoRecipients where one of them is none."""
    try:
        return [pyrage.x25519.Recipient.from_str(one) for one in text.replace(",", " ").split()]
    except pyrage.RecipientError as wrong:
        raise NoRecipients(reason=str(wrong)) from wrong


def read_identities(path: Path) -> list[Any]:
    """Return the secret keys of a file as `age-keygen` writes it; raises KeyDoesNotFit."""
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, ValueError, pyrage.IdentityError) as wrong:
        raise KeyDoesNotFit(reason=str(wrong)) from wrong


def new_identity() -> tuple[str, str]:
    """Return a new secret key and the public one that belongs to it."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())
