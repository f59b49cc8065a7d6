"""How fast the machine is at this moment, so that numbers of a busy hour can be told apart."""

import time

ROUNDS = 200_000


def yardstick() -> float:
    """Return the milliseconds that a fixed piece of Python takes now; best of five."""
    return round(min(_once() for _ in range(5)) * 1000, 2)


def _once() -> float:
    start = time.perf_counter()
    total = 0
    for number in range(ROUNDS):
        total += number * number % 7
    return time.perf_counter() - start
