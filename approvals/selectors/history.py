"""The story of a submission: every transition and every endorsement, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from approvals.models import Decision, Endorsement, Submission
from core.models import FreeText, User

SYSTEM_NAME = "system"


@dataclass(frozen=True)
class GroundGiven:
    """A ground of a refusal as it was given."""

    code: str
    explanation: str


@dataclass(frozen=True)
class Event:
    """One line of the story."""

    verb: str
    actor: str
    actor_name: str
    actor_title: str
    on_behalf_of: str
    mandate: str
    at: datetime
    content_hash: str
    remark: str
    grounds: tuple[GroundGiven, ...]
    stage: str
    entry: int
    revision: int


def history(submission: Submission) -> list[Event]:
    """Return the events of one submission, oldest first; never more than its own acts."""
    decisions = submission.decisions.select_related(
        "actor", "on_behalf_of", "mandate", "remark", "revision"
    ).prefetch_related("grounds__explanation")
    words = submission.endorsements.filter(completes=False).select_related(
        "actor", "on_behalf_of", "mandate", "remark", "revision"
    )
    stages = submission.route_version.parsed
    events = [_of_decision(row) for row in decisions]
    events += [_of_endorsement(row, stages[row.position].label) for row in words]
    return sorted(events, key=lambda event: event.entry)


def _of_decision(row: Decision) -> Event:
    grounds = tuple(GroundGiven(g.code, _text(g.explanation)) for g in row.grounds.all())
    return _event(row, verb=row.verb, stage="", grounds=grounds)


def _of_endorsement(row: Endorsement, stage: str) -> Event:
    return _event(row, verb="endorse", stage=stage, grounds=())


def _event(
    row: Decision | Endorsement, *, verb: str, stage: str, grounds: tuple[GroundGiven, ...]
) -> Event:
    return Event(
        verb=verb,
        actor=row.actor.username if row.actor else SYSTEM_NAME,
        actor_name=str(row.actor) if row.actor else "",
        actor_title=row.actor.title if row.actor else "",
        on_behalf_of=_name(row.on_behalf_of),
        mandate=str(row.mandate) if row.mandate else "",
        at=row.at,
        content_hash=row.content_hash,
        remark=_text(row.remark),
        grounds=grounds,
        stage=stage,
        entry=row.entry_id,
        revision=row.revision.number,
    )


def _name(person: User | None) -> str:
    return person.username if person else ""


def _text(text: FreeText | None) -> str:
    return text.text if text else ""
