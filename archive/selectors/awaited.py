"""Which records wait for whose signature, and who may bring it."""

import uuid

from django.db.models import QuerySet

from approvals.policies import Actor
from approvals.selectors.people import reads_everything
from archive.models import SigningCertificate, SigningRequest
from core.errors import NotVisible
from core.roles import Role

PAGE = 50


def open_requests() -> QuerySet[SigningRequest]:
    """Return what waits for a signature, longest waiting first."""
    rows = SigningRequest.objects.filter(signature=None, stale_at=None)
    return rows.select_related("submission__site", "submission__unit", "person").defer("attributes")


def waiting_for(by: Actor) -> list[SigningRequest]:
    """Return the first that the person may sign now: own ones, and the seal for archivists."""
    rows = open_requests()
    own = list(rows.filter(person=by.id)[:PAGE])
    return [*own, *rows.filter(person=None)[:PAGE]] if _keeps_the_seal(by) else own


def waiting_for_others(by: Actor) -> list[SigningRequest]:
    """Return the first that others have to sign, for those who answer for the records."""
    if not reads_everything(by):
        return []
    return list(open_requests().exclude(person=by.id).exclude(person=None)[:PAGE])


def get_request(key: uuid.UUID, *, by: Actor) -> SigningRequest:
    """Return a request that the person may sign; raises NotVisible."""
    found = SigningRequest.objects.select_related("submission").filter(pk=key).first()
    if found is None or not may_sign(found, by):
        raise NotVisible(request=str(key))
    return found


def may_sign(request: SigningRequest, by: Actor) -> bool:
    """Tell whether the person may bring this signature."""
    return request.person_id == by.id or (request.person_id is None and _keeps_the_seal(by))


def certificate_of(person: int | None) -> SigningCertificate | None:
    """Return the certificate a person signs with now."""
    return SigningCertificate.objects.filter(person_id=person, ended_at=None).first()


def _keeps_the_seal(by: Actor) -> bool:
    return any(role == Role.ARCHIVIST for role, _ in by.roles)
