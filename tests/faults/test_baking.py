"""kill -9 while an item is published: each file old or new, no dead link, and all made good after.

The child is a process of its own on a connection of its own; it dies without any clean-up.
"""

import os
import re
import signal
from pathlib import Path
from urllib.parse import urljoin

import pytest

from approvals.lifecycle import State
from core.clock import now
from publishing import site_writer
from publishing.models import Publication
from publishing.services import publishing
from publishing.services.publishing import publish_due
from publishing.services.takedown import sweep_stale
from tests.faults.children import in_a_child
from tests.publishing.written import said_by

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# Places in the some eighty steps of a publication: its files, its page, each list, feed, sitemap.
STEPS = (1, 2, 4, 6, 9, 13, 18, 24, 31, 39, 48, 58, 69, 81, 1000)
LINK = re.compile(r'href="([^"#?]*)"')


def test_killed_at_any_write_leaves_whole_files_and_no_dead_link(
    flush_past_guards, submission_at, settings
):
    root = settings.PORTAL_ROOT / "stttt"
    submission_at("published", title="Bài đầu tiên")
    died = 0
    for step in STEPS:
        item = submission_at("approved", title=f"Bài bị ngắt ở bước {step}")
        died += killed_at(step, lambda key=item.pk: publishing.publish(key, now=now()))

        assert broken_files(root) == [], step
        assert dead_links(root) == [], step
        assert len(mentioned(root, item)) in {0, *range(1, 9)}
        publish_due(now=now())
        sweep_stale()

        item.refresh_from_db()
        assert item.state == State.PUBLISHED
        assert mentioned(root, item) >= {"index.html", "all/index.html", "news/index.html",
                                         "feed.xml", "atom.xml", "sitemap-1.xml"}  # fmt: skip
    assert died >= len(STEPS) - 2
    assert not Publication.objects.filter(lists_stale=True).exists()
    assert Publication.objects.count() == len(STEPS) + 1


def killed_at(step: int, act) -> bool:
    """Run `act` in a child that kills itself before its step of writing; tell whether it did."""

    def until_then():
        dying(step)
        act()

    return in_a_child(until_then) == -signal.SIGKILL


def dying(step: int) -> None:
    """Count every change of the disk, and die before the one that is meant."""
    left = step

    def counted(act):
        def once(*args, **kwargs):
            nonlocal left
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*args, **kwargs)

        return once

    site_writer._fill = counted(site_writer._fill)
    for name in ("replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))


def broken_files(root: Path) -> list[str]:
    """Return pages that are cut off, and pages whose copies say something else."""
    wrong = []
    for page in [*root.rglob("*.html"), *root.rglob("*.xml")]:
        text = page.read_text("utf-8").rstrip()
        whole = text.endswith(("</html>", "</rss>", "</feed>", "</urlset>", "</sitemapindex>"))
        if not whole or len(set(said_by(page).values())) != 1:
            wrong.append(page.relative_to(root).as_posix())
    return wrong


def dead_links(root: Path) -> list[str]:
    """Return links from home and lists to items that are not there."""
    dead = []
    for page in (root / "index.html", root / "all/index.html", root / "news/index.html"):
        where = page.relative_to(root).as_posix()
        for href in LINK.findall(page.read_text("utf-8")):
            target = urljoin(f"http://x/{where}", href)
            if re.fullmatch(r"http://x/news/[^/]*-[0-9a-f]{8}/", target):
                file = root / target.removeprefix("http://x/") / "index.html"
                dead += [] if file.exists() else [f"{where} → {href}"]
    return dead


def mentioned(root: Path, item) -> set[str]:
    """Return the pages besides its own that name an item."""
    mark = f"-{item.document_id.hex[:8]}/"
    pages = [*root.rglob("*.html"), *root.rglob("*.xml")]
    names = [page for page in pages if mark in page.read_text("utf-8")]
    return {page.relative_to(root).as_posix() for page in names if mark not in page.as_posix()}
