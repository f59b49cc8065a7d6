"""Overdue items: each superior once, in office hours, whoever sweeps and however often."""

import threading

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from approvals.models import Decision, Submission
from approvals.services import acts, verbs
from approvals.services.escalating import escalate
from core.models import LedgerEntry
from tests.approvals.services.clocks import at, told


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
