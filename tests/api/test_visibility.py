"""People of other units get 404 until an item is public; lists show only what the caller sees."""

import pytest

OUTSIDERS = ["portal-writer", "commune-writer", "commune-head", "board-head"]


@pytest.mark.parametrize("username", OUTSIDERS)
def test_item_of_another_unit_is_not_there(api, at, username):
    item = at("submitted")
    one = f"submissions/{item['id']}/"
    caller = api(username)

    statuses = {
        caller.get(one).status_code,
        caller.get(f"{one}history/").status_code,
        caller.patch(one, {"title": "x"}).status_code,
        caller.post(f"{one}review/").status_code,
        caller.post(f"{one}approve/", {"fast_track_reason": "x"}).status_code,
        caller.post(f"{one}adopt/").status_code,
    }

    assert statuses == {404}


def test_item_of_another_unit_is_404_before_stale_and_malformed_words(api, at):
    item = at("submitted")

    answer = api("commune-writer").post(
        f"submissions/{item['id']}/reject/", {"grounds": "none"}, If_Match='"99"'
    )

    assert answer.status_code == 404


def test_files_of_another_unit_are_not_there(api, draft, picture):
    from django.core.files.uploadedfile import SimpleUploadedFile

    item = draft()
    file = SimpleUploadedFile("anh.png", picture)
    sent = {"file": file, "alt_text": "Trụ sở"}
    added = api("contributor").upload(f"submissions/{item['id']}/attachments/", sent).json()

    assert api("contributor").get(added["url"]).status_code == 200
    assert api("commune-writer").get(added["url"]).status_code == 404
    assert api("commune-writer").delete(added["url"]).status_code == 404
    assert api().get(added["url"]).status_code == 401


def test_unknown_item_and_hidden_item_are_answered_alike(api, at):
    item = at("submitted")
    unknown = "00000000-0000-4000-8000-000000000000"
    caller = api("commune-writer")

    hidden, missing = (caller.get(f"submissions/{key}/") for key in (item["id"], unknown))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.json() == missing.json()


@pytest.mark.parametrize("username", OUTSIDERS)
def test_public_item_is_there_for_everybody_who_signs_in_but_only_to_read(api, published, username):
    item = published()

    seen = api(username).get(f"submissions/{item['id']}/")

    assert seen.status_code == 200
    assert seen.json()["allowed_actions"] == []
    assert api(username).post(f"submissions/{item['id']}/correct/").status_code == 403


@pytest.mark.parametrize("username", ["auditor", "archivist", "admin"])
def test_readers_of_everything_see_drafts_but_do_nothing(api, draft, username):
    item = draft()

    seen = api(username).get(f"submissions/{item['id']}/")

    assert seen.status_code == 200
    assert seen.json()["allowed_actions"] == []


def test_board_sees_an_item_from_submit_on_and_not_its_draft(api, draft):
    item = draft("contributor", site="tinh")
    one = f"submissions/{item['id']}/"

    before = api("editor").get(one).status_code
    api("contributor").post(f"{one}submit/")
    after = api("editor").get(one).status_code

    assert (before, after) == (404, 200)


def test_lists_and_inbox_show_only_what_the_caller_sees(api, draft, at):
    mine, _theirs = at("submitted"), draft("commune-writer", site="xa-an-binh")

    ids = {
        name: [row["id"] for row in api(name).get("submissions/").json()["results"]]
        for name in ("contributor", "dept-editor", "portal-writer")
    }
    inboxes = {
        name: [row["id"] for row in api(name).get("inbox/").json()["results"]]
        for name in ("contributor", "dept-editor", "dept-head", "commune-officer")
    }

    assert ids == {"contributor": [mine["id"]], "dept-editor": [mine["id"]], "portal-writer": []}
    assert inboxes == {
        "contributor": [], "dept-editor": [mine["id"]], "dept-head": [], "commune-officer": [],
    }  # fmt: skip
