"""The XML sitemap: an index, and parts of 1,000 items that stay as they are once full."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from publishing.rendering import addresses
from publishing.rendering.formats import machine_time
from publishing.rendering.shapes import ItemLine, SiteView

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MORE_SPACES = (
    'xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def render_sitemap_xml(
    site: SiteView, items: Iterable[ItemLine], *, with_lists: bool = False
) -> str:
    """Return one part of the sitemap; the first part also names home and the lists."""
    entries = [_item(site.public_root, line) for line in items]
    if with_lists:
        entries = [*_lists(site), *entries]
    return f'{HEAD}<urlset xmlns="{SPACE}" {MORE_SPACES}>\n{"".join(entries)}</urlset>\n'


def render_sitemap_index(site: SiteView, parts: Iterable[tuple[str, datetime]]) -> str:
    """Return the index of the parts, each with its address and its last change."""
    entries = (
        f"<sitemap><loc>{escape(site.public_root + address)}</loc>"
        f"<lastmod>{machine_time(changed)}</lastmod></sitemap>\n"
        for address, changed in parts
    )
    return f'{HEAD}<sitemapindex xmlns="{SPACE}">\n{"".join(entries)}</sitemapindex>\n'


def render_robots(site: SiteView) -> str:
    """Return robots.txt: everything may be read; it names the sitemap where that is known."""
    rules = "User-agent: *\nDisallow: /search\n"
    if not site.base_url:
        return rules
    return f"{rules}Sitemap: {site.public_root}{addresses.SITEMAP_INDEX}\n"


def _lists(site: SiteView) -> list[str]:
    """Return home and lists in every language, each naming the same page in the others."""
    folders = ["", f"{addresses.ALL_ITEMS}/", addresses.SITEMAP_PAGE]
    folders += [f"{category.code}/" for category in site.categories]
    homes = {one: addresses.home_address(one, main=site.language) for one in site.languages}
    return [
        _entry(
            site.public_root + home + folder,
            "".join(
                f'<xhtml:link rel="alternate" hreflang="{other}" '
                f'href="{escape(site.public_root + there + folder)}"/>'
                for other, there in homes.items()
            ),
        )
        for home in homes.values()
        for folder in folders
    ]


def _item(root: str, line: ItemLine) -> str:
    """Return one item with its last change and its pictures."""
    pictures = (
        escape(root + addresses.attachment_path(line.address, name)) for name in line.pictures
    )
    shown = "".join(f"<image:image><image:loc>{one}</image:loc></image:image>" for one in pictures)
    changed = f"<lastmod>{machine_time(line.changed_at)}</lastmod>"
    return _entry(root + line.address, f"{changed}{_in_other_languages(root, line)}{shown}")


def _in_other_languages(root: str, line: ItemLine) -> str:
    """Return links to the same item in each language, its own among them, as the protocol asks."""
    if not line.alternates:
        return ""
    versions = {one.language: one.address for one in line.alternates} | {
        line.language: line.address
    }
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(root + address)}"/>'
        for language, address in versions.items()
    )


def _entry(address: str, more: str) -> str:
    return f"<url><loc>{escape(address)}</loc>{more}</url>\n"
