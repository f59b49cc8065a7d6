"""The desk as people use it: keyboard, phone and desktop, both languages, light and dark."""

import re

import pytest

from approvals.models import Submission
from tests.walks import walk_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Lịch tiếp công dân tháng 12 năm 2026"


def write(visitor):
    """Write an item in the editor, with a heading, a list and a table."""
    page = visitor.page
    visitor.goto("/desk/submissions/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "Sáng thứ Năm hằng tuần tại trụ sở.")
    editor = page.locator(".ProseMirror")
    tools = page.get_by_role("toolbar")
    editor.click()
    tools.get_by_role("button", name="H2 Đề mục cấp 2").click()
    page.keyboard.type("Thời gian")
    page.keyboard.press("Enter")
    page.keyboard.type("Từ 7 giờ 30 đến 11 giờ.")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Danh sách dấu chấm").click()
    page.keyboard.type("Mang theo căn cước")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    tools.get_by_role("button", name="Bảng", exact=True).click()
    page.keyboard.type("Ngày")
    page.select_option("#id_category", "announcements")
    page.fill("#id_author_name", "Trần Thu Trang")
    page.select_option("#id_source_kind", "own")
    page.check("#id_secrecy_declared")


def test_item_is_written_submitted_reviewed_and_approved(visitor):
    page = visitor.page

    visitor.sign_in("contributor")
    write(visitor)
    visitor.press("Lưu và gửi đi")
    assert "Chờ Biên tập viên" in page.get_by_role("status").inner_text()

    visitor.sign_in("dept-editor")
    visitor.press(TITLE)
    visitor.press("Đạt, chuyển tiếp")
    visitor.press("Đạt, chuyển tiếp")
    assert "Chờ Thủ trưởng cơ quan" in page.get_by_role("status").inner_text()

    visitor.sign_in("dept-head")
    visitor.press(TITLE)  # first tap
    visitor.press("Duyệt")  # second
    visitor.press("Duyệt đúng nội dung này")  # third
    assert "Đã duyệt." in page.get_by_role("status").inner_text()

    item = Submission.objects.get()
    body = item.content["body"]
    assert item.state == "approved"
    assert body.startswith("<h2>Thời gian</h2><p>Từ 7 giờ 30 đến 11 giờ.</p><ul><li>")
    assert re.search(r"<th[^>]*><p>Ngày</p></th>", body)


def test_item_is_returned_and_the_diff_shows_what_changed(visitor, actor):
    item = walk_to("submitted", actor=actor)
    page = visitor.page

    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/request_changes/")
    page.fill("#remark", "Ghi rõ giờ.")
    visitor.press("Trả lại để sửa")

    visitor.sign_in("contributor")
    visitor.goto(f"/desk/submissions/{item.pk}/edit/")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Từ 8 giờ.")
    visitor.press("Lưu và gửi đi")

    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/")
    assert "Từ 8 giờ" in page.locator("#changes ins").first.inner_text()
    visitor.goto(f"/desk/submissions/{item.pk}/changes/")


def test_rejection_asks_for_the_ground_first(visitor, actor):
    item = walk_to("submitted", actor=actor)
    page = visitor.page
    visitor.sign_in("dept-editor")
    visitor.goto(f"/desk/submissions/{item.pk}/reject/")

    explanation = page.get_by_label("Vì sao áp dụng căn cứ này")
    assert explanation.first.is_hidden()
    page.get_by_label("Không rõ nguồn gốc").check()
    visitor.look()
    explanation.filter(visible=True).fill("Không ghi cơ quan cung cấp.")
    visitor.press("Từ chối")

    item.refresh_from_db()
    assert item.state == "rejected"
    assert page.get_by_text("Không ghi cơ quan cung cấp.").first.is_visible()


def test_violations_come_back_with_everything_that_was_typed(visitor):
    page = visitor.page
    visitor.sign_in("contributor")
    visitor.goto("/desk/submissions/new/")
    page.fill("#id_title", TITLE)
    page.locator(".ProseMirror").click()
    page.keyboard.type("Chữ đã gõ.")

    visitor.press("Lưu và gửi đi")

    assert page.input_value("#id_title") == TITLE
    assert page.locator(".ProseMirror").inner_text() == "Chữ đã gõ."
    assert page.locator(".field-source_kind .problem").is_visible()
    assert page.locator(".field-secrecy_declared .problem").is_visible()


def test_toolbar_works_with_the_keyboard_alone(visitor):
    page = visitor.page
    visitor.sign_in("contributor")
    visitor.goto("/desk/submissions/new/")
    page.locator("#id_summary").focus()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.do") == "paragraph"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("Đề mục")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("đậm")

    assert page.locator(".ProseMirror h2").inner_text() == "Đề mục"
    assert page.locator(".ProseMirror strong").inner_text() == "đậm"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_other_page_is_clean_in_english_and_in_the_dark(visitor, actor, scheme):
    for state in ("draft", "returned", "reviewed", "approved", "rejected"):
        item = walk_to(state, actor=actor)
    page = visitor.page
    page.emulate_media(color_scheme=scheme)
    visitor.sign_in("dept-editor")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": visitor.address}])

    for path in (
        "/desk/",
        "/desk/?queue=all",
        "/desk/?q=tiep+cong+dan",
        f"/desk/submissions/{item.pk}/",
        "/desk/submissions/import/",
        "/desk/submissions/new/",
        "/desk/notices/",
        "/desk/profile/",
        "/desk/submissions/nowhere/",
    ):
        visitor.goto(path)
        assert page.locator("html").get_attribute("lang") == "en"
