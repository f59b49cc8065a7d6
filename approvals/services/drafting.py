"""Drafts: every change of content is a new revision (Decree 30/2020, Article 11)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from approvals import content as contents
from approvals import policies
from approvals.lifecycle import State
from approvals.models import Document, Revision, RouteVersion, Submission
from approvals.policies import Actor
from approvals.rulepacks.structures import TYPE
from approvals.sanitising import plain_text, repair_text, sanitise
from approvals.selectors.facts import facts_of
from approvals.selectors.pairs import pinned
from approvals.selectors.routes import route_for
from approvals.selectors.sites import refuse_closed
from approvals.services import files, notices, turns
from approvals.services.advance import lock
from approvals.services.checking import run_rules
from approvals.services.files import NewFile
from approvals.services.indexing import index_words
from approvals.services.recording import record_decision
from approvals.services.references import next_reference
from approvals.services.screening import refuse_marked
from core import ledger
from core.canonical import canonical_bytes, sha256_hex
from core.clock import in_vietnam
from core.errors import NotPermitted, Problem, RulesViolated, UploadTooLarge, WrongState
from core.models import Site, Unit

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
MAX_TITLE = 500
MAX_TEXT_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Terms:
    """What goes with the content but is not part of it: times and the declaration."""

    secrecy_declared: bool = False
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    embargo_until: datetime | None = None


@dataclass(frozen=True)
class Conversion:
    """What a file lost and what was repaired on its way in."""

    not_carried: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewDraft:
    """Everything a submission begins with."""

    site: Site
    unit: Unit
    fields: contents.Fields
    terms: Terms = Terms()
    channel: str = Submission.Channel.FORM
    files: tuple[NewFile, ...] = ()
    conversion: Conversion = Conversion()
    supersedes: Submission | None = None
    translation_of: Submission | None = None


def create(draft: NewDraft, *, by: Actor, now: datetime) -> Submission:
    """Start a submission as a draft; what the rules find is advice until submit.

    Refuses a person outside the unit (NotPermitted), a closed site and marked text (RulesViolated).
    """
    if not by.holds_any(policies.UNIT_MEMBERS, draft.unit.code):
        raise NotPermitted(verb="create", unit=draft.unit.code)
    refuse_closed(draft.site, on=in_vietnam(now).date(), correcting=draft.supersedes is not None)
    return begin(draft, by=by, now=now, state=State.DRAFT)


def receive(draft: NewDraft, *, by: Actor, now: datetime) -> Submission:
    """Take in a submission from outside, as submitted and without an author (ruling: mail)."""
    if not by.is_system:
        raise NotPermitted(verb="receive")
    return begin(draft, by=by, now=now, state=State.SUBMITTED)


def begin(draft: NewDraft, *, by: Actor, now: datetime, state: State) -> Submission:
    """Screen, clean, keep the files, and write the first revision with its decision."""
    fields, repairs = clean(draft.fields)
    refuse_marked(screen_texts(fields), by=by, now=now)
    files.keep(draft.files)
    with transaction.atomic():
        submission = _insert(draft, fields, by=by, now=now, state=state)
        files.add_rows(submission, draft.files, by=by.id, now=now)
        conversion = Conversion(draft.conversion.not_carried, (*draft.conversion.repairs, *repairs))
        revise(submission, fields, by=by, now=now, conversion=conversion)
        verb = "create" if state is State.DRAFT else "receive"
        record_decision(submission, verb, by=by, now=now, before="")
        turns.set_turn(submission, now=now)
        submission.save()
        run_rules(submission, now=now)
        if submission.state == State.SUBMITTED:
            notices.waiting_for(submission, now=now)
    return submission


def edit(  # noqa: PLR0913  content and terms change together or alone
    key: uuid.UUID | str,
    *,
    by: Actor,
    now: datetime,
    fields: contents.Fields | None = None,
    terms: Terms | None = None,
    new_files: tuple[NewFile, ...] = (),
    removed_file: uuid.UUID | None = None,
    conversion: Conversion | None = None,
    version: int | None = None,
) -> Submission:
    """Change a draft or a returned item: a new revision, and the rules run again.

    Raises Stale, WrongState outside draft and returned, NotPermitted, RulesViolated for a mark.
    """
    repairs: tuple[str, ...] = ()
    received = fields
    if fields is not None:
        fields, repairs = clean(fields)
        refuse_marked(screen_texts(fields), by=by, now=now)
    with transaction.atomic():
        submission = lock(key, version=version)
        _refuse_editing(submission, by, now=now)
        files.keep(new_files)
        files.add_rows(submission, new_files, by=by.id, now=now)
        if removed_file:
            submission.attachments.filter(pk=removed_file).update(removed_at=now)
        if terms is not None:
            _apply_terms(submission, terms)
        before = submission.content_hash
        words = pinned(fields or contents.fields_of(submission.content), submission)
        revise(submission, words, by=by, now=now, conversion=conversion or Conversion((), repairs))
        note_edit(submission, by=by, now=now, before=before)
        submission.save()
        run_rules(submission, now=now, received=received)
    return submission


def revise(
    submission: Submission,
    fields: contents.Fields,
    *,
    by: Actor,
    now: datetime,
    conversion: Conversion | None = None,
) -> None:
    """Write the content as a new revision of the locked row, unless it is equal to the last one."""
    place = contents.Place(
        document_id=str(submission.document_id),
        site=submission.site.code,
        unit_code=submission.unit.code,
        unit_name=submission.unit.name,
    )
    body = canonical_bytes(contents.build(fields, place, files.described(submission)))
    last = submission.revision
    if last is not None and last.content_hash == sha256_hex(body):
        return
    lost = conversion or Conversion()
    submission.revision = Revision.objects.create(
        submission=submission,
        number=last.number + 1 if last else 1,
        round=submission.round,
        content=body.decode(),
        content_hash=sha256_hex(body),
        not_carried=list(lost.not_carried) or (last.not_carried if last else []),
        repairs=list(lost.repairs),
        created_by_id=by.id,
        created_at=now,
    )
    for name in ("title", "summary", "number", "document_type", "category", "language"):
        setattr(submission, name, getattr(fields, name))
    index_words(submission, fields)


def note_edit(submission: Submission, *, by: Actor, now: datetime, before: str) -> None:
    """Raise the version of the locked row and leave a ledger entry about the change."""
    submission.version += 1
    submission.updated_at = now
    details = {
        "reference": submission.reference,
        "version": submission.version,
        "before": before,
        "publish_at": submission.publish_at.isoformat() if submission.publish_at else "",
        "expire_at": submission.expire_at.isoformat() if submission.expire_at else "",
    }
    act = ledger.Act(
        verb="edit",
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=by.name,
        content_hash=submission.content_hash,
        details=details,
    )
    ledger.record(act, now=now)


def clean(fields: contents.Fields) -> tuple[contents.Fields, tuple[str, ...]]:
    """Return the fields with a sanitised body and NFC text; refuses what is too long."""
    if len(fields.title) > MAX_TITLE:
        problem = Problem("TITLE_TOO_LONG", "title", {"limit": MAX_TITLE})
        raise RulesViolated("TITLE_TOO_LONG", problems=(problem,), limit=MAX_TITLE)
    if len(fields.body.encode()) > MAX_TEXT_BYTES:
        raise UploadTooLarge("TEXT_TOO_LONG", limit_mb=MAX_TEXT_BYTES // (1024 * 1024))
    body = sanitise(fields.body)
    one_line = {
        name: " ".join(sanitise_text(getattr(fields, name)).split())
        for name in ("title", "number", "author_name")
    }
    given = fields.fields.items()
    values = {sanitise_text(name)[:60]: sanitise_text(value) for name, value in given}
    cleaned = fields.changed(
        body=body.html, summary=sanitise_text(fields.summary), fields=_given(values), **one_line
    )
    repairs = list(body.removed)
    if any(getattr(cleaned, name) != getattr(fields, name) for name in one_line):
        repairs.append("TEXT_REPAIRED")
    return cleaned, tuple(repairs)


def _given(values: dict[str, str]) -> dict[str, str]:
    """Return the fields that say something; a kind alone says nothing."""
    given = {name: value for name, value in values.items() if value}
    return given if given.keys() - {TYPE} else {}


def sanitise_text(text: str) -> str:
    """Return plain text in NFC without control characters that nobody sees."""
    return repair_text(text)[0].strip()


def screen_texts(fields: contents.Fields) -> Iterable[tuple[str, str]]:
    """Yield what the secrecy screen looks at in typed-in content."""
    yield "title", fields.title
    yield "text", fields.summary
    yield "text", plain_text(fields.body)
    yield "text", fields.change_note
    yield "text", fields.author_name
    for value in fields.fields.values():
        yield "text", value


def _insert(
    draft: NewDraft, fields: contents.Fields, *, by: Actor, now: datetime, state: State
) -> Submission:
    old, original = draft.supersedes, draft.translation_of
    known = old or original
    document = known.document if known else Document.objects.create(site=draft.site, created_at=now)
    submission = Submission(
        state=state,
        reference=next_reference(draft.site, now=now),
        document=document,
        supersedes=old,
        translation_of=original or (old.translation_of if old else None),
        site=draft.site,
        unit=draft.unit,
        route_version=_route(draft.site, fields),
        channel=draft.channel,
        title=fields.title,
        document_type=fields.document_type,
        created_by_id=by.id,
        created_at=now,
        updated_at=now,
    )
    _apply_terms(submission, draft.terms)
    submission.save(force_insert=True)
    return submission


def _route(site: Site, fields: contents.Fields) -> RouteVersion:
    version = route_for(site, document_type=fields.document_type, category=fields.category)
    if version is None:
        problem = Problem("ROUTE_INCOMPLETE", "site", {"site": site.code})
        raise RulesViolated("ROUTE_INCOMPLETE", problems=(problem,), site=site.code)
    return version


def _apply_terms(submission: Submission, terms: Terms) -> None:
    submission.secrecy_declared = terms.secrecy_declared
    submission.publish_at = terms.publish_at
    submission.expire_at = terms.expire_at
    submission.embargo_until = terms.embargo_until


def _refuse_editing(submission: Submission, by: Actor, *, now: datetime) -> None:
    if submission.state not in EDITABLE:
        raise WrongState(verb="edit", state=submission.state)
    if not policies.may_edit(facts_of(submission, by, now=now, verdict=None)):
        raise NotPermitted(verb="edit")
