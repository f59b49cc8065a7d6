"""The forecast: who is late at this pace, who is away, and who may look."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from approvals.models import Absence
from approvals.selectors.forecast import forecast
from approvals.services import verbs
from tests.walks import draft

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # Friday 09:00 in Vietnam


@pytest.fixture
def queue(actor):
    """One word took three office hours, two days ago; two items wait since an hour ago."""
    spoke = NOW - timedelta(days=2)
    with time_machine.travel(NOW, tick=False):
        done, *waiting = (draft(actor=actor, site="stttt") for _ in range(3))
        verbs.submit(done.pk, by=actor("contributor"), now=spoke - timedelta(hours=1))
        verbs.review(done.pk, by=actor("dept-editor"), now=spoke)
        for item in waiting:
            verbs.submit(item.pk, by=actor("contributor"), now=NOW - timedelta(hours=1))
        yield waiting


def test_forecast_counts_what_waits_by_the_pace_of_ninety_days(queue, actor):
    line = next(
        line for line in forecast("stttt", actor("dept-head"), now=NOW) if line.role == "editor"
    )

    (pace,) = line.paces
    assert (pace.person.username, pace.words, pace.median, pace.per_item) == (
        "dept-editor",
        1,
        1,
        16,
    )
    assert line.hours == 32
    assert [row.expected for row in line.rows] == [  # the 24th is a holiday
        datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
        datetime(2026, 11, 27, 2, 0, tzinfo=UTC),
    ]
    assert [row.late for row in line.rows] == [True, True]


def test_forecast_counts_nobody_who_is_away(queue, actor, person):
    Absence.objects.create(
        person=person("dept-editor"),
        first_day=date(2026, 11, 20),
        last_day=date(2026, 11, 27),
        set_by=person("admin"),
        set_at=NOW,
    )

    line = next(
        line for line in forecast("stttt", actor("dept-head"), now=NOW) if line.role == "editor"
    )

    assert line.hours is None
    assert line.paces[0].absence.last_day == date(2026, 11, 27)


def test_forecast_page_names_what_will_be_late(queue, client_for):
    page = client_for("dept-head").get("/desk/forecast/").content.decode()

    assert "Hồ sơ đang hoặc sẽ trễ" in page
    assert "09:00 ngày 27/11/2026" in page


def test_forecast_of_another_unit_is_not_there(client_for):
    assert client_for("dept-head").get("/desk/forecast/?unit=xa-an-binh").status_code == 404
    assert client_for("admin").get("/desk/forecast/?unit=xa-an-binh").status_code == 200


def test_forecast_is_not_for_contributors(client_for):
    assert client_for("contributor").get("/desk/forecast/").status_code == 403


def test_item_page_says_what_a_stopped_clock_has_left(actor, client_for, province):
    with time_machine.travel(NOW, tick=False):
        item = draft(actor=actor, site="stttt")
        verbs.submit(item.pk, by=actor("contributor"), now=NOW)
        later = NOW + timedelta(hours=1)
        verbs.request_changes(item.pk, by=actor("dept-editor"), now=later, remark="Bổ sung.")
        page = client_for("contributor").get(f"/desk/submissions/{item.pk}/").content.decode()

    assert "Đồng hồ tạm dừng" in page
    assert "còn 7,0 giờ làm việc" in page
