"""The publish sweep: the net behind the effects worker."""

from prefect import flow

from core.clock import now
from publishing.services.publishing import publish_due
from publishing.services.takedown import expire_due, sweep_stale
from workflows.steps import Lines, Outcome, in_turn


@flow(name="publish-sweep")
async def publish_sweep() -> Lines:
    """Publish what is due, expire what is over, finish what a crash interrupted."""
    return await in_turn(
        publish=lambda: Outcome(*publish_due(now=now())),
        expire=lambda: Outcome(expire_due(now=now())),
        finish=lambda: Outcome(sweep_stale()),
    )
