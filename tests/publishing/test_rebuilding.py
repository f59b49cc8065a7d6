"""A rebuilt site: the same bytes as item by item, whatever happens to its items meanwhile."""

import pytest

from core.clock import now
from core.models import Site
from publishing.models import Publication
from publishing.services import batches
from publishing.services.rebuilding import rebuild_site
from publishing.services.takedown import take_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(submission_at):
    for number in range(7):
        submission_at("published", title=f"Tin số {number}")
    submission_at("published", title="Thông báo", category="announcements")
    return Site.objects.select_related("unit__parent").get(code="stttt")


def said(root) -> dict[str, bytes]:
    pages = [path for path in root.rglob("*") if path.is_file() and ".locks" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in pages}


@pytest.mark.parametrize("size", [1, 3, 100])
def test_rebuild_in_batches_of_any_size_writes_what_was_there(site, settings, monkeypatch, size):
    """Pages lead to the four before them, also across the border of a batch."""
    root = settings.PORTAL_ROOT / "stttt"
    before = said(root)
    root.rename(settings.PORTAL_ROOT / "lost")
    monkeypatch.setattr(batches, "SIZE", size)
    steps = []

    assert rebuild_site(site, progress=lambda done, total: steps.append((done, total))) == 8
    assert said(root) == before
    assert steps[-1] == (8, 8)


def test_page_changed_by_hand_and_a_wrong_hash_are_mended(site, settings):
    one = Publication.objects.get(title="Tin số 3")
    page = settings.PORTAL_ROOT / "stttt" / one.address / "index.html"
    right = page.read_bytes()
    page.write_bytes(b"tampered")
    Publication.objects.filter(pk=one.pk).update(page_hash="0" * 64)

    rebuild_site(site)

    one_again = Publication.objects.get(pk=one.pk)
    assert (page.read_bytes(), one_again.page_hash) == (right, one.page_hash)


def test_taken_down_items_stay_away_and_nobody_leads_to_them(site, settings, actor):
    gone = Publication.objects.get(title="Tin số 5")
    take_down(
        gone.submission_id, by=actor("dept-head"), now=now(), kind="gone", reason="Sai số liệu."
    )
    root = settings.PORTAL_ROOT / "stttt"
    root.rename(settings.PORTAL_ROOT / "lost")

    rebuild_site(site)

    assert (root / gone.address / "gone.html").exists()
    assert not [name for name, page in said(root).items() if b"Tin s\xe1\xbb\x91 5" in page]


def test_rebuild_asks_few_questions(site, django_assert_max_num_queries):
    batch = next(iter(batches.batches(site)))

    with django_assert_max_num_queries(9):
        batches.write_batch(site, batch)
