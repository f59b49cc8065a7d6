"""Two people at the same moment, on real connections: one decision, the other is told."""

import threading

import pytest
from django.db import connection

from approvals.models import Decision, Submission
from approvals.policies import Ground
from approvals.services import verbs
from core.clock import now
from core.errors import DomainError, WrongState
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
