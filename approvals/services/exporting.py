"""Lists that leave the house are written in the ledger: who took which, and how it was narrowed."""

from collections.abc import Mapping
from datetime import datetime

from approvals.policies import Actor
from core import ledger


def note_export(by: Actor, what: str, *, details: Mapping[str, str], now: datetime) -> None:
    """Write that a person took a list out of the house, and which."""
    act = ledger.Act(
        verb="export",
        subject_type="reading",
        subject_id=what,
        actor=by.name,
        details={name: value for name, value in details.items() if value},
    )
    ledger.record(act, now=now)
