"""What the signatures of a file are worth: by whom, when, trusted or why not, still intact.

Certificates are judged at the moment of the signature's own time stamp: who signed while the
certificate was good signed well, also when it has run out or was revoked later. Nothing is asked
of the network: what is known of revocation comes with the file or from the trust folder.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter as _stamps
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from archive.signing.levels import Level
from archive.signing.trust import Trust
from archive.signing.waiting import wait_for

ANY_SIGNING_USE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
DAMAGED = (PdfError, SigningError, SignatureValidationError, ValueError, TypeError, KeyError)


@dataclass(frozen=True)
class Verdict:
    """What one signature or archive time stamp is worth."""

    field: str
    kind: str  # signature | timestamp
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    valid_until: datetime | None = None
    signed_at: datetime | None = None  # by the time stamp; never by the signer's own clock
    stamped_by: str = ""
    level: str = ""  # B-B | B-T | B-LTA
    intact: bool = False
    chain_holds: bool = False
    demo: bool = False
    problem: str = ""  # why the chain does not hold, or what is damaged
    changed_after: bool = False  # something was appended that no later signature covers

    @property
    def good(self) -> bool:
        """Whether it is intact, stamped, and its chain ends at an authority that was given."""
        return self.intact and self.chain_holds and bool(self.signed_at) and not self.changed_after

    @property
    def trusted(self) -> bool:
        """Whether anybody has reason to trust it: never for the authority of the demo."""
        return self.good and not self.demo


def validate(pdf: bytes, *, trust: Trust) -> tuple[Verdict, ...]:
    """Return a verdict on every signature, in the order they were made; none for an unsigned file.

    A file that cannot be read as PDF has no signature. Damage inside one signature is its
    verdict, and says nothing about the others.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = list(reader.embedded_signatures)
    except DAMAGED:
        return ()
    return wait_for(lambda: _verdicts(reader, found, len(pdf), trust))


async def _verdicts(
    reader: PdfFileReader, found: list[EmbeddedPdfSignature], size: int, trust: Trust
) -> tuple[Verdict, ...]:
    lasting = "/DSS" in reader.root
    covered = max((_end(one) for one in found), default=0)
    verdicts: list[Verdict] = []
    for at, one in enumerate(found):
        later = any(other.sig_object_type == "/DocTimeStamp" for other in found[at + 1 :])
        level = Level.B_LTA if lasting and later else Level.B_T
        try:
            verdict = await _verdict(reader, one, level=level, changed=covered != size, trust=trust)
        except DAMAGED as error:
            verdict = Verdict(one.field_name, _kind(one), problem=f"DAMAGED {error}"[:200])
        verdicts.append(verdict)
    return tuple(verdicts)


async def _verdict(
    reader: PdfFileReader, one: EmbeddedPdfSignature, *, level: Level, changed: bool, trust: Trust
) -> Verdict:
    stamp_at = _stamped_at(one)
    context = _context(reader, trust, stamp_at)
    if one.sig_object_type == "/DocTimeStamp":
        status: Any = await async_validate_pdf_timestamp(one, context, skip_diff=True)
        stamp, level_name = status, ""
    else:
        status = await async_validate_pdf_signature(
            one,
            signer_validation_context=context,
            ts_validation_context=_context(reader, trust, stamp_at),
            key_usage_settings=ANY_SIGNING_USE,
            skip_diff=True,
        )
        stamp = status.timestamp_validity
        level_name = level if stamp else "B-B"
    stamped = stamp is not None and stamp.intact and stamp.valid
    certificate = status.signing_cert
    return Verdict(
        field=one.field_name,
        kind=_kind(one),
        signer=_name(certificate.subject, "common_name"),
        organisation=_name(certificate.subject, "organization_name"),
        issuer=_name(certificate.issuer, "common_name"),
        serial=f"{certificate.serial_number:x}",
        valid_until=certificate.not_valid_after,
        signed_at=stamp.timestamp if stamped else None,
        stamped_by=_name(stamp.signing_cert.subject, "common_name") if stamped else "",
        level=level_name,
        intact=bool(status.intact and status.valid),
        chain_holds=bool(status.trusted and (stamp is None or stamp.trusted)),
        demo=trust.demo,
        problem=_problem(status) or (_problem(stamp) if stamp is not None else ""),
        changed_after=changed,
    )


def _context(reader: PdfFileReader, trust: Trust, moment: datetime | None) -> ValidationContext:
    options = trust.options(moment=moment, strict=True)
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(options)
    except NoDSSFoundError:
        return ValidationContext(**options)


def _stamped_at(one: EmbeddedPdfSignature) -> datetime | None:
    """Return the time that the time stamp claims; whether to believe it is judged later."""
    stamp = one.sig_object_type == "/DocTimeStamp"
    token = one.signed_data if stamp else next(_stamps(one.signer_info, signed=False), None)
    if token is None:
        return None
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _end(one: EmbeddedPdfSignature) -> int:
    start, length = list(one.byte_range)[2:4]
    return int(start) + int(length)


def _kind(one: EmbeddedPdfSignature) -> str:
    return "timestamp" if one.sig_object_type == "/DocTimeStamp" else "signature"


def _name(name: Any, part: str) -> str:
    value = name.native.get(part, "")
    return value if isinstance(value, str) else ", ".join(value)


def _problem(status: Any) -> str:
    if not status.intact:
        return "CHANGED"
    if not status.valid:
        return "SIGNATURE_WRONG"
    return "" if status.trusted else _reason(status)


def _reason(status: Any) -> str:
    found = status.trust_problem_indic
    return found.name if found is not None else "NO_CERTIFICATE_CHAIN_FOUND"
