"""Fetching from addresses that people typed in: public ones only, small, soon, and never inwards.

Each host is resolved once and connected to by the address that was checked, so that a name cannot
be public when it is looked at and private when it is used (DNS rebinding).
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from core.errors import DomainError

MOST_BYTES, MOST_REDIRECTS = 2 * 1024 * 1024, 3
WAIT_SECONDS, TOTAL_SECONDS = 10, 30
PORTS = {"https": 443, "http": 80}
CHUNK = 64 * 1024
OK, NOT_MODIFIED, FIRST_ERROR = 200, 304, 400
MOVED = frozenset({301, 302, 303, 307, 308})
# IPv6 that carries an IPv4 address inside: the inner one decides, so none of them is let through.
CARRIERS = tuple(
    ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
)


class FetchFailed(DomainError):  # noqa: N818
    """Nothing was fetched; the code says why."""

    default_code = "FEED_UNREACHABLE"


@dataclass(frozen=True)
class Known:
    """What the server said the last time, so that it need not say it all again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """What came; `data` is None where nothing has changed."""

    data: bytes | None
    known: Known = Known()


def refuse_address(url: str) -> None:
    """Raise FetchFailed(FEED_ADDRESS_REFUSED) for what is never asked, before asking anybody."""
    _checked(_taken_apart(url))


def fetch(url: str, *, known: Known = Known(), agent: str) -> Fetched:
    """Return what stands at `url`.

    Raises FetchFailed: FEED_ADDRESS_REFUSED for other schemes and ports, names with a password and
    private hosts, redirects there included; FEED_TOO_LARGE, FEED_TOO_SLOW, FEED_UNREACHABLE,
    FEED_ANSWERED_ERROR.
    """
    until = time.monotonic() + TOTAL_SECONDS
    headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.modified} if known.modified else {}
    place = _taken_apart(url)
    for _ in range(MOST_REDIRECTS + 1):
        try:
            answer = _ask(place, headers)
            if answer.status in MOVED and answer.headers["Location"]:
                place = _taken_apart(answer.headers["Location"], place.geturl())
                continue
            return _read(answer, known, until=until)
        except TimeoutError as error:
            raise FetchFailed("FEED_TOO_SLOW") from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise FetchFailed("FEED_UNREACHABLE") from error
    raise FetchFailed("FEED_UNREACHABLE")


def _taken_apart(url: str, base: str = "") -> SplitResult:
    try:
        return urlsplit(urljoin(base, url))
    except ValueError as error:  # brackets that hold no address
        raise FetchFailed("FEED_ADDRESS_REFUSED") from error


def _ask(place: SplitResult, headers: dict[str, str]) -> http.client.HTTPResponse:
    host, port, address = _checked(place)
    connection = http.client.HTTPConnection(host, port, timeout=WAIT_SECONDS)
    plain = socket.create_connection((address, port), timeout=WAIT_SECONDS)
    if place.scheme == "https":
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    else:
        connection.sock = plain
    path = place.path or "/"
    connection.request("GET", f"{path}?{place.query}" if place.query else path, headers=headers)
    return connection.getresponse()


def _checked(place: SplitResult) -> tuple[str, int, str]:
    """Return host, port and the one address that may be connected to."""
    try:
        port = place.port or PORTS.get(place.scheme, 0)
    except ValueError as error:
        raise FetchFailed("FEED_ADDRESS_REFUSED") from error
    host = place.hostname or ""
    inside = f"{host}:{port}" in settings.FEED_PRIVATE_HOSTS
    wrong = place.scheme not in PORTS or not host or place.username is not None
    if wrong or (port not in PORTS.values() and not inside):
        raise FetchFailed("FEED_ADDRESS_REFUSED")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed("FEED_UNREACHABLE") from error
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not (inside or all(map(_is_public, addresses))):
        raise FetchFailed("FEED_ADDRESS_REFUSED")
    return host, port, addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_public(str(address.ipv4_mapped))
        if any(address in carrier for carrier in CARRIERS):
            return False
    return address.is_global and not address.is_multicast


def _read(answer: http.client.HTTPResponse, known: Known, *, until: float) -> Fetched:
    if answer.status == NOT_MODIFIED:
        return Fetched(None, known)
    if answer.status != OK:
        raise FetchFailed("FEED_ANSWERED_ERROR", status=answer.status)
    data = bytearray()
    while chunk := answer.read1(CHUNK):
        data += chunk
        if len(data) > MOST_BYTES:
            raise FetchFailed("FEED_TOO_LARGE")
        if time.monotonic() > until:
            raise FetchFailed("FEED_TOO_SLOW")
    said = answer.headers
    new = Known((said["ETag"] or "")[:200], (said["Last-Modified"] or "")[:60])
    return Fetched(bytes(data), new)
