"""Pages that lead to other items never name one that is no longer public."""

import contextlib

import pytest

from approvals.content import fields_of
from approvals.services import drafting, verbs
from approvals.services.acts import correct
from core.canonical import sha256_hex
from core.clock import now
from publishing.models import Publication
from publishing.services import publishing
from publishing.services.takedown import sweep_stale, take_down
from tests.publishing.rendering.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of(settings):
    """Return the bytes of an item's page."""
    root = settings.PORTAL_ROOT / "stttt"
    return lambda item: (root / item.publication.address / "index.html").read_bytes()


@pytest.fixture
def leads_to(page_of):
    """Return the titles that the page of an item leads to."""
    return lambda item: Page(page_of(item).decode()).words(".related h3")


def test_page_leads_to_the_four_items_before_it_in_its_category(submission_at, leads_to):
    for n in range(1, 6):
        submission_at("published", title=f"Bài {n}")
    submission_at("published", title="Kế hoạch", category="plans")

    last = submission_at("published", title="Bài 6")

    assert leads_to(last) == ["Bài 5", "Bài 4", "Bài 3", "Bài 2"]


def test_taken_down_item_leaves_the_pages_that_led_to_it(submission_at, actor, leads_to, page_of):
    first, second = (submission_at("published", title=f"Bài {n}") for n in (1, 2))
    third = submission_at("published", title="Bài 3")

    take_down(second.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Sai sót.")

    assert leads_to(third) == ["Bài 1"]
    assert Publication.objects.get(submission=third).page_hash == sha256_hex(page_of(third))
    assert leads_to(first) == []


def test_page_written_before_a_take_down_is_put_right_after_it(
    submission_at, actor, leads_to, monkeypatch
):
    old, new = submission_at("published", title="Bài bị gỡ"), submission_at("approved")
    write = publishing.write_item

    def write_then_somebody_takes_the_old_one_down(submission, publication):
        evidence = write(submission, publication)
        take_down(old.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Sai sót.")
        return evidence

    monkeypatch.setattr(publishing, "write_item", write_then_somebody_takes_the_old_one_down)

    publishing.publish(new.pk, now=now())

    new.refresh_from_db()
    assert leads_to(new) == []


def test_crash_during_a_take_down_leaves_no_page_that_names_it_after_the_sweep(
    submission_at, actor, leads_to, monkeypatch
):
    old, new = (submission_at("published", title=f"Bài {n}") for n in (1, 2))
    with monkeypatch.context() as broken:
        broken.setattr("publishing.services.lists.settle_neighbours", crash)
        with contextlib.suppress(KeyboardInterrupt):
            take_down(old.pk, by=actor("dept-head"), now=now(), kind="gone", reason="Sai sót.")
    assert leads_to(new) == ["Bài 1"]

    sweep_stale()

    assert leads_to(new) == []


def crash(*_args):
    raise KeyboardInterrupt


def test_correction_into_another_category_leaves_the_old_list(submission_at, actor, settings):
    old = submission_at("published", title="Kế hoạch năm")
    new = correct(old.pk, by=actor("contributor"), now=now(), change_note="Đổi chuyên mục.")
    fields = fields_of(new.content).changed(category="plans")
    terms = drafting.Terms(secrecy_declared=True)
    drafting.edit(new.pk, by=actor("contributor"), now=now(), fields=fields, terms=terms)
    verbs.submit(new.pk, by=actor("contributor"), now=now())
    verbs.review(new.pk, by=actor("dept-editor"), now=now())
    verbs.approve(new.pk, by=actor("dept-head"), now=now())

    publishing.publish(new.pk, now=now())

    root = settings.PORTAL_ROOT / "stttt"
    assert "Kế hoạch năm" not in (root / "news/index.html").read_text("utf-8")
    assert "Kế hoạch năm" in (root / "plans/index.html").read_text("utf-8")
