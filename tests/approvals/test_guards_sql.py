"""The database holds the life of a submission against raw SQL (issue: no side door)."""

import pytest
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db


def refuse(sql: str, *params: object) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
    return str(refusal.value)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "reviewed", "approved"])
def test_raw_update_to_published_is_refused(submission_at, state):
    item = submission_at(state)

    said = refuse("UPDATE approvals_submission SET state = 'published' WHERE id = %s", item.pk)

    assert "no decision leads" in said


def test_forged_decision_without_endorsements_does_not_publish(submission_at, person):
    item = submission_at("submitted")
    forged = (
        "INSERT INTO core_ledgerentry SELECT 900001, at, actor, verb, subject_type, subject_id,"
        " content_hash, body, entry_hash FROM core_ledgerentry LIMIT 1;"
        "INSERT INTO approvals_decision (submission_id, verb, from_state, to_state, version, round,"
        " revision_id, content_hash, actor_id, rule_pack, at, entry_id)"
        " SELECT id, 'review', 'submitted', 'reviewed', version + 1, round, revision_id,"
        " %s, %s, '', now(), 900001 FROM approvals_submission WHERE id = %s;"
        "UPDATE approvals_submission SET state = 'reviewed', version = version + 1 WHERE id = %s"
    )

    said = refuse(forged, item.content_hash, person("dept-editor").pk, item.pk, item.pk)

    assert "review stages" in said


def test_raw_rejection_without_ground_is_refused(submission_at, person):
    item = submission_at("submitted")
    forged = (
        "INSERT INTO core_ledgerentry SELECT 900001, at, actor, verb, subject_type, subject_id,"
        " content_hash, body, entry_hash FROM core_ledgerentry LIMIT 1;"
        "INSERT INTO approvals_decision (submission_id, verb, from_state, to_state, version, round,"
        " revision_id, content_hash, actor_id, rule_pack, at, entry_id)"
        " SELECT id, 'reject', 'submitted', 'rejected', version + 1, round, revision_id,"
        " %s, %s, '', now(), 900001 FROM approvals_submission WHERE id = %s;"
        "UPDATE approvals_submission SET state = 'rejected', version = version + 1,"
        " rejected_by_id = 1, rejected_at = now() WHERE id = %s"
    )

    said = refuse(forged, item.content_hash, person("dept-editor").pk, item.pk, item.pk)

    assert "no legal ground" in said


@pytest.mark.parametrize(
    "table",
    ["approvals_decision", "approvals_decisionground", "approvals_endorsement",
     "approvals_revision", "approvals_verdict", "archive_archiverecord", "core_ledgerentry"],
)  # fmt: skip
def test_append_only_tables_refuse_update_delete_and_truncate(submission_at, table):
    submission_at("rejected")
    submission_at("archived")

    column = "number" if table == "core_ledgerentry" else "id"
    assert "append-only" in refuse(f"UPDATE {table} SET {column} = {column}")
    assert "append-only" in refuse(f"DELETE FROM {table}")
    # Deferred foreign keys of this test's own inserts would refuse first, for another reason.
    assert "append-only" in refuse(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


def test_content_cannot_change_after_approval(submission_at):
    item = submission_at("approved")
    other = submission_at("draft")

    said = refuse(
        "UPDATE approvals_submission SET revision_id = %s WHERE id = %s", other.revision_id, item.pk
    )

    assert "cannot change in state approved" in said


def test_application_role_cannot_touch_triggers_or_the_ledger(submission_at):
    submission_at("submitted")

    for sql in (
        "ALTER TABLE approvals_decision DISABLE TRIGGER ALL",
        "DROP TRIGGER ledger_entry_append_only ON core_ledgerentry",
        "TRUNCATE core_ledgerentry CASCADE",
        "DELETE FROM core_ledgerentry",
        "UPDATE approvals_decision SET verb = 'approve'",
        "SET session_replication_role = replica",
    ):
        said = refuse(f"SET LOCAL ROLE duyet_app; {sql}")
        assert "permission denied" in said or "must be owner" in said
