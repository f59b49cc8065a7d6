"""Administrators' checks: tried first, dated, in the ledger, replayed with their own version."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from approvals.models import OwnCheck, Verdict
from approvals.selectors.checks import checks_of
from approvals.selectors.replaying import replay
from approvals.services import own_checks, verbs
from approvals.services.checking import latest_verdict, run_rules
from core.clock import in_vietnam, now
from core.errors import GuardFailed, NotPermitted
from core.models import LedgerEntry, Notice

pytestmark = pytest.mark.django_db


def proposal(**changes):
    values = {
        "code": "OWN_SUMMARY",
        "expression": 'summary == "" && category == "news"',
        "severity": "block",
        "ground": "QB39.4.5.QUALITY",
        "overridable": True,
        "said": ("Tin chưa có tóm tắt", "News without a summary"),
        "remedy": ("Viết tóm tắt", "Write a summary"),
    }
    return own_checks.Proposal(**{**values, **changes})


@pytest.fixture
def activate(actor):
    today = in_vietnam(now()).date()

    def put(day=today, **changes):
        by = actor("admin")
        return own_checks.activate(proposal(**changes), by=by, now=now(), valid_from=day)

    return put


def test_trial_names_the_items_that_would_fail_and_changes_nothing(submission_at, actor):
    item = submission_at("submitted")
    submission_at("submitted", summary="Lịch tiếp công dân.")

    found = own_checks.try_proposal(proposal(), by=actor("admin"), now=now())

    assert found.looked_at == 2
    assert [change.submission.pk for change in found.changes] == [item.pk]
    assert found.hindered == 1
    assert not OwnCheck.objects.exists()


def test_active_check_blocks_from_its_day_and_is_in_the_ledger(submission_at, activate, actor):
    before = submission_at("draft")
    check = activate()

    with pytest.raises(GuardFailed) as refusal:
        verbs.submit(before.pk, by=actor("contributor"), now=now())

    assert [problem.code for problem in refusal.value.problems] == ["OWN_SUMMARY"]
    entry = LedgerEntry.objects.get(pk=check.entry_id)
    assert (entry.verb, entry.subject_id) == ("activate_check", "OWN_SUMMARY@1")
    assert check.tried == {
        "looked_at": 1, "cut": False, "would_fail": 1, "named": [before.reference],
    }  # fmt: skip


def test_check_of_tomorrow_does_not_count_today(submission_at, activate):
    activate(day=in_vietnam(now()).date() + timedelta(days=1))
    item = submission_at("submitted")

    assert "OWN_SUMMARY" not in {check.code for check in checks_of(item)}
    later = run_rules(item, now=now() + timedelta(days=1))
    assert [row["code"] for row in later.results if not row["passed"]] == ["OWN_SUMMARY"]


def test_verdict_replays_with_the_version_it_used(submission_at, activate):
    activate()
    item = submission_at("draft")
    first = latest_verdict(item)
    activate(expression='title == "khác"')
    second = run_rules(item, now=now())

    assert first.rule_pack != second.rule_pack
    for verdict, version, passed in ((first, 1, False), (second, 2, True)):
        row = next(r for r in verdict.results if r["code"] == "OWN_SUMMARY")
        assert (row["version"], row["passed"]) == (version, passed)
        assert replay(Verdict.objects.get(pk=verdict.pk)).same


def test_stopped_check_no_longer_counts_and_old_verdicts_still_replay(
    submission_at, activate, actor
):
    activate()
    item = submission_at("draft")
    old = latest_verdict(item)

    own_checks.stop("OWN_SUMMARY", by=actor("admin"), now=now())

    assert "OWN_SUMMARY" not in {row["code"] for row in run_rules(item, now=now()).results}
    assert replay(old).same


def test_expression_that_breaks_later_blocks_nothing_and_administrators_hear_once(
    submission_at, activate
):
    activate(expression='number != "" && int(number) > 3')

    for number in ("05/TB-UBND", "06/TB-UBND"):
        item = submission_at("approved", number=number, summary="x")

    row = next(r for r in latest_verdict(item).results if r["code"] == "OWN_SUMMARY")
    assert row["passed"]
    assert row["error"]
    notices = Notice.objects.filter(event="own_check_broken")
    assert [(n.user.username, n.subject_id) for n in notices] == [("admin", "OWN_SUMMARY@1")]


def test_expression_that_breaks_on_a_stored_item_is_not_activated(submission_at, activate):
    submission_at("submitted", number="05/TB-UBND")

    with pytest.raises(GuardFailed) as refusal:
        activate(expression='number != "" && int(number) > 3')

    assert refusal.value.code == "EXPRESSION_FAILS"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"code": "PHOTO"}, ["code"]),
        ({"ground": ""}, ["ground"]),
        ({"ground": "QB39.9"}, ["ground"]),
        ({"severity": "warn"}, ["overridable"]),
        ({"said": ("Thiếu", " ")}, ["said"]),
        ({"expression": "nobody"}, ["expression"]),
        ({"code": "X", "expression": "title =="}, ["code", "expression"]),
    ],
)
def test_faults_are_named_all_at_once(province, activate, changes, fields):
    with pytest.raises(GuardFailed) as refusal:
        activate(**changes)

    assert [problem.field for problem in refusal.value.problems] == fields


@pytest.mark.parametrize("name", ["board-head", "auditor", "contributor"])
def test_others_than_administrators_may_not(actor, name):
    with pytest.raises(NotPermitted):
        own_checks.try_proposal(proposal(), by=actor(name), now=now())
    with pytest.raises(NotPermitted):
        own_checks.stop("OWN_SUMMARY", by=actor(name), now=now())


def test_versions_are_never_changed(activate):
    check = activate()
    check.expression = "true"

    with pytest.raises(DatabaseError), transaction.atomic():
        check.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        check.delete()
