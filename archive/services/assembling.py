"""The parts of a record, made from stored facts, and the ledger entry that announces them."""

from datetime import datetime

from approvals.models import Submission
from approvals.services import files
from archive.packaging import PackageInput, build_package, package_digest
from archive.printing import RecordInput, check_record, render_record
from archive.selectors.dossier import decision_json, header, outcome_of, signer_of, verify_url
from archive.selectors.proofs import SEAL, entries_of
from archive.services.signing import describe, present_sealing, sign_record
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.errors import GuardFailed


def parts_of(submission: Submission, *, now: datetime) -> PackageInput:
    """Return everything of the package but the proof; the same facts give the same bytes.

    A signature is made once and then found again, so that this holds for signed records too.

    Refuses content that no longer has its hash, attachments that are not the ones decided on
    (GuardFailed), a printable that is not an archive file, and one that cannot be signed at
    the level that is configured (SigningFailed).
    """
    assert submission.revision is not None  # noqa: S101  set in the transaction that creates the row
    content = submission.revision.content.encode()
    if sha256_hex(content) != submission.content_hash:
        raise GuardFailed("RECORD_NOT_EQUAL")
    sealing = present_sealing(signer_of(submission))
    attachments = {
        row["file_name"]: files.read(row["sha256"]) for row in submission.content["attachments"]
    }
    decision = decision_json(submission)
    issuer = header(submission)
    pdf = render_record(
        RecordInput(
            content=submission.content,
            decision=decision,
            header=issuer,
            verify_url=verify_url(submission),
            attachment=attachments.__getitem__,
            sealing=sealing.name,
        )
    )
    pdf = sign_record(pdf, sealing, submission=submission, agency=issuer.issuer, now=now)
    findings = check_record(pdf)
    if findings:
        raise GuardFailed("PRINTABLE_NOT_ARCHIVABLE", findings="; ".join(findings))
    return PackageInput(
        pdf,
        content,
        canonical_bytes(decision),
        attachments,
        signatures=describe(pdf, sealing),
    )


def announce(submission: Submission, parts: PackageInput, *, now: datetime) -> None:
    """Write the package's digest to the ledger, once, before the package is stored.

    So the proof inside the package covers the very files beside it, and whoever rewrites a file
    together with its manifest still contradicts the ledger.
    """
    digest = package_digest(build_package(parts))
    known = entries_of(submission.pk).filter(**SEAL, body__contains=digest)
    if known.exists():
        return
    act = ledger.Act(
        verb=SEAL["verb"],
        subject_type=SEAL["subject_type"],
        subject_id=str(submission.pk),
        actor="system",
        content_hash=submission.content_hash,
        details={
            "package_sha256": digest,
            "outcome": outcome_of(submission),
            "reference": submission.reference,
        },
    )
    ledger.record(act, now=now)
