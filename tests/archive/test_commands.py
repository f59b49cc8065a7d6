"""The commands' lines, exit codes and JSON; retention as data."""

import io
import json
from datetime import date

import pytest
from django.core.management import call_command

from archive.retention import period_of

pytestmark = pytest.mark.django_db


def told(*command):
    out = io.StringIO()
    call_command(*command, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_seal_due_reports_one_line_an_item(submission_at):
    item = submission_at("published")

    answer = told("seal_due")

    assert answer["failed"] == []
    assert [line.split()[0] for line in answer["done"]] == [item.reference]


def test_ledger_checkpoint_signs_once(submission_at):
    submission_at("submitted")

    first, second = told("ledger_checkpoint"), told("ledger_checkpoint")

    assert first["sealed"] > 0
    assert second["sealed"] == 0
    assert first["done"] == second["done"]


def test_ledger_verify_of_sound_ledger_succeeds(submission_at):
    submission_at("submitted")
    told("ledger_checkpoint")

    assert told("ledger_verify")["failed"] == []


def test_retention_lists_what_is_over_and_destroys_nothing(submission_at):
    kept, due = submission_at("archived", document_type="plan"), submission_at("archived")

    answer = told("retention", "--dry-run", "--on", "2060-01-01")

    assert answer["classes"] == {"news": 1}
    assert due.reference in answer["done"][0]
    assert kept.archive_record


def test_retention_without_dry_run_is_refused(db):
    with pytest.raises(SystemExit) as stopped:
        call_command("retention", stdout=io.StringIO(), stderr=io.StringIO())

    assert stopped.value.code == 1


@pytest.mark.parametrize(
    ("document_type", "outcome", "due"),
    [
        ("news", "published", date(2037, 1, 1)),
        ("legal_document", "published", None),
        ("legal_document", "rejected", date(2032, 1, 1)),
        ("unheard_of", "published", date(2037, 1, 1)),
    ],
)
def test_period_falls_due_after_whole_years(document_type, outcome, due):
    period = period_of(document_type, outcome=outcome)

    assert period.falls_due(date(2026, 6, 1)) == due
