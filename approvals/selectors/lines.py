"""A list's items with what each can be decided from, in a few statements however long the list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from approvals.models import Endorsement, Submission
from approvals.policies import PHASE_OF
from approvals.routes import Phase, Stage
from approvals.selectors.checks import Tally, tallies

VERB = {Phase.REVIEW: "review", Phase.APPROVAL: "approve"}


@dataclass(frozen=True)
class Word:
    """Who agreed at which stage to the very content that stands now."""

    stage: Stage | None
    person: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class Line:
    """One item of a list: its checks, who agreed, whose turn it is, and which stage follows."""

    submission: Submission
    checks: Tally
    agreed: tuple[Word, ...] = ()
    turn: tuple[Stage, ...] = ()
    then: Stage | None = None

    @property
    def agree(self) -> str:
        """Return the verb by which whoever has the turn agrees; empty where nobody has it."""
        return VERB.get(self.turn[0].phase, "") if self.turn else ""


def lines(rows: Iterable[Submission]) -> list[Line]:
    """Return the lines of `rows`, in their order."""
    rows = list(rows)
    checks, spoken = tallies(rows), _spoken(rows)
    routes = {row.route_version_id: row.route_version for row in rows}
    stages = {key: version.parsed for key, version in routes.items()}
    return [
        _line(row, stages[row.route_version_id], checks[row.pk], spoken[row.pk]) for row in rows
    ]


def _line(
    row: Submission, stages: tuple[Stage, ...], checks: Tally, spoken: list[Endorsement]
) -> Line:
    open_now = {turn.position for turn in row.turns.all()} if row.state in PHASE_OF else set()
    turn = tuple(stage for stage in stages if stage.position in open_now)
    last = max((stage.position for stage in turn), default=len(stages))
    return Line(
        row,
        checks,
        agreed=tuple(_word(word, stages) for word in spoken),
        turn=turn,
        then=next((stage for stage in stages if stage.position > last), None),
    )


def _word(word: Endorsement, stages: tuple[Stage, ...]) -> Word:
    stage = next((stage for stage in stages if stage.position == word.position), None)
    return Word(stage, str(word.actor), str(word.on_behalf_of or ""))


def _spoken(rows: list[Submission]) -> dict[Any, list[Endorsement]]:
    """Return the words that still hold: of this round, on this content."""
    present = {row.pk: (row.round, row.content_hash) for row in rows}
    words = Endorsement.objects.filter(submission__in=list(present)).order_by("id")
    found: dict[Any, list[Endorsement]] = defaultdict(list)
    for word in words.select_related("actor", "on_behalf_of"):
        if present[word.submission_id] == (word.round, word.content_hash):
            found[word.submission_id].append(word)
    return found
