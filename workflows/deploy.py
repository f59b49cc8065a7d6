"""Tells Prefect's server what the schedule says: python -m workflows.deploy; repeatable."""

import asyncio
import hashlib
import os
import sys

import workflows.bootstrap  # noqa: F401  settings before Prefect is imported

# isort: split
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound

from workflows.schedule import SCHEDULE, ZONE, Row

POOL_TYPE = "duyet"
SERVER_NEEDED = "PREFECT_API_URL names no server: start the instance first (make up)"


def instance_name() -> str:
    """Return the name that pools and deployments of this instance carry."""
    home = os.path.realpath(os.environ.get("DUYET_HOME") or "var")
    return os.environ.get("DUYET_INSTANCE") or hashlib.sha256(home.encode()).hexdigest()[:12]


def pool_name() -> str:
    """Return the name of this instance's work pool."""
    return f"duyet-{instance_name()}"


async def deploy(rows: tuple[Row, ...] = SCHEDULE) -> list[str]:
    """Make the server's deployments equal to the table; returns what changed, one line each."""
    async with get_client() as client:
        await _make_pool(client)
        known = {row.entrypoint: row for row in await _registered(client)}
        changed = [
            f"registered {row.name}"
            for row in rows
            if not _is_equal(known.get(row.entrypoint), row) and await _register(client, row)
        ]
        for entrypoint in known.keys() - {row.entrypoint for row in rows}:
            await client.delete_deployment(known[entrypoint].id)
            changed.append(f"removed {entrypoint}")
    return changed


async def _make_pool(client: PrefectClient) -> None:
    try:
        await client.read_work_pool(pool_name())
    except ObjectNotFound:
        try:
            await client.create_work_pool(WorkPoolCreate(name=pool_name(), type=POOL_TYPE))
        except ObjectAlreadyExists:  # another worker of this instance was quicker
            return


async def _registered(client: PrefectClient) -> list[DeploymentResponse]:
    named = DeploymentFilter(name=DeploymentFilterName(any_=[instance_name()]))
    return await client.read_deployments(deployment_filter=named)


async def _register(client: PrefectClient, row: Row) -> bool:
    """Write one deployment; the server drops its planned runs and plans anew."""
    await client.create_deployment(
        flow_id=await client.create_flow_from_name(row.name),
        name=instance_name(),
        description=f"{row.does} Twin: manage.py {row.twin}",
        entrypoint=row.entrypoint,
        work_pool_name=pool_name(),
        schedules=[DeploymentScheduleCreate(schedule=_schedule(row), active=True)],
        tags=["duyet"],
        paused=False,
    )
    return True


def _schedule(row: Row) -> CronSchedule:
    return CronSchedule(cron=row.cron, timezone=ZONE)


def _is_equal(deployment: DeploymentResponse | None, row: Row) -> bool:
    if deployment is None or deployment.work_pool_name != pool_name():
        return False
    found = [(s.schedule.cron, s.schedule.timezone) for s in deployment.schedules
             if isinstance(s.schedule, CronSchedule)]  # fmt: skip
    return found == [(row.cron, ZONE)] and len(deployment.schedules) == 1


def main() -> int:
    """Register and print; 1 where no server is named."""
    if not os.environ.get("PREFECT_API_URL"):
        sys.stderr.write(SERVER_NEEDED + "\n")
        return 1
    for line in asyncio.run(deploy()):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
