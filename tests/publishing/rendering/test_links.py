"""The same bytes must work at /sites/<code>/, at the root of a host, and from a disk."""

import posixpath

import pytest

from publishing.portal_assets import portal_assets
from publishing.rendering import (
    addresses,
    render_all_items,
    render_feed_atom,
    render_feed_rss,
    render_home,
    render_item,
    render_list,
    render_sitemap_index,
    render_sitemap_page,
    render_sitemap_xml,
)
from publishing.rendering.disclosures import Scorecard, render_scorecard
from tests.publishing.rendering.facts import (
    CATEGORIES,
    WHEN,
    a_content,
    a_site,
    an_attachment,
    an_item,
)
from tests.publishing.rendering.reading import Page

CARD = Scorecard(met=0, owed=0, lines=(), agencies=(), as_of=WHEN.date(), pack="QB")
DYNAMIC = {"search", "disclosures"}


def an_item_in(language):
    home = addresses.home_address(language)
    return an_item(
        content=a_content(language=language, attachments=[an_attachment()]),
        address=f"{home}legal-documents/nuoc-0b5c7a52/",
    )


@pytest.fixture(scope="module")
def files():
    site = a_site(base_url="")
    made = {f"assets/{name}": "" for name in portal_assets().files}
    for language in site.languages:
        home, item = addresses.home_address(language), an_item_in(language)
        said = {"language": language}
        made |= {
            item.address: render_item(site, item),
            addresses.attachment_path(item.address, an_attachment()["file_name"]): "",
            home: render_home(site, [item.line], **said),
            f"{home}all/": render_all_items(site, [item.line], **said),
            f"{home}sitemap/": render_sitemap_page(site, **said),
            f"{home}disclosure/": render_scorecard(site, CARD, **said),
            f"{home}feed.xml": render_feed_rss(site, [item.line], **said),
            f"{home}atom.xml": render_feed_atom(site, [item.line], **said),
        }
        for one in CATEGORIES:
            made |= {f"{home}{one.code}/{name}": "" for name in (addresses.RSS, addresses.ATOM)}
        for page in range(4):
            address = addresses.list_address("news", page=page, language=language)
            made[address] = render_list(
                site, CATEGORIES[0], [item.line], page=page, pages=3, **said
            )
        made[f"{home}legal-documents/"] = render_list(site, CATEGORIES[1], [item.line], **said)
    made["sitemap-1.xml"] = render_sitemap_xml(site, [])
    made["sitemap.xml"] = render_sitemap_index(site, [("sitemap-1.xml", WHEN)])
    return made


def test_every_link_inside_a_page_is_relative_and_leads_to_a_file(files):
    pages = {address: text for address, text in files.items() if text.startswith("<!doctype")}
    broken = []
    for address, text in pages.items():
        page = Page(text)
        for link in (*page.values("[href]", "href"), *page.values("[src], [action]", "src")):
            broken += [(address, link)] if link and not _leads_on(link, address, files) else []

    assert len(pages) == 20
    assert broken == []


def _leads_on(link, address, files):
    if link.startswith(("#", "/verify/", "tel:", "mailto:", "http://purl.org/dc/")):
        return True
    link = link.partition("?")[0]
    target = posixpath.normpath(posixpath.join("/", address, link)).lstrip("/")
    return target in files or (f"{target}/" if target else "") in files or target in DYNAMIC
