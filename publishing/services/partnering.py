"""Feeds of partners: their new entries become drafts of the site's unit, with the source filled in.

Nothing is submitted by itself: people of the unit open the draft, complete and submit it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from approvals.content import Fields, Source
from approvals.lifecycle import State
from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.people import SYSTEM, administered_units
from approvals.services import drafting
from core import ledger
from core.errors import DomainError, GuardFailed, NotPermitted, NotVisible, Problem, RulesViolated
from core.models import Site
from publishing.feed_entries import Entry, NotAFeed, entries_of
from publishing.models import PartnerFeed, PartnerItem
from publishing.services.fetching import FetchFailed, Known, fetch, refuse_address

log = logging.getLogger(__name__)
AGENT = "Duyet/1 (+partner feeds)"
SECRET = "SECRECY_MARK"  # noqa: S105  a code, not a password


@dataclass(frozen=True)
class NewFeed:
    """A feed to fetch from, and on what ground its items may be reused."""

    site: Site
    name: str
    url: str
    permission: str
    category: str


def add_feed(new: NewFeed, *, by: Actor, now: datetime) -> PartnerFeed:
    """Put a feed on a site's list.

    Refuses who does not administer the site (NotPermitted); GuardFailed without a permission, for
    an address that is never asked, and for one that is on the list already.
    """
    if new.site.unit.code not in administered_units(by) or by.id is None:
        raise NotPermitted(verb="add_feed", site=new.site.code)
    if not new.permission.strip():
        raise _failed("FEED_PERMISSION_MISSING", "permission")
    try:
        refuse_address(new.url)
    except FetchFailed as refusal:
        raise _failed("FEED_ADDRESS_REFUSED", "url") from refusal
    try:
        with transaction.atomic():
            feed = PartnerFeed.objects.create(
                site=new.site,
                name=new.name.strip()[:200] or new.url[:200],
                url=new.url,
                permission=new.permission.strip()[:500],
                category=new.category,
                created_by_id=by.id,
                created_at=now,
            )
            _record("add_feed", feed, by=by, now=now)
    except IntegrityError as error:
        raise _failed("FEED_KNOWN_ALREADY", "url") from error
    return feed


def switch_feed(key: int, *, on: bool, by: Actor, now: datetime) -> PartnerFeed:
    """Begin or stop fetching a feed; NotVisible for feeds of sites one does not administer."""
    feed = one_feed(key, by=by)
    with transaction.atomic():
        feed.enabled = on
        feed.save(update_fields=["enabled"])
        _record("switch_feed", feed, by=by, now=now)
    return feed


def one_feed(key: int, *, by: Actor) -> PartnerFeed:
    """Return a feed of a site one administers; NotVisible for others."""
    feed = PartnerFeed.objects.select_related("site__unit").filter(pk=key).first()
    if feed is None or feed.site.unit.code not in administered_units(by):
        raise NotVisible(feed=str(key))
    return feed


def fetch_feeds(*, now: datetime) -> tuple[list[str], list[str]]:
    """Fetch every feed that is switched on; returns what was done and what failed, a line a feed.

    One feed that fails never stops the others. Repeatable: no entry is taken in twice.
    """
    done, failed = [], []
    for feed in PartnerFeed.objects.filter(enabled=True).select_related("site__unit"):
        taken = fetch_feed(feed, now=now)
        if feed.problem:
            failed.append(f"{feed.site.code} {feed.name}: {feed.problem}")
        else:
            done.append(f"{feed.site.code} {feed.name}: {taken} drafts")
    return done, failed


def fetch_feed(feed: PartnerFeed, *, now: datetime) -> int:
    """Take in what is new in one feed; returns how many drafts. Problems stay with the feed."""
    taken, feed.fetched_at, feed.problem = 0, now, ""
    try:
        came = fetch(feed.url, known=Known(feed.etag, feed.modified), agent=AGENT)
        taken = _take_all(feed, came.data, now=now) if came.data is not None else 0
        feed.etag, feed.modified, feed.succeeded_at = came.known.etag, came.known.modified, now
    except NotAFeed:
        feed.problem = "FEED_UNREADABLE"
    except DomainError as refusal:
        feed.problem = refusal.code[:40]
    feed.save(
        update_fields=["fetched_at", "problem", "etag", "modified", "succeeded_at"],
    )
    return taken


def _take_all(feed: PartnerFeed, data: bytes, *, now: datetime) -> int:
    entries = {entry.key: entry for entry in entries_of(data)}
    seen = set(PartnerItem.objects.filter(feed=feed, key__in=entries).values_list("key", flat=True))
    return sum(_take(feed, entry, now=now) for key, entry in entries.items() if key not in seen)


def _take(feed: PartnerFeed, entry: Entry, *, now: datetime) -> bool:
    """Make a draft of an entry, or note why not; of marked content nothing is kept but the mark."""
    item = PartnerItem(feed=feed, key=entry.key, seen_at=now)
    try:
        with transaction.atomic():
            item.submission = _draft(feed, entry, now=now)
            item.title, item.url = entry.title, entry.url
            item.save(force_insert=True)
    except RulesViolated as refusal:
        if refusal.code == "ROUTE_INCOMPLETE":  # our own neglect: the entry waits
            raise
        item.submission, item.problem = None, refusal.code[:40]
        if refusal.code != SECRET:
            item.title, item.url = entry.title, entry.url
        item.save(force_insert=True)
        return False
    return True


def _draft(feed: PartnerFeed, entry: Entry, *, now: datetime) -> Submission:
    fields = Fields(
        title=entry.title,
        document_type="news",
        category=feed.category,
        summary=entry.summary,
        body=entry.body,
        author_name=entry.author,
        source=Source("reused", feed.name, entry.url, feed.permission),
    )
    draft = drafting.NewDraft(
        site=feed.site, unit=feed.site.unit, fields=fields, channel=Submission.Channel.API
    )
    return drafting.begin(draft, by=SYSTEM, now=now, state=State.DRAFT)


def _failed(code: str, field: str) -> GuardFailed:
    return GuardFailed(code, problems=(Problem(code, field),))


def _record(verb: str, feed: PartnerFeed, *, by: Actor, now: datetime) -> None:
    act = ledger.Act(
        verb=verb,
        subject_type="site",
        subject_id=feed.site.code,
        actor=by.name,
        details={"feed": feed.url, "name": feed.name, "enabled": feed.enabled},
    )
    ledger.record(act, now=now)
