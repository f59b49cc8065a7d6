"""Keys that never leave their token: PKCS#11, named by a `pkcs11:` address (RFC 7512).

`pkcs11:token=Duyet;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so`. The PIN comes from
the file that SIGNING_KEY_PASSWORD_FILE names, never from the address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote

import pkcs11
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers.pdf_cms import Signer

from archive.signing.keys import for_pyhanko
from archive.signing.levels import SignerAway

SCHEME = "pkcs11:"
AWAY = (pkcs11.PKCS11Error, RuntimeError, OSError, LookupError)


@dataclass(frozen=True)
class TokenAddress:
    """Which key on which token, and the library that speaks to it."""

    module: str
    token: str
    label: str


def read_address(address: str) -> TokenAddress:
    """Read a `pkcs11:` address; refuses one without module-path, token and object."""
    path, _, query = address.removeprefix(SCHEME).partition("?")
    parts = dict(part.partition("=")[::2] for part in path.split(";"))
    parts |= dict(part.partition("=")[::2] for part in query.split("&"))
    found = {name: unquote(parts.get(name, "")) for name in ("module-path", "token", "object")}
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise SignerAway("SIGNER_UNREADABLE", reason=f"pkcs11: without {', '.join(missing)}")
    return TokenAddress(found["module-path"], found["token"], found["object"])


@dataclass(frozen=True)
class TokenKey:
    """A key on a token; its session is opened for one signature, so a token may come and go."""

    address: TokenAddress
    pin: str
    certificate: pyca.Certificate
    others: tuple[pyca.Certificate, ...] = ()

    @contextmanager
    def held(self) -> Iterator[Signer]:
        """Log in to the token; raises SignerAway when it is not there or refuses."""
        with _session(self.address, self.pin) as session:
            yield PKCS11Signer(
                session,
                signing_cert=for_pyhanko(self.certificate),
                ca_chain=[for_pyhanko(other) for other in self.others],
                key_label=self.address.label,
                # Many tokens, SoftHSM among them, hash for RSA alone.
                use_raw_mechanism=isinstance(self.certificate.public_key(), EllipticCurvePublicKey),
            )


def open_token(address: str, pin: str, others: tuple[pyca.Certificate, ...]) -> TokenKey:
    """Read the certificate from the token; refuses a token that is away or holds none."""
    named = read_address(address)
    with _session(named, pin) as session:
        query = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
            pkcs11.Attribute.LABEL: named.label,
        }
        values = [found[pkcs11.Attribute.VALUE] for found in session.get_objects(query)]
    if len(values) != 1:
        reason = f"{len(values)} certificates named {named.label}"
        raise SignerAway("SIGNER_UNREADABLE", reason=reason)
    own = pyca.load_der_x509_certificate(x509.Certificate.load(values[0]).dump())
    return TokenKey(named, pin, own, others)


@contextmanager
def _session(address: TokenAddress, pin: str) -> Iterator[pkcs11.Session]:
    try:
        session = open_pkcs11_session(
            address.module, token_criteria=TokenCriteria(label=address.token), user_pin=pin
        )
    except AWAY as error:
        raise _away(error) from error
    with session:
        try:
            yield session
        except pkcs11.PKCS11Error as error:  # it was pulled out, or cannot do what is asked
            raise _away(error) from error


def _away(error: Exception) -> SignerAway:
    return SignerAway("TOKEN_AWAY", reason=f"{type(error).__name__} {error}".strip())
