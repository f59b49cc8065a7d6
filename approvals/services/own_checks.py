"""Adding checks: tried on stored items first, then dated data with an entry in the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext, override

from approvals.models import OwnCheck
from approvals.policies import Actor
from approvals.rulepacks import pack_in_force
from approvals.rules import CheckResult
from approvals.rules.own import CODE, BrokenExpression, OwnRule, expression_faults, holds, sample
from approvals.selectors.own_checks import latest, try_out
from approvals.selectors.rehearsing import Rehearsal
from core import ledger
from core.clock import in_vietnam
from core.errors import GuardFailed, NotPermitted, Problem
from core.models import Notice, User

ADMINISTRATOR = "administrator"
SEVERITIES = ("block", "warn", "info")
MOST_NAMED = 20


@dataclass(frozen=True)
class Proposal:
    """What an administrator writes down of a check."""

    code: str
    expression: str
    severity: str
    ground: str
    overridable: bool
    said: tuple[str, str]
    remedy: tuple[str, str]

    def as_version(self, number: int) -> OwnRule:
        """Return the proposal as the rules would run it."""
        words = (self.said, self.remedy)
        return OwnRule(
            self.code, number, self.expression, self.severity, self.ground, self.overridable, *words
        )


def try_proposal(proposal: Proposal, *, by: Actor, now: datetime) -> Rehearsal:
    """Run a proposal over stored items; raises NotPermitted, or GuardFailed with every fault."""
    _ask(by)
    problems = tuple(_faults(proposal, on=in_vietnam(now).date()))
    if problems:
        raise GuardFailed(problems[0].code, problems=problems)
    return try_out(proposal.as_version(0))


def activate(proposal: Proposal, *, by: Actor, now: datetime, valid_from: date) -> OwnCheck:
    """Put a check into force from a day on: tried once more, stored, written into the ledger.

    Refuses what `try_proposal` refuses, and an expression that breaks on any stored item.
    """
    found = try_proposal(proposal, by=by, now=now)
    broken = next((change.problem for change in found.changes if change.problem), "")
    if broken:
        problem = Problem("EXPRESSION_FAILS", "expression", {"detail": broken})
        raise GuardFailed("EXPRESSION_FAILS", problems=(problem,))
    tried = {
        "looked_at": found.looked_at,
        "cut": found.cut,
        "would_fail": len(found.changes),
        "named": [change.submission.reference for change in found.changes[:MOST_NAMED]],
    }
    day = max(valid_from, in_vietnam(now).date())
    return _store(proposal, by=by, now=now, day=day, tried=tried, stopped=False)


def stop(code: str, *, by: Actor, now: datetime) -> OwnCheck:
    """End an added check from today on; its versions stay for the verdicts that used them."""
    _ask(by)
    today = in_vietnam(now).date()
    row = next((row for row in latest(date.max) if row.code == code), None)
    if row is None or row.stopped:
        problem = Problem("OWN_CHECK_INCOMPLETE", "code", {"name": code})
        raise GuardFailed("OWN_CHECK_INCOMPLETE", problems=(problem,))
    proposal = Proposal(
        code=row.code,
        expression=row.expression,
        severity=row.severity,
        ground=row.ground,
        overridable=row.overridable,
        said=(row.said_vi, row.said_en),
        remedy=(row.remedy_vi, row.remedy_en),
    )
    return _store(proposal, by=by, now=now, day=today, tried={}, stopped=True)


def tell_of_broken(results: Iterable[CheckResult], *, now: datetime) -> None:
    """Tell administrators, once a version, that an added check broke and so checks nothing."""
    broken = [result for result in results if result.error]
    if not broken:
        return
    people = list(
        User.objects.filter(role_assignments__role=ADMINISTRATOR, is_active=True).distinct()
    )
    Notice.objects.bulk_create(
        [_notice(person, result, now) for person in people for result in broken],
        ignore_conflicts=True,
    )


def _notice(person: User, result: CheckResult, now: datetime) -> Notice:
    with override(person.language):
        title = gettext("Kiểm tra %(code)s bị hỏng và không chặn gì") % {"code": result.code}
    name = f"{result.code}@{result.version}"
    return Notice(
        user=person,
        once_key=f"own_check:{name}:{person.pk}",
        event="own_check_broken",
        subject_id=name,
        title=title,
        text=result.error,
        link="/desk/rules/own/",
        created_at=now,
    )


def _ask(by: Actor) -> None:
    if not any(role == ADMINISTRATOR for role, _ in by.roles):
        raise NotPermitted(verb="own_check")


def _faults(proposal: Proposal, *, on: date) -> Iterator[Problem]:
    wrong = {
        "code": not CODE.fullmatch(proposal.code),
        "severity": proposal.severity not in SEVERITIES,
        "ground": not _ground_fits(proposal, on),
        "overridable": proposal.overridable and proposal.severity != "block",
        "said": not all(text.strip() for text in proposal.said),
        "remedy": not all(text.strip() for text in proposal.remedy),
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            yield Problem("OWN_CHECK_INCOMPLETE", name, {"name": name})
    unreadable = tuple(expression_faults(proposal.expression))
    yield from unreadable
    if unreadable:
        return
    try:
        holds(proposal.expression, sample())
    except BrokenExpression as problem:
        yield Problem("EXPRESSION_FAILS", "expression", {"detail": str(problem)})


def _ground_fits(proposal: Proposal, on: date) -> bool:
    if not proposal.ground:
        return proposal.severity != "block"
    return proposal.ground in pack_in_force(on).grounds


def _store(
    proposal: Proposal,
    *,
    by: Actor,
    now: datetime,
    day: date,
    tried: dict[str, object],
    stopped: bool,
) -> OwnCheck:
    assert by.id is not None  # noqa: S101  administrators are people
    with transaction.atomic():
        last = OwnCheck.objects.filter(code=proposal.code).order_by("-version").first()
        rule = proposal.as_version(last.version + 1 if last else 1)
        verb = "stop_check" if stopped else "activate_check"
        act = _act(verb, rule, by=by, day=day, tried=tried)
        return OwnCheck.objects.create(
            **{name: getattr(rule, name) for name in _KEPT},
            said_vi=rule.said[0],
            said_en=rule.said[1],
            remedy_vi=rule.remedy[0],
            remedy_en=rule.remedy[1],
            valid_from=day,
            stopped=stopped,
            tried=tried,
            by_id=by.id,
            at=now,
            entry=ledger.record(act, now=now),
        )


_KEPT = ("code", "version", "expression", "severity", "ground", "overridable")


def _act(verb: str, rule: OwnRule, *, by: Actor, day: date, tried: dict[str, object]) -> ledger.Act:
    """Return what the ledger remembers: the rule itself, its first day, what the trial found."""
    return ledger.Act(
        verb=verb,
        subject_type="own_check",
        subject_id=f"{rule.code}@{rule.version}",
        actor=by.name,
        details={
            "expression": rule.expression,
            "severity": rule.severity,
            "ground": rule.ground,
            "fingerprint": rule.fingerprint,
            "valid_from": day.isoformat(),
            "tried": tried,
        },
    )
