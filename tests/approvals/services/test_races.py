"""Two people at the same moment, on real connections: one decision, the other is told."""

import threading
from functools import partial

import pytest
from django.db import connection

from approvals.models import Decision, Route, RouteVersion, Submission
from approvals.policies import Ground
from approvals.services import verbs
from approvals.services.acts import confirm
from core.clock import now
from core.errors import DomainError, WrongState
from core.models import RoleAssignment, Unit, User
from publishing.models import Publication
from publishing.services import publishing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GROUNDS = (Ground("QB39.4.5.UNTRUE", "Sai số liệu."),)


@pytest.fixture(autouse=True)
def _past_guards(flush_past_guards):
    """Empty append-only tables after the test."""


def at_once(*acts):
    """Run the acts in threads of their own, started together; return what each raised."""
    gate = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(place, act):
        gate.wait()
        try:
            act()
        except DomainError as refusal:
            raised[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_approvers_make_one_decision_and_the_other_is_told(submission_at, actor):
    item = submission_at("reviewed")
    head, deputy = actor("dept-head"), actor("deputy-head")

    raised = at_once(
        lambda: verbs.approve(item.pk, by=head, now=now()),
        lambda: verbs.approve(item.pk, by=deputy, now=now()),
    )

    assert sorted(type(r).__name__ for r in raised) == ["NoneType", "WrongState"]
    assert Decision.objects.filter(submission=item, verb="approve").count() == 1


@pytest.mark.parametrize("rival", ["reject", "withdraw", "request_changes"])
def test_approval_against_another_verb_leaves_one_of_them(submission_at, actor, rival):
    item = submission_at("reviewed")
    head, deputy, author = actor("dept-head"), actor("deputy-head"), actor("contributor")
    rivals = {
        "reject": lambda: verbs.reject(item.pk, by=deputy, now=now(), grounds=GROUNDS),
        "withdraw": lambda: verbs.withdraw(item.pk, by=author, now=now()),
        "request_changes": lambda: verbs.request_changes(
            item.pk, by=deputy, now=now(), remark="Sửa câu đầu."
        ),
    }

    raised = at_once(lambda: verbs.approve(item.pk, by=head, now=now()), rivals[rival])

    assert [type(r) for r in raised if r is not None] == [WrongState]
    item = Submission.objects.get(pk=item.pk)
    last = item.decisions.latest("id")
    assert (last.to_state, last.version) == (item.state, item.version)


REMARK = {"remark": "Sửa câu đầu."}
REASON = {"reason": "Sai ngày."}
TWICE = [
    ("submit", "draft", {}, ("contributor", "dept-editor")),
    ("withdraw", "submitted", {}, ("contributor", "contributor")),
    ("review", "submitted", {}, ("dept-editor", "second-editor")),
    ("request_changes", "submitted", REMARK, ("dept-editor", "second-editor")),
    ("reject", "submitted", {"grounds": GROUNDS}, ("dept-editor", "second-editor")),
    ("fast_track", "submitted", REASON, ("dept-head", "deputy-head")),
    ("recall", "approved", REASON, ("dept-head", "deputy-head")),
]


@pytest.mark.parametrize(("verb", "state", "said", "people"), TWICE, ids=[t[0] for t in TWICE])
def test_verb_of_two_at_once_is_done_once(submission_at, actor, verb, state, said, people):
    hire_second_editor()
    item = submission_at(state)
    call = getattr(verbs, verb)
    acts = [partial(call, item.pk, by=actor(name), now=now(), **said) for name in people]

    raised = at_once(*acts)

    assert sorted(type(r).__name__ for r in raised) == ["NoneType", "WrongState"]
    assert Decision.objects.filter(submission=item, verb=verb).count() == 1
    assert Submission.objects.get(pk=item.pk).version == item.version + 1


def test_two_confirmations_at_once_leave_one(submission_at, actor):
    item = submission_at("submitted")
    verbs.fast_track(item.pk, by=actor("dept-head"), now=now(), reason="Bão khẩn cấp.")

    acts = [
        partial(confirm, item.pk, by=actor(name), now=now())
        for name in ("dept-editor", "deputy-head")
    ]
    raised = at_once(*acts)

    assert sorted(type(r).__name__ for r in raised) == ["NoneType", "WrongState"]
    assert Decision.objects.filter(submission=item, verb="confirm").count() == 1


def test_two_editors_of_a_stage_that_needs_both_finish_it_together(submission_at, actor):
    hire_second_editor()
    route = Route.objects.get(site__code="stttt")
    stages = [dict(row) for row in route.versions.get().stages]
    stages[0]["needs"] = 2
    RouteVersion.objects.create(route=route, number=2, stages=stages, valid_from=now())
    item = submission_at("submitted")

    acts = [
        partial(verbs.review, item.pk, by=actor(name), now=now())
        for name in ("dept-editor", "second-editor")
    ]

    assert at_once(*acts) == [None, None]
    item = Submission.objects.get(pk=item.pk)
    assert item.state == "reviewed"
    assert item.endorsements.count() == 2
    assert Decision.objects.filter(submission=item, verb="review").count() == 1


def hire_second_editor():
    person = User.objects.create(username="second-editor", full_name="Biên tập viên thứ hai")
    unit = Unit.objects.get(code="stttt")
    RoleAssignment.objects.create(user=person, role="editor", unit=unit)


def test_two_publishers_publish_once(submission_at):
    item = submission_at("approved")

    raised = at_once(*[lambda: publishing.publish(item.pk, now=now())] * 3)

    assert [type(r) for r in raised if r is not None] == [WrongState, WrongState]
    assert Publication.objects.filter(submission=item).count() == 1


def test_recall_against_publication_leaves_one_of_them(submission_at, actor, settings):
    item = submission_at("approved")
    head = actor("dept-head")

    raised = at_once(
        lambda: publishing.publish(item.pk, now=now()),
        lambda: verbs.recall(item.pk, by=head, now=now(), reason="Sai ngày."),
    )

    assert len([r for r in raised if r is None]) == 1
    item = Submission.objects.get(pk=item.pk)
    published = item.state == "published"
    assert Publication.objects.filter(submission=item).exists() == published
    pages = list((settings.PORTAL_ROOT / "stttt" / "news").glob("*-*/index.html"))
    assert bool(pages) == published


def test_many_publishers_of_one_list_lose_no_item(submission_at, settings):
    items = [submission_at("approved", title=f"Bài số {n}") for n in range(4)]

    at_once(*[lambda key=item.pk: publishing.publish(key, now=now()) for item in items])

    listing = (settings.PORTAL_ROOT / "stttt/news/index.html").read_text("utf-8")
    assert [n for n in range(4) if f"Bài số {n}" not in listing] == []
    slots = Publication.objects.values_list("slot_in_all", flat=True)
    assert sorted(slots) == [0, 1, 2, 3]
