"""The inbox as people use it: its queues, the keyboard, filters, and several decisions at once."""

import pytest

from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_inbox_is_worked_through_by_keyboard_alone(visitor, actor):
    for title in ("Tin thứ nhất", "Tin thứ hai"):
        item = walk_to("submitted", actor=actor, title=title)
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
