"""What a person can do with a submission now, and what stands in the way of the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from approvals import guards, policies
from approvals.guards import Guard
from approvals.lifecycle import State
from approvals.models import Submission, Verdict
from approvals.policies import Actor, Facts, Policy
from approvals.selectors.carrying import may_be_proposed
from approvals.selectors.facts import PUBLIC, facts_of
from core.errors import NotPermitted, Problem, WrongState

TRANSITIONS = (
    "submit",
    "review",
    "approve",
    "fast_track",
    "request_changes",
    "reject",
    "withdraw",
    "recall",
)
# What the caller says with the act cannot stand in the way before it is said.
ASKED_WITH_THE_ACT = frozenset({guards.remark_given, guards.reason_given, guards.grounds_given})
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
DECIDED_ON = frozenset({State.SUBMITTED, State.REVIEWED})
GIVEN_UP = (State.REJECTED, State.WITHDRAWN)

Starts = Callable[[Submission], bool]


@dataclass(frozen=True)
class Option:
    """A verb that state and powers allow; problems say which conditions do not hold yet."""

    action: str
    problems: tuple[Problem, ...] = ()


def options(submission: Submission, actor: Actor, *, now: datetime) -> tuple[Option, ...]:
    """Return every verb whose source state fits and whose policy holds for the person."""
    facts = facts_of(submission, actor, now=now, verdict=_latest_verdict(submission))
    return (*_transitions(submission, facts), *_acts(submission, facts))


def refuse_unless_open(submission: Submission, actor: Actor, action: str, *, now: datetime) -> None:
    """Raise WrongState or NotPermitted for an act that is no transition; conditions come later."""
    starts, policy = ACTS[action]
    if not starts(submission):
        raise WrongState(verb=action, state=submission.state)
    if not policy(facts_of(submission, actor, now=now, verdict=None)):
        raise NotPermitted(verb=action)


def _transitions(submission: Submission, facts: Facts) -> Iterator[Option]:
    for verb in TRANSITIONS:
        declared = getattr(Submission, verb)._django_fsm.get_transition(submission.state)  # noqa: SLF001
        seen = replace(facts, verb=verb)
        if declared is not None and declared.custom["policy"](seen):
            yield Option(verb, tuple(_problems(declared.custom["guards"], seen)))


def _problems(declared: tuple[Guard, ...], facts: Facts) -> Iterator[Problem]:
    for guard in declared:
        if guard not in ASKED_WITH_THE_ACT:
            yield from guard(facts)


def _acts(submission: Submission, facts: Facts) -> Iterator[Option]:
    for action, (starts, policy) in ACTS.items():
        if starts(submission) and policy(facts):
            yield Option(action, tuple(_separation(action, submission, facts)))


def _separation(action: str, submission: Submission, facts: Facts) -> Iterator[Problem]:
    """A second person confirms: neither the author nor who approved."""
    if action == "confirm" and facts.actor.id in facts.authors | {submission.approved_by_id}:
        yield Problem("SEPARATION_OF_DUTIES")


def _latest_verdict(submission: Submission) -> Verdict | None:
    return submission.verdicts.filter(revision=submission.revision).order_by("-id").first()


def _is_editable(submission: Submission) -> bool:
    return submission.state in EDITABLE


def _has_no_author(submission: Submission) -> bool:
    return submission.state == State.SUBMITTED and submission.submitted_by_id is None


def _awaits_confirmation(submission: Submission) -> bool:
    gone = submission.state in {State.RETURNED, State.WITHDRAWN}
    return submission.fast_tracked and submission.confirmed_by_id is None and not gone


def _has_open_checks(submission: Submission) -> bool:
    if submission.state in DECIDED_ON:
        return True
    verdict = _latest_verdict(submission) if _is_editable(submission) else None
    rows = verdict.results if verdict else []
    return any(row["overridable"] and not row["passed"] for row in rows)


def _may_be_corrected(submission: Submission) -> bool:
    running = submission.superseded_by.exclude(state__in=GIVEN_UP)
    return submission.state in PUBLIC and not running.exists()


def _is_online(submission: Submission) -> bool:
    publication = getattr(submission, "publication", None)
    return submission.state in PUBLIC and publication is not None and publication.online


ACTS: dict[str, tuple[Starts, Policy]] = {
    "edit": (_is_editable, policies.may_edit),
    "adopt": (_has_no_author, policies.may_adopt),
    "confirm": (_awaits_confirmation, policies.may_confirm),
    "override": (_has_open_checks, policies.may_override),
    "correct": (_may_be_corrected, policies.may_create),
    "propose": (may_be_proposed, policies.may_create),
    "take_down": (_is_online, policies.may_take_down),
}
