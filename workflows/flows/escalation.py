"""Escalation: the next superior hears of what is overdue."""

from prefect import flow

from approvals.services.escalating import escalate
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="escalation")
async def escalation() -> Lines:
    """Tell the next superior of each overdue item, once per level."""
    return await in_turn(escalate=lambda: Outcome(*escalate(now=now())))
