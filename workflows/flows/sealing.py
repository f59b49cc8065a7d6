"""Sealing: the net behind the effects worker."""

from prefect import flow

from archive.services.alarming import watch_seals
from archive.services.sealing import seal_due
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="seal")
async def seal() -> Lines:
    """Seal the records of what was published or refused; say once what is late."""
    return await in_turn(
        seal=lambda: Outcome(*seal_due(now=now())),
        watch=lambda: Outcome(watch_seals(now=now())),
    )
