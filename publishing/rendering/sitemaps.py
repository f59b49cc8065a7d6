"""The XML sitemap: an index, and parts of 1,000 items that stay as they are once full."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from publishing.rendering import addresses
from publishing.rendering.formats import machine_time
from publishing.rendering.shapes import ItemLine, SiteView

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemap_xml(
    site: SiteView, items: Iterable[ItemLine], *, with_lists: bool = False
) -> str:
    """Return one part of the sitemap; the first part also names home and the lists."""
    entries = [_entry(site.public_root + line.address, line.changed_at) for line in items]
    if with_lists:
        entries = [*map(_entry, _lists(site)), *entries]
    return f'{HEAD}<urlset xmlns="{SPACE}">\n{"".join(entries)}</urlset>\n'


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
    folders = ["", f"{addresses.ALL_ITEMS}/", addresses.SITEMAP_PAGE]
    folders += [f"{category.code}/" for category in site.categories]
    homes = [addresses.home_address(one, main=site.language) for one in site.languages]
    return [site.public_root + home + folder for home in homes for folder in folders]


def _entry(address: str, changed: datetime | None = None) -> str:
    when = f"<lastmod>{machine_time(changed)}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>\n"
