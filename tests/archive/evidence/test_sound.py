"""A sound installation has nothing to report; every table is spoken for."""

from datetime import timedelta

import pytest
from django.db import connection

from archive.selectors.evidence import CENSUS, COMPARED, LEDGER, NO_EVIDENCE
from archive.services.self_auditing import self_audit
from core import ledger
from core.clock import now
from core.models import RoleAssignment, Unit
from core.sealing import make_checkpoint, seal_entries
from tests.archive.evidence import scene

pytestmark = pytest.mark.django_db


def test_whole_lives_contradict_nothing(submission_at):
    for state in ("draft", "submitted", "returned", "withdrawn", "reviewed", "rejected"):
        submission_at(state)
    submission_at("published")
    submission_at("archived")
    seal_entries()
    make_checkpoint(now=now())

    first = self_audit(now=now())
    second = self_audit(now=now() + timedelta(hours=1))

    assert first.findings == ()
    assert second.findings == ()


def test_role_given_or_taken_by_an_act_is_no_contradiction(person):
    taken, given = person("editor"), person("secretary")
    self_audit(now=now())
    taken.role_assignments.all().delete()
    RoleAssignment.objects.create(user=given, role="editor", unit=Unit.objects.get(code="tinh"))
    for one in (taken, given):
        ledger.record(ledger.Act("assign", "person", one.username, "admin"), now=now())

    assert self_audit(now=now()).findings == ()


def test_purged_item_is_no_contradiction_and_another_change_beside_it_is(submission_at):
    item = submission_at("archived")
    self_audit(now=now() + timedelta(hours=1))
    self_audit(now=now() + timedelta(hours=2))
    ledger.record(ledger.Act("purge", "submission", str(item.pk), "system"), now=now())
    scene.run(
        "SET CONSTRAINTS ALL IMMEDIATE;"
        "ALTER TABLE approvals_revision DROP CONSTRAINT revision_hash_is_of_its_content;"
        "UPDATE approvals_revision SET content = '{}', repairs = '[1]';"
        "UPDATE approvals_submission SET title = '', summary = '';"
        "UPDATE approvals_verdict SET inputs = '{}', results = '[]';"
        "UPDATE publishing_publication SET title = '', online = false"
    )

    assert self_audit(now=now() + timedelta(hours=3)).findings == ()
    scene.run("UPDATE approvals_submission SET state = 'rejected'")
    (finding,) = self_audit(now=now() + timedelta(hours=4)).findings
    assert finding == f"approvals_submission {item.pk}: state not as its decisions and its content"


def test_every_table_has_its_evidence_or_a_reason_for_none(db):
    named = {*LEDGER, *COMPARED, *CENSUS, *NO_EVIDENCE}

    assert set(connection.introspection.table_names()) == named
