"""Stored verdicts come out again under the pack of their own day, whatever is in force now."""

import unicodedata
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from approvals import rulepacks
from approvals.content import fields_of
from approvals.models import Verdict
from approvals.selectors.replaying import Difference, replay, under
from approvals.services import drafting
from approvals.services.checking import run_rules, verdict_for_decision
from core.clock import now

pytestmark = pytest.mark.django_db
LAST_MINUTE = datetime(2026, 6, 30, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
FIRST_MINUTE = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)


def test_midnight_at_plus_seven_changes_the_pack_and_both_verdicts_replay(submission_at):
    item = submission_at("draft", author_name="")

    old = run_rules(item, now=LAST_MINUTE)
    new = verdict_for_decision(item, old, now=FIRST_MINUTE)

    assert old.rule_pack.startswith("QB-39-2023+ND-42-2022@")
    assert new.rule_pack.startswith("QB-39-2023+ND-224-2026@")
    assert new.pk != old.pk
    for verdict in (old, new):
        stored = Verdict.objects.get(pk=verdict.pk)
        assert [row["code"] for row in stored.results if not row["passed"]] == ["AUTHOR_MISSING"]
        assert replay(stored).same


def test_verdict_of_the_first_version_replays_without_the_later_checks(submission_at):
    item = submission_at("draft")
    verdict = run_rules(item, now=now())
    first = rulepacks.pack("QB-39-2023@1.0.0")

    found = under(verdict, first)

    assert found.differences == tuple(
        Difference(code, "pass", "absent")
        for code in (
            "LINK_BROKEN",
            "ENGLISH_PAIR_MISSING",
            "SCOPE_CATEGORY_MISMATCH",
            "STRUCTURE_FIELD_MISSING",
            "STRUCTURE_FIELD_ADVISED",
            "STRUCTURE_FIELD_MALFORMED",
        )
    )


def test_repaired_letters_are_noted_and_replay(submission_at, actor):
    item = submission_at("draft")
    decomposed = fields_of(item.content).changed(
        title=unicodedata.normalize("NFD", "Thông báo lịch tiếp công dân")
    )

    drafting.edit(item.pk, by=actor("contributor"), now=now(), fields=decomposed)

    verdict = Verdict.objects.latest("pk")
    noted = next(row for row in verdict.results if row["code"] == "NOT_NFC")
    assert [found["field"] for found in noted["violations"]] == ["title"]
    assert replay(verdict).same


def test_forged_result_or_lost_pack_is_reported(submission_at):
    item = submission_at("draft", author_name="")
    verdict = run_rules(item, now=LAST_MINUTE)
    rows = verdict.results
    next(r for r in rows if r["code"] == "AUTHOR_MISSING").update(passed=True, violations=[])
    verdict.pk = None
    verdict.save(force_insert=True)
    out, err = StringIO(), StringIO()

    with pytest.raises(SystemExit):
        call_command("replay_verdict", str(verdict.pk), stdout=out, stderr=err)

    assert "AUTHOR_MISSING pass -> block" in err.getvalue()
    verdict.rule_pack = "QB-39-2023@0.9#000000000000"
    assert "no rule pack" in replay(verdict).problem


def test_command_replays_the_verdicts_of_a_day(submission_at):
    item = submission_at("draft")
    verdict = run_rules(item, now=LAST_MINUTE)
    run_rules(item, now=FIRST_MINUTE)
    out = StringIO()

    call_command("replay_verdict", "--on=2026-06-30", stdout=out)

    assert out.getvalue() == (
        f"{verdict.pk} {item.reference} {verdict.rule_pack}: same\n1 done, 0 failed\n"
    )
