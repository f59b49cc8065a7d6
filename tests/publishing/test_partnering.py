"""Feeds of partners: fetched safely, taken in once, as drafts with their source."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from approvals.models import Submission
from core.clock import now
from core.errors import GuardFailed, NotPermitted, NotVisible
from core.models import Site
from publishing.feed_entries import NotAFeed, entries_of
from publishing.models import PartnerFeed, PartnerItem
from publishing.services import fetching, partnering
from tests.publishing.rendering.reading import Page

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Bộ Y tế</title>
<item><guid>1</guid><link>https://moh.example/1</link><title>Tiêm chủng mở rộng</title>
<description>&lt;p onclick="x()"&gt;Lịch tiêm.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;
&lt;img src="https://spy.example/p.gif"&gt;</description></item>
<item><guid>2</guid><link>https://moh.example/2</link><title>TUYỆT MẬT: phương án</title></item>
<item><guid>3</guid><link>javascript:alert(1)</link><title>Liên kết xấu</title></item>
</channel></rss>"""


class Partner(BaseHTTPRequestHandler):
    answers: dict = {}

    def do_GET(self):
        status, headers, body = self.answers.get(self.path, (404, {}, b""))
        if headers.get("ETag") and self.headers["If-None-Match"] == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said):
        pass


@pytest.fixture
def partner(settings):
    """Run a partner's server on this machine, the one inside address that is let through."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.FEED_PRIVATE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    Partner.answers = {"/feed": (200, {"ETag": '"a"'}, RSS.encode())}
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def feed(partner, actor):
    site = Site.objects.get(code="stttt")
    new = partnering.NewFeed(site, "Bộ Y tế", f"{partner}/feed", "Thỏa thuận số 5", "news")
    return partnering.add_feed(new, by=actor("admin"), now=now())


@pytest.mark.django_db
def test_new_entries_become_drafts_with_their_source_once(feed):
    done, failed = partnering.fetch_feeds(now=now())

    assert (done, failed) == (["stttt Bộ Y tế: 1 drafts"], [])
    draft = Submission.objects.get(title="Tiêm chủng mở rộng")
    assert (draft.state, draft.created_by, draft.unit.code) == ("draft", None, "stttt")
    assert draft.content["source"] == {
        "kind": "reused", "name": "Bộ Y tế", "url": "https://moh.example/1",
        "permission": "Thỏa thuận số 5",
    }  # fmt: skip
    body = draft.content["body"]
    assert "Lịch tiêm." in body
    assert not any(bad in body for bad in ("script", "onclick", "spy.example"))
    Partner.answers["/feed"] = (200, {}, RSS.encode())
    assert partnering.fetch_feeds(now=now())[0] == ["stttt Bộ Y tế: 0 drafts"]
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_of_a_marked_entry_nothing_is_kept_but_the_mark(feed):
    partnering.fetch_feed(feed, now=now())

    item = PartnerItem.objects.get(feed=feed, submission=None)
    assert (item.problem, item.title, item.url) == ("SECRECY_MARK", "", "")


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(feed):
    partnering.fetch_feed(feed, now=now())
    feed.refresh_from_db()
    assert feed.etag == '"a"'

    assert partnering.fetch_feed(feed, now=now()) == 0
    assert feed.problem == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((500, {}, b""), "FEED_ANSWERED_ERROR"),
        ((200, {}, b"x" * (fetching.MOST_BYTES + 1)), "FEED_TOO_LARGE"),
        ((200, {}, b"<html><body>no feed</body></html>"), "FEED_UNREADABLE"),
        ((302, {"Location": "http://169.254.169.254/latest/"}, b""), "FEED_ADDRESS_REFUSED"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "FEED_ADDRESS_REFUSED"),
        ((302, {"Location": "http://[no/"}, b""), "FEED_ADDRESS_REFUSED"),
        ((302, {"Location": "/feed"}, b""), "FEED_UNREACHABLE"),
    ],
)
def test_feed_that_misbehaves_is_named_and_takes_nothing(feed, answer, problem):
    Partner.answers["/feed"] = answer

    assert partnering.fetch_feed(feed, now=now()) == 0
    assert PartnerFeed.objects.get(pk=feed.pk).problem == problem
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.5/x", "http://[::1]/",
     "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/", "http://0/", "http://2130706433/",
     "http://[64:ff9b::7f00:1]/", "ftp://8.8.8.8/", "file:///etc/passwd", "http://8.8.8.8:22/",
     "http://user:pass@8.8.8.8/", "http://8.8.8.8:99999/", "http://[no/", "https:///x", ""],
)  # fmt: skip
def test_addresses_inside_are_never_asked(url, settings):
    settings.FEED_PRIVATE_HOSTS = []

    with pytest.raises(fetching.FetchFailed, match="FEED_ADDRESS_REFUSED"):
        fetching.refuse_address(url)


def test_name_is_resolved_once_and_all_its_addresses_count(monkeypatch):
    found = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("192.168.0.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)

    with pytest.raises(fetching.FetchFailed, match="FEED_ADDRESS_REFUSED"):
        fetching.refuse_address("http://two.example/")


def test_feed_that_declares_entities_is_refused():
    with pytest.raises(NotAFeed):
        entries_of(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>')


def test_broken_feeds_are_read_as_far_as_they_go():
    entries = entries_of(RSS.replace("</channel></rss>", "").encode())

    assert [one.title for one in entries] == ["Tiêm chủng mở rộng", "TUYỆT MẬT: phương án"]


@pytest.mark.django_db
def test_only_administrators_of_the_site_add_feeds_and_say_on_what_ground(partner, actor):
    site = Site.objects.get(code="stttt")
    new = partnering.NewFeed(site, "A", f"{partner}/feed", "Thỏa thuận", "news")

    with pytest.raises(NotPermitted):
        partnering.add_feed(new, by=actor("dept-head"), now=now())
    bare = partnering.NewFeed(site, "A", f"{partner}/feed", " ", "news")
    with pytest.raises(GuardFailed, match="FEED_PERMISSION_MISSING"):
        partnering.add_feed(bare, by=actor("admin"), now=now())
    feed = partnering.add_feed(new, by=actor("admin"), now=now())
    with pytest.raises(GuardFailed, match="FEED_KNOWN_ALREADY"):
        partnering.add_feed(new, by=actor("admin"), now=now())
    with pytest.raises(NotVisible):
        partnering.switch_feed(feed.pk, on=False, by=actor("dept-head"), now=now())


@pytest.mark.django_db
def test_feeds_are_added_fetched_and_stopped_in_the_desk(partner, client_for):
    desk, address = client_for("admin"), "/desk/feeds/"
    form = {"site": "stttt", "name": "Bộ Y tế", "url": "http://127.0.0.1/x", "category": "news"}

    assert desk.post(address, form).status_code == 422
    form |= {"url": f"{partner}/feed", "permission": "Thỏa thuận số 5"}
    shown = Page(desk.post(address, form, follow=True).content.decode())
    key = shown.values("button[name=fetch]", "value")[0]
    fetched = desk.post(address, {"fetch": key}, follow=True).content.decode()
    assert "1 bản nháp mới." in fetched
    assert "Tiêm chủng mở rộng" in fetched
    desk.post(address, {"off": key})
    assert partnering.fetch_feeds(now=now()) == ([], [])
    assert client_for("contributor").get(address).status_code == 403
