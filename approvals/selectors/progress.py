"""Where an item stands on its route: each stage with who spoke there, and who is next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from approvals.lifecycle import State
from approvals.models import Endorsement, Submission, Turn
from approvals.policies import PHASE_OF
from approvals.routes import Stage
from approvals.selectors.people import may_take

DONE, NOW, LATER, SKIPPED = "done", "now", "later", "skipped"
PAST_THE_ROUTE = frozenset({State.APPROVED, State.PUBLISHED, State.ARCHIVED})


@dataclass(frozen=True)
class Step:
    """One stage of the route as it stands in the present round."""

    stage: Stage
    status: str
    words: tuple[Endorsement, ...] = ()
    turn: Turn | None = None
    people: tuple[str, ...] = ()


def steps(submission: Submission, *, on: date) -> tuple[Step, ...]:
    """Return the stages in order; those whose turn it is name the people who may decide."""
    rows = submission.endorsements.filter(
        round=submission.round, content_hash=submission.content_hash
    ).select_related("actor", "on_behalf_of")
    words: dict[int, list[Endorsement]] = defaultdict(list)
    for row in rows:
        words[row.position].append(row)
    turns = {turn.position: turn for turn in submission.turns.select_related("person")}
    return tuple(
        _step(submission, stage, tuple(words[stage.position]), turns.get(stage.position), on=on)
        for stage in submission.route_version.parsed
    )


def open_steps(submission: Submission) -> tuple[Stage, ...]:
    """Return the stages whose turn it is; asks the database once."""
    if submission.state not in PHASE_OF:
        return ()
    positions = {turn.position for turn in submission.turns.all()}
    return tuple(s for s in submission.route_version.parsed if s.position in positions)


def _step(
    submission: Submission,
    stage: Stage,
    words: tuple[Endorsement, ...],
    turn: Turn | None,
    *,
    on: date,
) -> Step:
    if turn:
        spoke = {word.actor_id for word in words}
        people = [person for person in may_take(turn, on=on) if person.pk not in spoke]
        return Step(stage, NOW, words, turn, tuple(str(person) for person in people))
    if words:
        return Step(stage, DONE, words)
    skipped = submission.fast_tracked and submission.state in PAST_THE_ROUTE
    return Step(stage, SKIPPED if skipped else LATER)
