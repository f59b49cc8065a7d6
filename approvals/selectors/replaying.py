"""Verdicts run again: on their own pack of their own day, or as another pack would have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.models import OwnCheck, Verdict
from approvals.rulepacks import NoRulePack, RulePack, pack
from approvals.rules import CheckResult, ContentFacts, check
from approvals.rules.outcomes import as_row
from approvals.rules.own import OwnRule, run_own

ABSENT = "absent"


@dataclass(frozen=True)
class Difference:
    """A check that ended otherwise: what was stored, and what comes out now."""

    code: str
    before: str
    after: str


@dataclass(frozen=True)
class Replay:
    """One verdict run again; `problem` says why it could not be."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def same(self) -> bool:
        """Tell whether exactly what was stored came out again."""
        return not self.problem and not self.differences


def replay(verdict: Verdict) -> Replay:
    """Run a verdict again from its stored inputs under the pack version it names."""
    try:
        rules = pack(verdict.rule_pack)
    except NoRulePack as missing:
        return Replay(verdict, problem=str(missing))
    return _compared(verdict, rules)


def under(verdict: Verdict, rules: RulePack) -> Replay:
    """Run a verdict as if another pack had been in force; the inputs stay those of its day."""
    return _compared(verdict, rules)


def verdicts_on(day: date, *, until: date | None = None, after: int = 0) -> Iterable[Verdict]:
    """Return the verdicts of those days in Vietnam in the order they were reached."""
    rows = Verdict.objects.filter(pk__gt=after).select_related("submission").order_by("pk")
    return rows.filter(at__date__gte=day, at__date__lte=until or day)


def _compared(verdict: Verdict, rules: RulePack) -> Replay:
    try:
        facts = ContentFacts.from_inputs(verdict.inputs)
    except (KeyError, TypeError, ValueError) as problem:
        return Replay(verdict, problem=f"inputs: {problem}")
    results = [*check(facts, rules), *(run_own(rule, facts) for rule in _added(verdict))]
    return Replay(verdict, differences(verdict.results, results))


def _added(verdict: Verdict) -> list[OwnRule]:
    """Return the very versions of added checks that the verdict was reached with."""
    used = [(row["code"], row["version"]) for row in verdict.results if row.get("version")]
    if not used:
        return []
    rows = OwnCheck.objects.filter(code__in={code for code, _ in used})
    known = {(row.code, row.version): row for row in rows}
    return [as_rule(known[key]) for key in used if key in known]


def as_rule(row: OwnCheck) -> OwnRule:
    """Return a stored version of an added check as the rules run it."""
    return OwnRule(
        code=row.code,
        version=row.version,
        expression=row.expression,
        severity=row.severity,
        ground=row.ground,
        overridable=row.overridable,
        said=(row.said_vi, row.said_en),
        remedy=(row.remedy_vi, row.remedy_en),
    )


def differences(
    stored: Iterable[dict[str, Any]], results: Iterable[CheckResult]
) -> tuple[Difference, ...]:
    """Return the checks whose rows are not equal, in reading order; lost and new ones too."""
    before = {row["code"]: row for row in stored}
    after = {result.code: as_row(result) for result in results}
    return tuple(
        Difference(code, outcome(before.get(code)), outcome(after.get(code)))
        for code in dict.fromkeys((*before, *after))
        if before.get(code) != after.get(code)
    )


def outcome(row: dict[str, Any] | None) -> str:
    """Say how a check ended: absent, pass, or the severity it failed with."""
    if row is None:
        return ABSENT
    severity: str = row["severity"]
    return "pass" if row["passed"] else severity
