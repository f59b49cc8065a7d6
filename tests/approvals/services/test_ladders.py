"""The ladder of a route, and timers that fire once whoever sweeps."""

import pytest
from django.db import IntegrityError, transaction

from approvals.models import RouteVersion, Timer
from approvals.services.calendars import import_calendar
from approvals.services.escalating import escalate
from approvals.services.timers import rebuild
from core.calendar_files import read_calendar
from core.models import LedgerEntry, Notice
from tests.approvals.services.clocks import at, told

LADDER = [
    {"when": "before", "hours": 2},
    {"to": "awaited", "hours": 0, "every": 4, "times": 2},
    {"to": "person", "person": "auditor", "hours": 8, "channel": "desk"},
]


@pytest.fixture
def own_ladder(province):
    for old in RouteVersion.objects.filter(route__site__code="stttt", number=1):
        RouteVersion.objects.create(
            route=old.route, number=2, stages=old.stages, ladder=LADDER, valid_from=old.valid_from
        )


def test_escalate_by_the_routes_own_ladder_reminds_repeats_and_goes_on(own_ladder, submitted):
    item = submitted()  # Monday 09:00, due on Tuesday at nine
    moments = [
        at(16, 16, 15),
        at(16, 16, 30),
        at(16, 16, 45),
        at(17, 9),
        at(17, 14, 15),
        at(17, 14, 30),
    ]

    lines = [escalate(now=moment)[0] for moment in [*moments, at(18, 14, 15), at(18, 14, 30)]]

    reference = item.reference
    assert lines == [
        [],
        [f"{reference} remind: dept-editor"],
        [],
        [f"{reference} level 1: dept-editor"],
        [],
        [f"{reference} level 1: dept-editor"],
        [],
        [f"{reference} level 2: auditor"],
    ]
    assert told("remind") == ["dept-editor"]
    assert told() == ["dept-editor", "dept-editor", "auditor"]
    by_desk_alone = Notice.objects.filter(mail="none")
    assert list(by_desk_alone.values_list("user__username", flat=True)) == ["auditor"]


def test_escalate_reminds_nobody_of_what_is_late_already(own_ladder, submitted):
    item = submitted()

    assert escalate(now=at(17, 9))[0] == [f"{item.reference} level 1: dept-editor"]
    assert told("remind") == []


def test_escalate_waits_where_the_calendar_moved_the_deadline(submitted, actor):
    item = submitted()
    escalate(now=at(16, 9, 15))  # the timer stands

    file = read_calendar("x.csv", b"from,kind,vi\n2026-11-17,holiday,X\n")
    import_calendar(file, by=actor("admin"), now=at(16, 10))

    assert escalate(now=at(18, 8, 45)) == ([], [])
    assert escalate(now=at(18, 9))[0][0].startswith(f"{item.reference} level 1")


def test_escalate_works_in_the_hours_of_the_unit(submitted, actor):
    item = submitted(at(20, 9))
    hours = b"""[[unit]]
code = "stttt"
hours = [{ weekday = "saturday", opens = "07:30", closes = "11:30", from = 2026-11-01 }]
"""
    import_calendar(read_calendar("x.toml", hours), by=actor("admin"), now=at(20, 10))

    assert escalate(now=at(21, 8, 45)) == ([], [])
    assert escalate(now=at(21, 9))[0][0].startswith(f"{item.reference} level 1")


def test_escalate_tells_of_many_in_one_notice_and_ledgers_each(submitted):
    for _ in range(21):
        submitted()

    done, failed = escalate(now=at(17, 9))

    assert (len(done), failed) == (21, [])
    assert sorted(told()) == ["dept-editor", "dept-head", "deputy-head"]
    notice = Notice.objects.filter(event="escalate").first()
    assert notice.title == "Quá hạn: 21 hồ sơ"
    assert notice.link == "/desk/?queue=overdue"
    assert LedgerEntry.objects.filter(verb="escalate").count() == 21


def test_rebuild_makes_the_timers_anew_and_fires_nothing_twice(submitted):
    first, second = submitted(), submitted(at(16, 10))
    escalate(now=at(17, 9))
    Timer.objects.filter(submission=second).delete()

    assert rebuild() == 1
    assert escalate(now=at(17, 9, 15)) == ([], [])
    assert [line.split()[0] for line in escalate(now=at(17, 10))[0]] == [second.reference]
    assert [line.split()[0] for line in escalate(now=at(18, 9))[0]] == [first.reference]


def test_timer_fires_once_even_against_raw_rows(submitted):
    item = submitted()
    escalate(now=at(17, 9))
    timer = item.timers.get(rung=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Timer.objects.create(
            submission=item, turn=timer.turn, rung=0, unit=timer.unit, fires_at=at(17, 10)
        )
