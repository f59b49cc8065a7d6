"""What reached the board from outside: handed in, adopted, and then decided like the rest."""


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def test_received_item_has_no_author_until_the_board_adopts_it(api, received):
    item = received()
    one = f"submissions/{item['id']}/"
    said = {
        "secrecy_declaration": True,
        "author_name": "Nguyễn Văn Gửi",
        "source": {"kind": "official", "name": "Sở Nông nghiệp"},
    }

    adopted = api("deputy-head").post(f"{one}adopt/", said)
    again = api("deputy-head").post(f"{one}adopt/", said)
    reviewed = api("dept-editor").post(f"{one}review/")
    own = api("deputy-head").post(f"{one}approve/")
    approved = api("dept-head").post(f"{one}approve/")

    assert (item["state"], item["submitted_by"], item["created_by"]) == ("submitted", None, None)
    assert adopted.json()["submitted_by"] == "deputy-head"
    assert again.status_code == 409
    assert reviewed.json()["state"] == "reviewed"
    assert (own.status_code, codes(own)) == (422, ["SEPARATION_OF_DUTIES"])
    assert approved.json()["state"] == "approved"


def test_only_the_board_hands_in_what_it_received(api, received):
    assert received("contributor", status=403)["code"] == "NOT_PERMITTED"
    assert received("commune-head", status=403)["code"] == "NOT_PERMITTED"


def test_ledger_names_who_handed_a_received_item_in(api, received):
    item = received()

    rows = api("auditor").get("ledger/entries/", {"subject": item["id"]}).json()["results"]

    assert [(row["verb"], row["actor"]) for row in rows] == [
        ("receive", "system"), ("hand_in", "dept-editor"),
    ]  # fmt: skip


def test_received_item_waits_in_the_inbox_of_its_reviewer(api, received):
    item = received()

    inbox = api("dept-editor").get("inbox/").json()

    assert [row["id"] for row in inbox["results"]] == [item["id"]]
    assert item["due_at"] is not None
