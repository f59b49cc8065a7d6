"""A citizen on a slow line pays for every byte before the first page shows."""

import brotli

from publishing.portal_assets import portal_assets
from publishing.rendering import CategoryView, HomeSection, render_home
from publishing.rendering.paging import HOME_SIZE, SECTION_SIZE
from tests.publishing.rendering.facts import a_content, a_site, an_item

BUDGET = 60_000


def test_first_view_of_a_full_home_page_stays_within_its_budget():
    lines = [
        an_item(content=a_content(title=f"{n} quy định mới về nước sạch " * 5)).line
        for n in range(HOME_SIZE)
    ]
    categories = [
        CategoryView(f"duty-{n}", f"Loại thông tin phải công khai {n}") for n in range(29)
    ]
    sections = [HomeSection(one, tuple(lines[:SECTION_SIZE])) for one in categories]
    home = render_home(a_site(categories=tuple(categories)), lines, sections=sections).encode()
    packed = [
        data if name.endswith("woff2") else brotli.compress(data)
        for name, data in portal_assets().files.items()
    ]

    assert sum(map(len, [brotli.compress(home, quality=5), *packed])) <= BUDGET
