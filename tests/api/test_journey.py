"""The whole life of a submission over HTTP, one verb after another."""


def test_life_of_an_item_from_draft_to_sealed_record(api, draft, published):
    from archive.services.sealing import seal_due
    from core.clock import now

    item = published()
    sealed, failed = seal_due(now=now())
    answer = api("contributor").get(f"submissions/{item['id']}/")
    history = api("contributor").get(f"submissions/{item['id']}/history/").json()
    record = api().get(answer.json()["archive_record"]["pdf_url"])

    assert (len(sealed), failed) == (1, [])
    assert answer.json()["state"] == "archived"
    assert answer.json()["publication"]["online"] is True
    assert [row["verb"] for row in history["results"]] == [
        "create", "submit", "review", "approve", "publish", "archive",
    ]  # fmt: skip
    assert record.status_code == 200
    assert record.content[:5] == b"%PDF-"


def test_answer_says_what_the_caller_may_do(api, at):
    item = at("reviewed")

    head = api("dept-head").get(f"submissions/{item['id']}/").json()
    editor = api("dept-editor").get(f"submissions/{item['id']}/").json()

    assert head["allowed_actions"] == ["approve", "request_changes", "reject", "override"]
    assert editor["allowed_actions"] == []
    assert [stage["state"] for stage in head["route"]] == ["done", "current"]
    assert head["route"][0]["who"] == "dept-editor"
