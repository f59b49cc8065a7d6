"""What stands out: hasty words, night bursts, people who approve each other; found once."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from approvals.services import verbs
from archive.models import Outlier
from archive.services.outliers import find_outliers
from tests.walks import draft

pytestmark = pytest.mark.django_db

# Tuesday, ten in the morning in Vietnam.
MORNING = datetime(2026, 11, 24, 3, tzinfo=UTC)
# The same day, eleven at night in Vietnam, and four in the morning after.
NIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)
BEFORE_DAWN = datetime(2026, 11, 24, 21, tzinfo=UTC)
LATER = MORNING + timedelta(days=3)


@pytest.fixture
def reviewed(actor):
    """Return an item handed in and reviewed with so many seconds between."""

    def make(seconds: int, *, at: datetime = MORNING, by: str = "dept-editor", **fields):
        item = draft(actor=actor, **fields)
        verbs.submit(item.pk, by=actor("contributor"), now=at)
        return verbs.review(item.pk, by=actor(by), now=at + timedelta(seconds=seconds))

    return make


def found(kind: str) -> list[tuple[str, int]]:
    rows = Outlier.objects.filter(kind=kind).order_by("id")
    return [(row.person.username, row.measure) for row in rows]


def test_word_within_seconds_stands_out_and_a_slower_one_does_not(reviewed):
    hasty = reviewed(29)
    reviewed(31)

    find_outliers(now=LATER)

    assert found("hasty") == [("dept-editor", 29)]
    assert Outlier.objects.get().submission_id == hasty.pk


def test_word_of_somebody_who_spoke_before_is_not_hasty(reviewed, actor):
    item = reviewed(3600)
    back = MORNING + timedelta(hours=2)
    verbs.request_changes(item.pk, by=actor("dept-head"), now=back, remark="Sửa tiêu đề.")
    verbs.submit(item.pk, by=actor("contributor"), now=back + timedelta(hours=1))
    verbs.review(item.pk, by=actor("dept-editor"), now=back + timedelta(hours=1, seconds=5))

    find_outliers(now=LATER)

    assert found("hasty") == []


def test_five_words_in_a_night_stand_out_and_four_do_not(reviewed):
    for number in range(4):
        reviewed(60, at=NIGHT + timedelta(minutes=number))
    find_outliers(now=BEFORE_DAWN)
    assert found("night") == []

    reviewed(60, at=BEFORE_DAWN)
    find_outliers(now=LATER)
    assert found("night") == [("dept-editor", 5)]


def test_night_over_the_end_of_a_month_counts_as_one(reviewed):
    last_hour = datetime(2026, 10, 31, 16, tzinfo=UTC)  # 23:00 on the last of October
    for number in range(3):
        reviewed(60, at=last_hour + timedelta(minutes=number))
        reviewed(60, at=last_hour + timedelta(hours=2, minutes=number))

    find_outliers(now=LATER)

    assert found("night") == [("dept-editor", 6)]


def test_words_by_day_are_no_night_burst(reviewed):
    for number in range(6):
        reviewed(60, at=MORNING + timedelta(minutes=number))

    find_outliers(now=LATER)

    assert found("night") == []


def test_two_people_who_agree_to_each_others_items_stand_out(reviewed, actor, person):
    from core.models import RoleAssignment, Unit

    unit = Unit.objects.get(code="stttt")
    RoleAssignment.objects.create(user=person("contributor"), role="editor", unit=unit)
    RoleAssignment.objects.create(user=person("dept-editor"), role="contributor", unit=unit)
    for _ in range(5):
        reviewed(60)
    for number in range(5):
        item = draft(actor=actor, title=f"Bài của biên tập viên {number}")
        verbs.withdraw(item.pk, by=actor("contributor"), now=MORNING)
        theirs = _of_editor(actor)
        verbs.review(theirs.pk, by=actor("contributor"), now=MORNING + timedelta(minutes=2))
        if number == 3:
            find_outliers(now=LATER)
            assert found("mutual") == []

    find_outliers(now=LATER)

    row = Outlier.objects.get(kind="mutual")
    assert {row.person.username, row.other.username} == {"contributor", "dept-editor"}
    assert row.measure == 5


def _of_editor(actor):
    from approvals.content import Fields, Source
    from approvals.services import drafting
    from core.models import Site

    place = Site.objects.select_related("unit").get(code="stttt")
    fields = Fields(
        title="Lịch làm việc",
        document_type="news",
        category="news",
        body="<p>Lịch làm việc của Sở trong tuần.</p>",
        author_name="Biên tập viên",
        source=Source("own", "Sở Thông tin và Truyền thông"),
    )
    new = drafting.NewDraft(place, place.unit, fields, drafting.Terms(secrecy_declared=True))
    item = drafting.create(new, by=actor("dept-editor"), now=MORNING)
    return verbs.submit(item.pk, by=actor("dept-editor"), now=MORNING)


def test_looking_again_finds_nothing_twice(reviewed):
    reviewed(5)

    find_outliers(now=LATER)
    find_outliers(now=LATER + timedelta(hours=1))
    call_command("find_outliers", stdout=io.StringIO())

    assert Outlier.objects.filter(kind="hasty").count() == 1


def test_nothing_decided_is_no_error(province):
    assert find_outliers(now=LATER) == 0


def test_page_shows_filters_and_exports_what_stands_out(client_for, reviewed):
    item = reviewed(7, title="Thông báo duyệt vội")
    find_outliers(now=LATER)
    browser = client_for("auditor")

    page = browser.get("/audit/outliers/", {"kind": "hasty", "person": "dept-editor"})
    assert "sau 7 giây" in page.content.decode()
    assert item.reference in page.content.decode()
    empty = browser.get("/audit/outliers/", {"kind": "night"}).content.decode()
    assert item.reference not in empty

    answer = browser.get("/audit/outliers.csv", {"since": "2026-11-24"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["kind"], row["measure"], row["reference"]) for row in rows] == [
        ("hasty", "7", item.reference)
    ]
    story = browser.get(f"/audit/{item.pk}/").content.decode()
    assert "Đồng ý trong vài giây" in story


@pytest.mark.parametrize("path", ["/audit/outliers/", "/audit/outliers.csv"])
def test_outliers_are_for_readers(client_for, path):
    assert client_for("archivist").get(path).status_code == 200
    assert client_for("board-head").get(path).status_code == 403
