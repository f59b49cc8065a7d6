"""One item, several sites, one source: proposing upward, and telling who carries what changed.

What the portal carries is its own submission with its own route and approval; the source is named
in its content. A correction or take-down of the source never changes it: it marks it for review.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from approvals import policies
from approvals.content import Fields, Source, fields_of
from approvals.models import Carried, Document, SourceChange, Submission
from approvals.policies import Actor
from approvals.selectors.carrying import (
    is_online,
    may_propose,
    may_settle,
    portal_above,
    standing_proposal,
)
from approvals.selectors.submissions import get_visible
from approvals.services import acts, drafting, files, notices, verbs
from approvals.services.screening import refuse_marked
from core import ledger
from core.clock import in_vietnam
from core.errors import (
    GuardFailed,
    NotPermitted,
    NotVisible,
    Problem,
    RulesViolated,
    Stale,
    WrongState,
)
from core.models import FreeText, LedgerEntry, RoleAssignment, Site, User


@dataclass(frozen=True)
class Proposed:
    """What was made of a proposal; `problems` say why it is still a draft."""

    submission: Submission
    problems: tuple[Problem, ...] = ()


def propose(
    key: uuid.UUID | str,
    *,
    by: Actor,
    now: datetime,
    secrecy_declared: bool,
    version: int | None = None,
) -> Proposed:
    """Propose a published item of a component site to its portal, and hand it in there.

    Raises NotVisible, WrongState for what is not online or on its way there already, NotPermitted
    outside the issuing unit. Where the portal's rules block it, the draft stays, with the reasons.
    """
    old = get_visible(key, by)
    if version is not None and version != old.version:
        raise Stale(version=old.version)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=old.document_id)
        portal = _portal_that_may_carry(old, by)
        if not secrecy_declared:
            problem = Problem("SECRECY_UNDECLARED", "secrecy_declaration")
            raise RulesViolated("SECRECY_UNDECLARED", problems=(problem,))
        submission = _draft(old, portal, by=by, now=now)
    try:
        return Proposed(verbs.submit(submission.pk, by=by, now=now))
    except (RulesViolated, GuardFailed) as refusal:
        submission.refresh_from_db()
        return Proposed(submission, refusal.problems)


def _portal_that_may_carry(old: Submission, by: Actor) -> Site:
    portal = portal_above(old)
    if portal is None or not is_online(old):
        raise WrongState("NOT_PROPOSABLE", verb="propose", state=old.state)
    if standing_proposal(old, portal):
        raise WrongState("ALREADY_PROPOSED", verb="propose", state=old.state, site=portal.name)
    if not may_propose(by, old):
        raise NotPermitted(verb="propose", unit=old.unit.code)
    return portal


def _draft(old: Submission, portal: Site, *, by: Actor, now: datetime) -> Submission:
    draft = drafting.NewDraft(
        site=portal,
        unit=old.unit,
        fields=taken_over(old),
        terms=drafting.Terms(secrecy_declared=True, expire_at=old.expire_at),
        files=carried_files(old),
    )
    submission = drafting.create(draft, by=by, now=now)
    details = {
        "source": str(old.pk),
        "reference": submission.reference,
        "source_reference": old.reference,
        "site": portal.code,
    }
    entry = _record("propose", submission, by=by, now=now, details=details)
    assert by.id is not None  # noqa: S101  members of units are people
    Carried.objects.create(
        document=submission.document,
        submission=submission,
        site=portal,
        source=old.document,
        source_submission=old,
        source_hash=old.content_hash,
        proposed_by_id=by.id,
        proposed_at=now,
        entry=entry,
    )
    return submission


def taken_over(old: Submission) -> Fields:
    """Return the content of an item as another site takes it over: all of it, its source named."""
    source = Source("official", old.site.name, public_address(old))
    return fields_of(old.content).changed(source=source, change_note="")


def public_address(submission: Submission) -> str:
    """Return where readers find the item: on its site's host, or on this instance."""
    place = getattr(submission, "publication").address  # noqa: B009  publishing stands above us
    site = submission.site
    return f"https://{site.host}/{place}" if site.host else f"/sites/{site.code}/{place}"


def carried_files(old: Submission) -> tuple[files.NewFile, ...]:
    """Return the files of an item under their own names, as another submission keeps them."""
    return files.carried(old)


def note_published(submission: Submission, *, now: datetime) -> None:
    """A publication became public: tell who carries a corrected source; settle what was open.

    Call it in the transaction that publishes.
    """
    if submission.supersedes_id is None:
        return
    _tell_carriers(submission, SourceChange.Kind.CORRECTED, now=now)
    _settle_open(submission, SourceChange.How.CORRECTED, by=submission.approved_by_id, now=now)


def note_gone(submission: Submission, *, by: int | None, now: datetime) -> None:
    """A publication went offline: tell who carries it. Call it in the transaction that says so."""
    _tell_carriers(submission, SourceChange.Kind.GONE, now=now)
    _settle_open(submission, SourceChange.How.TAKEN_DOWN, by=by, now=now)


def keep(key: int, *, by: Actor, now: datetime, reason: str) -> SourceChange:
    """Leave a carried item as it is although its source changed, with a reason."""
    refuse_marked([("text", reason)], by=by, now=now)
    with transaction.atomic():
        change = _locked(key)
        if not may_settle(by, change.carried):
            raise NotVisible(change=key)
        if change.settled_at:
            raise WrongState("SOURCE_CHANGE_SETTLED")
        if not reason.strip():
            raise GuardFailed("REASON_REQUIRED", problems=(Problem("REASON_REQUIRED", "reason"),))
        change.reason = FreeText.objects.create(text=reason.strip())
        _settle(change, SourceChange.How.KEPT, by=by.id, now=now)
        details = {"change": change.pk, "reason": change.reason.salted_hash}
        _record("keep_carried", change.carried.submission, by=by, now=now, details=details)
    return change


def follow(key: int, *, by: Actor, now: datetime, change_note: str) -> Submission:
    """Start a correction of a carried item with its source's new content.

    For who may correct the item; the change is settled once that correction is public.
    """
    change = _seen(key, by)
    latest = _public_of(change.carried.document)
    source = change.source_submission
    if change.settled_at or change.kind != SourceChange.Kind.CORRECTED or latest is None:
        raise WrongState("SOURCE_CHANGE_SETTLED")
    with transaction.atomic():
        draft = acts.correct(latest.pk, by=by, now=now, change_note=change_note)
        draft.attachments.filter(removed_at=None).update(removed_at=now)
        fields = taken_over(source).changed(
            change_note=change_note.strip(), category=latest.category
        )
        return drafting.edit(
            draft.pk, by=by, now=now, fields=fields, new_files=carried_files(source)
        )


def _seen(key: int, by: Actor) -> SourceChange:
    change = (
        SourceChange.objects.select_related(
            "carried__site__unit", "carried__document", "source_submission__site"
        )
        .filter(pk=key)
        .first()
    )
    if change is None:
        raise NotVisible(change=key)
    get_visible(change.carried.submission_id, by)
    return change


def _locked(key: int) -> SourceChange:
    rows = SourceChange.objects.select_for_update(of=("self",))
    change = rows.select_related("carried__site__unit", "carried__submission").filter(pk=key)
    found = change.first()
    if found is None:
        raise NotVisible(change=key)
    return found


def _public_of(document: Document) -> Submission | None:
    rows = document.submissions.select_related("site", "unit").order_by("-published_at")
    return next((row for row in rows.exclude(published_at=None) if is_online(row)), None)


def _tell_carriers(source: Submission, kind: str, *, now: datetime) -> None:
    for carried in Carried.objects.filter(source=source.document_id).select_related("site__unit"):
        running = carried.document.submissions.exclude(
            state__in=["rejected", "withdrawn"]
        ).order_by("-created_at")
        last = running.first()
        if last is None or (last.published_at and not is_online(last)):
            continue
        change = SourceChange.objects.create(
            carried=carried, kind=kind, source_submission=source, at=now
        )
        details = {"source": str(source.pk), "kind": str(kind), "change": change.pk}
        _record("source_changed", last, by=None, now=now, details=details)
        people = _board(carried.site, last, now=now)
        text = source.title
        notices.tell(people, last, "source_changed", text=text, now=now, again=str(change.pk))


def _board(site: Site, submission: Submission, *, now: datetime) -> list[User]:
    today = in_vietnam(now).date()
    held = RoleAssignment.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=today),
        Q(valid_to=None) | Q(valid_to__gte=today),
        role__in=policies.BOARD,
        unit=site.unit,
    )
    wanted = Q(pk__in=held.values("user_id")) | Q(pk=submission.created_by_id)
    return list(User.objects.filter(wanted, is_active=True).order_by("pk"))


def _settle_open(submission: Submission, how: str, *, by: int | None, now: datetime) -> None:
    rows = SourceChange.objects.select_for_update(of=("self",))
    for change in rows.filter(carried=submission.document_id, settled_at=None):
        _settle(change, how, by=by, now=now)


def _settle(change: SourceChange, how: str, *, by: int | None, now: datetime) -> None:
    change.settled_at, change.settled_by_id, change.how = now, by, how
    change.save(update_fields=["settled_at", "settled_by", "how", "reason"])


def _record(
    verb: str,
    submission: Submission,
    *,
    by: Actor | None,
    now: datetime,
    details: Mapping[str, object],
) -> LedgerEntry:
    act = ledger.Act(
        verb=verb,
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=by.name if by else "system",
        content_hash=submission.content_hash,
        details=details,
    )
    return ledger.record(act, now=now)
