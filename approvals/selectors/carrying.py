"""Items that stand on several sites: what may be proposed upward, and whose source has changed."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from approvals.lifecycle import State
from approvals.models import Carried, SourceChange, Submission
from approvals.policies import BOARD, UNIT_MEMBERS, Actor
from approvals.selectors.people import reads_everything, units_of
from core.models import Site

PUBLIC = (State.PUBLISHED, State.ARCHIVED)
GIVEN_UP = (State.REJECTED, State.WITHDRAWN)
LATEST = 100


@dataclass(frozen=True)
class Elsewhere:
    """The same item on another site."""

    site: Site
    submission: Submission
    online: bool
    address: str


def standing_proposal(submission: Submission, site: Site) -> Carried | None:
    """Return how the site carries the item already: on its way, or online."""
    rows = Carried.objects.filter(source=submission.document_id, site=site)
    for row in rows.select_related("submission"):
        latest = row.document.submissions.exclude(state__in=GIVEN_UP).order_by("-created_at")
        last = latest.first()
        if last and (last.state not in PUBLIC or is_online(last)):
            return row
    return None


def is_online(submission: Submission) -> bool:
    """Tell whether the item stands on its site now."""
    publication: Any = getattr(submission, "publication", None)
    return publication is not None and publication.online


def portal_above(submission: Submission) -> Site | None:
    """Return the portal to which the item may be proposed."""
    return submission.site.parent if submission.site.kind == Site.Kind.COMPONENT else None


def may_be_proposed(submission: Submission) -> bool:
    """Tell whether the item is online on a component site and its portal carries it not yet."""
    if submission.state not in PUBLIC or not submission.site.parent_id:
        return False
    above = portal_above(submission)
    if above is None or not is_online(submission):
        return False
    return standing_proposal(submission, above) is None


def carried_by(submission: Submission) -> Carried | None:
    """Return where the item comes from, if another site's item is its source."""
    rows = Carried.objects.filter(document=submission.document_id)
    return rows.select_related("source_submission__site", "site").first()


def carriers_of(submission: Submission) -> list[Elsewhere]:
    """Return the sites that carry the item, with how it stands there."""
    found = []
    rows = Carried.objects.filter(source=submission.document_id).select_related("site")
    for row in rows:
        last = row.document.submissions.order_by("-created_at").select_related("site").first()
        if last is not None:
            publication: Any = getattr(last, "publication", None)
            address = f"/sites/{row.site.code}/{publication.address}" if publication else ""
            found.append(Elsewhere(row.site, last, is_online(last), address))
    return found


def open_changes(submission: Submission) -> list[SourceChange]:
    """Return what happened to the item's source and nobody has looked at."""
    rows = SourceChange.objects.filter(carried=submission.document_id, settled_at=None)
    return list(rows.select_related("source_submission__site").order_by("at", "id"))


def to_look_at(actor: Actor) -> QuerySet[SourceChange]:
    """Return the open changes on the sites of the actor's units, oldest first."""
    rows = SourceChange.objects.filter(settled_at=None).select_related(
        "carried__site", "carried__submission", "source_submission__site"
    )
    if not reads_everything(actor):
        rows = rows.filter(carried__site__unit__code__in=units_of(actor))
    return rows.order_by("at", "id")


def may_settle(actor: Actor, carried: Carried) -> bool:
    """Tell whether the actor sits on the board of the site that carries the item."""
    return actor.holds_any(BOARD, carried.site.unit.code)


def may_propose(actor: Actor, submission: Submission) -> bool:
    """Tell whether the actor belongs to the unit that answers for the item."""
    return actor.holds_any(UNIT_MEMBERS, submission.unit.code)
