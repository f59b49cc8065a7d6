"""Backups, and the proof that they can be restored."""

from prefect import flow

from archive.services.backups import backup
from archive.services.drills import restore_drill
from core.clock import now
from workflows.steps import Lines, Outcome, in_turn


@flow(name="nightly-backup")
async def nightly_backup() -> Lines:
    """Back up the database with the list of what the store holds."""
    return await in_turn(backup=lambda: Outcome([str(backup(now=now()).folder)]))


@flow(name="weekly-drill")
async def weekly_drill() -> Lines:
    """Restore the newest backup into a scratch database and compare everything."""
    return await in_turn(drill=_drill)


def _drill() -> Outcome:
    drill = restore_drill(now=now())
    return Outcome([f"{drill.backup.folder} in {drill.seconds:.1f} s"], list(drill.findings))
