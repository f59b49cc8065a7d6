"""The inbox as people use it: its queues, the keyboard, filters, and several decisions at once."""

from datetime import timedelta

import pytest

from approvals.models import Submission
from approvals.services import verbs
from core.clock import in_vietnam, now
from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PRIVATE = "<p>Liên hệ ông Nguyễn Văn A, số điện thoại 0912345678.</p>"


def waiting(state, *titles, actor, **fields):
    """Return items that wait, the first one due first."""
    items = [walk_to(state, actor=actor, title=title, **fields) for title in titles]
    for hours, item in enumerate(items, start=1):
        due = now() + timedelta(hours=hours)
        Submission.objects.filter(pk=item.pk).update(due_at=due)
    return items


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_inbox_is_worked_through_by_keyboard_alone(visitor, actor):
    item = waiting("submitted", "Tin thứ nhất", "Tin thứ hai", actor=actor)[1]
    page = visitor.page
    visitor.sign_in("dept-editor")

    page.keyboard.press("j")
    assert focused(page) == "Tin thứ nhất"
    page.keyboard.press("j")
    assert focused(page) == "Tin thứ hai"
    page.keyboard.press("k")
    assert focused(page) == "Tin thứ nhất"
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url(f"**/{item.pk}/request_changes/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/submissions/{item.pk}/")
    page.keyboard.press("a")
    page.wait_for_url(f"**/{item.pk}/review/")
    visitor.press("Đạt, chuyển tiếp")
    item.refresh_from_db()
    assert item.state == "reviewed"


def test_keys_do_nothing_in_fields_and_help_is_a_dialog(visitor, actor):
    walk_to("submitted", actor=actor)
    page = visitor.page
    visitor.sign_in("dept-editor")
    sheet = page.get_by_role("dialog", name="Phím tắt")

    page.keyboard.press("/")
    page.keyboard.type("j?gix")
    assert page.input_value("#q") == "j?gix"
    assert not sheet.is_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert sheet.is_visible()
    visitor.look()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert not sheet.is_visible()

    visitor.goto("/desk/profile/")
    visitor.press("Tắt phím tắt")
    visitor.goto("/desk/")
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert not sheet.is_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_several_are_approved_and_recalled_in_time(visitor, actor):
    waiting("reviewed", "Tin thứ nhất", "Tin thứ hai", actor=actor)
    walk_to("reviewed", actor=actor, title="Tin có số riêng", body=PRIVATE)
    page = visitor.page
    visitor.sign_in("dept-head")

    assert page.get_by_label("Chọn: Tin có số riêng").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("Chọn: Tin thứ hai").check()
    visitor.look()
    page.get_by_role("button", name="Đồng ý các hồ sơ đã chọn 2").click()
    visitor.look()
    visitor.press("Đồng ý các hồ sơ đã đánh dấu")
    assert page.get_by_text("Đã ghi: 2").is_visible()
    assert Submission.objects.filter(state="approved").count() == 2

    visitor.press("Gọi lại 2 hồ sơ")
    assert page.get_by_text("Đã gọi lại 2 hồ sơ.").is_visible()
    assert Submission.objects.filter(state="approved").count() == 0


def test_every_queue_shows_its_item_to_whom_it_concerns(visitor, actor):
    states = ("draft", "returned", "submitted", "reviewed", "approved", "published", "rejected")
    for state in states:
        walk_to(state, actor=actor, title=f"Tin {state}")
    urgent = walk_to("submitted", actor=actor, title="Tin khẩn")
    verbs.fast_track(urgent.pk, by=actor("dept-head"), now=now(), reason="Bão.")
    late = now() - timedelta(days=3)
    Submission.objects.filter(title="Tin submitted").update(due_at=late)
    soon = in_vietnam(now()).replace(hour=23, minute=59, second=59)
    Submission.objects.filter(title="Tin reviewed").update(due_at=soon)
    seen = {
        "contributor": {
            "drafts": "Tin draft",
            "returned": "Tin returned",
            "sent": "Tin submitted",
            "rejected": "Tin rejected",
        },
        "deputy-head": {
            "waiting": "Tin reviewed",
            "confirm": "Tin khẩn",
            "overdue": "Tin submitted",
            "unit": "Tin reviewed",
            "scheduled": "Tin approved",
            "today": "Tin reviewed",
            "published": "Tin published",
            "all": "Tin rejected",
        },
    }

    for who, queues in seen.items():
        visitor.sign_in(who)
        for queue, title in queues.items():
            visitor.page.goto(f"{visitor.address}/desk/?queue={queue}")
            assert visitor.page.get_by_role("link", name=title, exact=True).is_visible(), queue
    visitor.look()
