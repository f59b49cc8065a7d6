"""The pages a site has besides its items: home, lists, sitemap, search, not found."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, override

from publishing.rendering import addresses
from publishing.rendering.engine import fill
from publishing.rendering.frame import frame
from publishing.rendering.metadata import PageMeta, page_meta, site_json_ld
from publishing.rendering.paging import FRONT
from publishing.rendering.search_shapes import SearchPage
from publishing.rendering.shapes import (
    VIETNAMESE,
    Alternate,
    CategoryView,
    HomeSection,
    ItemLine,
    Language,
    SiteView,
)

DOCUMENTS, NEWS = "legal-documents", "news"


def render_home(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    sections: Iterable[HomeSection] = (),
    language: Language = VIETNAMESE,
    root: str = "",
) -> str:
    """Return the home page: a leading item, the newest, documents in force, then categories.

    `root` is given where the page is shown away from its place (a preview in the desk).
    """
    newest = list(items)
    shelves = [section for section in sections if section.items]
    lead = _leading(newest)
    meta = page_meta(
        site,
        title=site.name_in(language),
        address=addresses.home_address(language, main=site.language),
        language=language,
        alternates=_alternates(site, ""),
        json_ld=site_json_ld(site, language),
        date=_newest_day(newest),
    )
    return _page(
        "home.html",
        site,
        meta,
        root=root,
        current="home",
        lead=lead,
        rest=[line for line in newest if line not in lead],
        documents=[one for one in shelves if one.category.code == DOCUMENTS],
        sections=[one for one in shelves if one.category.code != DOCUMENTS],
    )


def _leading(newest: list[ItemLine]) -> list[ItemLine]:
    """Take the newest piece of news; where there is none, the newest item of any kind."""
    news = [line for line in newest if line.category == NEWS]
    return (news or newest)[:1]


def render_list(
    site: SiteView,
    category: CategoryView,
    items: Iterable[ItemLine],
    *,
    page: int = FRONT,
    pages: int = 0,
    language: Language = VIETNAMESE,
) -> str:
    """Return one page of a category's list, newest item first.

    `page` is FRONT or the number of an archive page (1 is the oldest); `pages` is how many archive
    pages there are (`publishing.rendering.paging`).
    """
    lines = list(items)
    name = category.name_in(language)
    where = {"language": language, "main": site.language}
    meta = page_meta(
        site,
        title=name if page == FRONT else _numbered(name, page, language),
        address=addresses.list_address(category.code, page=page, **where),
        language=language,
        alternates=_alternates(site, f"{category.code}/") if page == FRONT else (),
        date=_newest_day(lines),
    )
    home = addresses.home_address(**where)
    return _page(
        "list.html",
        site,
        meta,
        heading=name,
        current=category.code,
        lines=lines,
        page_number=page,
        pages=pages,
        tabular=category.tabular,
        feeds="" if category.code == addresses.ALL_ITEMS else f"{home}{category.code}/",
        **_neighbours(home + category.code + "/", page, pages),
    )


def render_all_items(
    site: SiteView,
    items: Iterable[ItemLine],
    *,
    page: int = FRONT,
    pages: int = 0,
    language: Language = VIETNAMESE,
) -> str:
    """Return one page of the list of everything on the site."""
    with override(language):
        name = gettext("Tất cả tin bài, văn bản")
    everything = CategoryView(addresses.ALL_ITEMS, name, name)
    return render_list(site, everything, items, page=page, pages=pages, language=language)


def render_sitemap_page(site: SiteView, *, language: Language = VIETNAMESE) -> str:
    """Return the map of the site as a tree for readers (TT 32/2017)."""
    with override(language):
        title = gettext("Sơ đồ trang")
    address = addresses.home_address(language, main=site.language) + addresses.SITEMAP_PAGE
    alternates = _alternates(site, addresses.SITEMAP_PAGE)
    meta = page_meta(site, title=title, address=address, language=language, alternates=alternates)
    return _page("sitemap.html", site, meta)


def render_not_found(site: SiteView, *, language: Language = VIETNAMESE) -> str:
    """Return the page for addresses where nothing is.

    It answers at any depth, so it is the one page whose links start at `/sites/<code>/`.
    """
    with override(language):
        title = gettext("Không tìm thấy trang")
    address = addresses.NOT_FOUND
    meta = page_meta(site, title=title, address=address, language=language, indexed=False)
    return _page("not_found.html", site, meta, root=f"/sites/{site.code}/")


def render_search_shell(
    site: SiteView,
    search: SearchPage,
    *,
    root: str = "./",
    language: Language = VIETNAMESE,
) -> str:
    """Return the search page with its question, filters and answers.

    `root` leads from the answering address to the site's root: "./" at `<site>/search`,
    `/sites/<code>/` at the address for all sites.
    """
    with override(language):
        title = gettext("Tìm kiếm")
    meta = page_meta(
        site,
        title=f"{search.query} - {title}" if search.query else title,
        address="search",
        language=language,
        indexed=False,
    )
    return _page("search.html", site, meta, root=root, query=search.query, search=search)


def _page(
    template: str,
    site: SiteView,
    meta: PageMeta,
    *,
    root: str = "",
    current: str = "",
    query: str = "",
    **values: Any,
) -> str:
    around = frame(site, meta, root=root, current=current, query=query)
    return fill(template, **around, **values)


def _alternates(site: SiteView, address: str) -> tuple[Alternate, ...]:
    if len(site.languages) == 1:
        return ()
    return tuple(
        Alternate(one, addresses.home_address(one, main=site.language) + address)
        for one in site.languages
    )


def _neighbours(front: str, page: int, pages: int) -> dict[str, str]:
    """Return addresses from the site's root; an empty one means there is no such page."""
    older = pages if page == FRONT else page - 1
    newer = 0 if page in (FRONT, pages) else page + 1
    return {
        "front": front,
        "older": f"{front}page/{older}/" if older else "",
        "newer": "" if page == FRONT else front + (f"page/{newer}/" if newer else ""),
        "oldest": f"{front}page/1/" if older > 1 else "",
    }


def _numbered(name: str, page: int, language: Language) -> str:
    with override(language):
        archived = gettext("trang lưu trữ số %(number)s") % {"number": page}
    return f"{name} - {archived}"


def _newest_day(lines: list[ItemLine]) -> str:
    newest = max((line.changed_at for line in lines), default=None)
    return newest.date().isoformat() if newest else ""
