"""The inbox: queues, counts, search, filters, paging, and what others never see."""

from datetime import timedelta

import pytest

from approvals.models import Submission
from approvals.selectors import paging
from approvals.services import verbs
from core.clock import now

pytestmark = pytest.mark.django_db


def titles(page):
    return [row.submission.title for row in page.context["rows"]]


def counted(page):
    return {code: count.number for code, count in page.context["queues"]}


@pytest.mark.parametrize(
    ("state", "who", "queue"),
    [
        ("draft", "contributor", "mine"),
        ("returned", "contributor", "mine"),
        ("submitted", "contributor", "sent"),
        ("submitted", "dept-editor", "waiting"),
        ("reviewed", "dept-head", "waiting"),
        ("approved", "dept-head", "approved"),
        ("rejected", "contributor", "rejected"),
    ],
)
def test_inbox_holds_the_item_in_its_queue(state, who, queue, submission_at, client_for):
    item = submission_at(state)

    page = client_for(who).get(f"/desk/?queue={queue}")

    assert titles(page) == [item.title]
    assert counted(page)[queue] == 1


def test_inbox_opens_with_what_waits_for_the_person(submission_at, client_for):
    submission_at("submitted")

    assert client_for("dept-editor").get("/desk/").context["queue"] == "waiting"


def test_inbox_says_what_is_overdue_in_words(submission_at, client_for):
    item = submission_at("submitted")
    Submission.objects.filter(pk=item.pk).update(due_at=now() - timedelta(days=14))

    page = client_for("dept-editor").get("/desk/?queue=overdue")

    assert titles(page) == [item.title]
    assert "quá hạn" in page.content.decode()


def test_inbox_asks_the_second_person_to_confirm_a_fast_track(submission_at, client_for, actor):
    item = submission_at("submitted")
    verbs.fast_track(item.pk, by=actor("dept-head"), now=now(), reason="Bão.")

    second = client_for("deputy-head").get("/desk/?queue=confirm")
    first = client_for("dept-head").get("/desk/?queue=confirm")

    assert titles(second) == [item.title]
    assert titles(first) == []


def test_inbox_of_another_unit_shows_nothing(submission_at, client_for):
    submission_at("submitted")

    page = client_for("commune-head").get("/desk/?queue=all")

    assert titles(page) == []


@pytest.mark.parametrize("words", ["tiep cong dan", "tiếp công dân", "TIẾP CÔNG DÂN"])
def test_search_finds_titles_with_and_without_tones(words, submission_at, client_for):
    item = submission_at("submitted")

    page = client_for("dept-editor").get("/desk/", {"q": words})

    assert titles(page) == [item.title]


def test_search_finds_the_reference(submission_at, client_for):
    item = submission_at("submitted")

    page = client_for("dept-editor").get("/desk/", {"q": item.reference})

    assert titles(page) == [item.title]


def test_search_narrows_by_state_and_site(submission_at, client_for):
    submission_at("submitted")
    client = client_for("dept-editor")

    assert titles(client.get("/desk/", {"state": "rejected"})) == []
    assert titles(client.get("/desk/", {"site": "tinh"})) == []
    assert len(titles(client.get("/desk/", {"state": "submitted", "site": "stttt"}))) == 1


def test_paging_goes_through_every_row_once(submission_at, client_for, monkeypatch):
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {"after": "", "size": 2})
    for number in range(5):
        submission_at("submitted", title=f"Tin số {number}")
    client = client_for("dept-editor")

    seen, after = [], ""
    for _ in range(3):
        page = client.get("/desk/", {"queue": "waiting", "after": after})
        seen += titles(page)
        after = page.context["next"]

    assert sorted(seen) == [f"Tin số {number}" for number in range(5)]
    assert after == ""


def test_paging_with_a_broken_cursor_starts_anew(submission_at, client_for):
    submission_at("submitted")

    page = client_for("dept-editor").get("/desk/", {"queue": "waiting", "after": "nonsense"})

    assert len(titles(page)) == 1


def test_inbox_asks_the_database_as_often_for_three_rows_as_for_one(
    submission_at, client_for, django_assert_max_num_queries
):
    client = client_for("dept-editor")
    submission_at("submitted")
    with django_assert_max_num_queries(40) as one:
        client.get("/desk/?queue=waiting")
    for _ in range(2):
        submission_at("submitted")

    with django_assert_max_num_queries(len(one)):
        client.get("/desk/?queue=waiting")
