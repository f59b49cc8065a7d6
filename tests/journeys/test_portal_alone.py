"""A whole instance: what is taken down is gone everywhere in seconds; pages outlive everything."""

import shutil
import subprocess
import sys
import time

import pytest
import requests

from core.platform.processes import free_port, is_free, wait_until
from scripts.check_deployment import nginx_configuration
from tests.journeys.instance import CODE, ITEM, Running, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("alone")]
FILE = b"so,lieu\n1,2\n"
ZIPPED = {"Accept-Encoding": "gzip"}
WORD = "quyhoachzq"
STEPS = [("submit", "contributor"), ("review", "dept-editor"), ("approve", "dept-head")]
SECONDS, OUTPUTS = 5, 13


@pytest.fixture(scope="module")
def instance():
    with running() as started:
        yield started


def published(instance: Running, title: str) -> dict:
    body = f"<p>Nội dung {WORD} của {title}.</p>"
    item = ITEM | {"title": title, "body": body}
    made = instance.insist("POST", "submissions/", username="contributor", json=item).json()
    key = made["id"]
    answer = instance.insist(
        "POST",
        f"submissions/{key}/attachments/",
        username="contributor",
        files={"file": ("so-lieu.csv", FILE)},
        data={"caption": f"Số liệu {WORD}"},
    )
    assert answer.status_code == 201, answer.text
    for verb, who in STEPS:
        answer = instance.insist("POST", f"submissions/{key}/{verb}/", username=who, json={})
        assert answer.status_code == 200, answer.text
    return instance.wait_for(key, "archived")


def places(instance: Running, item: dict) -> dict[str, str]:
    """Return where the item could still be said, and what is answered there; a notice is not."""
    page = item["publication"]["url"]
    outputs = {
        "page": page,
        "file": f"{page}attachments/{item['attachments'][0]['file_name']}",
        "home": "/sites/stttt/",
        "list": "/sites/stttt/news/",
        "everything": "/sites/stttt/all/",
        "rss": "/sites/stttt/feed.xml",
        "atom of the category": "/sites/stttt/news/atom.xml",
        "sitemap": "/sites/stttt/sitemap-1.xml",
        "search": f"/search?q={WORD}",
        "search of the site": f"/sites/stttt/search?q={WORD}",
        "search as feed": f"/search?q={WORD}&format=rss",
        "API list": f"/api/v1/public/items/?q={WORD}",
        "API item": f"/api/v1/public/items/{item['id']}/",
    }
    answers = {
        name: requests.get(instance.address + path, timeout=30) for name, path in outputs.items()
    }
    return {name: one.text for name, one in answers.items() if one.status_code == 200}


def said(instance: Running, item: dict) -> set[str]:
    mark = item["publication"]["url"].rstrip("/").rpartition("/")[2]
    return {
        name
        for name, text in places(instance, item).items()
        if mark in text or item["title"] in text or text.encode() == FILE
    }


def test_taken_down_item_is_gone_from_every_output_within_five_seconds(instance):
    item = published(instance, "Bài sẽ bị gỡ")
    assert wait_until(lambda: len(said(instance, item)) == OUTPUTS, seconds=SECONDS)

    started = time.monotonic()
    said_why = {"kind": "gone", "reason": "Sai số liệu."}
    answer = instance.insist(
        "POST", f"submissions/{item['id']}/take_down/", username="dept-head", json=said_why
    )
    assert answer.status_code == 200, answer.text
    done = wait_until(lambda: not said(instance, item), seconds=SECONDS)

    assert done, said(instance, item)
    assert time.monotonic() - started < 2 * SECONDS  # asking thirteen outputs is in it
    page = requests.get(instance.address + item["publication"]["url"], timeout=10)
    assert page.status_code == 410


def _answers_as_before(root: str, item: dict, online: requests.Response) -> None:
    """Hold a server that stands alone against what the whole instance had answered."""
    page = item["publication"]["url"]
    alone = requests.get(root + page, timeout=10, headers=ZIPPED)
    assert (alone.status_code, alone.content) == (200, online.content)
    assert item["content_hash"] in alone.text
    for name in ("ETag", "Cache-Control", "Last-Modified", "Content-Security-Policy"):
        assert alone.headers[name] == online.headers[name], name
    known = ZIPPED | {"If-None-Match": alone.headers["ETag"]}
    assert requests.get(root + page, headers=known, timeout=10).status_code == 304
    file = f"{page}attachments/{item['attachments'][0]['file_name']}"
    assert requests.get(root + file, timeout=10).content == FILE
    assert requests.get(f"{root}/sites/stttt/feed.xml", timeout=10).status_code == 200
    assert requests.get(f"{root}/desk/", timeout=10).status_code == 503


@pytest.mark.skipif(shutil.which("nginx") is None, reason="apt-get install nginx-light")
def test_pages_are_served_while_database_application_and_prefect_are_stopped(
    instance, tmp_path_factory
):
    item = published(instance, "Bài đọc được khi mọi thứ tắt")
    page = item["publication"]["url"]
    online = requests.get(instance.address + page, timeout=10, headers=ZIPPED)
    instance.platform("down")
    nginx, small = free_port(), free_port()
    folder = tmp_path_factory.mktemp("nginx")
    portal = instance.home / "portal"
    main = nginx_configuration(folder, listen=nginx, portal=portal, web=f"127.0.0.1:{free_port()}")
    commands = [
        ["nginx", "-c", str(main), "-e", str(folder / "error.log")],
        [sys.executable, "-m", "publishing.web.alone", str(portal), str(small)],
    ]
    env = {"PATH": "/usr/sbin:/usr/bin:/bin"}
    servers = [
        subprocess.Popen(one, cwd=CODE, stderr=subprocess.DEVNULL, env=env) for one in commands
    ]
    try:
        for port in (nginx, small):
            assert wait_until(lambda port=port: not is_free(port), seconds=20), port
            _answers_as_before(f"http://127.0.0.1:{port}", item, online)
    finally:
        for one in servers:
            one.terminate()
            one.wait(timeout=10)
        instance.platform("up")
