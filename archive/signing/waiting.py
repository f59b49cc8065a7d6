"""Waiting for pyHanko's coroutines from ordinary code, whatever else runs in this thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def wait_for(begin: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run the coroutine that `begin` makes to its end and return what it returns.

    In a thread of its own: the caller's may have a running loop, as flows and browsers do.
    """
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(lambda: asyncio.run(begin())).result()
