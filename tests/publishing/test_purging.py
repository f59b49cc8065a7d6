"""A cache hears which addresses to forget: a real small server, that is sometimes away."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.clock import now
from publishing.caches import Purge
from publishing.services.purging import send_due
from publishing.services.takedown import take_down

pytestmark = pytest.mark.django_db


class Cache(BaseHTTPRequestHandler):
    def do_POST(self):
        said = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((json.loads(said)["purge"], self.headers.get("Authorization")))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def cache(settings):
    server = HTTPServer(("127.0.0.1", 0), Cache)
    server.heard, server.answer = [], 204
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_TOKEN, settings.PUBLIC_URL = "bimat", "https://duyet.example.vn"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_publish_and_take_down_purge_the_item_and_what_depends_on_it(cache, submission_at, actor):
    item = submission_at("published")
    assert len(send_due(now=now())) == 1
    take_down(item.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Sai số liệu.")
    assert len(send_due(now=now())) == 1

    root = "https://duyet.example.vn/sites/stttt/"
    for urls, token in cache.heard:
        assert token == "Bearer bimat"
        assert {url.removeprefix(root) for url in urls} == {
            item.publication.address, "news/", "all/", "", "feed.xml", "atom.xml",
            "news/feed.xml", "news/atom.xml", "sitemap-1.xml", "sitemap.xml",
        }  # fmt: skip
    assert len(cache.heard) == 2
    assert send_due(now=now()) == []


def test_cache_that_is_away_is_told_again_each_time_later(cache, submission_at):
    submission_at("published")
    cache.answer = 503
    at = now()

    assert "not purged" in send_due(now=at)[0]
    assert send_due(now=at + timedelta(seconds=4)) == []
    assert "not purged" in send_due(now=at + timedelta(seconds=5))[0]
    assert send_due(now=at + timedelta(seconds=14)) == []
    cache.answer = 200
    assert send_due(now=at + timedelta(seconds=15)) == ["10 addresses purged"]
    assert (Purge.objects.get().tries, Purge.objects.get().error) == (3, "")
    assert len(cache.heard) == 3


def test_nothing_is_kept_where_no_cache_is_set(submission_at):
    submission_at("published")

    assert not Purge.objects.exists()
    assert send_due(now=now()) == []
