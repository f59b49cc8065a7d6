"""Coroutines are waited for even where the thread runs a loop already."""

import asyncio

from archive.signing.waiting import wait_for


async def answer():
    await asyncio.sleep(0)
    return 7


def test_coroutine_is_waited_for_with_and_without_a_running_loop():
    async def within_a_loop():
        return wait_for(answer)

    assert wait_for(answer) == 7
    assert wait_for(within_a_loop) == 7
