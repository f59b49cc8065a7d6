"""A headless Chromium on the live server; axe must find nothing on any page that is visited."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
PASSWORD = "duyet-demo-2026"


@dataclass
class Visitor:
    """A person at a screen: goes to pages, and collects what axe and the console complain about."""

    page: Any
    address: str
    findings: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Wait for the page and run axe on it."""
        from axe_playwright_python.sync_playwright import Axe

        self.page.wait_for_load_state("load")
        found = Axe().run(self.page).response["violations"]
        where = self.page.url.removeprefix(self.address)
        self.findings += [
            f"{where}: {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]
        ]
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(wider) > 0:
            self.findings.append(f"{where}: scrolls sideways")

    def sign_in(self, username: str) -> None:
        self.page.context.clear_cookies()
        self.goto("/desk/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.press("Đăng nhập")

    def press(self, name: str) -> None:
        """Press a button or link of the main part by its name, and look at where it leads."""
        main = self.page.locator("main")
        by_role = main.get_by_role("button", name=name, exact=True)
        target = by_role.or_(main.get_by_role("link", name=name, exact=True))
        target.filter(visible=True).first.click()
        self.look()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start the browser once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("these tests need Chromium: scripts/system-packages test")
    # The browser's event loop runs in this thread, where the fixtures use the database too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package", autouse=True)
def emptied_past_the_guards() -> Iterator[None]:
    """Let the runner empty append-only tables; in force until after the database's own teardown."""
    from django.db import connection
    from django.test.testcases import TransactionTestCase

    flush = TransactionTestCase._fixture_teardown

    def as_replica(case: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        flush(case)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", as_replica)
        yield


@pytest.fixture
def address(province, settings, tmp_path) -> Iterator[str]:
    """Serve the baked sites and the desk as `core.wsgi` does, on a free port."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    from publishing.web.baked import BakedSites

    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    _bake_sites()
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler, allow_reuse_address=False)
    server.set_app(BakedSites(StaticFilesHandler(get_wsgi_application()), settings.PORTAL_ROOT))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def visitor(request, chromium, address):
    """Give a person at a screen of either size; fails on any finding of axe or the console."""
    context = chromium.new_context(viewport=request.param, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    someone = Visitor(page, address)
    page.on("pageerror", lambda error: someone.complaints.append(str(error)))
    page.on("console", lambda said: _note(someone, said))
    yield someone
    context.close()
    assert someone.findings == []
    assert someone.complaints == []


def _bake_sites() -> None:
    """Write the empty sites, whose styles the preview uses."""
    from core.models import Site
    from publishing.services.rebuilding import rebuild_site

    for site in Site.objects.all():
        rebuild_site(site)


def _note(someone: Visitor, said: Any) -> None:
    if said.type == "error" and "Failed to load resource" not in said.text:
        someone.complaints.append(said.text)
