"""Pages that start after a row, filters, and how many questions a list asks the database."""

import pytest


def titles(answer):
    return [row["title"] for row in answer.json()["results"]]


def walk(caller, address, query):
    """Return every title over all pages."""
    found, cursor = [], ""
    while cursor is not None:
        answer = caller.get(address, query | ({"cursor": cursor} if cursor else {}))
        found.append(titles(answer))
        cursor = answer.json()["next"]
    return found


def test_pages_hold_every_row_once_newest_first(api, draft):
    for number in range(5):
        draft(title=f"Tin {number}")

    pages = walk(api("contributor"), "submissions/", {"limit": 2})

    assert pages == [["Tin 4", "Tin 3"], ["Tin 2", "Tin 1"], ["Tin 0"]]


def test_page_that_is_just_full_has_no_next(api, draft):
    draft()

    assert api("contributor").get("submissions/", {"limit": 1}).json()["next"] is None


def test_inbox_pages_soonest_due_first(api, at):
    for number in range(3):
        at("submitted", title=f"Tin {number}")

    whole = api("dept-editor").get("inbox/").json()["results"]
    pages = walk(api("dept-editor"), "inbox/", {"limit": 2})

    assert [row["due_at"] for row in whole] == sorted(row["due_at"] for row in whole)
    assert [len(page) for page in pages] == [2, 1]
    assert [title for page in pages for title in page] == [row["title"] for row in whole]


def test_filters_narrow_the_list(api, draft, at):
    draft(title="Bản nháp")
    at("submitted", title="Đã gửi")
    caller = api("auditor")

    assert titles(caller.get("submissions/", {"state": "submitted"})) == ["Đã gửi"]
    assert titles(caller.get("submissions/", {"site": "tinh"})) == []
    assert titles(caller.get("submissions/", {"unit": "stttt", "state": "draft"})) == ["Bản nháp"]


@pytest.mark.parametrize("words", ["tiếp công dân", "tiep cong dan", "TIẾP công"])
def test_search_finds_with_and_without_tones(api, draft, words):
    draft(title="Lịch tiếp công dân", summary="")
    draft(title="Kế hoạch năm", summary="", body="<p>x</p>")

    assert titles(api("contributor").get("submissions/", {"q": words})) == ["Lịch tiếp công dân"]


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "nonsense"},
        {"cursor": "x" * 600},
        {"limit": "0"},
        {"limit": "many"},
        {"q": "a\x00b"},
        {"site": "s" * 60},
    ],
)
def test_malformed_query_is_400(api, province, query):
    answer = api("contributor").get("submissions/", query)

    assert answer.status_code == 400
    assert answer.json()["code"] == "MALFORMED"


def test_cursor_of_another_list_is_400(api, at):
    for number in range(2):
        at("submitted", title=f"Tin {number}")
    cursor = api("dept-editor").get("inbox/", {"limit": 1}).json()["next"]

    assert api("dept-editor").get("submissions/", {"cursor": cursor}).status_code == 400


@pytest.mark.parametrize("address", ["submissions/", "inbox/"])
def test_longer_list_asks_the_database_no_more_often(
    api, at, address, django_assert_max_num_queries
):
    at("submitted", title="Một")
    caller = api("dept-editor")
    with django_assert_max_num_queries(8) as captured:
        caller.get(address)
        one = len(captured)
    for number in range(2):
        at("submitted", title=f"Thêm {number}")

    with django_assert_max_num_queries(one):
        answer = caller.get(address)

    assert len(answer.json()["results"]) == 3


def test_one_item_asks_the_database_a_bounded_number_of_times(
    api, published, django_assert_max_num_queries
):
    item = published()

    with django_assert_max_num_queries(20):
        api("dept-head").get(f"submissions/{item['id']}/")


def test_history_is_a_page_without_next(api, at):
    item = at("reviewed")

    answer = api("contributor").get(f"submissions/{item['id']}/history/").json()

    assert answer["next"] is None
    assert [row["verb"] for row in answer["results"]] == ["create", "submit", "review"]
    assert {row["content_hash"] for row in answer["results"]} == {item["content_hash"]}
