"""The board's mailbox over IMAP: reading what waits, moving it on, erasing it; memory only."""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 30
EXTENSIONS = frozenset({"MOVE", "UIDPLUS", "NAMESPACE"})
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_PREFIX = re.compile(rb'^\(\("([^"]*)"')


class MailboxError(Exception):
    """The mailbox is away or did not do what was asked; worth another try."""


@dataclass(frozen=True)
class Address:
    """Where a mailbox is: imaps://user:password@host/INBOX; imap:// starts TLS unless ?tls=0."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    security: str


def parse_address(url: str) -> Address:
    """Return the parts of a mailbox's address; refuses other schemes than imap and imaps."""
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname:
        raise ValueError("INTAKE_IMAP_URL: imaps://user:password@host/INBOX")
    plain = parse_qs(parts.query).get("tls") == ["0"]
    security = "none" if plain else {"imap": "starttls", "imaps": "tls"}[parts.scheme]
    return Address(
        host=parts.hostname,
        port=parts.port or {"imap": 143, "imaps": 993}[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        security=security,
    )


@contextlib.contextmanager
def opened(address: Address) -> Iterator["Mailbox"]:
    """Sign in and select the folder; raises MailboxError when the server does not let us."""
    try:
        server = _connect(address)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(type(error).__name__) from error
    try:
        _ask(server.login, address.user, address.password)
        _ask(server.select, _quoted(address.folder))
        yield Mailbox(server)
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _connect(address: Address) -> imaplib.IMAP4:
    if address.security == "tls":
        trusted = ssl.create_default_context()
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=trusted, timeout=TIMEOUT)
    server = imaplib.IMAP4(address.host, address.port, timeout=TIMEOUT)
    if address.security == "starttls":
        server.starttls(ssl.create_default_context())
    return server


class Mailbox:
    """The selected folder of a signed-in session; messages are named by their UID."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server
        # Servers tell most of what they can only after the sign-in.
        told = _ask(server.capability)[0].decode("ascii").upper().split()
        self._can = EXTENSIONS.intersection(told)
        self._prefix = self._personal_prefix()

    def waiting(self) -> list[str]:
        """Return the messages in the folder, oldest first."""
        found = _ask(self._server.uid, "SEARCH", "UNDELETED")
        return [uid.decode("ascii") for uid in (found[0] or b"").split()]

    def size(self, uid: str) -> int:
        """Return how large a message is, without fetching it."""
        found = _ask(self._server.uid, "FETCH", uid, "(RFC822.SIZE)")
        sizes = [match for row in found if isinstance(row, bytes) and (match := _SIZE.search(row))]
        return int(sizes[0][1]) if sizes else 0

    def read(self, uid: str) -> bytes:
        """Return a whole message and leave it as unread as it was."""
        return self._fetch(uid, "BODY.PEEK[]")

    def read_head(self, uid: str) -> bytes:
        """Return the header lines of a message."""
        return self._fetch(uid, "BODY.PEEK[HEADER]")

    def move(self, uid: str, folder: str) -> None:
        """Move a message to another folder, which is made where it is missing."""
        target = _quoted(self._prefix + folder)
        with contextlib.suppress(MailboxError):  # it exists: the move tells what matters
            _ask(self._server.create, target)
        if "MOVE" in self._can:
            _ask(self._server.uid, "MOVE", uid, target)
        else:
            _ask(self._server.uid, "COPY", uid, target)
            self.erase(uid)

    def erase(self, uid: str) -> None:
        """Delete a message for good: no folder holds it afterwards."""
        _ask(self._server.uid, "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._can:
            _ask(self._server.uid, "EXPUNGE", uid)
        else:
            _ask(self._server.expunge)

    def _fetch(self, uid: str, part: str) -> bytes:
        found = _ask(self._server.uid, "FETCH", uid, f"({part})")
        bodies = [row[1] for row in found if isinstance(row, tuple)]
        if not bodies:
            raise MailboxError("the message is gone")
        return bytes(bodies[0])

    def _personal_prefix(self) -> str:
        """Return what new folders' names begin with: empty, or INBOX. on some servers."""
        if "NAMESPACE" not in self._can:
            return ""
        answer = _ask(self._server.namespace)[0]
        match = _PREFIX.match(answer) if isinstance(answer, bytes) else None
        return match[1].decode("ascii") if match else ""


def _ask(command: Callable[..., tuple[str, list[Any]]], *arguments: str) -> list[Any]:
    """Send one command; whatever is not OK is a MailboxError."""
    try:
        status, data = command(*arguments)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxError(type(error).__name__) from error
    if status != "OK":
        raise MailboxError(f"{command.__name__} {status}")
    return data


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
