"""What stands out among the approvals, looked for each night."""

from prefect import flow

from archive.services.outliers import find_outliers
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="nightly-outliers")
async def nightly_outliers() -> Lines:
    """Look for hasty approvals, night bursts and people who approve each other's items."""
    return await in_turn(outliers=lambda: Outcome([str(find_outliers(now=now()))]))
