"""No output of any kind says a word of what is not public: before its time, or after a take-down.

The words are looked for in every file of every site, compressed copies too, and in every answer
that anybody gets without signing in.
"""

import gzip
import io
from datetime import timedelta

import brotli
import pytest
from django.test import Client
from PIL import Image

from approvals.models import Submission
from approvals.services import attaching, drafting, verbs
from approvals.services.importing import Upload
from core.clock import now
from core.errors import WrongState
from core.models import Site
from publishing.services import publishing
from publishing.services.rebuilding import rebuild_site
from publishing.services.takedown import sweep_stale, take_down
from tests.walks import draft

pytestmark = pytest.mark.django_db

SECRETS = {
    "title": "Tiêuđềkín",
    "summary": "Tómtắtkín",
    "body": "Nộidungkín",
    "number": "7777/2026/KÍN-UBND",
    "caption": "Chúthíchkín",
    "file": "tepkin",
}
QUESTIONS = ("tieudekin", "7777 2026", "noidungknin")
ADDRESSES = (
    "/search?q={q}", "/search?q={q}&format=rss", "/search?q={q}&format=json&lang=en",
    "/sites/stttt/search?q={q}", "/api/v1/public/items/?q={q}", "/api/v1/public/items/",
    "/api/v1/public/items/{key}/", "/search?q={q}&format=suggest", "/search?q={q}&format=atom",
    "/api/v1/public/catalogue/",
)  # fmt: skip


@pytest.fixture
def approve(actor):
    """Return an approved item that holds every secret, a picture and its caption among them."""

    def walk(**terms):
        person = actor("contributor")
        item = draft(
            actor=actor,
            title=f"Tin {SECRETS['title']}",
            summary=SECRETS["summary"],
            number=SECRETS["number"],
            body=f"<p>{SECRETS['body']}</p>",
        )
        for name in ("tepkin.png", "tepkin-2.png"):
            picture = Upload(name, a_picture())
            attaching.attach(
                item.pk, picture, by=person, now=now(), caption=SECRETS["caption"], alt_text="Cầu"
            )
        declared = drafting.Terms(secrecy_declared=True, **terms)
        drafting.edit(item.pk, by=person, now=now(), terms=declared)
        verbs.submit(item.pk, by=person, now=now())
        verbs.review(item.pk, by=actor("dept-editor"), now=now())
        return verbs.approve(item.pk, by=actor("dept-head"), now=now())

    return walk


def a_picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "PNG")
    return data.getvalue()


def leaks(root, item) -> set[tuple[str, str]]:
    """Return where which secret can be read."""
    said = dict(files(root)) | dict(answers(item))
    return {
        (where, word) for where, text in said.items() for word in SECRETS.values() if word in text
    }


def files(root):
    for path in root.rglob("*"):
        if not path.is_file() or ".locks" in path.parts:
            continue
        data = path.read_bytes()
        unpacked = {".br": brotli.decompress, ".gz": gzip.decompress}.get(path.suffix, bytes)(data)
        name = path.relative_to(root).as_posix()
        yield name, f"{name} {unpacked.decode('utf-8', 'replace')}"


def answers(item):
    for address in ADDRESSES:
        for question in QUESTIONS:
            where = address.format(q=question, key=item.pk)
            answer = Client().get(where)
            text = answer.content.decode()
            yield where, text.replace(question, "") if "7777" not in question else text


@pytest.mark.parametrize("kind", ["gone", "redirect"])
def test_taken_down_item_is_said_nowhere(approve, submission_at, actor, settings, kind):
    item = approve()
    publishing.publish(item.pk, now=now())
    submission_at("published", title="Bài đăng sau")
    assert {word for _, word in leaks(settings.PORTAL_ROOT, item)} == set(SECRETS.values())

    take_down(
        item.pk,
        by=actor("dept-head"),
        now=now(),
        kind=kind,
        reason="Sai sót.",
        redirect_to="/sites/stttt/",
    )

    assert leaks(settings.PORTAL_ROOT, item) == set()
    rebuild_site(Site.objects.get(code="stttt"))
    assert leaks(settings.PORTAL_ROOT, item) == set()


def test_expired_item_is_said_nowhere(approve, settings):
    from publishing.services.takedown import expire_due

    item = approve(expire_at=now() + timedelta(hours=1))
    publishing.publish(item.pk, now=now())

    expire_due(now=now() + timedelta(hours=2))

    assert leaks(settings.PORTAL_ROOT, item) == set()


@pytest.mark.parametrize("term", ["embargo_until", "publish_at"])
def test_item_before_its_time_is_said_nowhere(approve, submission_at, settings, term):
    item = approve()
    later = now() + timedelta(days=3)
    Submission.objects.filter(pk=item.pk).update(**{term: later})
    submission_at("published", title="Bài khác")

    publishing.publish_due(now=now())
    with pytest.raises(WrongState):
        publishing.publish(item.pk, now=now())
    rebuild_site(Site.objects.get(code="stttt"))
    sweep_stale()

    assert leaks(settings.PORTAL_ROOT, item) == set()
    publishing.publish_due(now=later)
    assert {word for _, word in leaks(settings.PORTAL_ROOT, item)} == set(SECRETS.values())
