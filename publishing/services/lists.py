"""Lists, feeds and sitemaps: rewritten from the database after an item has changed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from core.models import Site
from publishing import site_writer
from publishing.models import ListCounter, Publication
from publishing.portal_assets import portal_assets
from publishing.rendering import (
    SiteView,
    addresses,
    paging,
    render_all_items,
    render_feed_atom,
    render_feed_rss,
    render_home,
    render_list,
    render_not_found,
    render_robots,
    render_sitemap_index,
    render_sitemap_page,
    render_sitemap_xml,
)
from publishing.selectors.views import LANGUAGES, lines, portal_root, site_view

# What a list needs of a row; whole texts stay in the database.
LINE = (
    "address", "title", "category", "summary", "number", "language", "published_at",
    "first_published_at", "submission__unit__name",
)  # fmt: skip
Make = Callable[[], str]
HOSTS, DEFAULT_HOST = "by-host", "_default"


@dataclass(frozen=True)
class Shelf:
    """A site in one language: what all its lists are made from."""

    site: Site
    view: SiteView
    language: str

    @property
    def home(self) -> str:
        """The folder of the home page in this language."""
        return addresses.home_address(self.language)

    def online(self) -> QuerySet[Publication]:
        """Return what is online, newest slot first."""
        rows = Publication.objects.filter(site=self.site, language=self.language, online=True)
        return rows.select_related("submission__unit").only(*LINE).order_by("-slot_in_all")

    def total(self, name: str) -> int:
        """Return how many slots a list has given out."""
        rows = ListCounter.objects.filter(site=self.site, name=name, language=self.language)
        return rows.values_list("total", flat=True).first() or 0

    def write(self, path: str, make: Make) -> None:
        """Write one file; `make` runs once the file is ours alone, so no item is ever lost."""
        site_writer.write_page_with(portal_root(self.site), path, make)


def shelf(site: Site, language: str) -> Shelf:
    """Return the shelf of a site in a language."""
    return Shelf(site, site_view(site), language)


def refresh_lists(publication: Publication) -> None:
    """Rewrite what depends on one publication, then note that its lists are fresh."""
    on = shelf(publication.site, publication.language)
    root = portal_root(publication.site)
    site_writer.write_assets(root, portal_assets().files)
    if not (root / addresses.NOT_FOUND).exists():
        write_frame(publication.site)
    totals = {name: on.total(name) for name in (publication.category, addresses.ALL_ITEMS)}
    in_category = paging.pages_of_list_touched(
        publication.slot_in_category, totals[publication.category]
    )
    in_all = paging.pages_of_list_touched(publication.slot_in_all, totals[addresses.ALL_ITEMS])
    for page in in_category:
        write_list_page(on, publication.category, page)
    for page in in_all:
        write_list_page(on, addresses.ALL_ITEMS, page)
    write_home(on)
    write_sitemap_chunk(on, paging.sitemap_chunk_of(publication.slot_in_all))
    Publication.objects.filter(pk=publication.pk).update(lists_stale=False)


def write_list_page(on: Shelf, name: str, page: int) -> None:
    """Write one page of a category's list, or of the list of everything."""

    def make() -> str:
        total = on.total(name)
        slots = paging.slots_on_page(page, total)
        slot = "slot_in_all" if name == addresses.ALL_ITEMS else "slot_in_category"
        rows = (
            on.online()
            .filter(**{f"{slot}__gte": slots.start, f"{slot}__lt": slots.stop})
            .order_by(f"-{slot}")
        )
        pages = paging.archive_pages(total)
        if name == addresses.ALL_ITEMS:
            return render_all_items(
                on.view, lines(rows), page=page, pages=pages, language=on.language
            )
        category = on.view.category(name)
        return render_list(
            on.view,
            category,
            lines(rows.filter(category=name)),
            page=page,
            pages=pages,
            language=on.language,
        )

    address = addresses.list_address(name, page=page, language=on.language)
    on.write(addresses.file_of(address), make)


def write_home(on: Shelf) -> None:
    """Write the home page and both feeds of the site in one language."""
    on.write(
        addresses.file_of(on.home),
        lambda: render_home(on.view, lines(on.online()[: paging.HOME_SIZE]), language=on.language),
    )
    for name, render in ((addresses.RSS, render_feed_rss), (addresses.ATOM, render_feed_atom)):
        path = on.home + name
        on.write(
            path,
            lambda render=render, path=path: render(  # type: ignore[misc]
                on.view, lines(on.online()[: paging.FEED_SIZE]), address=path, language=on.language
            ),
        )


def write_sitemap_chunk(on: Shelf, chunk: int) -> None:
    """Write one part of the XML sitemap and the index of all parts."""
    first = (chunk - 1) * paging.SITEMAP_SIZE

    def make() -> str:
        rows = on.online().filter(
            slot_in_all__gte=first, slot_in_all__lt=first + paging.SITEMAP_SIZE
        )
        with_lists = chunk == 1 and on.language == on.view.language
        return render_sitemap_xml(on.view, lines(rows), with_lists=with_lists)

    on.write(on.home + addresses.sitemap_chunk(chunk), make)
    on.write(addresses.SITEMAP_INDEX, lambda: _sitemap_index(on))


def _sitemap_index(on: Shelf) -> str:
    parts = []
    for language in LANGUAGES:
        other = Shelf(on.site, on.view, language)
        newest = other.online().aggregate(at=Max("published_at"))["at"]
        chunks = paging.sitemap_chunk_of(max(other.total(addresses.ALL_ITEMS) - 1, 0))
        if newest:
            parts += [
                (other.home + addresses.sitemap_chunk(n), newest) for n in range(1, chunks + 1)
            ]
    return render_sitemap_index(on.view, parts)


def write_frame(site: Site) -> None:
    """Write what a site has before its first item: empty lists, home, sitemap, 404, robots."""
    _answer_to_host(site)
    site_writer.write_assets(portal_root(site), portal_assets().files)
    for language in LANGUAGES:
        on = shelf(site, language)
        for name in (*(one.code for one in on.view.categories), addresses.ALL_ITEMS):
            write_list_page(on, name, paging.FRONT)
        write_home(on)
        on.write(
            addresses.file_of(on.home + addresses.SITEMAP_PAGE),
            lambda on=on: render_sitemap_page(on.view, language=on.language),  # type: ignore[misc]
        )
        write_sitemap_chunk(on, 1)
    main = shelf(site, LANGUAGES[0])
    main.write("robots.txt", lambda: render_robots(main.view))
    main.write(addresses.NOT_FOUND, lambda: render_not_found(main.view))


def write_missing_frames() -> list[str]:
    """Write the frame of every site that has no home page yet; returns their codes."""
    sites = Site.objects.select_related("unit__parent")
    new = [site for site in sites if not (portal_root(site) / "index.html").exists()]
    for site in new:
        write_frame(site)
    return [site.code for site in new]


def _answer_to_host(site: Site) -> None:
    """Link the site's host name to its folder, so that web servers need no database to choose."""
    names = [site.host] if site.host else []
    names += [DEFAULT_HOST] if site.kind == Site.Kind.PORTAL else []
    folder = portal_root(site).parent / HOSTS
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        link = folder / name
        if not link.is_symlink():
            link.symlink_to(f"../{site.code}")
