"""Release bundles: made, changed and cancelled by the board of their site, each act in the ledger.

A bundle holds its items back until its time; the release itself is in `releasing`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from approvals.models import Submission
from approvals.policies import BOARD, Actor
from approvals.services.scheduling import against_times
from core import ledger
from core.errors import GuardFailed, NotPermitted, Problem, WrongState
from core.models import Site
from publishing.models import ReleaseBundle, ReleaseItem
from publishing.rendering import addresses
from publishing.selectors.bundles import items_of, may_be_bundled
from publishing.selectors.views import portal_root
from publishing.services.publishing import put_right

FEWEST = 2
Keys = Sequence[uuid.UUID]


@dataclass(frozen=True)
class Plan:
    """What a bundle is called, when it goes out and when it ends, and what is in it."""

    name: str
    publish_at: datetime
    expire_at: datetime | None
    items: Keys


def make(site: Site, plan: Plan, *, by: Actor, now: datetime) -> ReleaseBundle:
    """Plan a bundle; refused for who is not of the site's board, with every reason at once."""
    _permit(site, by)
    assert by.id is not None  # noqa: S101  only people sit on a board
    with transaction.atomic():
        items = _free(site, plan.items, now=now)
        _refuse_wrong(plan, items, now=now)
        bundle = ReleaseBundle.objects.create(
            site=site,
            name=plan.name.strip(),
            publish_at=plan.publish_at,
            expire_at=plan.expire_at,
            created_by_id=by.id,
            created_at=now,
        )
        _put_in(bundle, items)
        note(bundle, "plan_release", by=by, now=now)
    return bundle


def change(key: uuid.UUID, plan: Plan, *, by: Actor, now: datetime) -> ReleaseBundle:
    """Give a planned bundle other times or items; what leaves it waits for its time alone."""
    with transaction.atomic():
        bundle = lock_bundle(key)
        _permit(bundle.site, by)
        present = set(bundle.items.values_list("submission_id", flat=True))
        added = _free(bundle.site, [one for one in plan.items if one not in present], now=now)
        kept = list(Submission.objects.filter(pk__in=present & set(plan.items)))
        _refuse_wrong(plan, [*kept, *added], now=now)
        _let_go(bundle, present - set(plan.items))
        _put_in(bundle, added)
        bundle.name, bundle.retry_at, bundle.problems = plan.name.strip(), None, []
        bundle.publish_at, bundle.expire_at = plan.publish_at, plan.expire_at
        bundle.save()
        note(bundle, "change_release", by=by, now=now)
    return bundle


def cancel(key: uuid.UUID, *, by: Actor, now: datetime) -> ReleaseBundle:
    """Dissolve a planned bundle: nothing goes public earlier for it.

    Each item keeps the bundle's time as its own, unless its own is later.
    """
    with transaction.atomic():
        bundle = lock_bundle(key)
        _permit(bundle.site, by)
        _let_go(bundle, set(bundle.items.values_list("submission_id", flat=True)), delete=False)
        bundle.status = ReleaseBundle.Status.CANCELLED
        bundle.closed_at, bundle.closed_by_id = now, by.id
        bundle.save()
        note(bundle, "cancel_release", by=by, now=now)
    if bundle.publish_at <= now:
        _clear(bundle)
    return bundle


def _clear(bundle: ReleaseBundle) -> None:
    """Take away pages that a crash of the release has left."""
    for one in items_of(bundle):
        site = portal_root(bundle.site)
        for folder in site.glob(f"**/*-{one.document_id.hex[:8]}"):
            address = f"{folder.relative_to(site).as_posix()}/"
            if addresses.is_in(address, one.language):
                put_right(one, address)


def lock_bundle(key: uuid.UUID) -> ReleaseBundle:
    """Return a planned bundle under lock; raises WrongState once it is closed."""
    rows = ReleaseBundle.objects.select_for_update(of=("self",)).select_related("site__unit")
    bundle = rows.get(pk=key)
    if bundle.status != ReleaseBundle.Status.PLANNED:
        raise WrongState("RELEASE_CLOSED", verb="release", state=bundle.status)
    return bundle


def note(bundle: ReleaseBundle, verb: str, *, by: Actor, now: datetime) -> None:
    """Append the act to the ledger, with what was in the bundle and why it failed."""
    rows = bundle.items.order_by("submission__reference")
    details = {
        "site": bundle.site.code,
        "publish_at": bundle.publish_at.isoformat(),
        "expire_at": bundle.expire_at.isoformat() if bundle.expire_at else "",
        "items": list(rows.values_list("submission__reference", flat=True)),
        "problems": bundle.problems,
    }
    act = ledger.Act(
        verb=verb,
        subject_type="release_bundle",
        subject_id=str(bundle.pk),
        actor=by.name,
        details=details,
    )
    ledger.record(act, now=now)


def _permit(site: Site, by: Actor) -> None:
    if not by.holds_any(BOARD, site.unit.code):
        raise NotPermitted(verb="plan_release", unit=site.unit.code)


def _free(site: Site, keys: Keys, *, now: datetime) -> list[Submission]:
    """Lock the items that are to come in; refuses what is not the site's or not free."""
    wanted = set(keys)
    rows = Submission.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    locked = {row.pk: row for row in rows}
    free = set(may_be_bundled(site, now=now).filter(pk__in=wanted).values_list("pk", flat=True))
    if free != wanted:
        raise GuardFailed("RELEASE_OTHER_SITE", problems=(Problem("RELEASE_OTHER_SITE", "items"),))
    return [locked[key] for key in dict.fromkeys(keys)]


def _refuse_wrong(plan: Plan, items: Sequence[Submission], *, now: datetime) -> None:
    problems = [] if plan.name.strip() else [Problem("RELEASE_NAME_MISSING", "name")]
    if plan.publish_at <= now:
        problems.append(Problem("RELEASE_IN_THE_PAST", "publish_at"))
    if len(items) < FEWEST:
        problems.append(Problem("RELEASE_TOO_FEW", "items"))
    embargoes = [one.embargo_until for one in items if one.embargo_until]
    problems += against_times(
        plan.publish_at, plan.expire_at, now=now, embargo_until=max(embargoes, default=None)
    )
    if problems:
        raise GuardFailed(problems[0].code, problems=tuple(problems))


def _put_in(bundle: ReleaseBundle, items: Sequence[Submission]) -> None:
    ReleaseItem.objects.bulk_create(ReleaseItem(bundle=bundle, submission=one) for one in items)


def _let_go(bundle: ReleaseBundle, keys: set[uuid.UUID], *, delete: bool = True) -> None:
    """Free items; the time of the bundle becomes their own, so that none slips out early."""
    rows = Submission.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    for submission in rows:
        if submission.publish_at is None or submission.publish_at < bundle.publish_at:
            Submission.objects.filter(pk=submission.pk).update(publish_at=bundle.publish_at)
    places = bundle.items.filter(submission__in=keys)
    if delete:
        places.delete()
    else:
        places.update(planned=False)
