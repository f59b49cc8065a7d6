"""The archive looks after what it keeps."""

from prefect import flow

from archive.services.fixity import check_fixity
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="fixity")
async def fixity() -> Lines:
    """Check the night's share of the store."""
    return await in_turn(fixity=_fixity)


def _fixity() -> Outcome:
    found = check_fixity(now=now())
    lost = [line for line in found.findings if "repaired" not in line]
    return Outcome([f"{found.checked} of {found.total} objects checked"], lost)
