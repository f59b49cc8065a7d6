"""Writing down what was decided: decisions, endorsements, and their entries in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.models import (
    Decision,
    DecisionGround,
    Endorsement,
    Mandate,
    Submission,
    Verdict,
)
from approvals.policies import Actor, Evidence, Facts, Ground
from approvals.routes import Endorsed
from approvals.selectors.gathering import Gathered, gathered
from approvals.services.checking import verdict_for_decision
from core import ledger
from core.clock import in_vietnam
from core.models import FreeText, LedgerEntry, User

FIRST_ACTS = frozenset({"create", "receive"})


@dataclass(frozen=True)
class Word:
    """What somebody says with an act: a remark, grounds, or evidence of an effect."""

    remark: str = ""
    grounds: tuple[Ground, ...] = ()
    evidence: Evidence | None = None


SILENT = Word()


@dataclass(frozen=True)
class Case:
    """What is known once the row is locked: who acts, with which power, under which verdict."""

    submission: Submission
    by: Actor
    now: datetime
    found: Gathered
    word: Word = SILENT
    verdict: Verdict | None = None
    on_behalf_of: int | None = None

    @property
    def mandate(self) -> Mandate | None:
        """The power with which the person acts."""
        return self.found.mandate


def open_case(
    submission: Submission,
    *,
    by: Actor,
    now: datetime,
    word: Word = SILENT,
    fresh: bool = False,
) -> Case:
    """Gather what a decision is made with; `fresh` runs the rules where no verdict holds yet."""
    found = gathered(submission, by, on=in_vietnam(now).date())
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
    word: Word = SILENT,
    before: str | None = None,
) -> Decision:
    """Write the Decision of an act that no transition belongs to, and its ledger entry."""
    case = open_case(submission, by=by, now=now, word=word)
    origin = submission.state if before is None else before
    return record(case, verb, before=origin, decided_in=submission.round)


def record(case: Case, verb: str, *, before: str, decided_in: int) -> Decision:
    """Write the Decision of an act already made on the row, with its ledger entry and grounds."""
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
        on_behalf_of_id=case.on_behalf_of,
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


def endorse(case: Case, facts: Facts, word: Endorsed, *, completes: bool) -> None:
    """Write one word at a stage with its ledger entry; `completes` its phase or not."""
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
        "needed": word.needed,
        "remark": remark.salted_hash if remark else "",
    }
    Endorsement.objects.create(
        submission=submission,
        position=stage.position,
        round=submission.round,
        revision=submission.current,
        content_hash=submission.content_hash,
        needed=word.needed,
        completes=completes,
        actor_id=case.by.id,
        on_behalf_of_id=case.on_behalf_of,
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
        on_behalf_of=_username(case.on_behalf_of),
        content_hash=case.submission.content_hash,
        details=details,
    )
    return ledger.record(act, now=case.now)


def _username(key: int | None) -> str:
    return User.objects.values_list("username", flat=True).get(pk=key) if key else ""


def _free_text(text: str) -> FreeText | None:
    return FreeText.objects.create(text=text.strip()) if text.strip() else None
