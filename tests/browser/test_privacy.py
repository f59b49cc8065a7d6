"""No page of the portal asks anybody but the site itself for anything."""

from urllib.parse import urlsplit

import pytest

from publishing.services.lists import write_missing_frames

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_no_page_asks_a_foreign_host(visitor, submission_at):
    picture = '<p>Ảnh: <img src="https://spy.example/p.gif" alt="x"> chữ.</p>'
    item = submission_at("published", title="Cấp nước sạch", body=picture)
    write_missing_frames()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    root = "/sites/stttt/"
    pages = (
        "", item.publication.address, "news/", "all/", "sitemap/", "en/", "khong-co/",
        "search?q=nuoc", "search?q=khong+co+gi&lang=en",
    )  # fmt: skip
    for path in pages:
        visitor.page.goto(visitor.address + root + path)
        visitor.page.wait_for_load_state("networkidle")

    here = urlsplit(visitor.address).netloc
    foreign = {url for url in asked if urlsplit(url).netloc not in {here, ""}}
    assert len(asked) > len(pages)
    assert foreign == set()


def test_suggestions_are_a_combobox_for_keyboard_and_screen_reader(visitor, submission_at):
    item = submission_at("published", title="Cấp nước sạch nông thôn")
    page = visitor.page
    page.goto(f"{visitor.address}/sites/stttt/")
    box = page.get_by_role("combobox").first

    box.press_sequentially("nuoc s", delay=20)
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    visitor.look()
    box.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert chosen.inner_text() == "Cấp nước sạch nông thôn"
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("ạ")
    box.press("Backspace")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"**/{item.publication.address}")
    assert visitor.findings == []
