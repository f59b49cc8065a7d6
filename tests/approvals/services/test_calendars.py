"""Changing the calendar moves the deadlines that are open; time travel with literal answers."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from approvals.models import Submission, Turn
from approvals.services import verbs
from approvals.services.calendars import import_calendar
from core.calendar_files import CalendarFileInvalid, read_calendar
from core.errors import NotPermitted
from core.models import CalendarChange, CalendarDay, LedgerEntry
from core.office_calendar import calendar_of
from tests.walks import draft


def vn(text: str) -> datetime:
    """Return a moment by the clocks of Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=7)


def csv(*lines: str):
    return read_calendar("x.csv", "\n".join(["from,to,kind,vi,unit", *lines]).encode())


@pytest.fixture
def submitted(actor):
    def submit(moment: datetime, site: str = "stttt") -> Submission:
        author = {"stttt": "contributor", "xa-an-binh": "commune-writer"}[site]
        with time_machine.travel(moment, tick=False):
            item = draft(actor=actor, site=site)
            return verbs.submit(item.pk, by=actor(author), now=moment)

    return submit


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2027-02-04T16:00", "2027-02-12T16:00"),  # Tết 2027, as expected so far
        ("2026-11-23T10:00", "2026-11-25T10:00"),  # 24/11
        ("2026-08-21T10:00", "2026-08-22T10:00"),  # the Saturday worked for 31 August
        ("2026-11-23T00:00", "2026-11-23T17:00"),  # midnight at +07:00: the whole day lies ahead
        ("2026-11-22T23:59", "2026-11-23T17:00"),
        ("2028-02-28T10:00", "2028-02-29T10:00"),  # leap day
        ("2028-02-29T10:00", "2028-03-01T10:00"),
    ],
)
def test_due_time_of_eight_hours_by_the_shipped_calendar(submitted, start, due):
    item = submitted(vn(start))

    assert item.due_at == vn(due)


@pytest.fixture
def admin(actor):
    return actor("admin")


def test_import_calendar_moves_open_deadlines_and_says_which(submitted, admin):
    item = submitted(vn("2028-02-28T10:00"))

    changed = import_calendar(
        csv("2028-02-29,,holiday,Ngày nhuận,"), by=admin, now=vn("2028-02-28T11:00")
    )

    assert changed.lines == ("+ 29/02/2028 holiday Ngày nhuận",)
    assert [(row.reference, row.before, row.after) for row in changed.moved] == [
        (item.reference, vn("2028-02-29T10:00"), vn("2028-03-01T10:00"))
    ]
    item.refresh_from_db()
    assert item.due_at == item.turns.get().due_at == vn("2028-03-01T10:00")
    assert LedgerEntry.objects.filter(verb="import_calendar").count() == 1
    again = import_calendar(
        csv("2028-02-29,,holiday,Ngày nhuận,"), by=admin, now=vn("2028-02-28T12:00")
    )
    assert (again.lines, again.moved) == ((), ())


def test_import_calendar_dry_run_says_the_same_and_keeps_nothing(submitted, admin):
    item = submitted(vn("2028-02-28T10:00"))

    changed = import_calendar(
        csv("2028-02-29,,holiday,Nhuận,"), by=admin, now=vn("2028-02-28T11:00"), dry_run=True
    )

    assert len(changed.moved) == 1
    assert Turn.objects.get().due_at == item.due_at == vn("2028-02-29T10:00")
    assert not CalendarDay.objects.exists()
    assert not CalendarChange.objects.exists()
    assert calendar_of().is_working_day(vn("2028-02-29T10:00").date())


def test_import_calendar_replaces_the_shipped_year_whole(admin):
    changed = import_calendar(
        csv("2027-02-04,2027-02-10,holiday,Tết Đinh Mùi,"), by=admin, now=vn("2026-11-30T09:00")
    )

    assert "- 05/02/2027 holiday Tết Nguyên đán Đinh Mùi (dự kiến) (dự kiến)" in changed.lines
    assert calendar_of().is_working_day(vn("2027-02-11T09:00").date())
    assert calendar_of().is_working_day(vn("2027-11-24T09:00").date())  # the file left it out
    assert not calendar_of().is_working_day(vn("2026-11-24T09:00").date())


def test_import_calendar_of_a_unit_moves_that_unit_alone(submitted, admin):
    commune, department = (
        submitted(vn("2026-11-27T16:00"), site) for site in ("xa-an-binh", "stttt")
    )
    hours = """[[unit]]
code = "xa-an-binh"
hours = [{ weekday = "saturday", opens = "07:30", closes = "11:30", from = 2026-11-01 }]
days = [{ from = 2026-11-30, kind = "closed", vi = "Di dời trụ sở" }]
"""
    before = commune.due_at, department.due_at

    changed = import_calendar(
        read_calendar("x.toml", hours.encode()), by=admin, now=vn("2026-11-27T16:30")
    )

    assert before == (vn("2026-11-30T16:00"), vn("2026-11-30T16:00"))
    assert [(row.unit, row.after) for row in changed.moved] == [
        ("xa-an-binh", vn("2026-12-01T10:30"))  # an hour, four on Saturday, three on Tuesday
    ]
    assert changed.lines == (
        "+ xa-an-binh 30/11/2026 closed Di dời trụ sở",
        "+ xa-an-binh thứ Bảy 07:30-11:30 (01/11/2026)",
    )


def test_import_calendar_moves_the_confirmation_of_a_fast_track(submitted, actor, admin):
    item = submitted(vn("2028-02-28T09:00"))
    verbs.fast_track(
        item.pk, by=actor("dept-head"), now=vn("2028-02-28T10:00"), reason="Tin khẩn về bão."
    )

    import_calendar(csv("2028-02-29,,holiday,Nhuận,"), by=admin, now=vn("2028-02-28T11:00"))

    item.refresh_from_db()
    assert item.confirm_due_at == vn("2028-03-01T10:00")


def test_import_calendar_by_others_or_for_unknown_units_is_refused(actor, admin):
    with pytest.raises(NotPermitted):
        import_calendar(
            csv("2028-02-29,,holiday,A,"), by=actor("dept-head"), now=vn("2026-11-23T09:00")
        )
    with pytest.raises(CalendarFileInvalid, match="Không có cơ quan “abc”"):
        import_calendar(csv("2028-02-29,,closed,A,abc"), by=admin, now=vn("2026-11-23T09:00"))


def test_import_calendar_command_reports_lines_and_fails_by_line(province, tmp_path, capsys):
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_text("from,kind,vi\n2028-02-29,holiday,A\n")
    bad.write_text("from,kind,vi\n2028-02-30,holiday,A\n")

    call_command("import_calendar", str(good))
    with pytest.raises(SystemExit):
        call_command("import_calendar", str(bad))

    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "+ 29/02/2028 holiday A"
    assert err.splitlines() == ["dòng 2: “2028-02-30” không phải ngày"]


def test_return_stops_the_clock_and_the_stage_gets_what_was_left(submitted, actor):
    item = submitted(vn("2026-11-25T08:00"))  # eight hours: until 08:00 the next day
    verbs.request_changes(
        item.pk, by=actor("dept-editor"), now=vn("2026-11-25T11:00"), remark="Bổ sung số liệu."
    )
    assert [(row.position, row.minutes) for row in item.stopped_clocks.all()] == [(0, 300)]

    back = verbs.submit(item.pk, by=actor("contributor"), now=vn("2026-12-01T09:00"))

    assert back.due_at == vn("2026-12-01T15:30")
    assert not item.stopped_clocks.exists()


def test_return_when_late_leaves_two_hours_for_the_changed_text(submitted, actor):
    item = submitted(vn("2026-11-25T08:00"))
    verbs.request_changes(
        item.pk, by=actor("dept-editor"), now=vn("2026-11-27T11:00"), remark="Bổ sung số liệu."
    )

    back = verbs.submit(item.pk, by=actor("contributor"), now=vn("2026-12-01T09:00"))

    assert back.due_at == vn("2026-12-01T11:00")


def test_return_by_the_approver_keeps_the_approvers_time_and_renews_the_reviewers(submitted, actor):
    item = submitted(vn("2026-11-25T08:00"))
    verbs.review(item.pk, by=actor("dept-editor"), now=vn("2026-11-25T09:00"))
    verbs.request_changes(
        item.pk, by=actor("dept-head"), now=vn("2026-11-25T15:30"), remark="Bổ sung số liệu."
    )

    back = verbs.submit(item.pk, by=actor("contributor"), now=vn("2026-12-01T08:00"))
    assert back.due_at == vn("2026-12-02T08:00")
    approval = verbs.review(item.pk, by=actor("dept-editor"), now=vn("2026-12-01T09:00"))

    assert approval.due_at == vn("2026-12-01T13:30")  # three of the eight hours were left
