import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.rendering.paging import (
    FRONT,
    PAGE_SIZE,
    Placement,
    archive_pages,
    page_of_slot,
    pages_of_list_touched,
    pages_touched_by,
    slots_on_page,
)


@given(total=st.integers(0, 500))
def test_every_slot_stands_on_exactly_one_page(total):
    pages = [FRONT, *range(1, archive_pages(total) + 1)]

    slots = [slot for page in pages for slot in slots_on_page(page, total)]

    assert sorted(slots) == list(range(total))


@given(total=st.integers(1, 500), data=st.data())
def test_page_of_a_slot_is_the_page_that_shows_it(total, data):
    slot = data.draw(st.integers(0, total - 1))

    assert slot in slots_on_page(page_of_slot(slot, total), total)


@pytest.mark.parametrize("total", range(1, 130))
def test_a_new_item_changes_no_page_that_it_does_not_touch(total):
    def shown(count):
        last = archive_pages(count)
        # What a page shows: its slots, and whether its newer neighbour is the front.
        return {page: (slots_on_page(page, count), page == last) for page in range(1, last + 1)} | {
            FRONT: (slots_on_page(FRONT, count), last)
        }

    before, after = shown(total - 1), shown(total)
    changed = {page for page, facts in after.items() if before.get(page) != facts}

    assert changed == set(pages_of_list_touched(total - 1, total))


def test_a_correction_of_an_old_item_touches_its_archive_page_only():
    assert pages_of_list_touched(3, 10 * PAGE_SIZE) == [1]


def test_pages_touched_by_an_item_begin_with_its_own():
    placement = Placement(
        address="news/nuoc-0b5c7a52/",
        category="news",
        slot_in_category=4,
        total_in_category=5,
        slot_in_all=2_005,
        total_in_all=2_006,
    )

    assert pages_touched_by(placement) == [
        "news/nuoc-0b5c7a52/",
        "news/",
        "all/",
        "",
        "feed.xml",
        "atom.xml",
        "sitemap-3.xml",
        "sitemap.xml",
    ]
