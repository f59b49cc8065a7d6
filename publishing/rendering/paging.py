"""How lists are cut into pages so that a new item rewrites few of them (ADR 0012).

Every item ever published on a list owns a slot, in order of publication; a slot is never given
away, so an item that is taken down leaves its page shorter and moves nothing. Archive pages are
numbered from the oldest and hold PAGE_SIZE slots each. The front page holds the newest PAGE_SIZE
to 2 x PAGE_SIZE - 1 slots.
"""

from dataclasses import dataclass

from publishing.rendering import addresses
from publishing.rendering.shapes import VIETNAMESE, Language

PAGE_SIZE = 20
SITEMAP_SIZE = 1_000
FEED_SIZE = 50
HOME_SIZE = 7
SECTION_SIZE = 5
FRONT = 0


@dataclass(frozen=True)
class Placement:
    """Where an item stands: its slot (from 0) and the number of slots on each list it is on."""

    address: str
    category: str
    slot_in_category: int
    total_in_category: int
    slot_in_all: int
    total_in_all: int
    language: Language = VIETNAMESE
    main_language: Language = VIETNAMESE


def archive_pages(total: int, size: int = PAGE_SIZE) -> int:
    """Return how many archive pages a list of `total` slots has."""
    return max(0, total // size - 1)


def slots_on_page(page: int, total: int, size: int = PAGE_SIZE) -> range:
    """Return the slots that stand on `page`, oldest first; FRONT holds those after the archive."""
    if page == FRONT:
        return range(archive_pages(total, size) * size, total)
    return range((page - 1) * size, page * size)


def page_of_slot(slot: int, total: int, size: int = PAGE_SIZE) -> int:
    """Return the page on which `slot` stands."""
    page = slot // size + 1
    return page if page <= archive_pages(total, size) else FRONT


def pages_of_list_touched(slot: int, total: int, size: int = PAGE_SIZE) -> list[int]:
    """Return the pages of a list that change when the item in `slot` appears or changes.

    Mostly one. Each time a list has grown by PAGE_SIZE, the front gives its oldest items to a new
    archive page, and the page before that one gets a new neighbour.
    """
    archived = archive_pages(total, size)
    touched = {page_of_slot(slot, total, size)}
    if slot == total - 1 and archived and total % size == 0:
        touched |= {archived, max(archived - 1, 1)}
    return sorted(touched, reverse=True)


def sitemap_chunk_of(slot: int) -> int:
    """Return the number of the XML sitemap's part that holds `slot`."""
    return slot // SITEMAP_SIZE + 1


def pages_touched_by(placement: Placement) -> list[str]:
    """Return the addresses that change with one item, in the order in which to write them.

    Its own page comes first, so that no list ever names a page that is not there.
    """
    where = {"language": placement.language, "main": placement.main_language}
    lists = (
        (placement.category, placement.slot_in_category, placement.total_in_category),
        (addresses.ALL_ITEMS, placement.slot_in_all, placement.total_in_all),
    )
    touched = [placement.address]
    for name, slot, total in lists:
        touched += [
            addresses.list_address(name, page=page, **where)
            for page in pages_of_list_touched(slot, total)
        ]
    home = addresses.home_address(**where)
    chunk = addresses.sitemap_chunk(sitemap_chunk_of(placement.slot_in_all))
    return [
        *touched,
        home,
        home + addresses.RSS,
        home + addresses.ATOM,
        home + chunk,
        addresses.SITEMAP_INDEX,
    ]
