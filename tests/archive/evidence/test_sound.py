"""A sound installation has nothing to report; every table is spoken for."""

from datetime import timedelta

import pytest
from django.db import connection

from archive.selectors.evidence import CENSUS, COMPARED, LEDGER, NO_EVIDENCE
from archive.services.self_auditing import self_audit
from core.clock import now
from core.sealing import make_checkpoint, seal_entries

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


def test_every_table_has_its_evidence_or_a_reason_for_none(db):
    named = {*LEDGER, *COMPARED, *CENSUS, *NO_EVIDENCE}

    assert set(connection.introspection.table_names()) == named
