"""Overdue items: each superior once, in office hours, whoever sweeps and however often."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from approvals.models import Decision, RouteVersion, Submission, Timer
from approvals.services import acts, verbs
from approvals.services.calendars import import_calendar
from approvals.services.escalating import escalate
from approvals.services.timers import rebuild
from core.calendar_files import read_calendar
from core.models import LedgerEntry, Notice
from tests.walks import draft

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    """Return a moment by the clocks of Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@pytest.fixture
def submitted(actor):
    def submit(moment: datetime = MONDAY, site: str = "stttt") -> Submission:
        author = {"stttt": "contributor", "tinh": "portal-writer"}[site]
        with time_machine.travel(moment, tick=False):
            item = draft(actor=actor, site=site)
            return verbs.submit(item.pk, by=actor(author), now=moment)

    return submit


def told(event: str = "escalate") -> list[str]:
    rows = Notice.objects.filter(event=event).order_by("id")
    return list(rows.values_list("user__username", flat=True))


def test_escalate_before_the_deadline_tells_nobody(submitted):
    submitted()

    assert escalate(now=at(17, 8, 59)) == ([], [])
    assert told() == []


def test_escalate_at_each_level_tells_the_next_superior_once(submitted):
    item = submitted()
    moments = [at(17, 9), at(17, 9, 15), at(18, 8, 45), at(18, 9), at(18, 9, 15), at(19, 9)]

    lines = [escalate(now=moment)[0] for moment in [*moments, at(20, 9), at(23, 9)]]

    reference = item.reference
    assert lines == [
        [f"{reference} level 1: dept-head, deputy-head"],
        [],
        [],
        [f"{reference} level 2: board-head, secretary"],
        [],
        [f"{reference} level 3: admin"],
        [],
        [],
    ]
    assert sorted(told()) == sorted(
        ["dept-editor", "dept-head", "deputy-head", "board-head", "secretary", "admin"]
    )


def test_escalate_leaves_state_and_version_and_writes_the_ledger(submitted):
    item = submitted()
    decisions = Decision.objects.count()

    escalate(now=at(17, 9))

    row = Submission.objects.get(pk=item.pk)
    assert (row.state, row.version) == ("submitted", item.version)
    assert Decision.objects.count() == decisions
    entries = LedgerEntry.objects.filter(verb="escalate", subject_id=str(item.pk))
    assert entries.count() == 1
    assert '"level":1' in entries.get().body


def test_escalate_where_the_head_is_late_goes_on_to_the_portal_board(submitted, actor):
    item = submitted()
    verbs.review(item.pk, by=actor("dept-editor"), now=at(17, 8))

    done, failed = escalate(now=at(18, 9))

    assert done == [f"{item.reference} level 2: board-head, secretary"]
    assert failed == []
    assert {"dept-head", "deputy-head"} < set(told())


def test_escalate_on_the_portal_never_tells_a_person_twice(submitted):
    item = submitted(site="tinh")

    lines = [escalate(now=at(day, 9))[0] for day in (17, 18, 19, 20)]

    assert lines == [
        [f"{item.reference} level 1: board-head"],
        [f"{item.reference} level 2: secretary"],
        [f"{item.reference} level 3: admin"],
        [],
    ]
    assert len(told()) == len(set(told()))


def test_escalate_after_a_decision_begins_again_at_the_first_level(submitted, actor):
    item = submitted()
    escalate(now=at(17, 9))
    verbs.review(item.pk, by=actor("dept-editor"), now=at(17, 10))

    assert escalate(now=at(18, 9, 45)) == ([], [])
    assert escalate(now=at(18, 10))[0] != []


@pytest.mark.parametrize(
    ("moment", "what"),
    [
        (at(17, 12, 15), "noon"),
        (at(17, 17), "evening"),
        (at(21, 9), "Saturday"),
        (at(24, 9), "Vietnam Culture Day"),
        (at(8, 9, month=2, year=2027), "Tết"),
    ],
)
def test_escalate_outside_office_hours_waits_unless_forced(submitted, moment, what):
    item = submitted()

    assert escalate(now=moment) == ([], [])
    assert told() == []
    assert escalate(now=moment, forced=True)[0][0].startswith(f"{item.reference} level 1")


def test_escalate_counts_no_hours_over_a_weekend(submitted):
    submitted(at(20, 9))  # Friday: the eight hours end on Monday at nine

    assert escalate(now=at(23, 8, 45)) == ([], [])
    assert len(escalate(now=at(23, 9))[0]) == 1


def test_escalate_counts_no_hours_over_tet(submitted):
    submitted(at(13, 16, month=2))  # the last Friday before a holiday week: one hour is left of it

    first = next(
        moment
        for day in range(14, 28)
        for moment in [at(day, 15, 45, month=2), at(day, 16, month=2)]
        if escalate(now=moment)[0]
    )

    assert first == at(23, 16, month=2)


def test_escalate_one_bad_item_does_not_stop_the_others(submitted):
    bad, good = submitted(), submitted()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rule = f"CHECK (subject_id <> '{bad.pk}') NOT VALID"
        cursor.execute(f"ALTER TABLE core_notice ADD CONSTRAINT no_bad {rule}")

    done, failed = escalate(now=at(17, 9))

    assert [line.split()[0] for line in done] == [good.reference]
    assert failed == [f"{bad.reference} IntegrityError"]
    assert list(bad.timers.values_list("rung", "fired_at")) == [(0, None)]
    assert not LedgerEntry.objects.filter(verb="escalate", subject_id=str(bad.pk)).exists()


def test_escalate_after_a_crash_continues_where_it_was(submitted, monkeypatch):
    item = submitted()

    def crash(*_args, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("approvals.services.telling.notices.tell", crash)
        with pytest.raises(KeyboardInterrupt):
            escalate(now=at(17, 9))

    assert list(item.timers.values_list("rung", "fired_at")) == [(0, None)]
    assert len(escalate(now=at(17, 9))[0]) == 1
    assert escalate(now=at(17, 9)) == ([], [])


@pytest.mark.parametrize("public", [False, True])
def test_escalate_fast_tracked_item_asks_for_the_second_person(submitted, actor, public):
    item = submitted()
    verbs.fast_track(item.pk, by=actor("dept-head"), now=at(16, 10), reason="Tin khẩn về bão.")
    if public:
        from publishing.services.publishing import publish

        publish(item.pk, now=at(16, 11))

    assert escalate(now=at(17, 9, 45)) == ([], [])
    lines = [escalate(now=at(day, 10))[0] for day in (17, 18, 19, 20)]

    assert lines == [
        [f"{item.reference} level 2: board-head, secretary"],
        [f"{item.reference} level 3: admin"],
        [],
        [],
    ]
    asked = {"dept-editor", "deputy-head"}
    assert sorted(told("confirm")) == sorted(asked | {"board-head", "secretary", "admin"})
    assert told() == []


def test_escalate_published_in_between_does_not_begin_again(submitted, actor):
    item = submitted()
    verbs.fast_track(item.pk, by=actor("dept-head"), now=at(16, 10), reason="Tin khẩn về bão.")
    escalate(now=at(17, 10))
    from publishing.services.publishing import publish

    publish(item.pk, now=at(17, 11))

    assert escalate(now=at(17, 11, 15)) == ([], [])
    assert escalate(now=at(18, 10))[0] == [f"{item.reference} level 3: admin"]


def test_escalate_confirmed_item_is_left_alone(submitted, actor):
    item = submitted()
    verbs.fast_track(item.pk, by=actor("dept-head"), now=at(16, 10), reason="Tin khẩn về bão.")
    acts.confirm(item.pk, by=actor("dept-editor"), now=at(16, 11))

    assert escalate(now=at(18, 10)) == ([], [])


def test_escalate_command_prints_and_names_what_was_done(submitted, capsys):
    item = submitted()

    with time_machine.travel(at(17, 9), tick=False):
        call_command("escalate", "--json")

    assert item.reference in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_escalate_two_sweeps_at_once_tell_each_once(flush_past_guards, submitted):
    items = [submitted() for _ in range(4)]
    start = threading.Barrier(2)
    done: list[str] = []

    def sweep() -> None:
        try:
            start.wait()
            done.extend(escalate(now=at(17, 9))[0])
        finally:
            connection.close()

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()

    assert sorted(line.split()[0] for line in done) == sorted(item.reference for item in items)
    assert LedgerEntry.objects.filter(verb="escalate").count() == 4


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
