"""Signing in two steps with a key that is never here: prepare, let it be signed elsewhere, finish.

What has to be signed are the signed attributes of a CMS signature, a few hundred bytes that hold
the digest of the prepared file. Any software signs them: `openssl dgst -sha256 -sign key.pem`.
"""

import io
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from archive.signing.keys import fingerprint, for_pyhanko
from archive.signing.levels import Level, SigningFailed
from archive.signing.pades import (
    DIGEST,
    RESERVED,
    away_is_said,
    look_of,
    metadata,
    refuse_lower,
)
from archive.signing.trust import Trust
from archive.signing.waiting import wait_for

LARGEST = 1024  # bytes of a signature: RSA of 8,192 bits


@dataclass(frozen=True)
class Prepared:
    """A file with a place kept free, and what has to be signed to fill it."""

    pdf: bytes
    digest: bytes
    start: int
    end: int
    attributes: bytes  # DER: these bytes are signed


@dataclass(frozen=True)
class ExternalSigner:
    """A certificate whose key is elsewhere; the rest as with a key of our own."""

    level: Level
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    clock: TimeStamper
    clock_name: str
    trust: Trust

    @property
    def identity(self) -> str:
        """What the signature depends on, besides the bytes."""
        return f"external {self.level} {fingerprint(self.certificate)} {self.clock_name}"

    def prepare(self, pdf: bytes, *, field: str, stamp: bytes | None = None) -> Prepared:
        """Keep a place free in the field; raises SignerAway when the certificate is not trusted."""
        with away_is_said():
            return wait_for(lambda: self._prepared(pdf, field, stamp))

    def finish(self, pdf: bytes, prepared: Prepared, signature: bytes, *, field: str) -> bytes:
        """Put the signature in, stamp it, and read it back at this level.

        `pdf` is the file before it was prepared. Raises SigningFailed, never gives a lower level.
        """
        if not signs(self.certificate, prepared.attributes, signature):
            raise SigningFailed("SIGNATURE_WRONG")
        with away_is_said():
            signed = wait_for(lambda: self._finished(pdf, prepared, signature, field))
        refuse_lower(pdf, signed, field, level=self.level, trust=self.trust)
        return signed

    def _signer(self, value: bytes | int) -> signers.ExternalSigner:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple([for_pyhanko(other) for other in self.others])
        elliptic = isinstance(self.certificate.public_key(), ec.EllipticCurvePublicKey)
        name = f"{DIGEST}_{'ecdsa' if elliptic else 'rsa'}"
        mechanism = algos.SignedDigestAlgorithm({"algorithm": name})
        own: Asn1Certificate = for_pyhanko(self.certificate)
        return signers.ExternalSigner(own, registry, value, mechanism)

    def _writer(self, field: str, stamp: bytes | None) -> signers.PdfSigner:
        meta = metadata(field, level=self.level, trust=self.trust)
        own = self._signer(LARGEST)
        return signers.PdfSigner(meta, own, timestamper=self.clock, stamp_style=look_of(stamp))

    async def _prepared(self, pdf: bytes, field: str, stamp: bytes | None) -> Prepared:
        writer = self._writer(field, stamp)
        output = io.BytesIO()
        place, _, _ = await writer.async_digest_doc_for_signing(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=RESERVED, output=output
        )
        attributes = await self._signer(LARGEST).signed_attrs(
            place.document_digest, DIGEST, use_pades=True
        )
        return Prepared(
            output.getvalue(),
            place.document_digest,
            place.reserved_region_start,
            place.reserved_region_end,
            attributes.dump(),
        )

    async def _finished(
        self, pdf: bytes, prepared: Prepared, signature: bytes, field: str
    ) -> bytes:
        attributes = cms.CMSAttributes.load(prepared.attributes)
        filled = await self._signer(signature).async_sign_prescribed_attributes(
            DIGEST, attributes, timestamper=self.clock
        )
        # Done once more on the side, for what has to follow the signature at this level.
        _, again, _ = await self._writer(field, None).async_digest_doc_for_signing(
            IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=RESERVED
        )
        output = io.BytesIO(prepared.pdf)
        await PdfTBSDocument.async_finish_signing(
            output,
            PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end),
            filled,
            post_sign_instr=again.post_sign_instructions,
            validation_context=again.validation_context,
        )
        return output.getvalue()


def signs(certificate: x509.Certificate, data: bytes, signature: bytes) -> bool:
    """Tell whether the certificate's key made this signature over these bytes (SHA-256)."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def read_certificate(data: bytes) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """Read a certificate, PEM (its own first, then its chain) or DER; refuses anything else."""
    try:
        if b"-----BEGIN" in data:
            own, *others = x509.load_pem_x509_certificates(data)
            return own, tuple(others)
        return x509.load_der_x509_certificate(data), ()
    except ValueError as error:
        raise SigningFailed("CERTIFICATE_UNREADABLE") from error


def faults_of(certificate: x509.Certificate, *, now: datetime) -> str:
    """Return the code of what keeps a certificate from signing records; empty when nothing does."""
    key = certificate.public_key()
    strong = isinstance(key, ec.EllipticCurvePublicKey) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048  # noqa: PLR2004
    )
    if not strong:
        return "CERTIFICATE_KEY_WEAK"
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        return "CERTIFICATE_EXPIRED"
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return "CERTIFICATE_NOT_FOR_SIGNING"
    may = usage.digital_signature or usage.content_commitment
    return "" if may else "CERTIFICATE_NOT_FOR_SIGNING"
