"""The inbox: queues, counts, search, filters, paging, and what others never see."""

from datetime import UTC, datetime, timedelta

import pytest

from approvals.models import Submission
from approvals.selectors import paging
from approvals.services import verbs
from core.clock import now

pytestmark = pytest.mark.django_db


def titles(page):
    return [row.submission.title for row in page.context["rows"]]


def counted(page):
    found = [pair for _, queues in page.context["groups"] for pair in queues]
    return {code: count.number for code, count in found if count}


@pytest.mark.parametrize(
    ("state", "who", "queue"),
    [
        ("draft", "contributor", "drafts"),
        ("returned", "contributor", "returned"),
        ("submitted", "contributor", "sent"),
        ("submitted", "dept-editor", "waiting"),
        ("reviewed", "dept-head", "waiting"),
        ("approved", "dept-head", "scheduled"),
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
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
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


def test_row_says_who_agreed_whose_turn_it_is_and_what_follows(submission_at, client_for, person):
    item = submission_at("reviewed", summary="Sáng thứ Năm hằng tuần.")
    Submission.objects.filter(pk=item.pk).update(publish_at=now() + timedelta(days=400))

    page = client_for("dept-head").get("/desk/?queue=waiting")

    line = page.context["rows"][0]
    text = page.content.decode()
    assert [word.person for word in line.agreed] == [str(person("dept-editor"))]
    assert "Lượt bạn: Thủ trưởng duyệt" in text
    assert "Duyệt xong: lên trang lúc" in text
    assert "Kiểm tra đạt" in text
    assert "Sáng thứ Năm hằng tuần." in text


def test_row_before_the_last_stage_names_the_next_one(submission_at, client_for):
    submission_at("submitted")

    text = client_for("dept-editor").get("/desk/?queue=waiting").content.decode()

    assert "Đồng ý xong: tới bước “Thủ trưởng duyệt”" in text


@pytest.mark.parametrize(
    ("due", "queue"), [(timedelta(days=-1), "overdue"), (timedelta(seconds=1), "today")]
)
def test_due_times_sort_items_into_their_queue(due, queue, submission_at, client_for, monkeypatch):
    moment = datetime(2026, 12, 1, 2, tzinfo=UTC)  # 09:00 in Vietnam
    monkeypatch.setattr("approvals.web.inbox.clock.now", lambda: moment)
    item = submission_at("submitted")
    Submission.objects.filter(pk=item.pk).update(due_at=moment + due)
    client = client_for("dept-editor")

    found = {code for code in ("overdue", "today") if titles(client.get("/desk/", {"queue": code}))}

    assert found == {queue}
    assert titles(client.get("/desk/?queue=unit")) == [item.title]


def test_today_ends_at_midnight_in_vietnam(submission_at, client_for, monkeypatch):
    moment = datetime(2026, 12, 1, 2, tzinfo=UTC)
    monkeypatch.setattr("approvals.web.inbox.clock.now", lambda: moment)
    item = submission_at("submitted")
    client = client_for("dept-editor")

    Submission.objects.filter(pk=item.pk).update(due_at=datetime(2026, 12, 1, 16, 59, tzinfo=UTC))
    assert titles(client.get("/desk/?queue=today")) == [item.title]
    Submission.objects.filter(pk=item.pk).update(due_at=datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert titles(client.get("/desk/?queue=today")) == []


def test_rejected_holds_this_month_only(submission_at, client_for):
    item = submission_at("rejected")
    client = client_for("contributor")
    assert titles(client.get("/desk/?queue=rejected")) == [item.title]

    Submission.objects.filter(pk=item.pk).update(rejected_at=now() - timedelta(days=32))

    assert titles(client.get("/desk/?queue=rejected")) == []


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("site", "stttt", "tinh"),
        ("unit", "stttt", "tinh"),
        ("kind", "news", "plan"),
        ("category", "news", "plans"),
        ("state", "submitted", "reviewed"),
    ],
)
def test_filter_narrows_a_queue(name, right, wrong, submission_at, client_for):
    submission_at("submitted")
    client = client_for("dept-editor")

    assert len(titles(client.get("/desk/", {"queue": "unit", name: right}))) == 1
    assert titles(client.get("/desk/", {"queue": "unit", name: wrong})) == []


def test_period_narrows_by_the_time_of_creation(submission_at, client_for):
    item = submission_at("submitted")
    Submission.objects.filter(pk=item.pk).update(created_at=now() - timedelta(days=20))
    client = client_for("dept-editor")

    assert titles(client.get("/desk/", {"queue": "all", "period": "week"})) == []
    assert titles(client.get("/desk/", {"queue": "all", "period": "month"})) == [item.title]


def test_search_finds_words_of_the_body(submission_at, client_for):
    item = submission_at("submitted", body="<p>Mang theo <b>căn cước</b> gắn chip.</p>")
    submission_at("submitted", title="Tin khác")
    client = client_for("dept-editor")

    for words in ("căn cước", "can cuoc", '"cước gắn"'):
        assert titles(client.get("/desk/", {"q": words})) == [item.title]


def test_search_puts_exact_tones_first_then_the_newest(submission_at, client_for, monkeypatch):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    for title in ("Bàn ghế cũ", "Bán ghế", "Bàn ghế mới", "Ban ghe"):
        submission_at("submitted", title=title)
    client = client_for("dept-editor")

    first = client.get("/desk/", {"q": "bàn ghế"})
    second = client.get("/desk/", {"q": "bàn ghế", "after": first.context["next"]})

    assert titles(first) == ["Bàn ghế mới", "Bàn ghế cũ"]
    assert titles(second) == ["Ban ghe", "Bán ghế"]
    assert second.context["next"] == ""


def test_search_forgets_words_that_were_taken_out(submission_at, client_for, actor):
    from approvals.content import fields_of
    from approvals.services import drafting

    item = submission_at("returned", body="<p>Chữ thừa.</p>")
    fields = fields_of(item.content).changed(body="<p>Chữ mới.</p>")
    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=fields)
    client = client_for("contributor")

    assert titles(client.get("/desk/", {"q": "chữ thừa"})) == []
    assert titles(client.get("/desk/", {"q": "chữ mới"})) == [item.title]


def test_filter_is_kept_shown_and_forgotten(submission_at, client_for):
    submission_at("submitted")
    client = client_for("dept-editor")
    kept = {"name": "Tin của Sở", "queue": "unit", "site": "stttt", "q": "lịch"}

    page = client.post("/desk/filters/", kept, follow=True)

    one = page.context["saved"][0]
    assert (one.name, one.address) == ("Tin của Sở", "queue=unit&q=l%E1%BB%8Bch&site=stttt")
    assert len(titles(page)) == 1
    assert not client_for("dept-head").get("/desk/").context["saved"]
    assert client_for("dept-head").post(f"/desk/filters/{one.pk}/delete/").status_code == 302
    assert len(client.get("/desk/").context["saved"]) == 1

    client.post(f"/desk/filters/{one.pk}/delete/")

    assert not client.get("/desk/").context["saved"]
