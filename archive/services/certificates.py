"""People register the certificate of the key they sign with; the key itself stays with them."""

from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.db.models import Q

from approvals.policies import Actor
from archive.models import SealDelay, SigningCertificate
from archive.signing import SigningFailed
from core import ledger
from core.models import User

MISSING = "PERSON_CERTIFICATE_MISSING"


def register(data: bytes, *, by: Actor, now: datetime) -> SigningCertificate:
    """Take a certificate (PEM with its chain, or DER) in place of the one before.

    Refuses what cannot be read, a weak key, one that is not for signing or not valid today, and
    one whose issuer the archive does not trust (SigningFailed).
    """
    from archive.signing.configuration import configured_trust  # noqa: PLC0415  takes a second
    from archive.signing.external import faults_of, read_certificate  # noqa: PLC0415
    from archive.signing.keys import fingerprint  # noqa: PLC0415
    from archive.signing.trust import is_trusted  # noqa: PLC0415

    own, others = read_certificate(data)
    fault = faults_of(own, now=now)
    if fault:
        raise SigningFailed(fault)
    if not is_trusted(own, others, trust=configured_trust()):
        raise SigningFailed("CERTIFICATE_NOT_TRUSTED")
    person = User.objects.get(pk=by.id or 0)
    with transaction.atomic():
        SigningCertificate.objects.filter(person=person, ended_at=None).update(ended_at=now)
        row = SigningCertificate.objects.create(
            person=person,
            pem=b"".join(one.public_bytes(Encoding.PEM) for one in (own, *others)).decode(),
            fingerprint=fingerprint(own),
            subject=own.subject.rfc4514_string()[:300],
            issuer=own.issuer.rfc4514_string()[:300],
            valid_until=own.not_valid_after_utc,
            added_at=now,
        )
        _remember("register", row, by, now=now)
        _wake(person)
    return row


def end(*, by: Actor, now: datetime) -> None:
    """Take back one's certificate: records by this person wait until there is another."""
    with transaction.atomic():
        row = SigningCertificate.objects.filter(person=by.id, ended_at=None).first()
        if row is not None:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            _remember("end", row, by, now=now)


def _wake(person: User) -> None:
    """Let what waits for this person be looked at again at once."""
    mine = Q(submission__signing_requests__person=person) | Q(code=MISSING, reason=str(person))
    keys = SealDelay.objects.filter(mine).values_list("pk", flat=True)
    SealDelay.objects.filter(pk__in=list(keys)).update(code="")


def _remember(verb: str, row: SigningCertificate, by: Actor, *, now: datetime) -> None:
    act = ledger.Act(
        verb=verb,
        subject_type="signing_certificate",
        subject_id=row.fingerprint,
        actor=by.name,
        details={"subject": row.subject, "issuer": row.issuer},
    )
    ledger.record(act, now=now)
