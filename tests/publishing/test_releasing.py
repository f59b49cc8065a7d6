"""Bundles at their time: all or nothing, once; cancelled ones release nothing early."""

import contextlib
from datetime import timedelta

import pytest

from approvals.lifecycle import State
from approvals.models import Submission
from approvals.services import verbs
from core.clock import now
from core.errors import GuardFailed, NotPermitted, StorageFailed, WrongState
from core.models import LedgerEntry, Notice, Site
from publishing import site_writer
from publishing.models import Publication
from publishing.selectors.due import due, late, next_moment
from publishing.services import bundles, publishing, releasing
from publishing.services.alarms import alarm_late
from publishing.services.releasing import release_due
from publishing.services.scheduling import reschedule
from publishing.services.takedown import expire_due
from tests.publishing.written import everything_below

pytestmark = pytest.mark.django_db

TITLES = ["Công bố quy hoạch", "Bản đồ quy hoạch", "Hỏi đáp về quy hoạch"]


@pytest.fixture
def later():
    return now() + timedelta(hours=3)


@pytest.fixture
def items(submission_at):
    return [submission_at("approved", title=title) for title in TITLES]


@pytest.fixture
def bundle(items, actor, later):
    return plan(items, actor, later)


def plan(items, actor, when, **more):
    given = {"name": "Quy hoạch", "publish_at": when, "expire_at": None} | more
    wanted = bundles.Plan(items=[one.pk for one in items], **given)
    site = Site.objects.select_related("unit").get(code="stttt")
    return bundles.make(site, wanted, by=actor("dept-editor"), now=now())


def on_site(settings) -> list[str]:
    text = everything_below(settings.PORTAL_ROOT)
    return [title for title in TITLES if title in text]


def acts(bundle) -> list[str]:
    rows = LedgerEntry.objects.filter(subject_type="release_bundle", subject_id=str(bundle.pk))
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_bundle_holds_its_items_until_its_time_and_releases_all_of_them(bundle, settings, later):
    assert due(now=now()) == []
    with pytest.raises(WrongState, match="RELEASE_IN_BUNDLE"):
        publishing.publish(bundle.items.first().submission_id, now=now())
    assert release_due(now=later - timedelta(seconds=1)) == ([], [])
    assert on_site(settings) == []

    done, failed = release_due(now=later)

    assert (len(done), failed) == (3, [])
    assert on_site(settings) == TITLES
    assert acts(bundle) == ["plan_release", "release"]
    assert release_due(now=later) == ([], [])
    assert set(Publication.objects.values_list("published_at", flat=True)) == {later}


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (releasing, "write_item"),
        (releasing, "record"),
        (site_writer, "bring_in"),
        (site_writer, "read_back"),
    ],
)
def test_one_failing_item_keeps_all_of_them_off_the_site(
    bundle, settings, later, monkeypatch, module, step
):
    """The third item fails, at any step; the two before it leave no trace."""
    real, calls = getattr(module, step), []

    def third_fails(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise StorageFailed
        return real(*args, **kwargs)

    with monkeypatch.context() as broken:
        broken.setattr(module, step, third_fails)
        done, failed = release_due(now=later)

    assert (done, failed) == ([], [f"bundle {bundle.pk} STORAGE_FAILED"])
    assert on_site(settings) == []
    assert not Publication.objects.exists()
    assert set(Submission.objects.values_list("state", flat=True)) == {State.APPROVED}
    assert release_due(now=later + timedelta(seconds=30)) == ([], [])
    assert len(release_due(now=later + timedelta(minutes=2))[0]) == 3
    assert on_site(settings) == TITLES
    assert acts(bundle) == ["plan_release", "release_failed", "release"]


def test_item_recalled_meanwhile_stops_the_whole_bundle_and_the_board_hears_of_it(
    bundle, items, actor, settings, later
):
    verbs.recall(items[1].pk, by=actor("dept-head"), now=now(), reason="Sai số liệu.")

    assert release_due(now=later) == ([], [f"bundle {bundle.pk} RELEASE_NOT_APPROVED"])
    assert on_site(settings) == []
    assert alarm_late(now=later + timedelta(seconds=89)) == []
    assert late(now=later + timedelta(minutes=2)).bundles == 1
    for _ in range(2):
        alarm_late(now=later + timedelta(minutes=2))

    told = Notice.objects.filter(event="unreleased")
    assert set(told.values_list("user__username", flat=True)) == {
        "dept-editor", "dept-head", "deputy-head",
    }  # fmt: skip
    assert "Quy hoạch" in told[0].text
    assert "chưa được duyệt" in told[0].text


def test_crash_between_the_moves_and_the_commit_is_finished_by_the_next_try(
    bundle, settings, later, monkeypatch
):
    def dies(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(releasing, "_close", dies)
        with contextlib.suppress(KeyboardInterrupt):
            release_due(now=later)
    assert not Publication.objects.exists()

    assert len(release_due(now=later)[0]) == 3
    assert on_site(settings) == TITLES


def test_cancelled_bundle_releases_nothing_before_its_time(bundle, actor, settings, later):
    bundles.cancel(bundle.pk, by=actor("dept-head"), now=now())

    assert due(now=now()) == []
    assert release_due(now=later) == ([], [])
    assert len(due(now=later)) == 3
    assert acts(bundle) == ["plan_release", "cancel_release"]
    with pytest.raises(WrongState, match="RELEASE_CLOSED"):
        bundles.cancel(bundle.pk, by=actor("dept-head"), now=now())


def test_bundle_ends_for_all_of_its_items(items, actor, settings, later):
    plan(items, actor, later, expire_at=later + timedelta(days=1))
    release_due(now=later)

    assert len(expire_due(now=later + timedelta(days=1))) == 3
    assert on_site(settings) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "RELEASE_NAME_MISSING"),
        ({"publish_at": now() - timedelta(hours=1)}, "RELEASE_IN_THE_PAST"),
        ({"expire_at": now() + timedelta(minutes=1)}, "RELEASE_EXPIRED_BEFORE"),
    ],
)
def test_bundle_is_refused_with_every_reason(items, actor, later, given, code):
    with pytest.raises(GuardFailed) as refusal:
        plan(items[:1], actor, later, **given)

    assert {one.code for one in refusal.value.problems} == {code, "RELEASE_TOO_FEW"}


def test_embargo_bundles_of_others_and_other_boards_are_respected(
    items, bundle, submission_at, actor, later
):
    free = [submission_at("approved", title=f"Bài {number}") for number in (1, 2)]
    with pytest.raises(GuardFailed, match="RELEASE_OTHER_SITE"):
        plan([*free, items[0]], actor, later)
    Submission.objects.filter(pk=free[0].pk).update(embargo_until=later + timedelta(days=1))
    with pytest.raises(GuardFailed, match="RELEASE_UNDER_EMBARGO"):
        plan(free, actor, later)
    with pytest.raises(NotPermitted):
        bundles.cancel(bundle.pk, by=actor("commune-head"), now=now())


def test_rescheduled_item_waits_for_its_new_time_and_history_says_so(submission_at, actor, later):
    item = submission_at("approved")

    moved = reschedule(item.pk, by=actor("dept-head"), now=now(), publish_at=later, expire_at=None)

    assert due(now=now()) == []
    assert due(now=later) == [item.pk]
    assert next_moment(now=now()) == later
    assert moved.decisions.get(verb="reschedule").actor.username == "dept-head"
    with pytest.raises(NotPermitted):
        reschedule(item.pk, by=actor("contributor"), now=now(), publish_at=None, expire_at=None)


def test_next_moment_is_the_soonest_of_every_kind(bundle, submission_at, later):
    assert next_moment(now=now()) == later
    online = submission_at("published")
    ends = later - timedelta(hours=1)
    Publication.objects.filter(submission=online).update(expire_at=ends)
    assert next_moment(now=now()) == ends
    single = submission_at("approved", title="Bài hẹn giờ")
    soon = ends - timedelta(hours=1)
    Submission.objects.filter(pk=single.pk).update(embargo_until=soon)
    assert next_moment(now=now()) == soon
