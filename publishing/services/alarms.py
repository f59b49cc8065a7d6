"""Telling the board of a site what should be public by now and is not; each item once."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext, override

from approvals import reasons
from approvals.models import Submission
from approvals.policies import BOARD
from approvals.selectors.people import holders
from approvals.services import notices
from core.clock import in_vietnam
from core.models import Site, User
from publishing.models import ReleaseBundle
from publishing.selectors.bundles import items_of
from publishing.selectors.due import BATCH, late_bundles, late_items

EVENT = "unreleased"


def alarm_late(*, now: datetime) -> list[str]:
    """Tell of items and bundles past their time; returns one line for each that is late."""
    items, bundles = late_items(now=now)[:BATCH], late_bundles(now=now)[:BATCH]
    lines = [_item(one, now=now) for one in items]
    return lines + [_bundle(one, now=now) for one in bundles]


def _item(submission: Submission, *, now: datetime) -> str:
    due_at = max(
        moment
        for moment in (
            submission.publish_at,
            submission.embargo_until,
            submission.approved_at,
        )
        if moment
    )
    with override("vi"):
        text = gettext("Đến giờ lúc %(when)s nhưng chưa lên trang.") % {"when": _said(due_at)}
    notices.tell(_board(submission.site, now=now), submission, EVENT, text=text, now=now)
    return f"{submission.reference} past its time"


def _bundle(bundle: ReleaseBundle, *, now: datetime) -> str:
    items = items_of(bundle)
    if not items:
        return f"bundle {bundle.pk} is empty"
    with override("vi"):
        text = gettext("Gói phát hành “%(name)s” đến giờ lúc %(when)s nhưng chưa lên trang.") % {
            "name": bundle.name,
            "when": _said(bundle.publish_at),
        }
    why = [reasons.message(row["code"], "vi", **row["params"]) for row in bundle.problems]
    text = "\n".join([text, *why])
    board = _board(bundle.site, now=now)
    notices.tell(board, items[0], EVENT, text=text, now=now, again=f":{bundle.pk}")
    return f"bundle {bundle.name} past its time"


def _board(site: Site, *, now: datetime) -> Iterable[User]:
    today = in_vietnam(now).date()
    keys = {
        key
        for role in sorted(BOARD)
        for key in holders(role, site.unit.code, on=today).values_list("pk", flat=True)
    }
    return User.objects.filter(pk__in=keys).only("language", "email").order_by("pk")


def _said(moment: datetime) -> str:
    return f"{in_vietnam(moment):%H:%M:%S %d/%m/%Y}"
