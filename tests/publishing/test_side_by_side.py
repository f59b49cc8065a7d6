"""Publishers side by side, each on a connection of its own: no list ever loses an item."""

import threading

import pytest
from django.db import connections

from core.clock import now
from core.errors import DomainError
from core.models import Site
from publishing import site_writer
from publishing.services import publishing
from publishing.services.rebuilding import rebuild_site
from publishing.services.takedown import take_down

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WRITERS = 4


def at_once(*acts) -> list[DomainError]:
    """Run everything at the same moment, each in a thread with its own connection."""
    start, failed = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            act()
        except DomainError as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed


def pages(settings) -> dict[str, str]:
    root = settings.PORTAL_ROOT / "stttt"
    names = ("index.html", "all/index.html", "news/index.html", "feed.xml", "news/atom.xml",
             "sitemap-1.xml")  # fmt: skip
    return {name: site_writer.read_back(root, name).decode() for name in names}


def test_items_published_at_once_stand_on_every_list(flush_past_guards, submission_at, settings):
    items = [submission_at("approved", title=f"Bài cùng lúc {n}") for n in range(2 * WRITERS)]

    def publish(some):
        for item in some:
            publishing.publish(item.pk, now=now())

    assert at_once(*(lambda n=n: publish(items[n::WRITERS]) for n in range(WRITERS))) == []

    said = pages(settings)
    missing = {
        (item.title, name)
        for item in items
        for name, text in said.items()
        if f"-{item.document_id.hex[:8]}/" not in text and name != "index.html"
    }
    assert missing == set()
    slots = {item.publication.slot_in_all for item in items}
    assert len(slots) == len(items)


def test_same_item_published_twice_at_once_is_there_once(
    flush_past_guards, submission_at, settings
):
    item = submission_at("approved", title="Bài đăng hai lần")

    failed = at_once(*[lambda: publishing.publish(item.pk, now=now())] * 2)

    assert [type(error).__name__ for error in failed] in ([], ["WrongState"])
    assert item.decisions.filter(verb="publish").count() == 1
    mark = f"-{item.document_id.hex[:8]}/"
    assert pages(settings)["sitemap-1.xml"].count(mark) == 1
    assert (settings.PORTAL_ROOT / "stttt" / item.publication.address / "index.html").exists()


def test_publish_take_down_and_rebuild_at_once_end_with_what_is_online(
    flush_past_guards, submission_at, actor, settings
):
    gone = submission_at("published", title="Bài bị gỡ")
    new = submission_at("approved", title="Bài mới lên")
    site = Site.objects.select_related("unit__parent").get(code="stttt")
    head = actor("dept-head")

    failed = at_once(
        lambda: publishing.publish(new.pk, now=now()),
        lambda: take_down(gone.pk, by=head, now=now(), kind="gone", reason="Sai."),
        lambda: rebuild_site(site),
    )

    assert failed == []
    text = "\n".join(pages(settings).values())
    assert f"-{new.document_id.hex[:8]}/" in text
    assert f"-{gone.document_id.hex[:8]}/" not in text
    old = settings.PORTAL_ROOT / "stttt" / gone.publication.address
    assert not (old / "index.html").exists()
    assert (old / "gone.html").exists()
