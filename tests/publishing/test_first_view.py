"""A citizen on a slow line pays for every byte before the first page shows."""

from random import Random

import brotli

from publishing.portal_assets import portal_assets
from publishing.rendering import CategoryView, HomeSection, render_home, render_item
from publishing.rendering.paging import HOME_SIZE, SECTION_SIZE
from tests.publishing.rendering.facts import a_content, a_site, an_item

BUDGET = 60_000


def packed_assets() -> int:
    """Return what style, script, fonts and drawings weigh on the wire."""
    return sum(
        len(data if name.endswith("woff2") else brotli.compress(data))
        for name, data in portal_assets().files.items()
    )


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

    assert len(brotli.compress(home, quality=5)) + packed_assets() <= BUDGET


def test_first_view_of_a_long_decree_stays_within_its_budget():
    words = ["quyền", "nghĩa", "vụ", "trách", "nhiệm", "cơ", "quan", "tổ", "chức", "nước", "sạch"]
    chosen = Random(7)
    body = "".join(
        f"<h2>Điều {n}. {' '.join(chosen.choices(words, k=8))}</h2>"
        f"<p>{' '.join(chosen.choices(words, k=120))}</p>"
        for n in range(1, 60)
    )
    page = render_item(a_site(), an_item(content=a_content(body=body))).encode()

    assert len(brotli.compress(page, quality=5)) + packed_assets() <= BUDGET
