"""Added checks: which are in force, which a verdict used, and what a new one would find."""

from collections.abc import Iterable
from datetime import date

from approvals.models import OwnCheck, Verdict
from approvals.rules import ContentFacts
from approvals.rules.outcomes import as_row
from approvals.rules.own import OwnRule, run_own
from approvals.selectors.rehearsing import Rehearsal, rehearse
from approvals.selectors.replaying import Difference, Replay, as_rule, outcome


def in_force(on: date) -> tuple[OwnRule, ...]:
    """Return the added checks of a day, the last version of each."""
    return tuple(as_rule(row) for row in latest(on) if not row.stopped)


def latest(on: date) -> list[OwnCheck]:
    """Return the last version of each check that has begun by that day, stopped ones too."""
    rows = OwnCheck.objects.filter(valid_from__lte=on).order_by("code", "-version")
    return list(rows.distinct("code"))


def try_out(rule: OwnRule) -> Rehearsal:
    """Run a check that is not in force over stored inputs; nothing is stored."""

    def run(verdict: Verdict) -> Replay:
        before = {row["code"]: row for row in verdict.results}.get(rule.code)
        after = run_own(rule, ContentFacts.from_inputs(verdict.inputs))
        if after.error:
            return Replay(verdict, problem=after.error)
        ends = outcome(as_row(after))
        found = () if after.passed else (Difference(rule.code, outcome(before), ends),)
        return Replay(verdict, found)

    return rehearse(run)


def versions() -> Iterable[OwnCheck]:
    """Return every version there ever was, the newest of each code first."""
    return OwnCheck.objects.select_related("by").order_by("code", "-version")
