"""Reorganising units: plan, run, take back (ADR 0024)."""

from approvals.services.reorganising.planning import cancel, draft, schedule
from approvals.services.reorganising.running import run, run_due
from approvals.services.reorganising.undoing import roll_back

__all__ = ["cancel", "draft", "roll_back", "run", "run_due", "schedule"]
