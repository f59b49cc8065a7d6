"""Waits in working hours, on-time shares, queue ages and refusals, as the database counts them."""

from datetime import UTC, datetime

import pytest

from approvals.models import Absence, Route, RouteVersion
from approvals.policies import Ground
from approvals.selectors.oversight import oversight_of
from approvals.selectors.people import actor_of
from approvals.selectors.workload import Age, Refused, Share, last_months, workload
from approvals.services import verbs
from approvals.services.measuring import measure
from core.errors import NotPermitted, NotVisible
from core.models import RoleAssignment, Unit, User
from core.office_calendar import calendar_of
from tests.walks import draft

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)  # Friday, 17:00 in Vietnam


def at(day, hour, minute=0, *, month=11):
    """A moment of 2026 as clocks in Vietnam show it."""
    return datetime(2026, month, day, hour - 7, minute, tzinfo=UTC)


@pytest.fixture
def counted(actor):
    def count(name="dept-head", months=1, unit="", now=NOW):
        oversight = oversight_of(actor(name), unit=unit)
        measure(now=now)
        return workload(oversight, last_months(months, now=now), calendar=calendar_of(), now=now)

    return count


def lines(found):
    return [(s.label, s.number, s.median, s.ninetieth, s.in_time) for s in found.stages]


def test_waits_leave_nights_and_weekends_out(actor, counted):
    item = draft(actor=actor)
    verbs.submit(item.pk, by=actor("contributor"), now=at(13, 16))  # Friday
    verbs.review(item.pk, by=actor("dept-editor"), now=at(16, 9))  # Monday
    verbs.approve(item.pk, by=actor("dept-head"), now=at(18, 9))

    assert lines(counted()) == [("Biên tập", 1, 2.5, 2.5, 1), ("Thủ trưởng duyệt", 1, 16, 16, 0)]
    assert counted().months == [Share("2026-11", 2, 1)]
    assert measure(now=NOW) == 0


def test_half_is_done_by_the_median_and_nine_tenths_by_the_ninetieth(actor, counted):
    for hours in (1, 2, 3):
        item = draft(actor=actor)
        verbs.submit(item.pk, by=actor("contributor"), now=at(16, 8))
        verbs.review(item.pk, by=actor("dept-editor"), now=at(16, 8 + hours))

    assert lines(counted()) == [("Biên tập", 3, 2, pytest.approx(2.8), 3)]


def test_return_and_refusal_end_the_stage_they_were_given_at(actor, counted):
    item = draft(actor=actor)
    verbs.submit(item.pk, by=actor("contributor"), now=at(16, 8))
    verbs.review(item.pk, by=actor("dept-editor"), now=at(16, 9))
    verbs.request_changes(item.pk, by=actor("dept-head"), now=at(16, 11), remark="Sửa tiêu đề.")
    verbs.submit(item.pk, by=actor("contributor"), now=at(17, 8))
    ground = (Ground("QB39.4.5.QUALITY", "Chưa đạt."),)
    verbs.reject(item.pk, by=actor("dept-editor"), now=at(17, 11), grounds=ground)

    found = counted()
    assert lines(found) == [
        ("Biên tập", 2, 2, pytest.approx(2.8), 2),
        ("Thủ trưởng duyệt", 1, 2, 2, 1),
    ]
    unit = ("Sở Thông tin và Truyền thông", "Department of Information and Communications")
    assert found.refused == [Refused(*unit, "QB39.4.5.QUALITY", 1)]


def test_stage_of_two_ends_with_the_second_word_and_stages_together_begin_together(actor, counted):
    hire("second"), hire("lawyer", "secretary")
    stages = [
        {"phase": "review", "role": "editor", "unit": "stttt", "label": "Hai người", "needs": 2},
        {"phase": "review", "role": "secretary", "unit": "stttt", "label": "Pháp chế",
         "label_en": "Law " * 60, "together": True},
        {"phase": "approval", "role": "agency_head", "unit": "stttt", "label": "Duyệt"},
    ]  # fmt: skip
    route = Route.objects.get(site__code="stttt")
    RouteVersion.objects.create(route=route, number=2, stages=stages, valid_from=at(1, 8))
    item = draft(actor=actor)
    verbs.submit(item.pk, by=actor("contributor"), now=at(16, 8))
    verbs.review(item.pk, by=actor("dept-editor"), now=at(16, 9))
    assert lines(counted()) == []
    verbs.review(item.pk, by=actor("second"), now=at(16, 10))
    verbs.review(item.pk, by=actor("lawyer"), now=at(16, 11))

    assert lines(counted()) == [("Hai người", 1, 2, 2, 1), ("Pháp chế", 1, 3, 3, 1)]


def test_what_began_before_the_period_counts_in_full_and_what_ended_before_does_not(actor, counted):
    item = draft(actor=actor)
    verbs.submit(item.pk, by=actor("contributor"), now=at(30, 8, month=10))  # Friday
    other = draft(actor=actor)
    verbs.submit(other.pk, by=actor("contributor"), now=at(30, 8, month=10))
    verbs.review(other.pk, by=actor("dept-editor"), now=at(30, 9, month=10))
    verbs.review(item.pk, by=actor("dept-editor"), now=at(2, 9))  # Monday

    assert lines(counted()) == [("Biên tập", 1, 9, 9, 0)]
    assert counted(months=3).months == [
        Share("2026-09", 0, 0), Share("2026-10", 1, 1), Share("2026-11", 1, 0),
    ]  # fmt: skip


def test_ages_of_what_waits_now(actor, counted):
    for day in (20, 18, 2):
        item = draft(actor=actor)
        verbs.submit(item.pk, by=actor("contributor"), now=at(day, 8))

    assert counted().ages == [
        Age(1, 1, 0), Age(2, 0, 0), Age(3, 1, 1), Age(5, 0, 0), Age(10, 0, 0), Age(None, 1, 1),
    ]  # fmt: skip


def hire(username, role="editor", unit="stttt"):
    person = User.objects.create(username=username, full_name=username)
    RoleAssignment.objects.create(user=person, role=role, unit=Unit.objects.get(code=unit))
    return person


def test_head_counts_own_people_and_nobody_else_does(actor, counted):
    item = draft(actor=actor)
    verbs.submit(item.pk, by=actor("contributor"), now=at(16, 8))
    ground = (Ground("QB39.4.5.UNTRUE", "Số liệu sai."),)
    verbs.reject(item.pk, by=actor("dept-editor"), now=at(16, 9), grounds=ground)

    people = {one.person.username: one.counts for one in counted().people}
    assert people == {
        "contributor": {"submit": 1, "got_reject": 1, "QB39.4.5.UNTRUE": 1},
        "dept-editor": {"reject": 1},
        "dept-head": {},
        "deputy-head": {},
    }
    assert counted("admin").people == []
    assert counted("auditor").people == []
    assert "contributor" not in {one.person.username for one in counted("board-head").people}


def test_everybody_counts_only_what_he_or_she_answers_for(actor, counted):
    for site, name in (("stttt", "contributor"), ("xa-an-binh", "commune-writer")):
        item = draft(actor=actor, site=site)
        verbs.submit(item.pk, by=actor(name), now=at(20, 8))

    def waiting(name, **asked):
        return sum(age.number for age in counted(name, **asked).ages)

    assert waiting("dept-head") == waiting("commune-head") == 1
    assert waiting("secretary") == waiting("board-head") == 2
    assert waiting("admin") == waiting("auditor") == 2
    assert waiting("board-head", unit="xa-an-binh") == 1
    with pytest.raises(NotVisible):
        counted("dept-head", unit="xa-an-binh")
    for name in ("contributor", "dept-editor", "editor", "archivist"):
        with pytest.raises(NotPermitted):
            counted(name)


def test_substitute_sees_no_numbers_of_the_absent_head(person):
    Absence.objects.create(
        person=person("dept-head"),
        substitute=person("dept-editor"),
        first_day=NOW.date(),
        last_day=NOW.date().replace(year=2099),
        set_by=person("dept-head"),
        set_at=NOW,
    )

    with pytest.raises(NotPermitted):
        oversight_of(actor_of(person("dept-editor"), on=NOW.date()))
