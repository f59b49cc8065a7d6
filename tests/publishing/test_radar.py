"""The radar counts what is online without looking at it, and says what is missing, old or late."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import PostingTerm
from core.clock import now
from core.models import Unit
from publishing.models import Holding, Publication
from publishing.selectors.radar import kind_of, radars
from publishing.services.publishing import publish_due
from publishing.services.takedown import take_down

pytestmark = pytest.mark.django_db


def cell(category, *, unit="stttt", at=None):
    one = radars([Unit.objects.get(code=unit)], now=at or now())[0]
    return next(cell for cell in one.cells if cell.category.code == category)


@pytest.fixture(autouse=True)
def static_root(settings, tmp_path):
    """Give the static files' middleware an empty folder."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def online(submission_at):
    def publish(**fields):
        item = submission_at("approved", **fields)
        assert publish_due(now=now())[1] == []
        return Publication.objects.get(submission=item)

    return publish


def test_agencies_are_told_apart(province):
    kinds = {unit.code: kind_of(unit) for unit in Unit.objects.all()}

    assert kinds == {"tinh": "province", "stttt": "department", "xa-an-binh": "commune"}


def test_kind_of_information_is_missing_then_there_then_old(online):
    assert cell("news").standing == "missing"

    online(category="news")

    assert cell("news").standing == "fresh"
    assert cell("news").held.online == 1
    assert cell("news", at=now() + timedelta(days=31)).standing == "stale"


def test_what_is_taken_down_no_longer_counts(online, actor):
    publication = online(category="news")

    take_down(
        publication.submission_id, by=actor("dept-head"), now=now(), kind="gone", reason="Sai."
    )

    assert cell("news").standing == "missing"
    assert Holding.objects.get().online == 0


def test_count_follows_raw_changes(online):
    publication = online(category="news")

    Publication.objects.filter(pk=publication.pk).update(online=False)
    Publication.objects.filter(pk=publication.pk).update(online=True)

    held = Holding.objects.get()
    assert (held.online, held.newest_at) == (1, publication.published_at)


def test_item_past_its_posting_clock_is_late_until_it_is_online(submission_at):
    """Issued on Friday 30 October 2026; five working days end with Friday 6 November."""
    item = submission_at("submitted", category="plans", issued_on="2026-10-30")

    term = PostingTerm.objects.get(submission=item)
    assert term.due_at == datetime(2026, 11, 6, 16, 59, 59, tzinfo=UTC)
    assert cell("plans", at=term.due_at).standing == "missing"
    assert cell("plans", at=term.due_at + timedelta(seconds=1)).standing == "late"
    assert cell("plans").under_way.overdue == 1


def test_item_published_after_its_term_is_counted_as_such(online):
    online(category="plans", issued_on="2020-10-30")

    found = cell("plans")
    assert (found.held.online, found.held.late, found.under_way.items) == (1, 1, 0)
    assert found.standing == "fresh"


def test_clock_of_no_age_is_not_run(submission_at):
    item = submission_at("draft", category="plans", issued_on="9999-12-31")

    assert PostingTerm.objects.get(submission=item).runs_from.year == now().year


def test_province_owes_english_until_all_of_it_is_there(province):
    one = radars([Unit.objects.get(code="tinh")], now=now())[0]

    assert [category.code for category, _ in one.english] == [
        "introduction", "organisation", "contacts",
    ]  # fmt: skip
    assert cell("english-version", unit="tinh").standing == "missing"
    assert cell("disclosure-list", unit="tinh").standing == "fresh"


def test_many_agencies_ask_no_more_questions_than_one(online):
    online(category="news")
    units = list(Unit.objects.select_related("parent"))

    with CaptureQueriesContext(connection) as asked:
        radars(units, now=now())

    assert len(asked) == 3


def test_own_agency_is_shown_with_what_to_do_next(online, client_for):
    online(category="news")

    page = client_for("contributor").get("/desk/duties/").content.decode()

    assert "Sở Thông tin và Truyền thông (Sở, ban, ngành)" in page
    assert 'href="/desk/submissions/new/?unit=stttt&amp;site=stttt&amp;category=leaders"' in page
    behind = client_for("contributor").get("/desk/duties/stttt/news/").content.decode()
    assert "/sites/stttt/news/" in behind


@pytest.mark.parametrize("path", ["/desk/duties/?unit=tinh", "/desk/duties/tinh/news/"])
def test_another_agency_is_not_there(client_for, path):
    assert client_for("contributor").get(path).status_code == 404


def test_board_sees_every_agency_of_its_sites_worst_first(online, client_for):
    online(category="news")

    page = client_for("board-head").get("/desk/duties/").content.decode()

    places = [page.index(f"?unit={code}") for code in ("tinh", "xa-an-binh", "stttt")]
    assert places[2] == max(places)
