"""A Prefect worker that runs flows in its own process, at a tenth of a second each (ADR 0005)."""

import asyncio
import os
from typing import Any
from uuid import UUID

from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun, State
from prefect.flow_engine import run_flow_async
from prefect.flows import load_flow_from_flow_run
from prefect.states import Cancelled, Crashed
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from workflows.deploy import POOL_TYPE

# Of one flow one run at a time; a long backup must not keep the minute's sweep waiting.
AT_ONCE = 4
STILL_AT_WORK = "The run before this one is still at work."


class InProcessWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Polls the pool of this instance; deployments name their flows by module path."""

    type = POOL_TYPE
    job_configuration = BaseJobConfiguration
    _description = "Runs the flows of Duyệt inside one long-lived process."

    def __init__(self, pool: str, *, name: str) -> None:
        super().__init__(pool, name=name, limit=AT_ONCE)
        self.stopping = False
        self.at_work: dict[UUID | None, asyncio.Event] = {}

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Take what is due, unless we are on our way out."""
        return [] if self.stopping else await super().get_and_submit_flow_runs()

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,  # noqa: ARG002  there is nothing to configure
        task_status: TaskStatus[Any] | None = None,
    ) -> BaseWorkerResult:
        """Run one flow here; how it ended is for the flow's engine to report."""
        me = BaseWorkerResult(identifier=str(os.getpid()), status_code=0)
        if task_status:
            task_status.started(os.getpid())
        if flow_run.deployment_id in self.at_work:
            await self.client.set_flow_run_state(flow_run.id, Cancelled(message=STILL_AT_WORK))
            return me
        end = self.at_work[flow_run.deployment_id] = asyncio.Event()
        try:
            flow = await load_flow_from_flow_run(flow_run, ignore_storage=True)
            await run_flow_async(flow, flow_run=flow_run, return_type="state")
        except Exception as error:
            broken: State[Any] = Crashed(message=f"{type(error).__name__} outside of the flow")
            await self.client.set_flow_run_state(flow_run.id, broken)
            raise
        finally:
            del self.at_work[flow_run.deployment_id]
            end.set()
        return me

    async def drain(self, *, seconds: float) -> bool:
        """Take nothing new and wait for what is at work; tell whether it ended in time."""
        self.stopping = True
        ends = [asyncio.create_task(end.wait()) for end in self.at_work.values()]
        if not ends:
            return True
        _, pending = await asyncio.wait(ends, timeout=seconds)
        return not pending
