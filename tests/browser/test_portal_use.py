"""What a citizen does on the portal: with a keyboard alone, without scripts, with large letters."""

import pytest

from tests.browser.portal import SITE, furnish

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TITLE = "Quyết định ban hành Quy định về cung cấp nước sạch nông thôn trên địa bàn tỉnh"
FOCUSED = "(document.activeElement.textContent || document.activeElement.name || '').trim()"
OUTLINED = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Boxes that cut their own text off, outside those that scroll by intention.
CUT = """() => [...document.querySelectorAll('h1,h2,h3,p,a,button,dd,summary,label')].filter(one =>
    getComputedStyle(one).overflowX === 'hidden' && !one.closest('.unseen')
    && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 120))"""
MOVED = """() => new Promise(done => { let all = 0;
    new PerformanceObserver(seen => seen.getEntries().forEach(one => { all += one.value; }))
        .observe({type: 'layout-shift', buffered: true});
    window.scrollTo(0, document.body.scrollHeight); setTimeout(() => done(all), 600); })"""


@pytest.fixture
def pages(address, actor):
    return {name: address + path for name, path in furnish(actor).items()}


@pytest.fixture
def browse(chromium):
    """Open pages in a window of one's own wishes."""
    opened = []

    def window(**wishes):
        context = chromium.new_context(locale="vi-VN", **wishes)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield window
    for context in opened:
        context.close()


def tab_to(page, words: str) -> None:
    """Press Tab until what has the focus says `words`; every stop on the way must be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(FOCUSED) == words:
            return
    pytest.fail(f"the keyboard does not reach “{words}”")


def test_keyboard_alone_finds_reads_prints_saves_and_cites(browse, pages, address):
    page = browse(viewport={"width": 1280, "height": 900})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + SITE)

    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Chuyển đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(address + SITE)
    tab_to(page, "q")
    page.keyboard.type("nước sạch nông thôn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    tab_to(page, TITLE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/legal-documents/**")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    tab_to(page, "Tải bản lưu (PDF)")
    tab_to(page, "In trang")
    page.keyboard.press("Enter")
    assert page.title() == "printed"
    tab_to(page, "Sao chép câu trích dẫn")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('status').textContent !== ''")

    assert TITLE in page.evaluate("navigator.clipboard.readText()")


def test_without_scripts_everything_is_found_read_and_cited(browse, pages, address):
    page = browse(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(address + SITE)

    page.fill("#q", "nước sạch nông thôn")
    page.press("#q", "Enter")
    page.get_by_role("link", name=TITLE).click()
    page.locator(".toc summary").click()
    page.get_by_role("link", name="Điều 3. Phạm vi và đối tượng 3").click()
    page.locator(".menu summary").click()

    assert page.url.endswith("#dieu-3-pham-vi-va-doi-tuong-3")
    assert page.locator(".menu").get_by_role("link", name="Thông báo").is_visible()
    assert page.get_by_role("link", name="Tải bản lưu (PDF)").is_visible()
    assert "Ctrl+P" in page.locator(".cite").inner_text()
    assert TITLE in page.locator("#citation").inner_text()
    assert page.locator("[data-act]:visible").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_letters_twice_as_large_cut_nothing_off_and_need_no_sideways_scrolling(
    browse, pages, width
):
    page = browse(viewport={"width": width, "height": 900})
    findings = []
    for name, address in pages.items():
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        findings += [name] if page.evaluate(WIDER) > 0 else []
        findings += page.evaluate(CUT)

    assert findings == []


def test_nothing_moves_under_the_reader(browse, pages):
    page = browse(viewport={"width": 390, "height": 844})
    moved = {}
    for name, address in pages.items():
        page.goto(address)
        moved[name] = page.evaluate(MOVED)

    assert moved == dict.fromkeys(pages, 0)
