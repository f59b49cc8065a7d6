"""The demo's own authority and time stamps: made once in a folder, trusted by nobody.

Every name in it says so. It shows how signing works; it proves nothing to anybody.
"""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.timestamps import TimeStamper

from archive.signing.keys import HeldKey, fingerprint, for_pyhanko, open_pkcs12
from core.clock import now as present

MARK = "DEMO – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
YEARS = timedelta(days=3650)
A_DAY = timedelta(days=1)
SEAL, CLOCK, PERSON = "seal.p12", "tsa.p12", "person.p12"
TRUST = "trust"
PASSWORD = b"demo"
LONGEST_NAME = 64
POLICY = "1.3.6.1.4.1.55555.1"  # a number of our own; a demo has no published policy


def make_demo(folder: Path, *, agency: str, now: datetime) -> None:
    """Make an authority, a seal and a time stamping key in `folder`, unless they are there.

    The folder appears whole or not at all, so that two processes never see half of it.
    """
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        new = Path(place) / "new"
        (new / TRUST).mkdir(parents=True)
        _fill(new, agency, now.replace(microsecond=0))
        try:
            new.rename(folder)
        except OSError:  # somebody else was quicker
            if not folder.exists():
                raise


def _fill(folder: Path, agency: str, now: datetime) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"CA {MARK}", "Duyệt")
    root = _certificate(root_name, root_name, root_key, root_key, now, _authority())
    seal_key, clock_key, own_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    own_name = _name(f"Người ký {MARK}", agency)
    own = _certificate(own_name, root_name, own_key, root_key, now, _signing())
    seal_name = _name(f"Con dấu {MARK}", agency)
    seal = _certificate(seal_name, root_name, seal_key, root_key, now, _signing())
    clock_name = _name(f"TSA {MARK}", "Duyệt")
    clock = _certificate(clock_name, root_name, clock_key, root_key, now, _stamping())
    revoked = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root_name)
        .last_update(now - A_DAY)
        .next_update(now + YEARS)
        .add_extension(x509.CRLNumber(1), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    _write(folder / SEAL, _bundle("seal", seal_key, seal, root))
    _write(folder / CLOCK, _bundle("tsa", clock_key, clock, root))
    _write(folder / PERSON, _bundle("person", own_key, own, root))
    (folder / TRUST / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / TRUST / "root.crl").write_bytes(revoked.public_bytes(Encoding.DER))


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _bundle(
    name: str, key: ec.EllipticCurvePrivateKey, own: x509.Certificate, root: x509.Certificate
) -> bytes:
    guard = BestAvailableEncryption(PASSWORD)
    return pkcs12.serialize_key_and_certificates(name.encode(), key, own, [root], guard)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _short(text: str) -> str:
    """Cut to what a certificate's name may hold; the library counts bytes."""
    return text.encode()[:LONGEST_NAME].decode(errors="ignore")


Extensions = list[tuple[x509.ExtensionType, bool]]


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    extensions: Extensions,
) -> x509.Certificate:
    of_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - A_DAY)
        .not_valid_after(now + YEARS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(of_issuer, critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(signing_key, hashes.SHA256())


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _authority() -> Extensions:
    return [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(key_cert_sign=True, crl_sign=True), True),
    ]


def _signing() -> Extensions:
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(digital_signature=True, content_commitment=True), True),
    ]


def _stamping() -> Extensions:
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True),
    ]


def _attribute(kind: str, value: Any) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": (value,)})


class DemoClock(TimeStamper):
    """An RFC 3161 authority inside this process, on this machine's clock."""

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.key: HeldKey = open_pkcs12((folder / CLOCK).read_bytes(), PASSWORD)
        self.name = f"demo {fingerprint(self.key.certificate)}"

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Stamp; the moment is this machine's."""
        content = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": req["message_imprint"],
                "serial_number": x509.random_serial_number(),
                "gen_time": present(),
                "nonce": req["nonce"],
            }
        ).dump()
        status = tsp.PKIStatusInfo({"status": "granted"})
        token = cms.ContentInfo(
            {"content_type": "signed_data", "content": await self._signed(content)}
        )
        return tsp.TimeStampResp({"status": status, "time_stamp_token": token})

    async def _signed(self, content: bytes) -> cms.SignedData:
        own = for_pyhanko(self.key.certificate)
        digest = hashes.Hash(hashes.SHA256())
        digest.update(content)
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("signing_certificate_v2", as_signing_certificate_v2(own)),
                _attribute("message_digest", digest.finalize()),
            ]
        )
        sid = cms.IssuerAndSerialNumber({"issuer": own.issuer, "serial_number": own.serial_number})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
                "signed_attrs": attributes,
                "signature": await self.key.async_sign_raw(attributes.dump(), "sha256"),
            }
        )
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(content),
                },
                "certificates": [own, *self.key.cert_registry],
                "signer_infos": [signer],
            }
        )
