"""The whole site from the database, with progress."""

from collections.abc import Callable

from core.models import Site
from publishing import site_writer
from publishing.models import Publication
from publishing.rendering import addresses, paging
from publishing.selectors.views import LANGUAGES, portal_root
from publishing.services.lists import (
    shelf,
    write_frame,
    write_list_page,
    write_sitemap_chunk,
)
from publishing.services.takedown import bring_up_to_date_page

Progress = Callable[[int, int], None]


def rebuild_site(site: Site, *, progress: Progress = lambda _done, _all: None) -> int:
    """Write every page of a site anew from what was approved; returns how many items."""
    rows = Publication.objects.filter(site=site, superseded_at=None).select_related(
        "site__unit__parent", "submission__unit", "submission__revision", "submission__site",
        "take_down_reason",
    )  # fmt: skip
    total = rows.count()
    site_writer.sweep_temporary(portal_root(site))
    for done, publication in enumerate(rows.order_by("slot_in_all").iterator(), start=1):
        bring_up_to_date_page(publication)
        progress(done, total)
    write_frame(site)
    for language in LANGUAGES:
        write_archive(site, language)
    rows.update(lists_stale=False)
    return total


def write_archive(site: Site, language: str) -> None:
    """Write the older pages of all lists, one at a time, so that publishers need not wait."""
    with shelf(site, language) as on:
        names = on.names
        pages = [
            (name, page)
            for name in names
            for page in range(1, paging.archive_pages(on.total(name)) + 1)
        ]
        last = paging.sitemap_chunk_of(max(on.total(addresses.ALL_ITEMS) - 1, 0))
    for name, page in pages:
        with shelf(site, language) as on:
            write_list_page(on, name, page)
    for chunk in range(1, last + 1):
        with shelf(site, language) as on:
            write_sitemap_chunk(on, chunk)
