"""What the desk offers a person on an item, and what stands in that person's way."""

from dataclasses import dataclass, field
from datetime import datetime

from approvals.models import Submission
from approvals.policies import Actor
from approvals.selectors.allowed import options

# These stand in the way whatever is typed or mended, so the screen says so beforehand.
PERSONAL = frozenset({"SEPARATION_OF_DUTIES", "MANDATE_MISSING"})


@dataclass(frozen=True)
class Powers:
    """The verbs and acts a person may start, and those that a personal condition hinders."""

    ways: frozenset[str] = frozenset()
    hindered: dict[str, str] = field(default_factory=dict)


def powers(submission: Submission, actor: Actor, *, now: datetime) -> Powers:
    """Return what the person may do with the item at this moment."""
    ways: set[str] = set()
    hindered: dict[str, str] = {}
    for option in options(submission, actor, now=now):
        personal = [p.code for p in option.problems if p.code in PERSONAL]
        if personal:
            hindered[option.action] = personal[0]
        else:
            ways.add(option.action)
    return Powers(frozenset(ways), hindered)


def starts_from(verb: str, state: str) -> bool:
    """Tell whether the transition of that name starts from the state."""
    declared = getattr(Submission, verb)._django_fsm.get_transition(state)  # noqa: SLF001
    return declared is not None
