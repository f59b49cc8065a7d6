"""Every decision through the desk: what it asks, what it refuses, and what it says afterwards."""

from datetime import timedelta

import pytest
import time_machine

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.services import verbs
from core.clock import now

pytestmark = pytest.mark.django_db


def address(item, verb=""):
    return f"/desk/submissions/{item.pk}/" + (f"{verb}/" if verb else "")


def state_of(item):
    return Submission.objects.get(pk=item.pk).state


CASES = [
    ("draft", "submit", "contributor", {}, State.SUBMITTED),
    ("submitted", "review", "dept-editor", {}, State.REVIEWED),
    ("reviewed", "approve", "dept-head", {}, State.APPROVED),
    ("submitted", "fast_track", "dept-head", {"remark": "Bão số 5 sắp vào."}, State.APPROVED),
    ("submitted", "request_changes", "dept-editor", {"remark": "Sửa đoạn 2."}, State.RETURNED),
    ("reviewed", "request_changes", "dept-head", {"remark": "Thiếu số liệu."}, State.RETURNED),
    ("approved", "recall", "dept-head", {"remark": "Có số liệu mới."}, State.RETURNED),
    ("submitted", "withdraw", "contributor", {}, State.WITHDRAWN),
    (
        "submitted",
        "reject",
        "dept-editor",
        {"ground": "QB39.4.5.UNTRUE", "explanation-QB39.4.5.UNTRUE": "Số liệu sai."},
        State.REJECTED,
    ),
]


@pytest.mark.parametrize(("start", "verb", "who", "said", "end"), CASES)
def test_decide_with_what_it_asks_moves_the_item_and_says_what_comes_next(
    start, verb, who, said, end, submission_at, client_for
):
    item = submission_at(start)

    answer = client_for(who).post(
        address(item, verb), {"version": item.version, **said}, follow=True
    )

    assert answer.redirect_chain == [(address(item), 302)]
    assert state_of(item) == end
    [message] = answer.context["messages"]
    assert str(message) in answer.content.decode().replace("&quot;", '"')


@pytest.mark.parametrize(("start", "verb", "who", "said", "end"), CASES)
def test_decide_by_get_asks_and_decides_nothing(
    start, verb, who, said, end, submission_at, client_for
):
    item = submission_at(start)

    answer = client_for(who).get(address(item, verb))

    assert answer.status_code == 200
    assert state_of(item) == start


@pytest.mark.parametrize(
    ("start", "verb", "who", "code"),
    [
        ("submitted", "request_changes", "dept-editor", "Viết rõ cần sửa chỗ nào"),
        ("submitted", "reject", "dept-editor", "ít nhất một căn cứ pháp lý"),
        ("submitted", "fast_track", "dept-head", "Chưa ghi lý do"),
        ("approved", "recall", "dept-head", "Chưa ghi lý do"),
    ],
)
def test_decide_without_what_it_needs_is_refused_with_the_fix(
    start, verb, who, code, submission_at, client_for
):
    item = submission_at(start)

    answer = client_for(who).post(address(item, verb), {"version": item.version})

    assert answer.status_code == 422
    assert code in answer.content.decode()
    assert state_of(item) == start


def test_reject_without_explanation_keeps_the_chosen_ground(submission_at, client_for):
    item = submission_at("submitted")

    answer = client_for("dept-editor").post(
        address(item, "reject"), {"version": item.version, "ground": "QB39.4.5.ORIGIN"}
    )

    chosen = [ground for ground in answer.context["grounds"] if ground["chosen"]]
    assert answer.status_code == 422
    assert [ground["code"] for ground in chosen] == ["QB39.4.5.ORIGIN"]
    assert [problem.code for problem in chosen[0]["problems"]] == ["GROUND_EXPLANATION_REQUIRED"]


def test_reject_page_shows_the_seven_grounds_with_their_article(submission_at, client_for):
    item = submission_at("submitted")

    page = client_for("dept-editor").get(address(item, "reject"))

    assert len(page.context["grounds"]) == 7
    assert page.content.decode().count("Điều 4 khoản 5") >= 7


def test_decide_on_a_stale_page_is_412_and_keeps_what_was_typed(submission_at, client_for):
    item = submission_at("reviewed")

    answer = client_for("dept-head").post(
        address(item, "request_changes"), {"version": item.version - 1, "remark": "Xem lại giờ."}
    )

    assert answer.status_code == 412
    assert "Xem lại giờ." in answer.content.decode()
    assert f'name="version" value="{item.version}"' in answer.content.decode()
    assert state_of(item) == "reviewed"


def test_decide_without_the_version_that_was_seen_is_412(submission_at, client_for):
    item = submission_at("reviewed")

    answer = client_for("dept-head").post(address(item, "approve"))

    assert answer.status_code == 412
    assert state_of(item) == "reviewed"


def test_decide_after_somebody_else_is_409_and_says_who_did_what(submission_at, client_for, actor):
    item = submission_at("reviewed")
    verbs.approve(item.pk, by=actor("deputy-head"), now=now())

    answer = client_for("dept-head").post(
        address(item, "request_changes"), {"version": item.version, "remark": "Chờ đã."}
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hoàng Thị Lan đã thực hiện “Duyệt”" in text
    assert "Chờ đã." in text


def test_decide_twice_by_the_same_person_leads_to_the_item(submission_at, client_for):
    item = submission_at("reviewed")
    client = client_for("dept-head")
    client.post(address(item, "approve"), {"version": item.version})

    again = client.post(address(item, "approve"), {"version": item.version})

    assert again.status_code == 302
    assert item.decisions.filter(verb="approve").count() == 1


def test_decide_without_the_role_is_403(submission_at, client_for):
    item = submission_at("reviewed")

    answer = client_for("dept-editor").post(address(item, "approve"), {"version": item.version})

    assert answer.status_code == 403
    assert state_of(item) == "reviewed"


@pytest.mark.parametrize("verb", ["", "approve", "review", "edit", "changes", "correct"])
def test_item_of_another_unit_is_404(verb, submission_at, client_for):
    item = submission_at("submitted")

    answer = client_for("commune-head").get(address(item, verb))

    assert answer.status_code == 404


def test_decide_with_an_unknown_verb_is_404(submission_at, client_for):
    item = submission_at("submitted")

    assert client_for("dept-editor").post(address(item, "publish")).status_code == 404


def test_decide_without_csrf_token_is_403_and_decides_nothing(submission_at, person):
    from django.test import Client

    item = submission_at("submitted")
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("dept-editor"), "django.contrib.auth.backends.ModelBackend")

    answer = client.post(address(item, "review"), {"version": item.version})

    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()
    assert state_of(item) == "submitted"


def test_decide_signed_out_leads_to_sign_in(submission_at, client):
    item = submission_at("submitted")

    answer = client.get(address(item, "review"))

    assert answer.url == f"/desk/sign-in/?next={address(item, 'review')}"


def test_approve_page_names_the_exact_bytes(submission_at, client_for):
    item = submission_at("reviewed")

    page = client_for("dept-head").get(address(item, "approve"))

    assert item.content_hash in page.content.decode()


def test_confirm_by_a_second_person_clears_the_flag(submission_at, client_for, actor):
    item = submission_at("submitted")
    item = verbs.fast_track(item.pk, by=actor("dept-head"), now=now(), reason="Bão.")

    answer = client_for("deputy-head").post(address(item, "confirm"), {"version": item.version})

    item.refresh_from_db()
    assert answer.status_code == 302
    assert str(item.confirmed_by) == "Hoàng Thị Lan"


def test_correct_starts_a_draft_with_the_public_note(submission_at, client_for):
    item = submission_at("published")
    writer = client_for("contributor")

    refused = writer.post(address(item, "correct"), {"remark": " "})
    done = writer.post(address(item, "correct"), {"remark": "Sửa ngày tiếp dân."})

    begun = item.superseded_by.get()
    assert refused.status_code == 422
    assert done.url == f"/desk/submissions/{begun.pk}/edit/"
    assert begun.content["change_note"] == "Sửa ngày tiếp dân."


def test_high_stakes_act_asks_for_the_password_when_the_sign_in_is_old(submission_at, client_for):
    item = submission_at("reviewed")
    client, path = client_for("dept-head"), f"/desk/submissions/{item.pk}/approve/"
    said = {"version": item.version, "remark": "Đồng ý đăng"}

    assert 'name="password"' not in client.get(path).content.decode()
    with time_machine.travel(now() + timedelta(minutes=16)):
        refused = client.post(path, said)
        assert refused.status_code == 422
        assert "Đồng ý đăng" in refused.content.decode()
        item.refresh_from_db()
        assert item.state == "reviewed"
        returning = f"/desk/submissions/{item.pk}/request_changes/"
        assert 'name="password"' not in client.get(returning).content.decode()
        assert client.post(path, said | {"password": "duyet-demo-2026"}).status_code == 302
    item.refresh_from_db()
    assert item.state == "approved"
