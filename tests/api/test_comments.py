"""The talk about an item over HTTP."""

from approvals.models import Comment


def test_question_is_asked_answered_and_listed_oldest_first(api, submission_at):
    item = submission_at("submitted", body="<p>Không thu phí.</p>")
    address = f"submissions/{item.pk}/comments/"

    asked = api("dept-editor").post(
        address, {"kind": "question", "text": "Chắc chưa?", "quote": "thu phí"}
    )
    answered = api("contributor").post(
        address, {"kind": "answer", "text": "Rồi.", "thread": asked.json()["id"]}
    )
    listed = api("auditor").get(address).json()

    assert (asked.status_code, answered.status_code) == (201, 201)
    assert [(c["kind"], c["author"], c["text"], c["line"]) for c in listed["results"]] == [
        ("question", "dept-editor", "Chắc chưa?", 1),
        ("answer", "contributor", "Rồi.", None),
    ]
    assert listed["results"][1]["thread"] == asked.json()["id"]


def test_same_key_says_it_once(api, submission_at):
    item = submission_at("submitted")
    said = {"kind": "comment", "text": "Tốt."}
    editor = api("dept-editor")

    first = editor.post(f"submissions/{item.pk}/comments/", said, Idempotency_Key="k")
    second = editor.post(f"submissions/{item.pk}/comments/", said, Idempotency_Key="k")

    assert first.json() == second.json()
    assert Comment.objects.count() == 1


def test_talk_about_a_public_item_is_not_open_to_other_units(api, submission_at):
    item = submission_at("published")
    address = f"submissions/{item.pk}/comments/"
    api("dept-editor").post(address, {"kind": "comment", "text": "Nội bộ."})

    assert api("commune-head").get(f"submissions/{item.pk}/").status_code == 200
    assert api("commune-head").get(address).status_code == 404
    said = {"kind": "comment", "text": "Xin chào."}
    assert api("commune-head").post(address, said).status_code == 404
    assert "Nội bộ" not in api().get(f"public/items/{item.pk}/").content.decode()


def test_passage_that_is_not_in_the_text_is_refused(api, submission_at):
    item = submission_at("submitted")

    answer = api("dept-editor").post(
        f"submissions/{item.pk}/comments/", {"kind": "comment", "text": "A.", "quote": "không có"}
    )

    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == ["QUOTE_NOT_FOUND"]
