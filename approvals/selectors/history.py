"""The story of a submission: every transition and every endorsement, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from approvals.models import Decision, Endorsement, Submission
from approvals.routes import Stage
from core.models import FreeText

SYSTEM_NAME = "system"
STAGED = frozenset({"review", "approve"})


@dataclass(frozen=True)
class GroundGiven:
    """A ground of a refusal as it was given."""

    code: str
    explanation: str


@dataclass(frozen=True)
class Event:
    """One line of the story.

    `beside` names the stages the same people held beside this one: the exception of a small
    commune, as the route allowed it.
    """

    verb: str
    actor: str
    actor_name: str
    actor_title: str
    on_behalf_of: str
    on_behalf_of_name: str
    mandate: str
    at: datetime
    content_hash: str
    remark: str
    grounds: tuple[GroundGiven, ...]
    stage: str
    beside: tuple[str, ...]
    entry: int
    revision: int


def history(submission: Submission) -> list[Event]:
    """Return the events of one submission, oldest first; never more than its own acts."""
    decisions = submission.decisions.select_related(
        "actor", "on_behalf_of", "mandate", "remark", "revision"
    ).prefetch_related("grounds__explanation")
    words = list(
        submission.endorsements.select_related(
            "actor", "on_behalf_of", "mandate", "remark", "revision"
        )
    )
    spoken = _Spoken(words, submission.route_version.parsed)
    # The word that completes a phase stands beside a decision of the same moment.
    completing = {_moment_of(word): word for word in words if word.completes}
    events = [_of_decision(row, completing.get(_moment_of(row)), spoken) for row in decisions]
    events += [_event(word, word, spoken, verb="endorse") for word in words if not word.completes]
    return sorted(events, key=lambda event: event.entry)


class _Spoken:
    """The words of an item: at which stage each stands, and what else the same people held."""

    def __init__(self, words: list[Endorsement], stages: tuple[Stage, ...]) -> None:
        self._words, self._stages = words, stages

    def stage(self, word: Endorsement | None) -> str:
        return self._stages[word.position].label if word else ""

    def beside(self, word: Endorsement | None) -> tuple[str, ...]:
        if word is None:
            return ()
        return tuple(
            self._stages[other.position].label
            for other in self._words
            if other.position != word.position
            and (other.round, other.content_hash) == (word.round, word.content_hash)
            and _people(other) & _people(word)
        )


def _people(word: Endorsement) -> set[int]:
    return {word.actor_id} | ({word.on_behalf_of_id} if word.on_behalf_of_id else set())


def _moment_of(row: Decision | Endorsement) -> tuple[int, int | None, datetime]:
    return row.round, row.actor_id, row.at


def _of_decision(row: Decision, word: Endorsement | None, spoken: _Spoken) -> Event:
    grounds = tuple(GroundGiven(g.code, _text(g.explanation)) for g in row.grounds.all())
    given = word if row.verb in STAGED else None
    return _event(row, given, spoken, verb=row.verb, grounds=grounds)


def _event(
    row: Decision | Endorsement,
    word: Endorsement | None,
    spoken: _Spoken,
    *,
    verb: str,
    grounds: tuple[GroundGiven, ...] = (),
) -> Event:
    return Event(
        verb=verb,
        actor=row.actor.username if row.actor else SYSTEM_NAME,
        actor_name=str(row.actor) if row.actor else "",
        actor_title=row.actor.title if row.actor else "",
        on_behalf_of=row.on_behalf_of.username if row.on_behalf_of else "",
        on_behalf_of_name=str(row.on_behalf_of) if row.on_behalf_of else "",
        mandate=str(row.mandate) if row.mandate else "",
        at=row.at,
        content_hash=row.content_hash,
        remark=_text(row.remark),
        grounds=grounds,
        stage=spoken.stage(word),
        beside=spoken.beside(word),
        entry=row.entry_id,
        revision=row.revision.number,
    )


def _text(text: FreeText | None) -> str:
    return text.text if text else ""
