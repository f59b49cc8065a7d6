"""The clock's process: waits for Prefect's server, registers the schedule, runs what is due.

Start it with python -m workflows.worker; SIGTERM lets running flows finish for a few seconds.
"""

import asyncio
import logging
import os
import signal
import socket
import sys

import workflows.bootstrap  # noqa: F401  settings before Prefect is imported

# isort: split
from prefect.client.orchestration import get_client

from workflows.deploy import SERVER_NEEDED, deploy, pool_name
from workflows.inprocess import InProcessWorker
from workflows.leftovers import clear_leftovers

log = logging.getLogger("duyet.clock")
PAUSE_SECONDS = 1.0
# Together well below the time the supervisor gives us.
DRAIN_SECONDS = 8.0
LEAVE_SECONDS = 3.0


async def work(stop: asyncio.Event) -> bool:
    """Work until `stop` is set; tells whether nothing was cut off."""
    if not await _server_is_there(stop):
        return True
    for line in await deploy():
        log.info("%s", line)
    log.info("%d leftovers closed", await clear_leftovers())
    worker = InProcessWorker(pool_name(), name=f"{socket.gethostname()}-{os.getpid()}")
    serving = asyncio.create_task(worker.start(printer=log.info))
    asked = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, asked}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        asked.cancel()
        await serving
        return True
    finished = await worker.drain(seconds=DRAIN_SECONDS)
    serving.cancel()
    _, pending = await asyncio.wait({serving}, timeout=LEAVE_SECONDS)
    return finished and not pending


async def _server_is_there(stop: asyncio.Event) -> bool:
    """Wait for the server to answer; False when we are told to stop before it does."""
    async with get_client() as client:
        while not stop.is_set():
            if await client.api_healthcheck() is None:
                return True
            await asyncio.sleep(PAUSE_SECONDS)
    return False


async def _until_told() -> bool:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    finished = await work(stop)
    if not finished:
        # A service still runs in a thread that nobody can stop; the next life closes its run.
        log.warning("a flow was cut off")
        logging.shutdown()
        os._exit(0)
    return finished


def main() -> int:
    """Work until told to stop; 1 where no server is named."""
    if not os.environ.get("PREFECT_API_URL"):
        sys.stderr.write(SERVER_NEEDED + "\n")
        return 1
    asyncio.run(_until_told())
    return 0


if __name__ == "__main__":
    sys.exit(main())
