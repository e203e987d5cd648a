"""What an action costs in processor time, told apart from what the machine is busy with."""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TRIES = 3


def seconds_of(action: Callable[[], T]) -> tuple[float, T]:
    """Processor seconds of one call, objects of earlier tests left out of the garbage collection."""
    gc.freeze()
    try:
        began = time.process_time()
        result = action()
        return time.process_time() - began, result
    finally:
        gc.unfreeze()


def within(limit: float, action: Callable[[], T]) -> T:
    """The result of the action, which must cost less than the limit in one of three calls.

    A busy machine makes a call dearer, never cheaper: what exceeds the limit three times is too slow.
    """
    spent = []
    for _ in range(TRIES):
        seconds, result = seconds_of(action)
        if seconds < limit:
            return result
        spent.append(round(seconds, 2))
    raise AssertionError(f"{spent} seconds of processor time; the limit is {limit}")
