"""Who is asking, as the archive's pages need to know it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from approvals.policies import Actor
from approvals.selectors.people import actor_of, reads_everything
from core.clock import in_vietnam, now


def actor_or_none(request: HttpRequest) -> Actor | None:
    """Return the signed-in person with today's roles; None for everybody else."""
    if not request.user.is_authenticated:
        return None
    return actor_of(request.user, on=in_vietnam(now()).date())


def reader(request: HttpRequest) -> Actor:
    """Return an auditor, archivist or administrator; others are turned away (403)."""
    actor = actor_or_none(request)
    if actor is None or not reads_everything(actor):
        raise PermissionDenied
    return actor
