"""The archive looks after what it keeps."""

from prefect import flow

from archive.selectors.falling_due import due_records
from archive.services.fixity import check_fixity
from archive.services.locking import lock_records
from archive.services.yearly import export_year
from core.clock import in_vietnam, now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="fixity")
async def fixity() -> Lines:
    """Check the night's share of the store."""
    return await in_turn(fixity=_fixity)


@flow(name="retention")
async def retention() -> Lines:
    """Lock what was sealed a while ago and count what is due; destroys nothing."""
    return await in_turn(lock=_lock, due=_due)


@flow(name="yearly-export")
async def yearly_export() -> Lines:
    """Export the records of the year that has ended."""
    return await in_turn(export=_export)


def _export() -> Outcome:
    made = export_year(in_vietnam(now()).year - 1, now=now())
    return Outcome([f"{made.folder} {made.records} records"], list(made.failed))


def _lock() -> Outcome:
    return Outcome(*lock_records(now=now()))


def _due() -> Outcome:
    found = sum(1 for _ in due_records(in_vietnam(now()).date()))
    return Outcome([f"{found} records are due for the archivist's decision"] if found else [])


def _fixity() -> Outcome:
    found = check_fixity(now=now())
    lost = [line for line in found.findings if "repaired" not in line]
    return Outcome([f"{found.checked} of {found.total} objects checked"], lost)
