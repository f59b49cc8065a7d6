"""Reading leaves a trace too: who looked at what in the reading room (design, section 11)."""

from datetime import datetime, timedelta

from approvals.policies import Actor
from core import ledger
from core.models import LedgerEntry

SUBJECT = "reading"
ONE_SITTING = timedelta(minutes=10)


def note_reading(by: Actor, *, what: str, now: datetime) -> None:
    """Write that a person read something, once a sitting; cheap enough for every page."""
    recent = LedgerEntry.objects.filter(
        subject_id=what, verb="read", actor=by.name, at__gt=now - ONE_SITTING
    )
    if not recent.exists():
        _write("read", by, what, {}, now=now)


def note_export(
    by: Actor, *, filters: dict[str, str], now: datetime, what: str = "audit-list"
) -> None:
    """Write that a person took a list out of the house, and which."""
    _write("export", by, what, filters, now=now)


def note_evidence(by: Actor, *, about: str, digest: str, now: datetime) -> None:
    """Write that a person took the evidence on an item along, with the hash of what was in it."""
    _write("export", by, about, {"evidence_sha256": digest}, now=now)


def _write(verb: str, by: Actor, what: str, details: dict[str, str], *, now: datetime) -> None:
    act = ledger.Act(
        verb=verb, subject_type=SUBJECT, subject_id=what, actor=by.name, details=details
    )
    ledger.record(act, now=now)
