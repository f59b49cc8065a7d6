"""The timers of open deadlines: made from what is stored, so that no restore loses one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from approvals.ladders import first_late, parse_ladder
from approvals.lifecycle import State
from approvals.models import Submission, Timer, Turn
from approvals.rulepacks import pack_in_force
from core.clock import in_vietnam
from core.office_calendar import calendar_of

CONFIRMED_LATER = (State.APPROVED, State.PUBLISHED)
BATCH = 2000
# Where a route has the usual ladder, its first rung is the deadline itself.
USUAL = """
INSERT INTO approvals_timer (submission_id, turn_id, rung, lap, unit, fires_at)
SELECT t.submission_id, t.id, 0, 0, t.unit, t.due_at
FROM approvals_turn t
JOIN approvals_submission s ON s.id = t.submission_id
JOIN approvals_routeversion v ON v.id = s.route_version_id
WHERE v.ladder = '[]'::jsonb
  AND NOT EXISTS (SELECT 1 FROM approvals_timer r WHERE r.turn_id = t.id)
ON CONFLICT DO NOTHING
"""
FIRED = "UPDATE approvals_timer SET fired_at = %s WHERE id = ANY(%s)"
FOLLOW = """
INSERT INTO approvals_timer (submission_id, turn_id, rung, lap, unit, fires_at)
SELECT submission_id, turn_id, %s, %s, unit, %s FROM approvals_timer WHERE id = ANY(%s)
ON CONFLICT DO NOTHING
"""


def arm() -> int:
    """Make the timers that are missing and return how many; repeatable."""
    with connection.cursor() as cursor:
        cursor.execute(USUAL)
        made: int = cursor.rowcount
    for rows in (_of_own_ladders(), _of_confirmations()):
        new = list(rows)
        Timer.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        made += len(new)
    return made


@dataclass(frozen=True)
class Next:
    """The timer that follows another one."""

    rung: int
    lap: int
    fires_at: datetime


def mark_fired(keys: Sequence[int], *, now: datetime) -> None:
    """Mark the timers as fired, in the transaction that tells."""
    with connection.cursor() as cursor:
        cursor.execute(FIRED, [now, list(keys)])


def follow(keys: Sequence[int], later: Next) -> None:
    """Let the same timer follow each of these."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, [later.rung, later.lap, later.fires_at, list(keys)])


def disarm(turns: Iterable[int]) -> None:
    """Drop what follows from the deadlines of these turns and has not fired; `arm` makes it anew.

    What follows from an earlier telling keeps its time.
    """
    mine = Timer.objects.filter(turn_id__in=list(turns), fired_at=None)
    mine.exclude(Exists(_told().filter(turn_id=OuterRef("turn_id")))).delete()


def rebuild() -> int:
    """Drop every timer that is the first of its deadline and has not fired, and make them anew."""
    waiting = Timer.objects.filter(fired_at=None)
    told = _told().filter(submission_id=OuterRef("submission_id"), turn=None)
    waiting.filter(turn=None).exclude(Exists(told)).delete()
    told = _told().filter(turn_id=OuterRef("turn_id"))
    waiting.exclude(turn=None).exclude(Exists(told)).delete()
    return arm()


def _told() -> QuerySet[Timer]:
    return Timer.objects.filter(fired_at__isnull=False)


def _unarmed() -> QuerySet[Turn]:
    return Turn.objects.filter(~Exists(Timer.objects.filter(turn_id=OuterRef("pk"))))


def _of_own_ladders() -> Iterator[Timer]:
    rows = _unarmed().exclude(submission__route_version__ladder=[])
    rows = rows.annotate(ladder=F("submission__route_version__ladder"))
    for turn in rows.iterator(chunk_size=BATCH):
        rungs = parse_ladder(turn.ladder)
        calendar = calendar_of(turn.unit)
        late = first_late(rungs)
        for place, rung in enumerate(rungs[: late + 1]):
            move = calendar.subtract_working_hours if rung.before else calendar.add_working_hours
            yield Timer(
                submission_id=turn.submission_id,
                turn_id=turn.pk,
                rung=place,
                unit=turn.unit,
                fires_at=move(turn.due_at, rung.hours),
            )


def _of_confirmations() -> Iterator[Timer]:
    """A fast-tracked item waits for a second person, before and after it is public."""
    rows = Submission.objects.filter(
        ~Exists(Timer.objects.filter(submission_id=OuterRef("pk"), turn=None)),
        fast_tracked=True,
        confirmed_by=None,
        state__in=CONFIRMED_LATER,
        approved_at__isnull=False,
    )
    rows = rows.select_related("site__unit", "route_version").defer("summary")
    for row in rows.order_by("-created_at", "-id"):
        unit = row.site.unit.code
        yield Timer(
            submission=row,
            turn=None,
            rung=first_late(parse_ladder(row.route_version.ladder)),
            unit=unit,
            fires_at=row.confirm_due_at or confirmation_due(row, unit),
        )


def confirmation_due(submission: Submission, unit: str) -> datetime:
    """Return until when a second person must confirm a fast track."""
    assert submission.approved_at is not None  # noqa: S101  fast-tracked items are approved
    pack = pack_in_force(in_vietnam(submission.approved_at).date())
    return calendar_of(unit).add_working_hours(submission.approved_at, pack.confirm_working_hours)
