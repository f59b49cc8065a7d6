"""Reorganisation of units: plans run on their day."""

from prefect import flow

from approvals.services.reorganising import run_due
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="reorganise")
async def reorganise() -> Lines:
    """Run what is scheduled for today or earlier; each plan once."""
    return await in_turn(run=lambda: Outcome(*run_due(now=now())))
