"""Acts that do not move the state: adopt, confirm, set a check aside, correct, note a take-down."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from approvals import policies
from approvals.content import Fields, fields_of
from approvals.lifecycle import State
from approvals.models import Override, Submission
from approvals.policies import Actor, Facts, Policy
from approvals.selectors.allowed import EDITABLE
from approvals.selectors.facts import facts_of
from approvals.services import drafting, files, notices
from approvals.services.advance import lock
from approvals.services.checking import latest_verdict, run_rules
from approvals.services.recording import Word, record_decision
from approvals.services.screening import refuse_marked
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Problem, Stale, WrongState
from core.models import FreeText

Key = uuid.UUID | str
CORRECTABLE = frozenset({State.PUBLISHED, State.ARCHIVED})
DECIDED_ON = frozenset({State.SUBMITTED, State.REVIEWED})


def adopt(
    key: Key,
    *,
    by: Actor,
    now: datetime,
    fields: Fields,
    terms: drafting.Terms,
    version: int | None = None,
) -> Submission:
    """Take responsibility for a received item: complete it as a new revision, become its author.

    Only for items received without an author and not yet adopted; a member of the site's board.
    """
    fields, repairs = drafting.clean(fields)
    refuse_marked(drafting.screen_texts(fields), by=by, now=now)
    with transaction.atomic():
        submission = lock(key, version=version)
        if submission.state != State.SUBMITTED or submission.submitted_by_id is not None:
            raise WrongState(verb="adopt", state=submission.state)
        _ask(policies.may_adopt, submission, by, now=now)
        submission.secrecy_declared = terms.secrecy_declared
        drafting.revise(
            submission, fields, by=by, now=now, conversion=drafting.Conversion(repairs=repairs)
        )
        submission.save()
        submission.submitted_by_id, submission.submitted_at = by.id, now
        record_decision(submission, "adopt", by=by, now=now)
        submission.save()
        run_rules(submission, now=now)
        return submission


def confirm(
    key: Key, *, by: Actor, now: datetime, remark: str = "", version: int | None = None
) -> Submission:
    """Confirm a fast-tracked item as the second person; not its author, not who approved it."""
    with transaction.atomic():
        submission = lock(key, version=version)
        if not submission.fast_tracked or submission.state in {State.RETURNED, State.WITHDRAWN}:
            raise WrongState(verb="confirm", state=submission.state)
        if submission.confirmed_by_id:
            raise WrongState("ALREADY_CONFIRMED", verb="confirm", state=submission.state)
        facts = _ask(policies.may_confirm, submission, by, now=now)
        if by.id in facts.authors | {submission.approved_by_id}:
            raise GuardFailed("SEPARATION_OF_DUTIES")
        submission.confirmed_by_id, submission.confirmed_at = by.id, now
        submission.confirm_due_at = None
        record_decision(submission, "confirm", by=by, now=now, word=Word(remark=remark))
        submission.save()
        return submission


def override(
    key: Key,
    *,
    by: Actor,
    now: datetime,
    code: str,
    reason: str,
    repair_by: date,
    version: int | None = None,
) -> Submission:
    """Set one failing check aside for this content, where the pack allows it; needs a reason.

    The author may in a draft, the owner of the state while it waits: whoever decides sees it, with
    its reason, and the word given covers it. Another content needs it anew.
    """
    refuse_marked([("text", reason)], by=by, now=now)
    with transaction.atomic():
        submission = lock(key, version=version)
        if submission.state not in DECIDED_ON | EDITABLE:
            raise WrongState(verb="override", state=submission.state)
        _ask(policies.may_override, submission, by, now=now)
        problems = tuple(_against_override(submission, code, reason, repair_by, now=now))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        _set_aside(submission, code, reason.strip(), repair_by, by=by, now=now)
        submission.version += 1
        submission.save()
        return submission


def _set_aside(
    submission: Submission, code: str, reason: str, repair_by: date, *, by: Actor, now: datetime
) -> None:
    assert by.id is not None  # noqa: S101  the policy holds for people alone
    if submission.overrides.filter(content_hash=submission.content_hash, code=code).exists():
        return
    text = FreeText.objects.create(text=reason)
    details = {"code": code, "repair_by": repair_by.isoformat(), "reason": text.salted_hash}
    act = ledger.Act(
        verb="override",
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=by.name,
        content_hash=submission.content_hash,
        details=details,
    )
    Override.objects.create(
        submission=submission,
        content_hash=submission.content_hash,
        code=code,
        reason=text,
        repair_by=repair_by,
        by_id=by.id,
        at=now,
        entry=ledger.record(act, now=now),
    )


def correct(
    key: Key, *, by: Actor, now: datetime, change_note: str, version: int | None = None
) -> Submission:
    """Start a correction: a new submission of the same document that supersedes the public one."""
    old = Submission.objects.select_related("site", "unit", "revision").get(pk=key)
    if version is not None and old.version != version:
        raise Stale(version=old.version)
    if old.state not in CORRECTABLE:
        raise WrongState(verb="correct", state=old.state)
    if old.superseded_by.exclude(state__in=[State.REJECTED, State.WITHDRAWN]).exists():
        raise WrongState("CORRECTION_UNDER_WAY", verb="correct", state=old.state)
    if not by.holds_any(policies.UNIT_MEMBERS, old.unit.code):
        raise NotPermitted(verb="correct", unit=old.unit.code)
    if not change_note.strip():
        problem = Problem("CHANGE_NOTE_REQUIRED", "change_note")
        raise GuardFailed("CHANGE_NOTE_REQUIRED", problems=(problem,))
    draft = drafting.NewDraft(
        site=old.site,
        unit=old.unit,
        fields=fields_of(old.content).changed(change_note=change_note.strip()),
        files=files.carried(old),
        supersedes=old,
    )
    return drafting.create(draft, by=by, now=now)


def note_take_down(
    key: Key,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    switch: Callable[[Submission], None],
) -> Submission:
    """Record that a public item leaves the portal; `switch` changes the publication's row."""
    if not reason.strip():
        raise GuardFailed("REASON_REQUIRED")
    with transaction.atomic():
        submission = lock(key)
        if submission.state not in CORRECTABLE:
            raise WrongState(verb="take_down", state=submission.state)
        _ask(policies.may_take_down, submission, by, now=now)
        switch(submission)
        record_decision(submission, "take_down", by=by, now=now, word=Word(remark=reason))
        submission.save()
        notices.after(submission, "take_down", by=by, remark=reason, now=now)
        return submission


def _ask(policy: Policy, submission: Submission, by: Actor, *, now: datetime) -> Facts:
    facts = facts_of(submission, by, now=now, verdict=latest_verdict(submission))
    if not policy(facts):
        raise NotPermitted
    return facts


def _against_override(
    submission: Submission, code: str, reason: str, repair_by: date, *, now: datetime
) -> Iterator[Problem]:
    if not _may_be_set_aside(submission, code):
        yield Problem("OVERRIDE_NOT_ALLOWED", "code", {"check": code})
    if not reason.strip():
        yield Problem("REASON_REQUIRED", "reason")
    if repair_by < in_vietnam(now).date():
        yield Problem("REPAIR_DATE_REQUIRED", "repair_by")


def _may_be_set_aside(submission: Submission, code: str) -> bool:
    verdict = latest_verdict(submission)
    rows = verdict.results if verdict else []
    return any(row["code"] == code and row["overridable"] for row in rows)


__all__ = ["adopt", "confirm", "correct", "note_take_down", "override"]
