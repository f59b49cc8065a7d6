"""Backups, and the proof that they can be restored."""

from prefect import flow

from archive.services.drills import restore_drill
from archive.services.nightly import keep_safe
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="nightly-backup")
async def nightly_backup() -> Lines:
    """Back up, copy to the second store, clear what has lived its time."""
    return await in_turn(backup=_backup)


@flow(name="weekly-drill")
async def weekly_drill() -> Lines:
    """Restore the newest backup into a scratch database and compare everything."""
    return await in_turn(drill=_drill)


def _backup() -> Outcome:
    night = keep_safe(now=now())
    return Outcome(night.done, night.failed)


def _drill() -> Outcome:
    drill = restore_drill(now=now())
    return Outcome([f"{drill.backup.folder} in {drill.seconds:.1f} s"], list(drill.findings))
