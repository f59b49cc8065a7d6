"""Feeds and sitemaps hold to their schemas, whatever the items say."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from publishing.rendering import (
    Alternate,
    SearchResult,
    render_feed_atom,
    render_feed_rss,
    render_search_feed,
    render_sitemap_index,
    render_sitemap_xml,
)
from tests.publishing.rendering.facts import a_content, a_site, an_item

HOSTILE = a_content(title='a\x00<b>&"\x1b\u202e ]]>', summary="<script>alert(1)</script>")
LINES = [an_item().line, an_item(content=HOSTILE).line]
FOUND = [
    SearchResult(f"https://stttt.example.vn/{line.address}", line.title, line.published_at)
    for line in LINES
]


def complaints(text, schema):
    grammar = etree.parse(Path(__file__).parent / "schemas" / f"{schema}.rng")
    checked = etree.RelaxNG(grammar)
    checked.validate(etree.fromstring(text.encode()))
    return [entry.message for entry in checked.error_log]


@pytest.mark.parametrize("lines", [LINES, []])
@pytest.mark.parametrize(
    ("schema", "render"), [("rss", render_feed_rss), ("atom", render_feed_atom)]
)
def test_feeds_of_sites_and_categories(schema, render, lines):
    site = a_site()
    whole = render(site, lines)
    one = render(site, lines, category=site.categories[0], address="news/feed.xml")

    assert complaints(whole, schema) == complaints(one, schema) == []
    assert not any(feedparser.parse(text.encode()).bozo for text in (whole, one))
    assert len(feedparser.parse(whole.encode()).entries) == len(lines)


@pytest.mark.parametrize(("schema", "atom"), [("rss", False), ("atom", True)])
def test_feeds_of_searches(schema, atom):
    text = render_search_feed(
        a_site(), 'nước "sạch" <b>', FOUND, "https://a.example/search?q=a&format=x", atom=atom
    )

    assert complaints(text, schema) == []
    assert feedparser.parse(text.encode()).bozo == 0


def test_sitemaps_name_languages_and_pictures():
    line = replace(
        LINES[0],
        pictures=("a b&c.png",),
        alternates=(Alternate("en", "en/news/clean-water/"),),
    )
    text = render_sitemap_xml(a_site(), [line, LINES[1]], with_lists=True)
    parts = [(f"sitemap-{n}.xml", datetime(2026, 7, 1, tzinfo=UTC)) for n in range(1, 60)]

    assert complaints(text, "sitemap") == []
    assert complaints(render_sitemap_index(a_site(), parts), "sitemap") == []
    others = etree.fromstring(text.encode()).xpath(
        "//*[local-name()='url'][contains(*[local-name()='loc'], 'nuoc-sach')][1]"
        "/*[local-name()='link']/@href"
    )
    assert others == [
        "https://stttt.example.vn/en/news/clean-water/",
        f"https://stttt.example.vn/{line.address}",
    ]


def test_schema_finds_what_is_missing():
    assert complaints('<rss version="2.0"><channel><title>a</title></channel></rss>', "rss") != []
    assert complaints('<feed xmlns="http://www.w3.org/2005/Atom"/>', "atom") != []
