"""From sign-in to the sealed record in the browser, on a whole running instance."""

import pytest

from tests.browser.conftest import PHONE, WIDE, Visitor
from tests.browser.test_desk import TITLE, write
from tests.journeys.instance import running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("whole-life"),
]
PATIENCE = 60


@pytest.fixture(scope="module")
def instance():
    with running() as started:
        yield started


@pytest.fixture(params=[WIDE, PHONE], ids=["desktop", "phone"])
def visitor(request, chromium, instance):
    context = chromium.new_context(viewport=request.param, locale="vi-VN")
    visitor = Visitor(context.new_page(), instance.address)
    visitor.page.on("console", lambda said: visitor.complaints.append(said.text)
                    if said.type == "error" else None)  # fmt: skip
    yield visitor
    context.close()
    assert visitor.findings == []
    assert visitor.complaints == []


def wait_for_archive(visitor: Visitor) -> None:
    """Open the item again until its record is sealed."""
    for _ in range(PATIENCE):
        visitor.page.reload()
        if visitor.page.locator("text=Đã đăng, đã lưu trữ").count():
            return
        visitor.page.wait_for_timeout(1000)
    raise TimeoutError(visitor.page.url)


def test_item_goes_from_the_editor_to_the_portal_and_the_archive(visitor):
    page = visitor.page
    visitor.sign_in("contributor")
    write(visitor)
    visitor.press("Lưu và gửi đi")
    desk = page.url

    visitor.sign_in("dept-editor")
    page.goto(desk)
    visitor.press("Đạt, chuyển tiếp")
    visitor.press("Đạt, chuyển tiếp")
    visitor.sign_in("dept-head")
    page.goto(desk)
    visitor.press("Duyệt")
    visitor.press("Duyệt đúng nội dung này")
    page.goto(desk)
    wait_for_archive(visitor)

    visitor.goto("/sites/stttt/announcements/")
    page.get_by_role("link", name=TITLE).first.click()
    visitor.look()
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    assert (
        page.get_by_role("cell", name="Ngày")
        .or_(page.get_by_role("columnheader", name="Ngày"))
        .count()
    )
    page.get_by_role("link", name="Kiểm tra hồ sơ lưu trữ").first.click()
    visitor.look()
    assert "nguyên vẹn" in page.locator("main").inner_text().lower()

    find_it_again(visitor)


def find_it_again(visitor: Visitor) -> None:
    """Find the item as a citizen without tones, and as an auditor."""
    main = visitor.page.locator("main")
    visitor.goto("/sites/tinh/")
    visitor.goto("/search?q=tiep cong dan")
    assert TITLE in main.inner_text()
    visitor.sign_in("auditor")
    visitor.goto("/audit/")
    visitor.page.get_by_role("link", name=TITLE).first.click()
    visitor.look()
    assert "Duyệt" in main.inner_text()
