"""What an earlier life of the worker has left on Prefect's server: runs cut off, runs piled up."""

from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

from core.clock import now
from workflows.deploy import instance_name

CUT_OFF = "The worker was stopped while this was at work; the next run takes it up."
MISSED = "Nobody was there to run it; a later run does the same."


async def clear_leftovers() -> int:
    """Close runs nobody works on any more and, of missed ones, keep the newest of each flow.

    Only for the one worker of this instance, before it takes up work. Every flow looks at what is
    due when it runs, so one late run does what the missed ones would have done.
    """
    async with get_client() as client:
        cut_off = await _runs(client, StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
        for run in cut_off:
            await client.set_flow_run_state(run.id, Crashed(message=CUT_OFF), force=True)
        missed = _all_but_newest(await _runs(client, StateType.SCHEDULED))
        for run in missed:
            await client.set_flow_run_state(run.id, Cancelled(message=MISSED), force=True)
    return len(cut_off) + len(missed)


async def _runs(client: PrefectClient, *states: StateType) -> list[FlowRun]:
    """Return our runs in these states that were to start before now, newest first."""
    planned = FlowRunFilterNextScheduledStartTime.model_validate({"before_": now()})
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
        next_scheduled_start_time=planned if states == (StateType.SCHEDULED,) else None,
    )
    ours = DeploymentFilter(name=DeploymentFilterName(any_=[instance_name()]))
    found: list[FlowRun] = []
    while page := await client.read_flow_runs(
        flow_run_filter=wanted,
        deployment_filter=ours,
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        offset=len(found),
    ):
        found += page
    return found


def _all_but_newest(runs: list[FlowRun]) -> list[FlowRun]:
    kept: set[UUID | None] = set()
    rest = []
    for run in runs:
        if run.deployment_id in kept:
            rest.append(run)
        kept.add(run.deployment_id)
    return rest
