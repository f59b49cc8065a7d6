from dataclasses import replace

from lxml import etree

from publishing.rendering import render_robots, render_sitemap_index, render_sitemap_xml
from tests.publishing.rendering.facts import WHEN, a_site, an_item

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ROOT = "https://stttt.example.vn/"


def read(text):
    tree = etree.fromstring(text.encode())
    return tree.xpath("//s:loc/text()", namespaces=SPACE), tree.xpath(
        "//s:lastmod/text()", namespaces=SPACE
    )


def test_sitemap_names_items_with_their_last_change():
    item = an_item()

    assert read(render_sitemap_xml(a_site(), [item.line])) == (
        [ROOT + item.address],
        ["2026-07-22T03:30:00+07:00"],
    )


def test_first_part_of_the_sitemap_names_home_and_lists_in_every_language():
    locations, _ = read(render_sitemap_xml(a_site(), [], with_lists=True))

    assert locations == [
        ROOT + address
        for address in (
            *("", "all/", "sitemap/", "news/", "legal-documents/"),
            *("en/", "en/all/", "en/sitemap/", "en/news/", "en/legal-documents/"),
        )
    ]


def test_index_names_the_parts():
    index = render_sitemap_index(a_site(), [("sitemap-1.xml", WHEN)])

    assert read(index) == ([f"{ROOT}sitemap-1.xml"], ["2026-07-22T03:30:00+07:00"])


def test_robots_name_the_sitemap_only_where_the_host_is_known():
    rules = "User-agent: *\nDisallow: /search\n"

    assert render_robots(a_site()) == f"{rules}Sitemap: {ROOT}sitemap.xml\n"
    assert render_robots(a_site(base_url="")) == rules


def test_lists_name_themselves_in_every_language_and_items_name_their_pictures():
    line = replace(an_item().line, pictures=("a&b.png",))

    tree = etree.fromstring(render_sitemap_xml(a_site(), [line], with_lists=True).encode())

    spaces = SPACE | {
        "x": "http://www.w3.org/1999/xhtml",
        "i": "http://www.google.com/schemas/sitemap-image/1.1",
    }
    first = tree.xpath("s:url[1]/x:link", namespaces=spaces)
    assert [(one.get("hreflang"), one.get("href")) for one in first] == [
        ("vi", ROOT),
        ("en", f"{ROOT}en/"),
    ]
    assert tree.xpath("//i:loc/text()", namespaces=spaces) == [
        f"{ROOT}{line.address}attachments/a&b.png"
    ]
