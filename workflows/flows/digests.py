"""Digests: in the morning of each working day, one mail per person about what is open."""

from prefect import flow

from approvals.services.digests import send_digests
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="daily-digest")
async def daily_digest() -> Lines:
    """Lay the digests of the day; the effects worker sends them with the other mails."""
    return await in_turn(digests=lambda: Outcome(*send_digests(now=now())))
