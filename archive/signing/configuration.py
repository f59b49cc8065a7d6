"""Which signer the settings name: none, a .p12, a token, or the demo's.

A level that is configured and cannot be had is a failure, never a lower level and never none.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from archive.signing.demo import PASSWORD, SEAL, TRUST, DemoClock
from archive.signing.external import ExternalSigner, read_certificate
from archive.signing.keys import KeyHolder, open_pkcs12
from archive.signing.levels import Level, Signer, SignerAway
from archive.signing.pades import PadesSigner
from archive.signing.trust import Trust, read_trust

DEMO = "demo"
EXTERNAL = "external"
SCHEME = "pkcs11:"
TSA_SECONDS = 5


def demo_folder() -> Path:
    """Return where the demo's authority lies, if this installation has one."""
    return Path(settings.DUYET_HOME) / "signing-demo"


def is_demo() -> bool:
    """Tell whether records are sealed with the demo's worthless key."""
    return _key_name() == DEMO


def is_external() -> bool:
    """Tell whether the agency's seal is kept elsewhere and its signature is brought here."""
    return _key_name() == EXTERNAL


def external_seal() -> ExternalSigner:
    """Return the seal whose key is elsewhere, with its certificate; raises SignerAway."""
    try:
        data = Path(settings.SIGNING_CERTIFICATE).read_bytes()
    except OSError as error:
        raise SignerAway("CERTIFICATE_UNREADABLE", reason=str(error)) from error
    return external_signer(data, level=_level())


def external_signer(certificate: bytes, *, level: Level) -> ExternalSigner:
    """Return who signs elsewhere with this certificate; time stamps and trust are configured."""
    own, others = read_certificate(certificate)
    clock, name = _clock(settings.SIGNING_TSA_URL, demo_folder() if is_demo() else None)
    return ExternalSigner(level, own, others, clock, name, configured_trust())


def _level() -> Level:
    if settings.SIGNING_LEVEL not in set(Level):
        raise SignerAway("SIGNING_LEVEL_UNKNOWN", reason=settings.SIGNING_LEVEL)
    return Level(settings.SIGNING_LEVEL)


def configured_signer() -> Signer | None:
    """Return the agency's seal; None when no key is configured, so that records are unsigned.

    Raises SigningFailed when a key is named and cannot be used, or no level or time stamps are.
    """
    key = _key_name()
    if not key:
        return None
    folder = demo_folder() if key == DEMO else None
    named = str(folder / SEAL) if folder else key
    as_of = (_as_of(Path(named)), _as_of(_trust_folder()))
    return _seal(named, _level(), settings.SIGNING_TSA_URL, folder, as_of)


def configured_trust() -> Trust:
    """Return whom signatures are validated against; nobody when nothing is configured."""
    folder = _trust_folder()
    demo = _key_name() == DEMO
    return _trust(folder, _as_of(folder), demo=demo) if folder else Trust()


def _trust_folder() -> Path | None:
    if _key_name() == DEMO:
        return demo_folder() / TRUST
    return Path(settings.SIGNING_TRUST) if settings.SIGNING_TRUST else None


def _key_name() -> str:
    """An explicit key wins; the demo's is used only where the demo made one."""
    named: str = settings.SIGNING_KEY
    return named or (DEMO if demo_folder().exists() else "")


def _as_of(path: Path | None) -> int:
    """Return when a file, or anything in a folder, was changed last: then it is read anew."""
    if path is None:
        return 0
    try:
        return max(one.stat().st_mtime_ns for one in (path, *path.glob("*")))
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _seal(
    key: str, level: str, tsa_url: str, folder: Path | None, _read: tuple[int, int]
) -> Signer:
    clock, name = _clock(tsa_url, folder)
    return PadesSigner(Level(level), _holder(key, folder), clock, name, configured_trust())


def _clock(tsa_url: str, folder: Path | None) -> tuple[TimeStamper, str]:
    if folder:
        own = DemoClock(folder)
        return own, own.name
    if tsa_url:
        return HTTPTimeStamper(tsa_url, timeout=TSA_SECONDS), tsa_url
    raise SignerAway("TSA_MISSING")


def _holder(key: str, folder: Path | None) -> KeyHolder:
    if key.startswith(SCHEME):
        from archive.signing.tokens import open_token  # noqa: PLC0415  loads a C library

        return open_token(key, _password().decode(), configured_trust().others)
    try:
        data = Path(key).read_bytes()
    except OSError as error:
        raise SignerAway("SIGNER_UNREADABLE", reason=str(error)) from error
    return open_pkcs12(data, PASSWORD if folder else _password())


def _password() -> bytes:
    """Read the password from its own file, which only the service's user may read."""
    path = settings.SIGNING_KEY_PASSWORD_FILE
    try:
        return Path(path).read_bytes().rstrip(b"\r\n") if path else b""
    except OSError as error:
        raise SignerAway("SIGNER_UNREADABLE", reason=str(error)) from error


@lru_cache(maxsize=4)
def _trust(folder: Path, _read: int, *, demo: bool) -> Trust:
    return read_trust(folder, online=not demo and settings.SIGNING_ASK_AUTHORITIES, demo=demo)
