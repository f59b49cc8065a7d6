"""Several decisions at once: each for itself, only green and unchanged, held back, recallable."""

from datetime import timedelta

import pytest

from approvals.models import Decision, Submission
from approvals.services import bulk, verbs
from core.clock import now
from core.errors import WrongState
from core.models import LedgerEntry
from publishing.services import publishing

pytestmark = pytest.mark.django_db

PRIVATE = "<p>Liên hệ ông Nguyễn Văn A, số điện thoại 0912345678.</p>"


def seen(item, verb="approve"):
    return bulk.Seen(item.pk, item.version, item.content_hash, verb)


def codes(outcomes):
    return [one.refusal.code if one.refusal else "done" for one in outcomes]


def test_each_item_is_decided_for_itself(submission_at, actor):
    good = submission_at("reviewed", title="Tin một")
    warned = submission_at("reviewed", title="Tin hai", body=PRIVATE)
    foreign = submission_at("reviewed", title="Tin ba", site="xa-an-binh")
    early = submission_at("submitted", title="Tin bốn")
    also = submission_at("reviewed", title="Tin năm")
    before = LedgerEntry.objects.filter(verb="approve").count()

    found = bulk.decide_together(
        [seen(good), seen(warned), seen(foreign), seen(early), seen(also)],
        by=actor("dept-head"),
        now=now(),
    )

    assert codes(found) == ["done", "CHECKS_NOT_GREEN", "NOT_FOUND", "WRONG_STATE", "done"]
    states = dict(Submission.objects.values_list("title", "state"))
    assert states == {
        "Tin một": "approved",
        "Tin hai": "reviewed",
        "Tin ba": "reviewed",
        "Tin bốn": "submitted",
        "Tin năm": "approved",
    }
    assert LedgerEntry.objects.filter(verb="approve").count() == before + 2
    assert Decision.objects.filter(verb="approve", submission=warned).count() == 0


@pytest.mark.parametrize("change", ["version", "content"])
def test_what_changed_since_it_was_seen_is_refused(change, submission_at, actor):
    item = submission_at("reviewed")
    old = bulk.Seen(
        item.pk,
        item.version - (change == "version"),
        "0" * 64 if change == "content" else item.content_hash,
        "approve",
    )

    assert codes(bulk.decide_together([old], by=actor("dept-head"), now=now())) == ["STALE_VERSION"]
    item.refresh_from_db()
    assert item.state == "reviewed"


def test_second_click_decides_nothing_again(submission_at, actor):
    item = submission_at("reviewed")
    click = seen(item)
    bulk.decide_together([click], by=actor("dept-head"), now=now())

    again = bulk.decide_together([click], by=actor("dept-head"), now=now())

    assert [one.again for one in again] == [True]
    assert Decision.objects.filter(submission=item, verb="approve").count() == 1


def test_author_is_refused(submission_at, actor):
    item = submission_at("submitted")
    assert codes(
        bulk.decide_together([seen(item, "review")], by=actor("contributor"), now=now())
    ) == ["NOT_PERMITTED"]


@pytest.mark.parametrize("verb", ["reject", "withdraw", "fast_track", "publish"])
def test_nothing_but_agreement_is_done_to_several(verb, submission_at, actor):
    item = submission_at("reviewed")

    found = bulk.decide_together([seen(item, verb)], by=actor("dept-head"), now=now())

    assert codes(found) == ["BULK_VERB_NOT_ALLOWED"]


def test_review_of_several_passes_them_on_and_holds_nothing(submission_at, actor):
    items = [submission_at("submitted", title=f"Tin {n}") for n in range(2)]

    bulk.decide_together(
        [seen(item, "review") for item in items], by=actor("dept-editor"), now=now()
    )

    assert set(Submission.objects.values_list("state", "hold_until")) == {("reviewed", None)}


def test_approved_items_are_held_for_sixty_seconds_against_every_way_of_publishing(
    submission_at, actor
):
    item, moment = submission_at("reviewed"), now()
    bulk.decide_together([seen(item)], by=actor("dept-head"), now=moment)

    assert publishing.publish_due(now=moment + timedelta(seconds=59)) == ([], [])
    with pytest.raises(WrongState, match="HELD_BACK"):
        publishing.publish(item.pk, now=moment + timedelta(seconds=59))
    done, failed = publishing.publish_due(now=moment + timedelta(seconds=60))
    assert (len(done), failed) == (1, [])


def test_held_item_is_recalled_and_never_published(submission_at, actor):
    item, moment = submission_at("reviewed"), now()
    bulk.decide_together([seen(item)], by=actor("dept-head"), now=moment)

    verbs.recall(item.pk, by=actor("dept-head"), now=moment, reason="Bấm nhầm.")

    assert publishing.publish_due(now=moment + timedelta(minutes=5)) == ([], [])
    item.refresh_from_db()
    assert item.state == "returned"


def test_one_approval_alone_is_not_held(submission_at):
    item = submission_at("approved")

    assert item.hold_until is None
    assert len(publishing.publish_due(now=now())[0]) == 1
