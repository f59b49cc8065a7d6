"""Running the rules on a submission and keeping the verdict with its inputs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from approvals.content import Fields
from approvals.models import Submission, Verdict
from approvals.rulepacks import RulePack, pack_in_force
from approvals.rules import CheckResult, ContentFacts, check
from approvals.selectors.content_facts import content_facts
from core.clock import in_vietnam


def latest_verdict(submission: Submission) -> Verdict | None:
    """Return the last verdict on the current revision, or None."""
    rows = submission.verdicts.filter(revision=submission.current).order_by("-id")
    return rows.defer("inputs").first()  # the whole text again, wanted for a replay alone


def verdict_for_decision(
    submission: Submission, verdict: Verdict | None, *, now: datetime
) -> Verdict:
    """Return a verdict that holds now: the latest, or a new one where time matters."""
    pack = pack_in_force(in_vietnam(now).date())
    if verdict and verdict.rule_pack == pack.identity and submission.embargo_until is None:
        return verdict
    return run_rules(submission, now=now)


def run_rules(submission: Submission, *, now: datetime, received: Fields | None = None) -> Verdict:
    """Run every rule of the pack in force on the current revision and store the verdict.

    `received` is the text as it came in, before repair: what was repaired is noted, not hidden.
    """
    pack = pack_in_force(in_vietnam(now).date())
    facts = content_facts(submission, now=now, pack=pack)
    results = check(facts, pack)
    if received is not None:
        results = _with_repairs(results, facts, received, pack)
    return Verdict.objects.create(
        submission=submission,
        revision=submission.current,
        rule_pack=pack.identity,
        inputs=facts.as_inputs(),
        results=[_row(result) for result in results],
        at=now,
    )


def _with_repairs(
    results: tuple[CheckResult, ...], facts: ContentFacts, received: Fields, pack: RulePack
) -> tuple[CheckResult, ...]:
    """Let NOT_NFC speak of the text before it was repaired."""
    raw = replace(facts, title=received.title, summary=received.summary, body_html=received.body)
    noted = {result.code: result for result in check(raw, pack) if result.code == "NOT_NFC"}
    return tuple(noted.get(result.code, result) for result in results)


def _row(result: CheckResult) -> dict[str, Any]:
    """Return a result as the verdict stores it."""
    return {
        "code": result.code,
        "severity": result.severity,
        "ground": result.ground,
        "overridable": result.overridable,
        "passed": result.passed,
        "violations": [
            {"code": v.code, "field": v.field, "params": v.params} for v in result.violations
        ],
    }
