"""Signing keys of which the certificate library is not asked again before every signature."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash
from typing_extensions import override

from archive.signing.levels import SignerAway

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def for_pyhanko(certificate: pyca.Certificate) -> x509.Certificate:
    """Return a certificate in the form that pyHanko works with."""
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class KeyHolder(Protocol):
    """Whatever holds a key: memory, or a token that is asked for each signature."""

    @property
    def certificate(self) -> pyca.Certificate:
        """The certificate of the key."""
        ...

    def held(self) -> AbstractContextManager[Signer]:
        """Give what signs, for one signature; raises SignerAway."""
        ...


class HeldKey(Signer):
    """Signs with a key held in memory.

    The library's own signer reads the key anew at every signature, which checks an RSA key each
    time: 40 to 70 ms, twice a signature (facts, section 3).
    """

    def __init__(
        self, key: Key, certificate: pyca.Certificate, others: Iterable[pyca.Certificate]
    ) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple([for_pyhanko(other) for other in others])
        super().__init__(signing_cert=for_pyhanko(certificate), cert_registry=registry)
        self.key = key
        self._certificate = certificate

    @property
    def certificate(self) -> pyca.Certificate:
        """The certificate of the key."""
        return self._certificate

    @contextmanager
    def held(self) -> Iterator[Signer]:
        """Give the key for one signature."""
        yield self

    @override
    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign; a rehearsal, which only measures, costs nothing for RSA."""
        algorithm = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self.key, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self.key.key_size // 8)
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        return self.key.sign(data, ec.ECDSA(algorithm))


def open_pkcs12(data: bytes, password: bytes | None) -> HeldKey:
    """Read a .p12 file; refuses one that cannot be opened or holds no key to sign with."""
    try:
        found = pkcs12.load_pkcs12(data, password or None)
    except ValueError as error:
        raise SignerAway("SIGNER_UNREADABLE", reason=str(error)) from error
    if found.cert is None or not isinstance(found.key, Key):
        raise SignerAway("SIGNER_UNREADABLE", reason="no key with its certificate")
    others = [other.certificate for other in found.additional_certs]
    return HeldKey(found.key, found.cert.certificate, others)


def fingerprint(certificate: pyca.Certificate) -> str:
    """Return the SHA-256 of a certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex()
