"""The portal's pages as text: facts in, HTML or XML out; touches no disk and no database."""

from publishing.rendering.feeds import render_feed_atom, render_feed_rss, render_search_feed
from publishing.rendering.item import render_item, render_preview
from publishing.rendering.pages import (
    render_all_items,
    render_home,
    render_list,
    render_not_found,
    render_search_shell,
    render_sitemap_page,
)
from publishing.rendering.search_shapes import (
    Facet,
    FacetValue,
    Passage,
    SearchPage,
    SearchResult,
)
from publishing.rendering.shapes import (
    Alternate,
    CategoryView,
    HomeSection,
    ItemLine,
    ItemView,
    MenuEntry,
    Particular,
    PreviousVersion,
    SiteView,
    TakedownNotice,
    Withdrawal,
)
from publishing.rendering.sitemaps import render_robots, render_sitemap_index, render_sitemap_xml
from publishing.rendering.takedown import render_takedown

__all__ = [
    "Alternate",
    "CategoryView",
    "Facet",
    "FacetValue",
    "HomeSection",
    "ItemLine",
    "ItemView",
    "MenuEntry",
    "Particular",
    "Passage",
    "PreviousVersion",
    "SearchPage",
    "SearchResult",
    "SiteView",
    "TakedownNotice",
    "Withdrawal",
    "render_all_items",
    "render_feed_atom",
    "render_feed_rss",
    "render_home",
    "render_item",
    "render_list",
    "render_not_found",
    "render_preview",
    "render_robots",
    "render_search_feed",
    "render_search_shell",
    "render_sitemap_index",
    "render_sitemap_page",
    "render_sitemap_xml",
    "render_takedown",
]
