"""Whose turn it is and until when, in working hours; kept on the row so that queues stay fast."""

from datetime import datetime
from functools import cache

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.routes import Endorsed, Phase, current_stage
from approvals.rulepacks import pack_in_force
from approvals.selectors.facts import endorsed
from core.clock import in_vietnam
from core.working_days import WorkingCalendar, load_calendar

WAITING = {State.SUBMITTED: Phase.REVIEW, State.REVIEWED: Phase.APPROVAL}


@cache
def calendar() -> WorkingCalendar:
    """Return the working-day calendar of this process."""
    return load_calendar()


def set_turn(
    submission: Submission, *, now: datetime, said: tuple[Endorsed, ...] | None = None
) -> None:
    """Set stage, role and due time on the unsaved row; empty where nobody is awaited.

    `said` are the words that hold, where the caller knows them.
    """
    phase = WAITING.get(State(submission.state))
    stages = submission.route_version.parsed
    stage = phase and current_stage(stages, endorsed(submission) if said is None else said, phase)
    submission.escalation_level = 0
    submission.waiting_role = stage.role if stage else ""
    submission.waiting_unit = stage.unit if stage else ""
    submission.due_at = calendar().add_working_hours(now, stage.due_hours) if stage else None
    submission.confirm_due_at = None
    if submission.state == State.APPROVED and submission.fast_tracked:
        hours = pack_in_force(in_vietnam(now).date()).confirm_working_hours
        submission.confirm_due_at = calendar().add_working_hours(now, hours)
