"""What a person may do with an item now, and what hinders where the role alone would do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from approvals import guards, policies
from approvals.lifecycle import FINAL, State
from approvals.models import Submission
from approvals.policies import Actor, Facts
from approvals.selectors.facts import PUBLIC, facts_of

VERBS = (
    "approve", "review", "submit", "fast_track", "request_changes", "reject", "recall", "withdraw",
)  # fmt: skip
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
DECIDED = frozenset({State.SUBMITTED, State.REVIEWED})
# Guards about the person: they hinder whatever is typed, so the screen says so beforehand.
PERSONAL = (guards.separate_people, guards.mandate_valid)


@dataclass(frozen=True)
class Powers:
    """The verbs and acts a person may start, and those that a personal condition hinders."""

    verbs: tuple[str, ...] = ()
    hindered: dict[str, str] = field(default_factory=dict)
    acts: frozenset[str] = frozenset()


def powers(submission: Submission, actor: Actor, *, now: datetime) -> Powers:
    """Return what the person may do with the item at this moment."""
    facts = facts_of(submission, actor, now=now, verdict=None)
    allowed: list[str] = []
    hindered: dict[str, str] = {}
    for verb in VERBS:
        transition = declared(verb, submission.state)
        if transition is None or not transition["policy"](facts):
            continue
        problem = _hindrance(facts, transition["guards"])
        if problem:
            hindered[verb] = problem
        else:
            allowed.append(verb)
    return Powers(tuple(allowed), hindered, _acts(submission, facts))


def declared(verb: str, state: str) -> dict[str, object] | None:
    """Return policy and guards of the verb's transition out of `state`, or None."""
    method: Callable[..., None] = getattr(Submission, verb)
    transition = method._django_fsm.get_transition(state)  # type: ignore[attr-defined]  # noqa: SLF001
    return transition.custom if transition else None


def _hindrance(facts: Facts, declared_guards: tuple[guards.Guard, ...]) -> str:
    personal = (guard for guard in PERSONAL if guard in declared_guards)
    return next((problem.code for guard in personal for problem in guard(facts)), "")


def _acts(submission: Submission, facts: Facts) -> frozenset[str]:
    state = submission.state
    waits_for_second = (
        submission.fast_tracked
        and submission.confirmed_by_id is None
        and state not in {*EDITABLE, State.WITHDRAWN}
    )
    second = facts.actor.id not in facts.authors | {submission.approved_by_id}
    received = state == State.SUBMITTED and submission.submitted_by_id is None
    possible = {
        "edit": state in EDITABLE and policies.may_edit(facts),
        "confirm": waits_for_second and second and policies.may_confirm(facts),
        "override": state in DECIDED and policies.may_override(facts),
        "adopt": received and policies.may_adopt(facts),
        "correct": state in PUBLIC and policies.may_create(facts),
        "take_down": state in PUBLIC and policies.may_take_down(facts),
    }
    return frozenset(act for act, holds in possible.items() if holds)


def is_final(submission: Submission) -> bool:
    """Tell whether nothing moves the item any more."""
    return submission.state in FINAL
