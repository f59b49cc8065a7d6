"""The only door through which a submission moves: lock, ask, record, then move (ADR 0002)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from approvals.guards import Guard
from approvals.models import Decision, DecisionGround, Endorsement, Submission, Verdict
from approvals.policies import Actor, Evidence, Facts, Ground, Policy
from approvals.routes import Phase, is_last_of_phase
from approvals.selectors.facts import facts_of
from approvals.selectors.people import valid_mandate
from approvals.services import notices, turns
from approvals.services.checking import latest_verdict, verdict_for_decision
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Stale, WrongState
from core.models import FreeText

STAGED = {"review": Phase.REVIEW, "approve": Phase.APPROVAL}
NEEDS_VERDICT = frozenset({"submit", "review", "approve", "fast_track"})


@dataclass(frozen=True)
class Word:
    """What somebody says with an act: a remark, grounds, or evidence of an effect."""

    remark: str = ""
    grounds: tuple[Ground, ...] = ()
    evidence: Evidence | None = None


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
        verdict = _verdict(submission, verb, now=now)
        facts = facts_of(
            submission,
            by,
            now=now,
            verdict=verdict,
            remark=word.remark,
            grounds=word.grounds,
            evidence=word.evidence,
        )
        if not policy(facts):
            raise NotPermitted(verb=verb, stage=facts.stage.label if facts.stage else "")
        problems = tuple(problem for guard in guards for problem in guard(facts))
        if problems:
            raise GuardFailed(problems[0].code, problems=problems)
        if _is_endorsement_only(facts, verb):
            _endorse(submission, facts, word, now=now, completes=False)
        else:
            _decide(submission, verb, facts, word, now=now)
        turns.set_turn(submission, now=now)
        submission.save()
        notices.after(submission, verb, by=by, remark=word.remark, now=now)
        return submission


def _declared(submission: Submission, verb: str) -> tuple[Policy, tuple[Guard, ...]]:
    """Return policy and guards of the declared transition; raises WrongState where none starts."""
    method: Callable[..., None] = getattr(type(submission), verb)
    declared = method._django_fsm.get_transition(submission.state)  # type: ignore[attr-defined]  # noqa: SLF001
    if declared is None:
        raise WrongState(verb=verb, state=submission.state)
    return declared.custom["policy"], declared.custom["guards"]


def _verdict(submission: Submission, verb: str, *, now: datetime) -> Verdict | None:
    if verb in NEEDS_VERDICT:
        return verdict_for_decision(submission, now=now)
    return latest_verdict(submission)


def _is_endorsement_only(facts: Facts, verb: str) -> bool:
    stage = facts.stage
    return verb in STAGED and stage is not None and not is_last_of_phase(facts.stages, stage)


def _decide(
    submission: Submission, verb: str, facts: Facts, word: Word, *, now: datetime
) -> Decision:
    if verb in STAGED:
        _endorse(submission, facts, word, now=now, completes=True)
    before, decided_in = submission.state, submission.round
    getattr(submission, verb)(by=facts.actor.id, at=now)
    return record_decision(
        submission, verb, by=facts.actor, word=word, now=now, before=before, decided_in=decided_in
    )


def record_decision(
    submission: Submission,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    word: Word = Word(),
    before: str | None = None,
    decided_in: int | None = None,
) -> Decision:
    """Write the Decision of an act and its ledger entry; raises the submission's version."""
    assert submission.revision is not None  # noqa: S101
    if verb != "create" and verb != "receive":  # noqa: PLR1714  the first act is version 1
        submission.version += 1
    submission.updated_at = now
    remark = _free_text(word.remark)
    mandate = by.id and valid_mandate(by.id, submission.site.unit, on=in_vietnam(now).date())
    explanations = [(ground.code, FreeText(text=ground.explanation)) for ground in word.grounds]
    details = {
        "reference": submission.reference,
        "from": before if before is not None else submission.state,
        "to": submission.state,
        "version": submission.version,
        "remark": remark.salted_hash if remark else "",
        "grounds": [{"code": c, "explanation": text.salted_hash} for c, text in explanations],
        "mandate": str(mandate) if mandate else "",
    }
    if word.evidence:
        details["written_hash"] = word.evidence.written_hash
    decision = Decision.objects.create(
        submission=submission,
        verb=verb,
        from_state=details["from"] if before != "" else "",
        to_state=submission.state,
        version=submission.version,
        round=submission.round if decided_in is None else decided_in,
        revision=submission.revision,
        content_hash=submission.content_hash,
        actor_id=by.id,
        mandate=mandate or None,
        remark=remark,
        rule_pack=_pack_label(submission),
        at=now,
        entry=_ledger(submission, verb, by, details, now=now),
    )
    for code, text in explanations:
        text.save()
        DecisionGround.objects.create(decision=decision, code=code, explanation=text)
    return decision


def _endorse(
    submission: Submission, facts: Facts, word: Word, *, now: datetime, completes: bool
) -> None:
    stage = facts.stage
    assert stage is not None  # noqa: S101  the policy holds only where it is somebody's turn
    assert facts.actor.id is not None  # noqa: S101
    if not completes:
        submission.version += 1
        submission.updated_at = now
    remark = _free_text(word.remark)
    mandate = valid_mandate(facts.actor.id, submission.site.unit, on=in_vietnam(now).date())
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
        revision=submission.revision,
        content_hash=submission.content_hash,
        completes=completes,
        actor_id=facts.actor.id,
        mandate=mandate,
        remark=remark,
        at=now,
        entry=_ledger(submission, "endorse", facts.actor, details, now=now),
    )


def _ledger(
    submission: Submission, verb: str, by: Actor, details: dict[str, Any], *, now: datetime
) -> ledger.LedgerEntry:
    act = ledger.Act(
        verb=verb,
        subject_type="submission",
        subject_id=str(submission.pk),
        actor=by.name,
        content_hash=submission.content_hash,
        details=details,
    )
    return ledger.record(act, now=now)


def _free_text(text: str) -> FreeText | None:
    return FreeText.objects.create(text=text.strip()) if text.strip() else None


def _pack_label(submission: Submission) -> str:
    verdict = latest_verdict(submission)
    return verdict.rule_pack if verdict else ""
