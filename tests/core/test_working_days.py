"""Office hours and working days in Vietnam, across nights, weekends, Tết and swapped days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.working_days import build_calendar, load_calendar

CALENDAR = load_calendar()
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def vn(text):
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),  # Vietnam Culture Day
        (date(2025, 11, 24), True),  # not yet a holiday
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 1, 10), True),  # Saturday worked for 2 January
        (date(2026, 1, 2), False),
        (date(2026, 8, 22), True),  # Saturday worked for 31 August
        (date(2026, 8, 31), False),
        (date(2026, 9, 3), True),
        (date(2026, 4, 27), False),  # in lieu of Sunday 26 April
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2024, 5, 4), True),
        (date(2024, 4, 29), False),
        (date(2023, 1, 2), False),
        (date(2023, 9, 4), False),
        (date(2030, 4, 30), False),  # a year without rows keeps the fixed dates
        (date(2030, 11, 25), True),
        (date(2032, 11, 24), False),
    ],
)
def test_is_working_day_follows_the_notices(day, working):
    assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2026, 2, 14), date(2026, 2, 22)),
        (date(2027, 2, 5), date(2027, 2, 11)),
    ],
)
def test_is_working_day_tet_is_off_and_its_edges_are_not(first, last):
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    assert not any(CALENDAR.is_working_day(day) for day in days)
    assert CALENDAR.working_days_between(first - timedelta(days=4), last + timedelta(days=4)) > 0


def test_special_days_swaps_are_balanced_by_days_worked():
    for year in (2023, 2024, 2025, 2026):
        rows = [row for row in CALENDAR.special.values() if row.day.year == year]
        swapped = [row.day for row in rows if row.kind == "swap"]
        worked = [row.day for row in rows if row.kind == "makeup"]
        assert len(swapped) == len(worked)
        assert all(day.weekday() < 5 for day in swapped)
        assert all(day.weekday() >= 5 for day in worked)


def test_is_settled_only_where_the_notice_is_out():
    assert CALENDAR.is_settled(date(2026, 11, 24))
    assert not CALENDAR.is_settled(date(2027, 2, 8))
    assert not CALENDAR.is_settled(date(2031, 1, 1))


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        ("2026-11-23T07:29:59", False),
        ("2026-11-23T07:30:00", True),
        ("2026-11-23T11:29:59", True),
        ("2026-11-23T11:30:00", False),
        ("2026-11-23T12:59:59", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-23T17:00:00", False),
        ("2026-11-24T09:00:00", False),
        ("2026-01-10T09:00:00", True),
    ],
)
def test_is_working_moment_follows_office_hours(moment, working):
    assert CALENDAR.is_working_moment(vn(moment)) is working


def test_is_working_moment_utc_is_read_in_vietnam():
    assert CALENDAR.is_working_moment(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    assert not CALENDAR.is_working_moment(
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC) + timedelta(hours=2)
    )


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T08:00", 2, "2026-11-23T10:00"),
        ("2026-11-23T08:00", 3.5, "2026-11-23T11:30"),
        ("2026-11-23T08:00", 4, "2026-11-23T13:30"),
        ("2026-11-23T11:45", 1, "2026-11-23T14:00"),
        ("2026-11-23T16:00", 2, "2026-11-25T08:30"),  # over 24 November
        ("2026-11-23T00:00", 8, "2026-11-23T17:00"),  # midnight belongs to the day it begins
        ("2026-11-23T23:59", 1, "2026-11-25T08:30"),
        ("2026-11-27T16:30", 1, "2026-11-30T08:00"),  # over a weekend
        ("2026-01-09T16:30", 1, "2026-01-10T08:00"),  # into a Saturday that is worked
        ("2026-02-13T16:00", 8, "2026-02-23T16:00"),  # over Tết
        ("2026-11-23T08:00", 0, "2026-11-23T08:00"),
        ("2026-11-24T08:00", 0, "2026-11-25T07:30"),
        ("2026-11-23T08:00", 0.25, "2026-11-23T08:15"),
        ("2026-12-31T16:00", 8, "2027-01-04T16:00"),
    ],
)
def test_add_working_hours_counts_office_hours_only(start, hours, end):
    due = CALENDAR.add_working_hours(vn(start), hours)

    assert due == vn(end)
    assert due.tzinfo is UTC


@pytest.mark.parametrize("hours", [0.5, 3, 8, 17.75, 40])
def test_add_working_hours_in_two_steps_equals_one(hours):
    start = vn("2026-04-23T09:10")

    halfway = CALENDAR.add_working_hours(start, hours)

    assert CALENDAR.add_working_hours(halfway, hours) == CALENDAR.add_working_hours(
        start, 2 * hours
    )


def test_add_working_hours_backwards_is_refused():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_hours(vn("2026-11-23T08:00"), -1)


@pytest.mark.parametrize("ask", ["add_working_hours", "is_working_moment", "working_days_between"])
def test_naive_moments_are_refused(ask):
    naive = datetime(2026, 11, 23, 8, tzinfo=UTC).replace(tzinfo=None)
    more = {"add_working_hours": [1], "working_days_between": [naive]}.get(ask, [])

    with pytest.raises(ValueError, match="aware"):
        getattr(CALENDAR, ask)(naive, *more)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 23), date(2026, 11, 24), 0),
        (date(2026, 11, 23), date(2026, 11, 25), 1),
        (date(2026, 11, 23), date(2026, 11, 30), 4),
        (date(2026, 11, 30), date(2026, 11, 23), -4),
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 1, 8), date(2026, 1, 12), 3),
        (vn("2026-11-23T23:59"), vn("2026-11-25T00:01"), 1),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), date(2026, 11, 25), 1),
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), date(2026, 11, 25), 2),
    ],
)
def test_working_days_between_leaves_out_the_first_day(start, end, days):
    assert CALENDAR.working_days_between(start, end) == days


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 25)),
        (date(2026, 11, 23), 5, date(2026, 12, 1)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (vn("2026-01-08T22:00"), 2, date(2026, 1, 10)),
    ],
)
def test_add_working_days_ends_on_a_working_day(start, days, due):
    assert CALENDAR.add_working_days(start, days) == due
    assert CALENDAR.working_days_between(start, due) == days


def test_add_working_days_without_days_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_working_days(date(2026, 11, 23), 0)


def calendar_of(*rows):
    year = {"year": 2030, "status": "decided", "source": "test", "days": list(rows)}
    return build_calendar(
        {"timezone": "Asia/Ho_Chi_Minh", "hours": [["08:00", "16:00"]], "year": [year]}
    )


def off(first, last, kind="holiday"):
    return {"from": first, "to": last, "kind": kind, "vi": "Nghỉ", "en": "Off"}


def test_build_calendar_takes_days_and_hours_as_data():
    calendar = calendar_of(off(date(2030, 3, 4), date(2030, 3, 5)))

    assert calendar.add_working_hours(vn("2030-03-01T15:00"), 2) == vn("2030-03-06T09:00")


def test_build_calendar_day_named_twice_is_refused():
    day = date(2030, 3, 4)

    with pytest.raises(ValueError, match="2030-03-04 stands twice"):
        calendar_of(off(day, day), off(day, day, "makeup"))


def test_add_working_days_endless_rest_is_refused():
    calendar = calendar_of(off(date(2030, 3, 1), date(2030, 9, 1)))

    with pytest.raises(ValueError, match="no working day"):
        calendar.add_working_days(date(2030, 3, 1), 1)
