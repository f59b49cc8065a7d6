"""How a flow calls services: each in a thread, one after the other, failing at the end."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from core.errors import StorageFailed

log = logging.getLogger("duyet.flows")
Lines = list[str]


@dataclass(frozen=True)
class Outcome:
    """What a service did and what failed, one line an item."""

    done: Lines = field(default_factory=list)
    failed: Lines = field(default_factory=list)


class ItemsFailedError(Exception):
    """Some items failed; the others were done."""


def store_was_away(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Only a store that is away is worth another try; a refusal stays one."""
    return isinstance(state.data, StorageFailed)


@task(
    retries=2,
    retry_delay_seconds=[10, 60],
    retry_condition_fn=store_was_away,
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def step(service: Callable[[], Outcome]) -> Outcome:
    """Call one service in a thread of its own."""
    return await asyncio.to_thread(_with_own_connection, service)


async def in_turn(**services: Callable[[], Outcome]) -> Lines:
    """Run the services one after the other; raises ItemsFailedError at the end if anything failed.

    A service that raises counts as failed and never stops the ones after it.
    """
    done: Lines = []
    failed: Lines = []
    for name, service in services.items():
        state: State[Outcome] = await step.with_options(name=name)(service, return_state=True)  # type: ignore[misc]
        found = await state.aresult(raise_on_failure=False)
        if isinstance(found, Outcome):
            done += found.done
            failed += found.failed
        else:
            code = getattr(found, "code", type(found).__name__)
            failed.append(f"{name}: {code}")
    for line in done:
        log.info("%s", line)
    if failed:
        raise ItemsFailedError("\n".join(failed))
    return done


def _with_own_connection(service: Callable[[], Outcome]) -> Outcome:
    """Call the service and give its thread's connections back."""
    try:
        return service()
    finally:
        connections.close_all()
