"""Page views: counted without readers, once each, and not at all for who asks not to be."""

import os
from datetime import UTC, date, datetime

import pytest

from core.clock import in_vietnam, now
from core.models import Site
from publishing.models import PageCount
from publishing.services.counting import count_pages
from publishing.web.baked import BakedSites
from publishing.web.page_log import PageLog

LINES = (
    "2026-11-24T16:59:59+00:00\tstttt\t/sites/stttt/news/a/\n"
    "2026-11-24T17:00:00+00:00\tstttt\t/sites/stttt/news/a/?x=1\n"
    "2026-11-24T17:00:01+00:00\tstttt\t/sites/stttt/\n"
    "2026-11-24T17:00:02+00:00\tnowhere\t/news/\n"
    "2026-11-24T17:00:03+00:00\tstttt\t/feed.xml\n"
    "not a line\n"
    "yesterday\tstttt\t/news/\n"
    "2026-11-24T17:00:04+00:00\tstttt\t/ne"
)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "pages.log"
    path.write_text(LINES, "utf-8")
    return path


def counted():
    return set(PageCount.objects.values_list("site__code", "day", "path", "count"))


@pytest.mark.django_db
def test_views_are_added_to_days_of_vietnam(province, log):
    assert count_pages(log=log) == ["stttt 2026-11-24 1", "stttt 2026-11-25 2"]

    assert counted() == {
        ("stttt", date(2026, 11, 24), "/news/a/", 1),
        ("stttt", date(2026, 11, 25), "/news/a/", 1),
        ("stttt", date(2026, 11, 25), "/", 1),
    }


@pytest.mark.django_db
def test_no_view_counts_twice_and_none_is_lost(province, log):
    count_pages(log=log)
    assert count_pages(log=log) == []

    with log.open("a") as file:
        file.write("ws/\n")

    assert count_pages(log=log) == ["stttt 2026-11-25 1"]
    assert ("stttt", date(2026, 11, 25), "/news/", 1) in counted()


@pytest.mark.django_db
def test_log_that_began_anew_is_counted_from_its_start(province, log):
    count_pages(log=log)

    os.truncate(log, 0)
    with log.open("r+") as file:
        file.write("2026-11-25T02:00:00+00:00\tstttt\t/plans/\n")

    assert count_pages(log=log) == ["stttt 2026-11-25 1"]


def baked(tmp_path):
    site = tmp_path / "portal" / "stttt"
    (site / "news").mkdir(parents=True)
    (site / "news" / "index.html").write_text("tin", "utf-8")
    (site / "feed.xml").write_text("<rss/>", "utf-8")
    log = tmp_path / "pages.log"
    application = BakedSites(lambda *_: [b""], tmp_path / "portal", PageLog(log))

    def ask(path, **more):
        reader = {"REMOTE_ADDR": "203.0.113.7", "HTTP_USER_AGENT": "Mozilla/5.0 secret"}
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", **reader, **more}
        list(application(environ, lambda *_: None))
        return log.read_text("utf-8") if log.exists() else ""

    return ask


def test_line_says_when_where_and_what_and_nothing_of_the_reader(tmp_path):
    ask = baked(tmp_path)

    line = ask("/sites/stttt/news/", QUERY_STRING="name=Lan")

    moment, site, path = line.rstrip("\n").split("\t")
    assert datetime.fromisoformat(moment).tzinfo == UTC
    assert (site, path) == ("stttt", "/sites/stttt/news/")


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/sites/stttt/news/", {"HTTP_DNT": "1"}),
        ("/sites/stttt/news/", {"HTTP_SEC_GPC": "1"}),
        ("/sites/stttt/news/", {"REQUEST_METHOD": "HEAD"}),
        ("/sites/stttt/feed.xml", {}),
        ("/sites/stttt/nowhere/", {}),
    ],
)
def test_not_counted(tmp_path, path, more):
    assert baked(tmp_path)(path, **more) == ""


def test_page_that_was_not_sent_again_is_not_noted_twice(tmp_path):
    ask = baked(tmp_path)
    ask("/sites/stttt/news/")

    line = ask("/sites/stttt/news/\n2026\tstttt\t/forged/")

    assert line.count("\n") == 1


@pytest.mark.django_db
def test_desk_shows_days_pages_and_a_table(submission_at, client_for):
    item = submission_at("published", title="=Lịch tiếp dân")
    site = Site.objects.get(code="stttt")
    day = in_vietnam(now()).date()
    PageCount.objects.create(site=site, day=day, path=f"/{item.publication.address}", count=7)
    desk = client_for("dept-editor")

    shown = desk.get("/desk/page-counts/?days=30").content.decode()
    table = b"".join(desk.get("/desk/page-counts/?format=csv").streaming_content).decode()

    assert "=Lịch tiếp dân" in shown
    assert "Cả thảy 7 lượt." in shown
    assert table.splitlines()[1] == f"/{item.publication.address},'=Lịch tiếp dân,7"
    assert desk.get("/desk/page-counts/?site=tinh").status_code == 404
