"""Lists, feeds and sitemaps: rewritten from the database after an item has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from core.clock import now
from core.models import Site
from publishing import site_writer
from publishing.models import ListCounter, Publication
from publishing.rendering import (
    HomeSection,
    ItemLine,
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
from publishing.selectors.related import predecessor
from publishing.selectors.site_assets import site_assets
from publishing.selectors.views import (
    LANGUAGES,
    LINE,
    bare_lines,
    lines_by_slot,
    lines_of,
    portal_root,
    site_view,
)
from publishing.services import purging
from publishing.services.hosts import settle_hosts
from publishing.services.items import settle_neighbours

FEEDS = ((addresses.RSS, render_feed_rss), (addresses.ATOM, render_feed_atom))
NEWEST = """
    SELECT newest.id FROM unnest(%s::text[]) AS code
    CROSS JOIN LATERAL (
        SELECT id FROM publishing_publication
        WHERE site_id = %s AND category = code AND language = %s AND online
        ORDER BY slot_in_category DESC LIMIT %s
    ) AS newest
"""


@dataclass(frozen=True)
class Shelf:
    """A site in one language: what all its lists are made from, read once."""

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
        return rows.order_by("-slot_in_all")

    @cached_property
    def newest(self) -> dict[int, ItemLine]:
        """What home page, feeds and the front of the list of everything show, by slot."""
        return lines_by_slot(self.online()[: paging.FEED_SIZE])

    @cached_property
    def all_totals(self) -> dict[tuple[str, str], int]:
        """How many slots each list of the site has given out, by language and name."""
        rows = ListCounter.objects.filter(site=self.site)
        return {row[:2]: row[2] for row in rows.values_list("language", "name", "total")}

    def sections(self) -> list[HomeSection]:
        """Return the newest items of every category; two questions for all of them."""
        with connection.cursor() as cursor:
            codes = [one.code for one in self.view.categories]
            cursor.execute(NEWEST, [codes, self.site.pk, self.language, paging.SECTION_SIZE])
            keys = [row[0] for row in cursor.fetchall()]
        rows = Publication.objects.filter(pk__in=keys).order_by("-slot_in_category")
        lines = lines_of(rows.values_list(*LINE))
        return [
            HomeSection(one, tuple(line for line in lines if line.category == one.code))
            for one in self.view.categories
        ]

    @property
    def names(self) -> list[str]:
        """Return the lists of the site: those of the menu, and every other that holds something."""
        menu = [*(one.code for one in self.view.listed), addresses.ALL_ITEMS]
        filled = [name for language, name in self.all_totals if language == self.language]
        return list(dict.fromkeys([*menu, *sorted(filled)]))

    def total(self, name: str) -> int:
        """Return how many slots a list has given out."""
        return self.all_totals.get((self.language, name), 0)

    def write(self, path: str, text: str) -> None:
        """Write one file."""
        site_writer.write_page(portal_root(self.site), path, text)


@contextmanager
def shelf(site: Site, language: str) -> Iterator[Shelf]:
    """Hold the lists of a site against other publishers, and give what is on them in a language.

    Who comes second reads after the first has written, so no list ever loses an item.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            cursor.execute(lock, [f"lists/{site.code}"])
        yield Shelf(site, site_view(site), language)


def refresh_lists(publication: Publication) -> None:
    """Rewrite what depends on one publication, then note that its lists are fresh."""
    root = portal_root(publication.site)
    site_writer.write_assets(root, site_assets(publication.site).files)
    if not (root / addresses.NOT_FOUND).exists():
        write_frame(publication.site)
    places = {
        publication.category: publication.slot_in_category,
        addresses.ALL_ITEMS: publication.slot_in_all,
    }
    with shelf(publication.site, publication.language) as on:
        for name, slot in places.items():
            for page in paging.pages_of_list_touched(slot, on.total(name)):
                write_list_page(on, name, page)
        for old in _moved_from(publication):
            page = paging.page_of_slot(old.slot_in_category, on.total(old.category))
            write_list_page(on, old.category, page)
            write_category_feeds(on, old.category)
            settle_neighbours(old)
        settle_neighbours(publication)
        write_category_feeds(on, publication.category)
        write_home(on)
        write_sitemap_chunk(on, paging.sitemap_chunk_of(publication.slot_in_all))
        purging.ask(publication.site, touched_by(on, publication), now=now())
        Publication.objects.filter(pk=publication.pk).update(lists_stale=False)


def touched_by(on: Shelf, publication: Publication) -> list[str]:
    """Return the addresses that change with a publication, its files among them."""
    files = publication.submission.content["attachments"]
    placement = paging.Placement(
        address=publication.address,
        category=publication.category,
        slot_in_category=publication.slot_in_category,
        total_in_category=on.total(publication.category),
        slot_in_all=publication.slot_in_all,
        total_in_all=on.total(addresses.ALL_ITEMS),
        language=publication.language,
    )
    feeds = addresses.list_address(publication.category, language=on.language)
    return [
        *paging.pages_touched_by(placement),
        *(f"{feeds}{name}" for name, _ in FEEDS),
        *(addresses.attachment_path(publication.address, row["file_name"]) for row in files),
    ]


def _moved_from(publication: Publication) -> list[Publication]:
    """Return the corrected text where it stood in another category: that list loses it."""
    if publication.published_at == publication.first_published_at:
        return []
    old = predecessor(publication)
    return [old] if old and old.category != publication.category else []


def write_list_page(on: Shelf, name: str, page: int) -> None:
    """Write one page of a category's list, or of the list of everything."""
    slots = paging.slots_on_page(page, on.total(name))
    pages = paging.archive_pages(on.total(name))
    where: dict[str, Any] = {"page": page, "pages": pages, "language": on.language}
    if name == addresses.ALL_ITEMS:
        text = render_all_items(on.view, _in_slots(on, slots), **where)
    else:
        within = {"slot_in_category__gte": slots.start, "slot_in_category__lt": slots.stop}
        rows = on.online().filter(category=name, **within).order_by("-slot_in_category")
        text = render_list(on.view, on.view.category(name), lines_by_slot(rows).values(), **where)
    address = addresses.list_address(name, page=page, language=on.language)
    on.write(addresses.file_of(address), text)


def _in_slots(on: Shelf, slots: range) -> list[ItemLine]:
    """Return what stands in `slots`; the front's are always among the newest."""
    if slots.stop == on.total(addresses.ALL_ITEMS) and len(slots) <= paging.FEED_SIZE:
        return [line for slot, line in on.newest.items() if slot in slots]
    rows = on.online().filter(slot_in_all__gte=slots.start, slot_in_all__lt=slots.stop)
    return list(lines_by_slot(rows).values())


def write_home(on: Shelf) -> None:
    """Write the home page and both feeds of the site in one language."""
    newest = list(on.newest.values())
    page = render_home(
        on.view, newest[: paging.HOME_SIZE], sections=on.sections(), language=on.language
    )
    on.write(addresses.file_of(on.home), page)
    for name, render in FEEDS:
        path = on.home + name
        on.write(path, render(on.view, newest, address=path, language=on.language))


def write_category_feeds(on: Shelf, code: str) -> None:
    """Write both feeds of a category in one language."""
    category = on.view.category(code)
    rows = on.online().filter(category=code).order_by("-slot_in_category")
    newest = lines_of(rows.values_list(*LINE)[: paging.PAGE_SIZE])
    for name, render in FEEDS:
        path = f"{addresses.list_address(code, language=on.language)}{name}"
        text = render(on.view, newest, address=path, language=on.language, category=category)
        on.write(path, text)


def write_sitemap_chunk(on: Shelf, chunk: int) -> None:
    """Write one part of the XML sitemap and the index of all parts."""
    first = (chunk - 1) * paging.SITEMAP_SIZE
    rows = on.online().filter(slot_in_all__gte=first, slot_in_all__lt=first + paging.SITEMAP_SIZE)
    with_lists = chunk == 1 and on.language == on.view.language
    text = render_sitemap_xml(on.view, bare_lines(rows), with_lists=with_lists)
    on.write(on.home + addresses.sitemap_chunk(chunk), text)
    on.write(addresses.SITEMAP_INDEX, _sitemap_index(on))


def _sitemap_index(on: Shelf) -> str:
    newest = {language: at for language in LANGUAGES if (at := _changed_at(on.site, language))}
    parts = []
    for language in LANGUAGES:
        if language in newest:
            total = on.all_totals.get((language, addresses.ALL_ITEMS), 0)
            chunks = paging.sitemap_chunk_of(max(total - 1, 0))
            home = addresses.home_address(language)
            names = (home + addresses.sitemap_chunk(n) for n in range(1, chunks + 1))
            parts += [(name, newest[language]) for name in names]
    return render_sitemap_index(on.view, parts)


def _changed_at(site: Site, language: str) -> datetime | None:
    rows = Publication.objects.filter(site=site, language=language, online=True)
    return rows.order_by("-published_at").values_list("published_at", flat=True).first()


def write_frame(site: Site) -> None:
    """Write what a site has before its first item: empty lists, home, sitemap, 404, robots."""
    settle_hosts(site)
    site_writer.write_assets(portal_root(site), site_assets(site).files)
    for language in LANGUAGES:
        with shelf(site, language) as on:
            for name in on.names:
                write_list_page(on, name, paging.FRONT)
            for one in on.view.listed:
                write_category_feeds(on, one.code)
            write_home(on)
            tree = render_sitemap_page(on.view, language=language)
            on.write(addresses.file_of(on.home + addresses.SITEMAP_PAGE), tree)
            write_sitemap_chunk(on, 1)
    with shelf(site, LANGUAGES[0]) as main:
        main.write("robots.txt", render_robots(main.view))
        main.write(addresses.NOT_FOUND, render_not_found(main.view))


def write_missing_frames() -> list[str]:
    """Write the frame of every site that has no home page yet; returns their codes."""
    sites = Site.objects.select_related("unit__parent")
    new = [site for site in sites if not (portal_root(site) / "index.html").exists()]
    for site in new:
        write_frame(site)
    return [site.code for site in new]
