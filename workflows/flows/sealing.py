"""Sealing: the net behind the effects worker."""

from prefect import flow

from archive.services.sealing import seal_due
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="seal")
async def seal() -> Lines:
    """Seal the records of what was published or refused."""
    return await in_turn(seal=lambda: Outcome(*seal_due(now=now())))
