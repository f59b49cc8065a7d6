"""Where an item stands on its route: each stage with who spoke there, and who is next."""

from dataclasses import dataclass
from datetime import date, datetime

from approvals.models import Endorsement, Submission
from approvals.routes import Stage
from approvals.selectors.people import holders

DONE, NOW, LATER, SKIPPED = "done", "now", "later", "skipped"


@dataclass(frozen=True)
class Step:
    """One stage of the route as it stands in the present round."""

    stage: Stage
    status: str
    by: str = ""
    at: datetime | None = None
    people: tuple[str, ...] = ()


def steps(submission: Submission, *, on: date) -> tuple[Step, ...]:
    """Return the stages in order; the one whose turn it is names the people who may decide."""
    rows = submission.endorsements.filter(
        round=submission.round, content_hash=submission.content_hash
    ).select_related("actor")
    words = {row.position: row for row in rows}
    current = _current(submission, words)
    return tuple(
        _step(submission, stage, words.get(stage.position), current, on=on)
        for stage in submission.route_version.parsed
    )


def _current(submission: Submission, words: dict[int, Endorsement]) -> int | None:
    if not submission.waiting_role:
        return None
    open_stages = (s.position for s in submission.route_version.parsed if s.position not in words)
    return next(open_stages, None)


def _step(
    submission: Submission, stage: Stage, word: Endorsement | None, current: int | None, *, on: date
) -> Step:
    if word:
        return Step(stage, DONE, by=str(word.actor), at=word.at)
    if stage.position == current:
        people = holders(stage.role, stage.unit, on=on)
        return Step(stage, NOW, people=tuple(str(person) for person in people))
    skipped = submission.approved_at is not None and submission.fast_tracked
    return Step(stage, SKIPPED if skipped else LATER)
