"""The only door through which a submission moves: lock, ask, record, then move (ADR 0002)."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from approvals.guards import Guard
from approvals.models import (
    Submission,
)
from approvals.policies import Actor, Facts, Policy
from approvals.routes import ALL, Endorsed, Phase, Stage, open_stages
from approvals.selectors.facts import facts_for_act
from approvals.selectors.people import holders
from approvals.services import notices, turns
from approvals.services.recording import SILENT, Case, Word, endorse, open_case, record
from approvals.services.screening import refuse_marked
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Stale, WrongState

STAGED = {"review": Phase.REVIEW, "approve": Phase.APPROVAL}
NEEDS_VERDICT = frozenset({"submit", "review", "approve", "fast_track"})
# Every column that a transition, its decision or the turn after it may change.
MOVED = (
    *("state", "round", "fast_tracked", "version", "updated_at"),
    *("due_at", "confirm_due_at"),
    *("submitted_by", "submitted_at", "withdrawn_by", "withdrawn_at"),
    *("reviewed_by", "reviewed_at", "approved_by", "approved_at", "rejected_by", "rejected_at"),
    *("published_at", "archived_at"),
)


def lock(submission_id: uuid.UUID | str, *, version: int | None = None) -> Submission:
    """Return the row under lock; raises `Stale` when the caller looked at another version."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(
        "site__unit", "unit", "route_version", "revision"
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
    word: Word = SILENT,
) -> Submission:
    """Move one submission by one verb, or refuse with every reason.

    Order: lock the row, version, state, policy, all guards; then the endorsement or the transition
    with its Decision and its ledger entry, in this transaction. Raises Stale, WrongState,
    NotPermitted, GuardFailed; and RulesViolated before anything, where the words carry a mark.
    """
    words = (word.remark, *(ground.explanation for ground in word.grounds))
    refuse_marked((("text", text) for text in words if text), by=by, now=now)
    with transaction.atomic():
        submission = lock(submission_id, version=version)
        policy, guards = _declared(submission, verb)
        case = open_case(submission, by=by, now=now, word=word, fresh=verb in NEEDS_VERDICT)
        facts, round_before = _facts(case, verb), submission.round
        if not policy(facts):
            raise NotPermitted(verb=verb, stage=facts.stage.label if facts.stage else "")
        problems = tuple(problem for guard in guards for problem in guard(facts))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        case = replace(case, on_behalf_of=facts.acted_for)
        said = _said(case, facts, verb)
        if verb in STAGED and open_stages(facts.stages, said, STAGED[verb]):
            endorse(case, facts, said[-1], completes=False)
        else:
            _decide(case, verb, facts, said)
        turns.set_turn(submission, now=now, said=said)
        submission.save(update_fields=MOVED)
        wrote = _wrote(case, facts, round_before)
        notices.after(submission, verb, by=by, remark=word.remark, now=now, wrote=wrote)
        return submission


def _facts(case: Case, verb: str) -> Facts:
    return facts_for_act(
        case.submission,
        case.by,
        now=case.now,
        verdict=case.verdict,
        mandate=case.mandate,
        remark=case.word.remark,
        grounds=case.word.grounds,
        evidence=case.word.evidence,
        verb=verb,
        found=case.found,
    )


def _declared(submission: Submission, verb: str) -> tuple[Policy, tuple[Guard, ...]]:
    """Return policy and guards of the declared transition; raises WrongState where none starts."""
    method: Callable[..., None] = getattr(type(submission), verb)
    declared = method._django_fsm.get_transition(submission.state)  # type: ignore[attr-defined]  # noqa: SLF001
    if declared is None:
        raise WrongState(verb=verb, state=submission.state)
    return declared.custom["policy"], declared.custom["guards"]


def _said(case: Case, facts: Facts, verb: str) -> tuple[Endorsed, ...]:
    """Return the words that hold once the act is done; nobody is awaited where a round begins."""
    stage = facts.stage
    if verb not in STAGED or stage is None or facts.actor.id is None:
        return facts.endorsed
    needed = _everybody(case, facts, stage) if stage.needs == ALL else stage.needs
    word = Endorsed(stage.position, facts.actor.id, case.on_behalf_of, needed)
    return (*facts.endorsed, word)


def _everybody(case: Case, facts: Facts, stage: Stage) -> int:
    """Return how many words make all of them: the holders of the day who may speak here."""
    held = holders(stage.role, stage.unit, on=in_vietnam(case.now).date())
    elsewhere = {
        person
        for word in facts.endorsed
        if word.position != stage.position
        for person in word.people
    }
    return max(1, len(set(held.values_list("pk", flat=True)) - facts.authors - elsewhere))


def _wrote(case: Case, facts: Facts, round_before: int) -> frozenset[int] | None:
    """Return the authors once the act is done; None where a new round has other ones."""
    if case.submission.round != round_before:
        return None
    submitter = case.submission.submitted_by_id
    return facts.authors | ({submitter} if submitter else set())


def _decide(case: Case, verb: str, facts: Facts, said: tuple[Endorsed, ...]) -> None:
    if verb in STAGED:
        endorse(case, facts, said[-1], completes=True)
    submission = case.submission
    before, decided_in = submission.state, submission.round
    getattr(submission, verb)(by=case.by.id, at=case.now)
    record(case, verb, before=before, decided_in=decided_in)
