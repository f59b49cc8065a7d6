"""What is kept beside a signed record: the verdict in words for machines, certificates, lists.

The same file gives the same report: certificates are judged at the moment of their time stamps.
"""

import io
import json
from typing import Any

from asn1crypto import cms, pem
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from archive.signing.trust import Trust
from archive.signing.validation import Verdict, validate

FORMAT = "duyet/signatures/1"
VALIDATION = "validation.json"
CERTIFICATES = "certificates.pem"


def unsigned_report() -> dict[str, bytes]:
    """Say that the record carries no signature, because this installation has no key."""
    return {VALIDATION: _pretty({"format": FORMAT, "status": "unsigned", "signatures": []})}


def report_on(pdf: bytes, *, trust: Trust) -> dict[str, bytes]:
    """Return the files that describe the signatures of `pdf`, by name."""
    verdicts = validate(pdf, trust=trust)
    certificates, lists = _material(pdf)
    told = {
        "format": FORMAT,
        "status": "demo" if trust.demo else "signed",
        "signatures": [_row(verdict) for verdict in verdicts],
    }
    files = {VALIDATION: _pretty(told)}
    if certificates:
        files[CERTIFICATES] = b"".join(pem.armor("CERTIFICATE", one) for one in certificates)
    files |= {f"revocation-{at}.crl": data for at, data in enumerate(lists, start=1)}
    return files


def _row(verdict: Verdict) -> dict[str, Any]:
    return {
        "field": verdict.field,
        "kind": verdict.kind,
        "level": verdict.level,
        "signer": verdict.signer,
        "organisation": verdict.organisation,
        "issuer": verdict.issuer,
        "serial": verdict.serial,
        "valid_until": verdict.valid_until.isoformat() if verdict.valid_until else "",
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else "",
        "stamped_by": verdict.stamped_by,
        "intact": verdict.intact,
        "chain_holds": verdict.chain_holds,
        "trusted": verdict.trusted,
        "problem": verdict.problem or _reservation(verdict),
    }


def _reservation(verdict: Verdict) -> str:
    if verdict.changed_after:
        return "CHANGED_AFTER"
    return "DEMO" if verdict.demo else ""


def _material(pdf: bytes) -> tuple[list[bytes], list[bytes]]:
    """Return the certificates and revocation lists the file carries, each once."""
    reader = PdfFileReader(io.BytesIO(pdf))
    certificates: set[bytes] = set()
    for one in reader.embedded_signatures:
        certificates |= _certificates(one.signed_data)
        for token in extract_tst_data_iter(one.signer_info, signed=False):
            certificates |= _certificates(token)
    lists: set[bytes] = set()
    try:
        kept = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return sorted(certificates), []
    certificates |= {one.dump() for one in kept.load_certs()}
    lists |= {reference.get_object().data for reference in kept.crls}
    return sorted(certificates), sorted(lists)


def _certificates(signed: cms.SignedData) -> set[bytes]:
    return {choice.chosen.dump() for choice in signed["certificates"]}


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
