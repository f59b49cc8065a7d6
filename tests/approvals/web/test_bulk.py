"""Several decisions from the inbox: what is listed, what is posted back, how it ended, recall."""

from datetime import timedelta

import pytest
import time_machine

from approvals.models import Submission
from core.clock import now

pytestmark = pytest.mark.django_db

PRIVATE = "<p>Liên hệ ông Nguyễn Văn A, số điện thoại 0912345678.</p>"


def asked(client, *items):
    return client.get("/desk/bulk/", {"pick": [str(item.pk) for item in items]})


def posted(page):
    return [text for _, text in page.context["ready"]]


def states():
    return dict(Submission.objects.values_list("title", "state"))


def test_page_lists_green_items_apart_from_those_to_be_looked_at(submission_at, client_for):
    good = submission_at("reviewed", title="Tin một")
    warned = submission_at("reviewed", title="Tin hai", body=PRIVATE)
    elsewhere = submission_at("reviewed", title="Tin ba", site="xa-an-binh")

    page = asked(client_for("dept-head"), good, warned, elsewhere)

    text = page.content.decode()
    assert posted(page) == [f"{good.pk}:{good.version}:{good.content_hash}:approve"]
    assert [line.submission.title for line in page.context["alone"]] == ["Tin hai"]
    assert page.context["left_out"] == 1
    assert "Tin ba" not in text
    assert "được giữ 60 giây" in text


def test_decision_result_and_recall(submission_at, client_for):
    items = [submission_at("reviewed", title=f"Tin {n}") for n in ("một", "hai")]
    client = client_for("dept-head")

    page = client.post("/desk/bulk/", {"item": posted(asked(client, *items))}, follow=True)

    assert states() == {"Tin một": "approved", "Tin hai": "approved"}
    assert len(page.context["held"]) == 2
    one = page.context["held"][0]
    again = f"{one.pk}:{one.version}:{one.content_hash}:recall"
    page = client.post("/desk/bulk/recall/", {"item": [again], "reason": "Nhầm."}, follow=True)
    assert "Đã gọi lại 1 hồ sơ." in page.content.decode()
    assert sorted(states().values()) == ["approved", "returned"]
    assert len(page.context["held"]) == 1


def test_recall_without_a_reason_says_so_and_changes_nothing(submission_at, client_for):
    item = submission_at("reviewed")
    client = client_for("dept-head")
    page = client.post("/desk/bulk/", {"item": posted(asked(client, item))}, follow=True)
    held = page.context["held"][0]
    again = f"{held.pk}:{held.version}:{held.content_hash}:recall"

    page = client.post("/desk/bulk/recall/", {"item": [again], "reason": " "}, follow=True)

    assert "Chưa ghi lý do." in page.content.decode()
    assert set(states().values()) == {"approved"}


def test_refused_item_says_why_in_words(submission_at, client_for):
    item = submission_at("reviewed")
    client = client_for("dept-head")
    (text,) = posted(asked(client, item))
    Submission.objects.filter(pk=item.pk).update(version=item.version + 1)

    page = client.post("/desk/bulk/", {"item": [text, "nonsense", "a:b:c"]}, follow=True)

    assert "Hồ sơ đã thay đổi kể từ khi bạn mở trang này." in page.content.decode()
    assert len(page.context["refused"]) == 1
    assert set(states().values()) == {"reviewed"}


def test_get_never_decides(submission_at, client_for):
    item = submission_at("reviewed")

    asked(client_for("dept-head"), item)

    assert set(states().values()) == {"reviewed"}


def test_item_of_another_unit_is_not_named_in_the_result(submission_at, client_for):
    item = submission_at("reviewed", title="Tin của xã", site="xa-an-binh")
    text = f"{item.pk}:{item.version}:{item.content_hash}:approve"

    page = client_for("dept-head").post("/desk/bulk/", {"item": [text]}, follow=True)

    assert "Tin của xã" not in page.content.decode()
    assert "Không tìm thấy." in page.content.decode()


def test_old_sign_in_asks_for_the_password_and_decides_nothing(submission_at, client_for):
    items = [submission_at("reviewed", title=f"Tin {n}") for n in ("một", "hai")]
    client = client_for("dept-head")
    one = {"item": posted(asked(client, *items))[:1], "remark": "Đồng ý"}

    with time_machine.travel(now() + timedelta(minutes=16)):
        refused = client.post("/desk/bulk/?" + "&".join(f"pick={i.pk}" for i in items), one)
        assert refused.status_code == 422
        assert refused.content.decode().count(" checked>") == 1
        assert set(states().values()) == {"reviewed"}
        client.post("/desk/bulk/", one | {"password": "duyet-demo-2026"})
    assert sorted(states().values()) == ["approved", "reviewed"]
