"""Signatures made elsewhere: prepared once, awaited, checked when they are brought, then used.

Between the two steps nothing is lost: the prepared file lies in the store, the record waits.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext, override

from approvals.models import Submission
from approvals.policies import Actor
from archive.models import SealDelay, SigningRequest
from archive.selectors.awaited import may_sign
from archive.signing import SignatureAwaited, SigningFailed
from core import ledger
from core.canonical import sha256_hex
from core.errors import NotVisible, WrongState
from core.models import Notice, User
from core.storage import default_store

if TYPE_CHECKING:
    from archive.signing.external import ExternalSigner, Prepared

EVENT = "sign"
PAGE = "/desk/signing/"


@dataclass(frozen=True)
class Wanted:
    """Which signature is wanted: of whom (nobody: the agency), in which field, how it looks."""

    submission: Submission
    field: str
    person: User | None
    stamp: bytes | None


def brought(pdf: bytes, wanted: Wanted, signer: "ExternalSigner", *, now: datetime) -> bytes:
    """Return the file with the signature that was brought; else prepare it and wait.

    Raises SignatureAwaited while nobody has signed. A request for other bytes than these is
    stale: it is put aside and a new one made.
    """
    from archive.signing.external import Prepared  # noqa: PLC0415  takes a second

    about, made_from = _about(signer), sha256_hex(pdf)
    open_ones = SigningRequest.objects.filter(
        submission=wanted.submission, field=wanted.field, stale_at=None
    )
    known = open_ones.first()
    if known and (known.made_from, known.signer) != (made_from, about):
        open_ones.update(stale_at=now)
        known = None
    if known is None:
        prepared = signer.prepare(pdf, field=wanted.field, stamp=wanted.stamp)
        known = _ask(prepared, wanted, signer, made_from=made_from, now=now)
    if known.signature is None:
        whom = str(wanted.person) if wanted.person else ""
        raise SignatureAwaited("SIGNATURE_AWAITED", reason=whom)
    place = Prepared(
        default_store().get(known.prepared_key),
        bytes.fromhex(known.digest),
        known.start,
        known.end,
        bytes(known.attributes),
    )
    return signer.finish(pdf, place, bytes(known.signature), field=wanted.field)


def bring(key: uuid.UUID, signature: bytes, *, by: Actor, now: datetime) -> SigningRequest:
    """Take the signature that somebody made elsewhere; the record is sealed after.

    Refuses strangers (NotVisible), a second signature or one for a record that has changed since
    (WrongState), and one that the certificate's key did not make over these bytes (SigningFailed).
    """
    from archive.signing.external import read_certificate, signs  # noqa: PLC0415

    with transaction.atomic():
        found = SigningRequest.objects.select_for_update().filter(pk=key).first()
        if found is None or not may_sign(found, by):
            raise NotVisible(request=str(key))
        if found.signature is not None:
            raise WrongState("ALREADY_SIGNED")
        if found.stale_at is not None:
            raise WrongState("DIGEST_STALE")
        own, _ = read_certificate(found.certificate.encode())
        if not signs(own, bytes(found.attributes), signature):
            raise SigningFailed("SIGNATURE_WRONG")
        found.signature, found.signed_at = signature, now
        found.save(update_fields=["signature", "signed_at"])
        SealDelay.objects.filter(submission=found.submission_id).update(signer_away=False, code="")
        _remember(found, by, now=now)
    return found


def _about(signer: "ExternalSigner") -> str:
    return sha256_hex(signer.identity.encode())


def _ask(
    prepared: "Prepared",
    wanted: Wanted,
    signer: "ExternalSigner",
    *,
    made_from: str,
    now: datetime,
) -> SigningRequest:
    key = uuid.uuid4()
    place = f"signatures/{wanted.submission.pk}/prepared/{key}"
    default_store().put_once(place, prepared.pdf, media_type="application/pdf")
    with transaction.atomic():
        request = SigningRequest.objects.create(
            id=key,
            submission=wanted.submission,
            field=wanted.field,
            person=wanted.person,
            certificate=_pem(signer),
            signer=_about(signer),
            made_from=made_from,
            prepared_key=place,
            digest=prepared.digest.hex(),
            start=prepared.start,
            end=prepared.end,
            attributes=prepared.attributes,
            made_at=now,
        )
        if wanted.person is not None:
            _tell(request, wanted.person, now=now)
    return request


def _pem(signer: "ExternalSigner") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    held = (signer.certificate, *signer.others)
    return b"".join(one.public_bytes(Encoding.PEM) for one in held).decode()


def _tell(request: SigningRequest, person: User, *, now: datetime) -> None:
    submission = request.submission
    with override(person.language):
        title = gettext("Chờ ký số: %(title)s") % {"title": submission.title}
    notice = Notice(
        user=person,
        once_key=f"{EVENT}:{request.pk}",
        event=EVENT,
        subject_id=str(submission.pk),
        title=title[:300],
        topic=f"[{submission.reference}] {submission.title}"[:300],
        link=PAGE,
        created_at=now,
        mail=Notice.Mail.DIGEST if person.email else Notice.Mail.NONE,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def _remember(request: SigningRequest, by: Actor, *, now: datetime) -> None:
    act = ledger.Act(
        verb="sign",
        subject_type="record",
        subject_id=str(request.submission_id),
        actor=by.name,
        content_hash=request.submission.content_hash,
        details={
            "field": request.field,
            "made_from": request.made_from,
            "signature_sha256": sha256_hex(bytes(request.signature or b"")),
        },
    )
    ledger.record(act, now=now)
