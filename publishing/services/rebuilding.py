"""The whole site from the database, with progress."""

from collections.abc import Callable, Iterator

from core.models import Site
from publishing import site_writer
from publishing.models import Publication
from publishing.rendering import addresses, paging
from publishing.selectors.views import LANGUAGES, portal_root
from publishing.services.batches import batches, write_batch
from publishing.services.lists import (
    shelf,
    write_frame,
    write_list_page,
    write_sitemap_chunk,
)

AT_A_TIME = 10
Progress = Callable[[int, int], None]


def rebuild_site(site: Site, *, progress: Progress = lambda _done, _all: None) -> int:
    """Write every page of a site anew from what was approved; returns how many items.

    Items go batch by batch; then the lists, a few pages at a time, so that publishers need not
    wait.
    """
    rows = Publication.objects.filter(site=site, superseded_at=None)
    total, done = rows.count(), 0
    site_writer.sweep_temporary(portal_root(site))
    for batch in batches(site):
        done += write_batch(site, batch)
        progress(min(done, total), total)
    write_frame(site)
    for language in LANGUAGES:
        write_archive(site, language)
    rows.filter(lists_stale=True).update(lists_stale=False)
    return total


def write_archive(site: Site, language: str) -> None:
    """Write the older pages of all lists, a few at a time, so that publishers need not wait."""
    with shelf(site, language) as on:
        names = on.names
        pages = [
            (name, page)
            for name in names
            for page in range(1, paging.archive_pages(on.total(name)) + 1)
        ]
        last = paging.sitemap_chunk_of(max(on.total(addresses.ALL_ITEMS) - 1, 0))
    for some in _cut(pages, AT_A_TIME):
        with shelf(site, language) as on:
            for name, page in some:
                write_list_page(on, name, page)
    for chunk in range(1, last + 1):
        with shelf(site, language) as on:
            write_sitemap_chunk(on, chunk)


def _cut(pages: list[tuple[str, int]], size: int) -> Iterator[list[tuple[str, int]]]:
    yield from (pages[first : first + size] for first in range(0, len(pages), size))
