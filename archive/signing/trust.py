"""Whom the archive trusts: roots, further certificates and revocation lists, read from a folder."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError

from archive.signing.keys import for_pyhanko
from archive.signing.levels import SignerAway
from archive.signing.waiting import wait_for


@dataclass(frozen=True)
class Trust:
    """Roots that are trusted, certificates between them and signers, lists of what was revoked."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[x509.CertificateRevocationList, ...] = ()
    online: bool = False  # ask the authorities' own servers for what is missing
    demo: bool = False  # our own authority, which nobody has reason to trust

    def options(self, *, moment: datetime | None = None, strict: bool) -> dict[str, Any]:
        """Return what pyHanko validates certificates with; strict: no word on revocation, no."""
        return {
            "trust_roots": [for_pyhanko(root) for root in self.roots],
            "other_certs": [for_pyhanko(other) for other in self.others],
            "crls": [listed.public_bytes(Encoding.DER) for listed in self.revocation_lists],
            "allow_fetching": self.online and moment is None,
            "revocation_mode": "hard-fail" if strict else "soft-fail",
            "moment": moment,
        }


def read_trust(folder: Path, *, online: bool, demo: bool = False) -> Trust:
    """Read `*.pem` (self-signed ones are roots) and `*.crl`; refuses what is not such a file."""
    roots: list[x509.Certificate] = []
    others: list[x509.Certificate] = []
    try:
        for path in sorted(folder.glob("*.pem")):
            for found in x509.load_pem_x509_certificates(path.read_bytes()):
                (roots if found.issuer == found.subject else others).append(found)
        lists = [x509.load_der_x509_crl(path.read_bytes()) for path in sorted(folder.glob("*.crl"))]
    except (OSError, ValueError) as error:
        raise SignerAway("TRUST_UNREADABLE", reason=str(error)) from error
    return Trust(tuple(roots), tuple(others), tuple(lists), online=online, demo=demo)


def is_trusted(
    certificate: x509.Certificate, others: tuple[x509.Certificate, ...], *, trust: Trust
) -> bool:
    """Tell whether the certificate's chain ends at an authority that was given."""
    options = trust.options(strict=False)
    options["other_certs"] += [for_pyhanko(other) for other in others]
    judge = CertificateValidator(
        for_pyhanko(certificate), validation_context=ValidationContext(**options)
    )
    try:
        wait_for(lambda: judge.async_validate_usage(set()))  # type: ignore[no-untyped-call]
    except (PathBuildingError, PathValidationError, ValidationError):
        return False
    return True
