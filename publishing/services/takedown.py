"""Taking an item off the portal, with a typed reason and a defined answer at its address."""

import uuid
from datetime import datetime

from django.db import transaction

from approvals.models import Submission
from approvals.policies import Actor
from approvals.services import carrying
from approvals.services.acts import note_take_down
from core import clock, ledger
from core.errors import GuardFailed, WrongState
from core.models import FreeText
from publishing import site_writer
from publishing.models import Publication
from publishing.rendering import addresses, render_takedown
from publishing.selectors.views import portal_root, site_view, takedown_notice
from publishing.services.companions import mark_companions, settle_companions
from publishing.services.items import rewrite
from publishing.services.lists import refresh_lists
from publishing.services.scorecards import write_scorecards

GONE_PAGE = "gone.html"
MOVED = "moved.txt"


def take_down(
    key: uuid.UUID | str,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    reason: str,
    redirect_to: str = "",
) -> Publication:
    """Take a public item off its site; refused without a reason, and for who may not approve there.

    gone: 410 and nothing stays; redirect: readers are sent on; withdrawn: a public note stays.
    The row changes first, then page, files, lists, feeds and sitemap; a crash in between is swept.
    """
    if kind not in Publication.TakeDown.values:
        raise GuardFailed("TAKE_DOWN_KIND_UNKNOWN", kind=kind)
    if kind == Publication.TakeDown.REDIRECT and not redirect_to.startswith(("/", "https://")):
        raise GuardFailed("REDIRECT_TARGET_MISSING")

    def switch(submission: Submission) -> None:
        publication = Publication.objects.select_for_update().get(submission=submission)
        if not publication.online:
            raise WrongState(verb="take_down", state="offline")
        publication.online = False
        publication.lists_stale = True
        publication.taken_down_at = now
        publication.taken_down_by_id = by.id
        publication.take_down_kind = kind
        publication.redirect_to = redirect_to
        publication.take_down_reason = FreeText.objects.create(text=reason.strip())
        publication.save()
        carrying.note_gone(submission, by=by.id, now=now)
        mark_companions(publication)

    note_take_down(key, by=by, now=now, reason=reason, switch=switch)
    publication = _with_rows(key)
    bring_up_to_date(publication)
    settle_companions(publication)
    return publication


def expire_due(*, now: datetime) -> list[str]:
    """Take items offline whose time is over; returns one line an item."""
    keys = Publication.objects.filter(online=True, expire_at__lte=now).values_list("pk", flat=True)
    return [line for key in keys[:100] if (line := _expire(key, now=now))]


def _expire(key: uuid.UUID, *, now: datetime) -> str:
    with transaction.atomic():
        publication = Publication.objects.select_for_update().get(pk=key)
        if not publication.online:
            return ""
        publication.online, publication.lists_stale = False, True
        publication.save(update_fields=["online", "lists_stale"])
        act = ledger.Act(
            verb="expire",
            subject_type="submission",
            subject_id=str(publication.submission_id),
            actor="system",
            content_hash=publication.content_hash,
        )
        ledger.record(act, now=now)
        carrying.note_gone(publication.submission, by=None, now=now)
        mark_companions(publication)
    bring_up_to_date(_with_rows(publication.submission_id))
    settle_companions(publication)
    return f"{publication.address} expired"


def sweep_stale(*, limit: int = 100) -> list[str]:
    """Finish what a crash interrupted: pages and lists of publications that are not fresh."""
    stale = Publication.objects.filter(lists_stale=True, superseded_at=None)
    done = []
    for key in stale.order_by("published_at").values_list("submission_id", flat=True)[:limit]:
        publication = _with_rows(key)
        bring_up_to_date(publication)
        done.append(f"{publication.address} refreshed")
    write_scorecards(now=clock.now())
    return done


def bring_up_to_date(publication: Publication) -> None:
    """Make page, files and lists say what the row says; repeatable."""
    bring_up_to_date_page(publication)
    refresh_lists(publication)


def bring_up_to_date_page(publication: Publication) -> None:
    """Make page and files say what the row says; repeatable."""
    if publication.online:
        rewrite(publication.pk)
    else:
        _write_notice(publication)


def _write_notice(publication: Publication) -> None:
    root = portal_root(publication.site)
    notice = takedown_notice(publication)
    html = render_takedown(site_view(publication.site), notice)
    site_writer.remove_folder(root, publication.address)
    if notice.kind == "withdrawn":
        site_writer.write_page(root, addresses.file_of(publication.address), html)
        return
    if notice.kind == "redirect":
        site_writer.write_page(root, publication.address + MOVED, notice.target)
    site_writer.write_page(root, publication.address + GONE_PAGE, html)


def _with_rows(submission_id: uuid.UUID | str) -> Publication:
    rows = Publication.objects.select_related(
        "site__unit__parent", "submission__unit", "submission__revision", "submission__site",
        "take_down_reason",
    )  # fmt: skip
    return rows.get(submission_id=submission_id)
