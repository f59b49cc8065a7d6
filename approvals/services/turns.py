"""Whose turn it is and until when, in working hours; kept as rows so that queues stay fast.

Each stage runs by the calendar of its unit. A return stops the clocks of the stages that were open:
what was left of their time waits as a row, and is what they get when their turn comes again, never
less than `LEAST_AFTER_RETURN`, since a changed text must be read anew. The other stages begin with
their full time.
"""

from datetime import datetime, timedelta

from approvals.lifecycle import State
from approvals.models import StoppedClock, Submission, Turn
from approvals.policies import PHASE_OF
from approvals.routes import Endorsed, Stage, open_stages
from approvals.rulepacks import pack_in_force
from approvals.selectors.facts import endorsed
from core.clock import in_vietnam
from core.models import User
from core.office_calendar import calendar_of

LEAST_AFTER_RETURN = 120
MINUTE = timedelta(minutes=1)


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
        _stop_clocks(submission, [kept[position] for position in gone], now=now)
        submission.turns.filter(position__in=gone).delete()
    new = _turns(submission, [stage for stage in stages if stage.position not in kept], now=now)
    Turn.objects.bulk_create(new)
    turns = [*new, *(turn for position, turn in kept.items() if position not in gone)]
    submission.due_at = min((turn.due_at for turn in turns), default=None)
    _set_confirmation(submission, now=now)


def _set_confirmation(submission: Submission, *, now: datetime) -> None:
    """Give the second person of a fast track a working day; the page may be public meanwhile."""
    if submission.state == State.PUBLISHED:
        return
    submission.confirm_due_at = None
    if submission.state == State.APPROVED and submission.fast_tracked:
        hours = pack_in_force(in_vietnam(now).date()).confirm_working_hours
        calendar = calendar_of(submission.site.unit.code)
        submission.confirm_due_at = calendar.add_working_hours(now, hours)


def _open(submission: Submission, said: tuple[Endorsed, ...] | None) -> tuple[Stage, ...]:
    phase = PHASE_OF.get(submission.state)
    if phase is None:
        return ()
    words = endorsed(submission) if said is None else said
    return open_stages(submission.route_version.parsed, words, phase)


def _stop_clocks(submission: Submission, turns: list[Turn], *, now: datetime) -> None:
    if submission.state != State.RETURNED:
        return
    for turn in turns:
        left = calendar_of(turn.unit).working_hours_between(now, turn.due_at)
        StoppedClock.objects.update_or_create(
            submission=submission,
            position=turn.position,
            defaults={"minutes": max(0, left // MINUTE), "at": now},
        )


def _turns(submission: Submission, stages: list[Stage], *, now: datetime) -> list[Turn]:
    """Return the turns that begin; a stage whose clock was stopped goes on with what was left."""
    left: dict[int, int] = {}
    if submission.round and stages:
        stopped = submission.stopped_clocks.filter(position__in=[s.position for s in stages])
        left = dict(stopped.values_list("position", "minutes"))
        stopped.delete()
    return [_turn(submission, stage, left.get(stage.position), now=now) for stage in stages]


def _turn(submission: Submission, stage: Stage, left: int | None, *, now: datetime) -> Turn:
    named = User.objects.filter(username=stage.person).first() if stage.person else None
    minutes = stage.due_hours * 60
    if left is not None:
        minutes = min(minutes, max(left, LEAST_AFTER_RETURN))
    return Turn(
        submission=submission,
        position=stage.position,
        role=stage.role,
        unit=stage.unit,
        person=named,
        since=now,
        minutes=minutes,
        due_at=calendar_of(stage.unit).add_working_hours(now, minutes / 60),
    )
