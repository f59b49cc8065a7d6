"""The only door through which a submission moves: lock, ask, record, then move (ADR 0002)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals.guards import Guard
from approvals.models import (
    Decision,
    DecisionGround,
    Endorsement,
    Mandate,
    Submission,
    Verdict,
)
from approvals.policies import Actor, Evidence, Facts, Ground, Policy
from approvals.routes import Endorsed, Phase, is_last_of_phase
from approvals.selectors.facts import facts_for_act
from approvals.selectors.gathering import Gathered, gathered
from approvals.services import notices, turns
from approvals.services.checking import verdict_for_decision
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Stale, WrongState
from core.models import FreeText, LedgerEntry

STAGED = {"review": Phase.REVIEW, "approve": Phase.APPROVAL}
NEEDS_VERDICT = frozenset({"submit", "review", "approve", "fast_track"})
FIRST_ACTS = frozenset({"create", "receive"})
# Every column that a transition, its decision or the turn after it may change.
MOVED = (
    *("state", "round", "fast_tracked", "version", "updated_at"),
    *("waiting_role", "waiting_unit", "due_at", "escalation_level", "confirm_due_at"),
    *("submitted_by", "submitted_at", "withdrawn_by", "withdrawn_at"),
    *("reviewed_by", "reviewed_at", "approved_by", "approved_at", "rejected_by", "rejected_at"),
    *("published_at", "archived_at"),
)


@dataclass(frozen=True)
class Word:
    """What somebody says with an act: a remark, grounds, or evidence of an effect."""

    remark: str = ""
    grounds: tuple[Ground, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Case:
    """What is known once the row is locked: who acts, with which power, under which verdict."""

    submission: Submission
    by: Actor
    now: datetime
    found: Gathered
    word: Word = Word()
    verdict: Verdict | None = None

    @property
    def mandate(self) -> Mandate | None:
        """The power with which the person acts."""
        return self.found.mandate


def lock(submission_id: uuid.UUID | str, *, version: int | None = None) -> Submission:
    """Return the row under lock; raises `Stale` when the caller looked at another version."""
    rows = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("site__unit", "unit", "route_version", "revision")
        .defer("words")
    )
    submission = rows.get(pk=submission_id)
    if version is not None and submission.version != version:
        raise Stale(version=submission.version)
    return submission


def _advance(
    submission_id: uuid.UUID | str,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    version: int | None = None,
    word: Word = Word(),
) -> Submission:
    """Move one submission by one verb, or refuse with every reason.

    Order: lock the row, version, state, policy, all guards; then the endorsement or the transition
    with its Decision and its ledger entry, in this transaction. Raises Stale, WrongState,
    NotPermitted, GuardFailed.
    """
    with transaction.atomic():
        submission = lock(submission_id, version=version)
        policy, guards = _declared(submission, verb)
        case = open_case(submission, by=by, now=now, word=word, fresh=verb in NEEDS_VERDICT)
        facts, round_before = _facts(case), submission.round
        if not policy(facts):
            raise NotPermitted(verb=verb, stage=facts.stage.label if facts.stage else "")
        problems = tuple(problem for guard in guards for problem in guard(facts))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        if _is_endorsement_only(facts, verb):
            _endorse(case, facts, completes=False)
        else:
            _decide(case, verb, facts)
        turns.set_turn(submission, now=now, said=_said(facts, verb))
        submission.save(update_fields=MOVED)
        wrote = _wrote(case, facts, round_before)
        notices.after(submission, verb, by=by, remark=word.remark, now=now, wrote=wrote)
        return submission


def open_case(
    submission: Submission,
    *,
    by: Actor,
    now: datetime,
    word: Word = Word(),
    fresh: bool = False,
) -> Case:
    """Gather what a decision is made with; `fresh` runs the rules where no verdict holds yet."""
    found = gathered(submission, by.id, on=in_vietnam(now).date())
    verdict = found.verdict
    if fresh:
        verdict = verdict_for_decision(submission, verdict, now=now)
    return Case(submission, by, now, found, word, verdict)


def record_decision(
    submission: Submission,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    word: Word = Word(),
    before: str | None = None,
) -> Decision:
    """Write the Decision of an act that no transition belongs to, and its ledger entry."""
    case = open_case(submission, by=by, now=now, word=word)
    origin = submission.state if before is None else before
    return _record(case, verb, before=origin, decided_in=submission.round)


def _facts(case: Case) -> Facts:
    return facts_for_act(
        case.submission,
        case.by,
        now=case.now,
        verdict=case.verdict,
        mandate=case.mandate,
        remark=case.word.remark,
        grounds=case.word.grounds,
        evidence=case.word.evidence,
        found=case.found,
    )


def _declared(submission: Submission, verb: str) -> tuple[Policy, tuple[Guard, ...]]:
    """Return policy and guards of the declared transition; raises WrongState where none starts."""
    method: Callable[..., None] = getattr(type(submission), verb)
    declared = method._django_fsm.get_transition(submission.state)  # type: ignore[attr-defined]  # noqa: SLF001
    if declared is None:
        raise WrongState(verb=verb, state=submission.state)
    return declared.custom["policy"], declared.custom["guards"]


def _is_endorsement_only(facts: Facts, verb: str) -> bool:
    stage = facts.stage
    return verb in STAGED and stage is not None and not is_last_of_phase(facts.stages, stage)


def _said(facts: Facts, verb: str) -> tuple[Endorsed, ...]:
    """Return the words that hold once the act is done; nobody is awaited where a round begins."""
    if verb not in STAGED or facts.stage is None or facts.actor.id is None:
        return facts.endorsed
    return (*facts.endorsed, Endorsed(facts.stage.position, facts.actor.id))


def _wrote(case: Case, facts: Facts, round_before: int) -> frozenset[int] | None:
    """Return the authors once the act is done; None where a new round has other ones."""
    if case.submission.round != round_before:
        return None
    submitter = case.submission.submitted_by_id
    return facts.authors | ({submitter} if submitter else set())


def _decide(case: Case, verb: str, facts: Facts) -> None:
    if verb in STAGED:
        _endorse(case, facts, completes=True)
    submission = case.submission
    before, decided_in = submission.state, submission.round
    getattr(submission, verb)(by=case.by.id, at=case.now)
    _record(case, verb, before=before, decided_in=decided_in)


def _record(case: Case, verb: str, *, before: str, decided_in: int) -> Decision:
    submission, word = case.submission, case.word
    if verb not in FIRST_ACTS:
        submission.version += 1
    submission.updated_at = case.now
    remark = _free_text(word.remark)
    explanations = [(ground.code, FreeText(text=ground.explanation)) for ground in word.grounds]
    details = {
        "reference": submission.reference,
        "from": before,
        "to": submission.state,
        "version": submission.version,
        "remark": remark.salted_hash if remark else "",
        "grounds": [{"code": c, "explanation": text.salted_hash} for c, text in explanations],
        "mandate": str(case.mandate) if case.mandate else "",
        "written_hash": word.evidence.written_hash if word.evidence else "",
    }
    decision = Decision.objects.create(
        submission=submission,
        verb=verb,
        from_state=before,
        to_state=submission.state,
        version=submission.version,
        round=decided_in,
        revision=submission.current,
        content_hash=submission.content_hash,
        actor_id=case.by.id,
        mandate=case.mandate,
        remark=remark,
        rule_pack=case.verdict.rule_pack if case.verdict else "",
        at=case.now,
        entry=_ledger(case, verb, details),
    )
    for code, text in explanations:
        text.save(force_insert=True)
        DecisionGround.objects.create(decision=decision, code=code, explanation=text)
    return decision


def _endorse(case: Case, facts: Facts, *, completes: bool) -> None:
    submission, stage = case.submission, facts.stage
    assert stage is not None  # noqa: S101  the policy holds only where it is somebody's turn
    assert case.by.id is not None  # noqa: S101
    if not completes:
        submission.version += 1
        submission.updated_at = case.now
    remark = _free_text(case.word.remark)
    details = {
        "reference": submission.reference,
        "stage": stage.label,
        "position": stage.position,
        "round": submission.round,
        "remark": remark.salted_hash if remark else "",
    }
    Endorsement.objects.create(
        submission=submission,
        position=stage.position,
        round=submission.round,
        revision=submission.current,
        content_hash=submission.content_hash,
        completes=completes,
        actor_id=case.by.id,
        mandate=case.mandate,
        remark=remark,
        at=case.now,
        entry=_ledger(case, "endorse", details),
    )


def _ledger(case: Case, verb: str, details: dict[str, Any]) -> LedgerEntry:
    act = ledger.Act(
        verb=verb,
        subject_type="submission",
        subject_id=str(case.submission.pk),
        actor=case.by.name,
        content_hash=case.submission.content_hash,
        details=details,
    )
    return ledger.record(act, now=case.now)


def _free_text(text: str) -> FreeText | None:
    return FreeText.objects.create(text=text.strip()) if text.strip() else None
