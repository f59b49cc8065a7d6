"""The posting clock of an item: kept when its content changes, so that nobody counts it twice."""

from datetime import date, datetime, time, timedelta

from approvals.models import PostingTerm, Submission
from approvals.rulepacks import PostingClock, RulePack
from core.clock import VIETNAM, in_vietnam
from core.office_calendar import calendar_of

YEARS = range(1945, 2200)


def note_term(submission: Submission, pack: RulePack) -> None:
    """Keep when the item should be online at the latest; nothing for a clock without days.

    The clock runs from the day the document was issued, else from the day the item was begun; the
    day itself is not counted (Civil Code 2015, Article 147).
    """
    clock = pack.posting_clock(submission.category)
    if clock is None or not (clock.working_days or clock.calendar_days):
        PostingTerm.objects.filter(submission=submission).delete()
        return
    began = _day(submission.content["issued_on"]) or in_vietnam(submission.created_at).date()
    row = PostingTerm(
        submission=submission,
        clock=clock.code,
        runs_from=began,
        due_at=term(clock, began, unit=submission.unit.code),
    )
    PostingTerm.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["submission"],
        update_fields=["clock", "runs_from", "due_at"],
    )


def term(clock: PostingClock, began: date, *, unit: str = "") -> datetime:
    """Return the end of the last day of a clock that runs from `began`, in the unit's calendar."""
    if clock.working_days:
        last = calendar_of(unit).add_working_days(began, clock.working_days)
    else:
        last = began + timedelta(days=clock.calendar_days or 0)
    return datetime.combine(last, time.max.replace(microsecond=0), tzinfo=VIETNAM)


def _day(value: str) -> date | None:
    """Return a day of this age; what no clock can run from counts as not given."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year in YEARS else None
