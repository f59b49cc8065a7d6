"""The publish sweep: the net behind the effects worker."""

from prefect import flow

from core.clock import now
from publishing.services.alarms import alarm_late
from publishing.services.publishing import publish_due
from publishing.services.reading_files import read_files_due
from publishing.services.releasing import release_due
from publishing.services.takedown import expire_due, sweep_stale
from workflows.steps import Lines, Outcome, in_turn


@flow(name="publish-sweep")
async def publish_sweep() -> Lines:
    """Publish what is due, release bundles, expire, finish what broke off, tell of what is late."""
    return await in_turn(
        publish=lambda: Outcome(*publish_due(now=now())),
        release=lambda: Outcome(*release_due(now=now())),
        expire=lambda: Outcome(expire_due(now=now())),
        finish=lambda: Outcome(sweep_stale()),
        alarm=lambda: Outcome(alarm_late(now=now())),
        read=lambda: Outcome(read_files_due()),
    )
