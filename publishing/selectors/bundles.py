"""Release bundles and scheduled items as the boards of sites see them."""

import uuid
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import BOARD, Actor
from core.errors import NotVisible
from core.models import Site
from publishing.models import ReleaseBundle
from publishing.selectors.due import in_planned_bundle

SHOWN = 50
CHOICES = 100
# What may stand in a bundle: it is decided on, or will be before the time comes.
ON_THE_WAY = (State.SUBMITTED, State.REVIEWED, State.APPROVED)


def planned_by(actor: Actor) -> QuerySet[Site]:
    """Return the sites whose releases the person plans: those of whose board they are."""
    units = {unit for role, unit in actor.roles if role in BOARD}
    return Site.objects.filter(unit__code__in=units).select_related("unit").order_by("code")


def bundles_of(actor: Actor) -> QuerySet[ReleaseBundle]:
    """Return the bundles of the person's sites with the number of their items."""
    rows = ReleaseBundle.objects.filter(site__in=planned_by(actor))
    return rows.select_related("site__unit", "created_by").annotate(number=Count("items"))


def planned_bundles(actor: Actor) -> list[ReleaseBundle]:
    """Return what is still to come or failed, soonest first."""
    return list(bundles_of(actor).filter(status="planned").order_by("publish_at", "id")[:SHOWN])


def closed_bundles(actor: Actor) -> list[ReleaseBundle]:
    """Return what was released or cancelled, newest first."""
    return list(bundles_of(actor).exclude(status="planned").order_by("-closed_at", "-id")[:20])


def scheduled_items(actor: Actor) -> list[Submission]:
    """Return approved items that wait for their own time, soonest first."""
    rows = Submission.objects.filter(state=State.APPROVED, site__in=planned_by(actor))
    timed = rows.filter(Q(publish_at__isnull=False) | Q(embargo_until__isnull=False))
    alone = timed.exclude(in_planned_bundle()).select_related("site", "unit")
    return list(alone.order_by("publish_at", "id")[:SHOWN])


def get_bundle(key: uuid.UUID, actor: Actor) -> ReleaseBundle:
    """Return a bundle of the person's sites; NotVisible otherwise."""
    found = bundles_of(actor).filter(pk=key).first()
    if found is None:
        raise NotVisible(bundle=str(key))
    return found


def items_of(bundle: ReleaseBundle) -> list[Submission]:
    """Return the items of a bundle in the order in which they were put in."""
    rows = Submission.objects.filter(release_items__bundle=bundle).order_by("release_items__id")
    return list(rows.select_related("site__unit", "unit", "revision", "route_version"))


def may_be_bundled(site: Site, *, now: datetime) -> QuerySet[Submission]:
    """Return the items of a site that a bundle could take, newest first."""
    rows = Submission.objects.filter(site=site, state__in=ON_THE_WAY)
    free = rows.exclude(in_planned_bundle()).exclude(expire_at__lte=now)
    return free.select_related("unit").order_by("-created_at", "-id")
