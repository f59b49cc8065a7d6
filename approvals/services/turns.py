"""Whose turn it is and until when, in working hours; kept as rows so that queues stay fast."""

from datetime import datetime
from functools import cache

from approvals.lifecycle import State
from approvals.models import Submission, Turn
from approvals.policies import PHASE_OF
from approvals.routes import Endorsed, Stage, open_stages
from approvals.rulepacks import pack_in_force
from approvals.selectors.facts import endorsed
from core.clock import in_vietnam
from core.models import User
from core.working_days import WorkingCalendar, load_calendar


@cache
def calendar() -> WorkingCalendar:
    """Return the working-day calendar of this process."""
    return load_calendar()


def set_turn(
    submission: Submission, *, now: datetime, said: tuple[Endorsed, ...] | None = None
) -> None:
    """Make the turns those of the open stages, and set the due times on the unsaved row.

    A stage that was open before keeps its turn and its time. `said` are the words that hold, where
    the caller knows them.
    """
    stages = _open(submission, said)
    kept = {turn.position: turn for turn in submission.turns.all()}
    gone = kept.keys() - {stage.position for stage in stages}
    if gone:
        submission.turns.filter(position__in=gone).delete()
    new = [_turn(submission, stage, now=now) for stage in stages if stage.position not in kept]
    Turn.objects.bulk_create(new)
    if new or gone:
        submission.escalation_level = 0
    turns = [*new, *(turn for position, turn in kept.items() if position not in gone)]
    submission.due_at = min((turn.due_at for turn in turns), default=None)
    submission.confirm_due_at = None
    if submission.state == State.APPROVED and submission.fast_tracked:
        hours = pack_in_force(in_vietnam(now).date()).confirm_working_hours
        submission.confirm_due_at = calendar().add_working_hours(now, hours)


def _open(submission: Submission, said: tuple[Endorsed, ...] | None) -> tuple[Stage, ...]:
    phase = PHASE_OF.get(submission.state)
    if phase is None:
        return ()
    words = endorsed(submission) if said is None else said
    return open_stages(submission.route_version.parsed, words, phase)


def _turn(submission: Submission, stage: Stage, *, now: datetime) -> Turn:
    named = User.objects.filter(username=stage.person).first() if stage.person else None
    return Turn(
        submission=submission,
        position=stage.position,
        role=stage.role,
        unit=stage.unit,
        person=named,
        since=now,
        due_at=calendar().add_working_hours(now, stage.due_hours),
    )
