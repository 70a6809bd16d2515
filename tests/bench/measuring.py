"""Times and memory.

Times are of the processor: others on the machine may make us wait, but that does not count. What two ways are compared
by are calls that took turns, so that what slows the one slows the other.
"""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable

Call = Callable[[], object]


def milliseconds(call: Call) -> float:
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def median_ms(times: int, call: Call) -> float:
    return statistics.median(milliseconds(call) for _ in range(times))


def in_turn(rounds: int, calls: Callable[[int], tuple[Call, ...]]) -> list[float]:
    """The medians of several calls that take turns, after a round that does not count; `calls` makes those of each."""
    taken: list[list[float]] = []
    for number in range(-1, rounds):
        gc.collect(0)
        times = [milliseconds(call) for call in calls(number)]
        if number >= 0:
            taken.append(times)
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
