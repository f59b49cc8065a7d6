"""Every verb over HTTP: what it does, and what it refuses with which status."""

from datetime import timedelta

import pytest

GROUND = {"code": "QB39.4.5.ORIGIN", "explanation": "Không rõ nguồn gốc."}


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def test_create_needs_only_site_type_and_title(api):
    sent = {"site": "stttt", "document_type": "news", "title": "Tin"}

    answer = api("contributor").post("submissions/", sent)

    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert (answer.json()["state"], answer.json()["unit"]) == ("draft", "stttt")
    assert answer.json()["reference"].startswith("STTTT-")


def test_draft_with_nothing_else_says_everything_it_lacks_at_submit(api):
    sent = {"site": "stttt", "document_type": "news", "title": "Tin"}
    item = api("contributor").post("submissions/", sent).json()

    answer = api("contributor").post(f"submissions/{item['id']}/submit/")

    assert answer.status_code == 422
    assert set(codes(answer)) >= {
        "BODY_MISSING", "CATEGORY_MISSING", "SOURCE_MISSING", "AUTHOR_MISSING",
        "SECRECY_UNDECLARED",
    }  # fmt: skip
    assert all(error["message"] and error["fix"] for error in answer.json()["errors"])


def test_patch_changes_only_what_is_sent_and_makes_a_new_revision(api, draft):
    item = draft()

    answer = api("contributor").patch(
        f"submissions/{item['id']}/", {"source": {"name": "Báo tỉnh", "kind": "official"}}
    )

    after = answer.json()
    assert answer.status_code == 200
    assert after["source"] == item["source"] | {"name": "Báo tỉnh", "kind": "official"}
    assert (after["title"], after["body"]) == (item["title"], item["body"])
    assert after["version"] == item["version"] + 1
    assert after["content_hash"] != item["content_hash"]


def test_patch_of_times_alone_keeps_the_content_hash(api, draft):
    item = draft()

    after = (
        api("contributor")
        .patch(f"submissions/{item['id']}/", {"publish_at": "2199-01-01T08:00:00"})
        .json()
    )

    assert after["content_hash"] == item["content_hash"]
    assert after["publish_at"] == "2199-01-01T08:00:00+07:00"


def test_returned_item_can_be_edited_and_submitted_again(api, at):
    item = at("submitted")
    one = f"submissions/{item['id']}/"

    returned = api("dept-editor").post(f"{one}request_changes/", {"remark": "Sửa tiêu đề."})
    api("contributor").patch(one, {"title": "Lịch tiếp công dân tháng 12 năm 2026"})
    again = api("contributor").post(f"{one}submit/")

    assert returned.json()["state"] == "returned"
    assert again.json()["state"] == "submitted"


@pytest.mark.parametrize(
    ("verb", "body", "code"),
    [
        ("request_changes", {}, "REMARK_REQUIRED"),
        ("reject", {}, "GROUND_REQUIRED"),
        ("reject", {"grounds": [GROUND | {"code": "NO.SUCH"}]}, "GROUND_UNKNOWN"),
        ("reject", {"grounds": [GROUND | {"explanation": " "}]}, "GROUND_EXPLANATION_REQUIRED"),
    ],
)
def test_decision_without_its_words_is_refused(api, at, verb, body, code):
    item = at("submitted")

    answer = api("dept-editor").post(f"submissions/{item['id']}/{verb}/", body)

    assert (answer.status_code, codes(answer)) == (422, [code])


def test_reject_keeps_the_ground_in_history(api, at):
    item = at("submitted")

    answer = api("dept-editor").post(f"submissions/{item['id']}/reject/", {"grounds": [GROUND]})
    last = api("contributor").get(f"submissions/{item['id']}/history/").json()["results"][-1]

    assert answer.json()["state"] == "rejected"
    assert answer.json()["archive_record"]["pdf_url"] is None
    assert (last["verb"], last["actor"], last["grounds"]) == ("reject", "dept-editor", [GROUND])


def test_withdraw_by_the_author_ends_it(api, at):
    item = at("submitted")

    answer = api("contributor").post(f"submissions/{item['id']}/withdraw/")

    assert answer.json()["state"] == "withdrawn"
    assert answer.json()["allowed_actions"] == []


def test_recall_brings_an_approved_item_back(api, at):
    item = at("approved")

    bare = api("dept-head").post(f"submissions/{item['id']}/recall/")
    answer = api("dept-head").post(f"submissions/{item['id']}/recall/", {"remark": "Sai ngày."})

    assert (bare.status_code, codes(bare)) == (422, ["REASON_REQUIRED"])
    assert answer.json()["state"] == "returned"


def test_fast_track_goes_through_approve_and_a_second_person_confirms(api, at):
    item = at("submitted")
    one = f"submissions/{item['id']}/"

    approved = api("dept-head").post(f"{one}approve/", {"fast_track_reason": "Bão khẩn cấp."})
    self_confirmed = api("dept-head").post(f"{one}confirm/")
    confirmed = api("dept-editor").post(f"{one}confirm/")
    again = api("dept-editor").post(f"{one}confirm/")
    verbs = [row["verb"] for row in api("auditor").get(f"{one}history/").json()["results"]]

    assert (approved.json()["state"], approved.json()["fast_tracked"]) == ("approved", True)
    assert [stage["state"] for stage in approved.json()["route"]] == ["skipped", "skipped"]
    assert (self_confirmed.status_code, codes(self_confirmed)) == (422, ["SEPARATION_OF_DUTIES"])
    assert confirmed.json()["confirmed"] is True
    assert (again.status_code, codes(again)) == (409, ["ALREADY_CONFIRMED"])
    assert verbs == ["create", "submit", "fast_track", "confirm"]


def test_fast_track_with_an_empty_reason_is_refused(api, at):
    item = at("submitted")

    answer = api("dept-head").post(f"submissions/{item['id']}/approve/", {"fast_track_reason": ""})

    assert (answer.status_code, codes(answer)) == (422, ["REASON_REQUIRED"])


def test_reviewer_who_holds_the_approving_role_may_not_approve(api, at, person):
    from core.models import RoleAssignment, Unit

    unit = Unit.objects.get(code="stttt")
    RoleAssignment.objects.create(user=person("dept-head"), role="editor", unit=unit)
    item = at("submitted")
    one = f"submissions/{item['id']}/"
    api("dept-head").post(f"{one}review/")

    seen = api("dept-head").get(one).json()
    answer = api("dept-head").post(f"{one}approve/")

    assert "approve" not in seen["allowed_actions"]
    assert [
        error["code"]
        for row in seen["blocked_actions"]
        if row["action"] == "approve"
        for error in row["errors"]
    ] == ["SEPARATION_OF_DUTIES"]
    assert (answer.status_code, codes(answer)) == (422, ["SEPARATION_OF_DUTIES"])


def test_two_review_stages_show_the_first_as_an_endorsement(api, draft):
    item = draft("portal-writer", site="tinh")
    one = f"submissions/{item['id']}/"
    api("portal-writer").post(f"{one}submit/")

    first = api("editor").post(f"{one}review/").json()
    second = api("secretary").post(f"{one}review/").json()
    verbs = [row["verb"] for row in api("editor").get(f"{one}history/").json()["results"]]

    assert (first["state"], second["state"]) == ("submitted", "reviewed")
    assert [stage["state"] for stage in first["route"]] == ["done", "current", "waiting"]
    assert verbs == ["create", "submit", "endorse", "review"]


def test_override_sets_a_check_aside_for_this_content(api, received_with_picture, today):
    item = received_with_picture
    said = {"code": "ALT_TEXT_MISSING", "reason": "Ảnh trang trí.", "repair_by": str(today)}

    bare = api("dept-editor").post(
        f"submissions/{item['id']}/override/",
        said | {"reason": "", "repair_by": str(today - timedelta(days=1))},
    )
    answer = api("dept-editor").post(f"submissions/{item['id']}/override/", said)

    found = {check["code"]: check for check in answer.json()["checks"]}
    assert set(codes(bare)) == {"REASON_REQUIRED", "REPAIR_DATE_REQUIRED"}
    assert found["ALT_TEXT_MISSING"]["outcome"] == "overridden"
    assert found["ALT_TEXT_MISSING"]["override_reason"] == "Ảnh trang trí."


def test_override_of_a_check_that_may_not_be_is_refused(api, received_with_picture, today):
    said = {"code": "SOURCE_MISSING", "reason": "x", "repair_by": str(today)}

    answer = api("dept-editor").post(f"submissions/{received_with_picture['id']}/override/", said)

    assert (answer.status_code, codes(answer)) == (422, ["OVERRIDE_NOT_ALLOWED"])


def test_correction_is_a_new_draft_that_supersedes_the_public_item(api, published):
    item = published()
    one = f"submissions/{item['id']}/"

    bare = api("contributor").post(f"{one}correct/", {"change_note": " "})
    answer = api("contributor").post(f"{one}correct/", {"change_note": "Sửa giờ."})
    second = api("contributor").post(f"{one}correct/", {"change_note": "Sửa nữa."})

    new = answer.json()
    assert (bare.status_code, codes(bare)) == (422, ["CHANGE_NOTE_REQUIRED"])
    assert answer.status_code == 201
    assert (new["supersedes"], new["state"], new["change_note"]) == (
        item["id"],
        "draft",
        "Sửa giờ.",
    )
    assert (second.status_code, codes(second)) == (409, ["CORRECTION_UNDER_WAY"])


def test_take_down_leaves_the_item_offline(api, published):
    item = published()
    one = f"submissions/{item['id']}/"

    stranger = api("contributor").post(f"{one}take_down/", {"reason": "Hết hiệu lực"})
    bare = api("dept-head").post(f"{one}take_down/")
    answer = api("dept-head").post(f"{one}take_down/", {"reason": "Hết hiệu lực", "kind": "gone"})
    again = api("dept-head").post(f"{one}take_down/", {"reason": "Hết hiệu lực", "kind": "gone"})

    assert (stranger.status_code, bare.status_code) == (403, 422)
    assert codes(bare) == ["REASON_REQUIRED"]
    assert answer.json()["publication"]["online"] is False
    assert again.status_code == 409
    assert api().get(f"public/items/{item['id']}/").status_code == 404


@pytest.mark.parametrize(
    "verb",
    ["review", "approve", "reject", "request_changes", "recall", "confirm", "adopt", "correct",
     "take_down"],
)  # fmt: skip
def test_verb_from_a_wrong_state_is_409_before_anything_else(api, draft, verb):
    item = draft()

    answer = api("contributor").post(f"submissions/{item['id']}/{verb}/")

    assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_STATE")


@pytest.mark.parametrize("verb", ["review", "reject", "request_changes"])
def test_verb_of_somebody_else_is_403_before_its_words_are_judged(api, at, verb):
    item = at("submitted")

    answer = api("contributor").post(f"submissions/{item['id']}/{verb}/")

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_PERMITTED")


def test_create_for_a_unit_of_others_is_403(api):
    sent = {"site": "stttt", "document_type": "news", "title": "Tin", "unit": "tinh"}

    answer = api("contributor").post("submissions/", sent)

    assert answer.status_code == 403


def test_create_by_somebody_of_no_unit_is_403(api):
    sent = {"site": "stttt", "document_type": "news", "title": "Tin"}

    answer = api("auditor").post("submissions/", sent)

    assert answer.status_code == 403
