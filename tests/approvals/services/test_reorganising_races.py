"""A reorganisation beside other work at the same moment, on real connections."""

import pytest

from approvals.models import Decision, Submission
from approvals.selectors.people import actor_of
from approvals.selectors.reorganising import Plan, Successor
from approvals.services import reorganising, verbs
from approvals.services.reorganising.planning import Intent
from core.clock import in_vietnam, now
from core.models import LedgerEntry, RoleAssignment, Unit, User
from tests.approvals.services.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PLAN = Plan(
    ("stttt", "xa-an-binh"),
    (Successor("sokhcn", "Sở Khoa học và Công nghệ"),),
    sites={"stttt": "sokhcn", "xa-an-binh": ""},
)


@pytest.fixture(autouse=True)
def _past_guards(flush_past_guards):
    """Empty append-only tables after the test."""


def planned(actor):
    intent = Intent("merge", "Sắp xếp", "NQ 12", in_vietnam(now()).date(), PLAN)
    return reorganising.draft(intent, by=actor("admin"), now=now()).pk


def test_the_clock_and_a_hand_run_it_once(submission_at, actor):
    submission_at("submitted")
    key, admin = planned(actor), actor("admin")
    reorganising.schedule(key, by=admin, now=now())

    raised = at_once(
        lambda: reorganising.run(key, by=admin, now=now()),
        lambda: reorganising.run_due(now=now()),
        lambda: reorganising.run(key, by=admin, now=now()),
    )

    assert raised == [None, None, None]
    assert LedgerEntry.objects.filter(verb="reorganise").count() == 1
    assert Unit.objects.filter(code="sokhcn").count() == 1
    assert RoleAssignment.objects.filter(unit__code="sokhcn", role="agency_head").count() == 3


def test_a_decision_at_that_moment_holds_and_the_item_follows(submission_at, actor):
    item = submission_at("submitted")
    key, admin, editor = planned(actor), actor("admin"), actor("dept-editor")

    at_once(
        lambda: reorganising.run(key, by=admin, now=now()),
        lambda: verbs.review(item.pk, by=editor, now=now()),
    )

    item = Submission.objects.get(pk=item.pk)
    assert item.unit.code == "sokhcn"
    assert {turn.unit for turn in item.turns.all()} == {"sokhcn"}
    if item.state == "submitted":  # the reorganisation was first: the editor's old role is over
        today = in_vietnam(now()).date()
        editor = actor_of(User.objects.get(username="dept-editor"), on=today)
        verbs.review(item.pk, by=editor, now=now())
    assert Decision.objects.filter(submission=item, verb="review").count() == 1
    assert Submission.objects.get(pk=item.pk).state == "reviewed"


def test_taken_back_twice_at_once_is_taken_back_once(submission_at, actor):
    submission_at("submitted")
    key, admin = planned(actor), actor("admin")
    reorganising.run(key, by=admin, now=now())

    raised = at_once(
        lambda: reorganising.roll_back(key, by=admin, now=now()),
        lambda: reorganising.roll_back(key, by=admin, now=now()),
    )

    assert raised == [None, None]
    assert LedgerEntry.objects.filter(verb="roll_back_reorganisation").count() == 1
    assert not Unit.objects.filter(code="sokhcn").exists()
