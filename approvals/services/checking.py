"""Running the rules on a submission and keeping the verdict with its inputs."""

from dataclasses import replace
from datetime import datetime

from approvals.content import Fields
from approvals.models import Submission, Verdict
from approvals.rulepacks import pack_in_force
from approvals.rules import check
from approvals.rules.outcomes import as_row
from approvals.rules.own import identity_with, run_own
from approvals.rules.wording import to_repair
from approvals.selectors.content_facts import content_facts
from approvals.selectors.own_checks import in_force
from approvals.services.own_checks import tell_of_broken
from approvals.services.terms import note_term
from core.clock import in_vietnam


def latest_verdict(submission: Submission) -> Verdict | None:
    """Return the last verdict on the current revision, or None."""
    rows = submission.verdicts.filter(revision=submission.current).order_by("-id")
    return rows.defer("inputs").first()  # the whole text again, wanted for a replay alone


def verdict_for_decision(
    submission: Submission, verdict: Verdict | None, *, now: datetime
) -> Verdict:
    """Return a verdict that holds now: the latest, or a new one where time matters."""
    today = in_vietnam(now).date()
    rules = identity_with(pack_in_force(today), in_force(today))
    if verdict and verdict.rule_pack == rules and submission.embargo_until is None:
        return verdict
    return run_rules(submission, now=now)


def run_rules(submission: Submission, *, now: datetime, received: Fields | None = None) -> Verdict:
    """Run every rule of the pack in force on the current revision and store the verdict.

    `received` is the text as it came in, before repair: what was repaired is noted, not hidden.
    """
    today = in_vietnam(now).date()
    pack, added = pack_in_force(today), in_force(today)
    facts = content_facts(submission, now=now, pack=pack)
    if received is not None:
        came = {"title": received.title, "summary": received.summary, "body": received.body}
        facts = replace(facts, repaired=to_repair(**came))
    results = [*check(facts, pack), *(run_own(rule, facts) for rule in added)]
    tell_of_broken(results, now=now)
    note_term(submission, pack)
    return Verdict.objects.create(
        submission=submission,
        revision=submission.current,
        rule_pack=identity_with(pack, added),
        inputs=facts.as_inputs(),
        results=[as_row(result) for result in results],
        at=now,
    )
