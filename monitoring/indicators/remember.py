"""Lay the same reports out once: several indicators of one run ask for the same table."""

from collections.abc import Callable
from functools import wraps

import pandas as pd


def remembered(function: Callable) -> Callable:
    """Give the last answer again for the very same arguments.

    Frames count as the same when they are the same object (nobody changes a frame that was handed out), windows and
    plain values when they are equal. One answer is kept, so nothing grows.
    """
    last: list[tuple[tuple, object]] = []

    @wraps(function)
    def ask(*arguments):
        if last and len(last[0][0]) == len(arguments) and all(map(_same, last[0][0], arguments)):
            return last[0][1]
        last[:] = [(arguments, function(*arguments))]
        return last[0][1]

    return ask


def _same(one: object, other: object) -> bool:
    if one is other:
        return True
    if isinstance(one, pd.DatetimeIndex) and isinstance(other, pd.DatetimeIndex):
        return one.equals(other)
    return isinstance(one, str | int | float) and one == other
