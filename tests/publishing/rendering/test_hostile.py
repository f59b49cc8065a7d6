"""Hostile content on every kind of page: shown as text, bounded, and never a way out."""

from xml.etree import ElementTree as ET

import pytest

from publishing.rendering import (
    ItemLine,
    render_feed_atom,
    render_feed_rss,
    render_home,
    render_item,
    render_list,
    render_sitemap_xml,
)
from publishing.rendering.addresses import item_address
from tests.publishing.rendering.facts import (
    CATEGORIES,
    DOCUMENT,
    WHEN,
    a_content,
    a_site,
    an_attachment,
    an_item,
)

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
STYLE = "</style><style>*{display:none}</style>"
TITLES = {
    "script": SCRIPT,
    "style": STYLE,
    "template": "{{ site.code }} {% include 'x' %} ${7*7}",
    "comment": "--><!-- ]]> <![CDATA[",
    "bidi": "hồ sơ \u202egnp.exe\u202c \u2066ẩn\u2069",
    "controls": "dòng\x00một\x0b\x1f\ufffe",
    "long": " ".join(["vượtkhung"] * 10_000),
    "unbroken": "x" * 50_000,
}
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def everywhere(title: str) -> dict[str, str]:
    """Return every kind of page on which an item of that title stands."""
    site, hostile = a_site(), {"title": title, "summary": title, "number": title[:100]}
    content = a_content(
        **hostile,
        author_name=title,
        category="news",
        change_note=title,
        source={"kind": "reused", "name": title, "url": "javascript:alert(3)", "permission": title},
        attachments=[an_attachment(original_name=title, caption=title)],
    )
    item = an_item(content=content)
    address = item_address(category="news", title=title, document_id=DOCUMENT)
    line = ItemLine(address, title, "news", WHEN, summary=title, number=title[:100])
    return {
        "item": render_item(site, item),
        "home": render_home(site, [line]),
        "list": render_list(site, CATEGORIES[0], [line]),
        "rss": render_feed_rss(site, [line], address="feed.xml", language="vi"),
        "atom": render_feed_atom(site, [line], address="atom.xml", language="vi"),
        "sitemap": render_sitemap_xml(site, [line], with_lists=True),
    }


@pytest.mark.parametrize("name", TITLES)
def test_hostile_title_stays_text_on_every_page(name):
    clean = everywhere("Tin thường")
    for kind, page in everywhere(TITLES[name]).items():
        for tag in ("<script", "<style", "<img", "<!--"):
            assert page.count(tag) == clean[kind].count(tag), (kind, tag)
        assert "javascript:" not in page, kind
        assert not set(page) & set("\x00\x0b\x1f\ufffe"), kind


@pytest.mark.parametrize("name", TITLES)
def test_feeds_and_sitemaps_of_hostile_items_are_well_formed(name):
    pages = everywhere(TITLES[name])

    for kind in ("rss", "atom", "sitemap"):
        ET.fromstring(pages[kind])  # noqa: S314  our own output


@pytest.mark.parametrize("name", TITLES)
def test_address_of_a_hostile_title_is_short_and_plain(name):
    address = item_address(category="news", title=TITLES[name], document_id=DOCUMENT)

    assert len(address) <= 150
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")


def test_bidi_tricks_in_names_cannot_turn_what_follows_around():
    for kind, page in everywhere(TITLES["bidi"]).items():
        assert not [sign for sign in BIDI if sign in page], kind
