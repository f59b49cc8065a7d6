"""Approved to published: check, write and read back, record, then show in lists (ADR 0010).

Every step can be repeated: a crash leaves an unused file, never a false record.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from approvals.lifecycle import State
from approvals.models import Decision, Submission
from approvals.policies import Evidence
from approvals.rulepacks import pack_in_force
from approvals.sanitising import plain_text
from approvals.selectors.pairs import held_for_pair
from approvals.selectors.people import SYSTEM
from approvals.services import carrying, verbs
from core.clock import in_vietnam
from core.errors import DomainError, WrongState
from publishing import site_writer
from publishing.models import Publication, ReleaseItem
from publishing.rendering import addresses
from publishing.selectors.due import due
from publishing.selectors.views import portal_root
from publishing.services.companions import mark_companions, settle_companions
from publishing.services.indexing import found_by
from publishing.services.items import write_item
from publishing.services.lists import refresh_lists
from publishing.services.reading_files import has_words_in_files

log = logging.getLogger(__name__)
NEXT_SLOT = """
    INSERT INTO publishing_listcounter AS counter (site_id, name, language, total)
    VALUES (%s, %s, %s, 1)
    ON CONFLICT (site_id, name, language) DO UPDATE SET total = counter.total + 1
    RETURNING total
"""


def publish_due(*, now: datetime) -> tuple[list[str], list[str]]:
    """Publish everything that is due; returns what was done and what failed, one line an item."""
    done, failed = [], []
    for key in due(now=now):  # originals before their translations: both go in one turn
        try:
            publication = publish(key, now=now)
        except WrongState:  # another worker was faster, or it was recalled: nothing to do
            continue
        except DomainError as refusal:
            log.warning("publishing %s failed: %s", key, refusal.code)
            failed.append(f"{key} {refusal.code}")
        else:
            done.append(f"{publication.submission.reference} {publication.address}")
    return done, failed


def publish(key: uuid.UUID, *, now: datetime) -> Publication:
    """Put one approved item on its site.

    Refuses what is not approved, before its time or still held back (WrongState), and a page that
    does not read back equal (GuardFailed); StorageFailed leaves the item approved, for later.
    """
    rows = Submission.objects.select_related("site__unit__parent", "unit", "revision")
    submission = rows.get(pk=key)
    if submission.state != State.APPROVED or _is_before_its_time(submission, now=now):
        raise WrongState(verb="publish", state=submission.state)
    if submission.hold_until and submission.hold_until > now:
        raise WrongState("HELD_BACK", verb="publish", state=submission.state)
    if held_for_pair(submission, pack_in_force(in_vietnam(now).date())):
        raise WrongState("PAIR_NOT_READY", verb="publish", state=submission.state)
    publication = planned(submission, now=now)
    evidence = write_item(submission, publication)
    try:
        with transaction.atomic():
            record(publication, evidence, now=now)
            if ReleaseItem.objects.filter(submission=submission, planned=True).exists():
                raise WrongState("RELEASE_IN_BUNDLE", verb="publish", state=submission.state)
    except DomainError:
        put_right(submission, publication.address)
        raise
    refresh_lists(publication)
    settle_companions(publication)
    return publication


def record(publication: Publication, evidence: Evidence, *, now: datetime) -> None:
    """Move the item and write its publication's row, in the caller's transaction."""
    verbs.publish(publication.submission_id, by=SYSTEM, now=now, evidence=evidence)
    publication.page_hash = evidence.written_hash
    _take_place(publication, now=now)
    publication.save(force_insert=True)
    carrying.note_published(publication.submission, now=now)
    mark_companions(publication)


def _is_before_its_time(submission: Submission, *, now: datetime) -> bool:
    """Ask the row itself: between the list of what is due and this item, its time may change."""
    times = (submission.publish_at, submission.embargo_until)
    return any(moment is not None and moment > now for moment in times)


def put_right(submission: Submission, address: str) -> None:
    """Let the address say again what is recorded: the item that stands there, or nothing."""
    current = _current(submission)
    if current and current.online:
        write_item(current.submission, current)
        return
    site_writer.remove_folder(portal_root(submission.site), address)
    if current:
        Publication.objects.filter(pk=current.pk).update(lists_stale=True)


def clear_recalled(*, now: datetime) -> list[str]:
    """Take away pages that a crash left of items recalled before they were public."""
    recalled = Decision.objects.filter(verb="recall", at__gte=now - timedelta(days=1))
    rows = Submission.objects.filter(pk__in=recalled.values("submission"), publication=None)
    cleared = []
    for submission in rows.select_related("site__unit__parent", "unit", "revision"):
        root = portal_root(submission.site)
        current = _current(submission)
        for folder in list(root.glob(f"**/*-{submission.document_id.hex[:8]}")):
            address = f"{folder.relative_to(root).as_posix()}/"
            if not addresses.is_in(address, submission.language):  # the other language's page
                continue
            if current is None or current.address != address:
                site_writer.remove_folder(root, address)
                cleared.append(f"{address} cleared")
    return cleared


def planned(submission: Submission, *, now: datetime) -> Publication:
    """Return the unsaved publication: at the address of the one it corrects, or at a new one."""
    content = submission.content
    old = _current(submission)
    publication = Publication(
        submission=submission,
        document_id=submission.document_id,
        site=submission.site,
        category=submission.category,
        language=submission.language,
        title=submission.title,
        summary=submission.summary,
        number=submission.number,
        document_type=submission.document_type,
        unit=submission.unit,
        text=plain_text(content["body"])[:200_000],
        content_hash=submission.content_hash,
        published_at=now,
        first_published_at=old.first_published_at if old else now,
        expire_at=submission.expire_at,
        files_unread=has_words_in_files(content),
        **found_by(content),
    )
    publication.address = (
        old.address
        if old
        else addresses.item_address(
            category=submission.category,
            title=submission.title,
            document_id=submission.document_id,
            language=submission.language,
        )
    )
    return publication


def _current(submission: Submission) -> Publication | None:
    rows = Publication.objects.filter(
        document=submission.document_id, language=submission.language, superseded_at=None
    )
    return rows.only("address", "first_published_at").first()


def _take_place(publication: Publication, *, now: datetime) -> None:
    """Give the publication its slots: those of the item it corrects, or the next ones."""
    rows = Publication.objects.select_for_update().filter(
        document=publication.document_id, language=publication.language, superseded_at=None
    )
    old = rows.only("slot_in_all", "slot_in_category", "category").first()
    if old:
        publication.slot_in_all = old.slot_in_all
        publication.slot_in_category = old.slot_in_category
        old.superseded_at, old.online = now, False
        old.save(update_fields=["superseded_at", "online"])
    else:
        publication.slot_in_all = _next_slot(publication, addresses.ALL_ITEMS)
    if old is None or old.category != publication.category:
        publication.slot_in_category = _next_slot(publication, publication.category)


def _next_slot(publication: Publication, name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SLOT, [publication.site_id, name, publication.language])
        total: int = cursor.fetchone()[0]
    return total - 1
