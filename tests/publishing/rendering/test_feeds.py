from datetime import UTC, datetime

from lxml import etree

from publishing.rendering import render_feed_atom, render_feed_rss
from tests.publishing.rendering.facts import a_content, a_site, an_item

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ADDRESS = "https://stttt.example.vn/legal-documents/quy-dinh-ve-nuoc-sach-nong-thon-0b5c7a52/"


def rss(*items, site=None):
    text = render_feed_rss(site or a_site(), [item.line for item in items])
    return etree.fromstring(text.encode())


def test_rss_names_items_by_full_address_and_date():
    feed = rss(an_item())

    assert feed.xpath("string(channel/item/title)") == "Quy định về nước sạch nông thôn"
    assert feed.xpath("string(channel/item/link)") == ADDRESS
    assert feed.xpath("string(channel/item/pubDate)") == "Tue, 21 Jul 2026 20:30:00 +0000"
    assert feed.xpath("string(channel/lastBuildDate)") == "Tue, 21 Jul 2026 20:30:00 +0000"


def test_rss_without_a_known_host_leads_to_where_the_site_answers_everywhere():
    feed = rss(an_item(), site=a_site(base_url=""))

    assert feed.xpath("string(channel/item/link)").startswith("/sites/stttt/")


def test_atom_tells_when_an_item_was_corrected():
    later = datetime(2026, 9, 1, tzinfo=UTC)
    text = render_feed_atom(a_site(), [an_item(corrected_at=later).line])
    feed = etree.fromstring(text.encode())

    assert feed.xpath("string(a:entry/a:updated)", namespaces=ATOM) == "2026-09-01T00:00:00+00:00"
    assert feed.xpath("string(a:entry/a:published)", namespaces=ATOM) == "2026-07-21T20:30:00+00:00"
    assert feed.xpath("string(a:updated)", namespaces=ATOM) == "2026-09-01T00:00:00+00:00"


def test_an_empty_feed_does_not_look_at_the_clock():
    assert rss().xpath("string(channel/lastBuildDate)") == "Sat, 01 Jan 2000 00:00:00 +0000"


def test_feed_survives_control_characters_and_markup():
    feed = rss(an_item(content=a_content(title="a\x00<b>&\x1b")))

    assert feed.xpath("string(channel/item/title)") == "a<b>&"


def test_feed_of_a_category_leads_to_its_list():
    site, item = a_site(), an_item()
    category = site.category("legal-documents")

    rss = render_feed_rss(site, [item.line], address="legal-documents/feed.xml", category=category)

    channel = etree.fromstring(rss.encode()).find("channel")
    assert channel.findtext("title").startswith("Văn bản quy phạm pháp luật - Trang thông tin")
    assert channel.findtext("link") == "https://stttt.example.vn/legal-documents/"
