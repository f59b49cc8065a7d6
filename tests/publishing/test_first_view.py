"""A citizen on a slow line pays for every byte before the first page shows."""

import brotli

from publishing.portal_assets import portal_assets
from publishing.rendering import render_home
from publishing.rendering.paging import HOME_SIZE
from tests.publishing.rendering.facts import a_content, a_site, an_item

BUDGET = 60_000


def test_first_view_of_a_full_home_page_stays_within_its_budget():
    lines = [
        an_item(content=a_content(title=f"{n} quy định mới về nước sạch " * 5)).line
        for n in range(HOME_SIZE)
    ]
    home = render_home(a_site(), lines).encode()
    packed = [
        data if name.endswith("woff2") else brotli.compress(data)
        for name, data in portal_assets().files.items()
    ]

    assert sum(map(len, [brotli.compress(home, quality=5), *packed])) <= BUDGET
