"""What an indicator carries with it: who answers for it, what it measures, which way is worse."""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd


class Worse(StrEnum):
    """The direction in which a value gets worse."""

    LOW = "low"
    HIGH = "high"
    NEITHER = "neither"  # shown, never judged by size


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A pure function with its passport. Calling it calls the function."""

    id: str
    title: str
    unit: str
    worse: Worse
    owner: str
    topic: str
    subjects: tuple[str, ...]
    cadence: str
    since: dt.date
    measure: str
    decimals: int
    looks_back: int
    definition: str
    inputs: tuple[str, ...]
    function: Callable[..., pd.DataFrame]
    behind: tuple[str, ...] = ()

    @property
    def observations(self) -> tuple[str, ...]:
        """The inputs it is handed, and those that what it is handed was made from."""
        return (*self.inputs, *self.behind)

    def __call__(self, *args, **inputs) -> pd.DataFrame:
        """The values: subject, county, enterprise, date, value, state."""
        return self.function(*args, **inputs)

    def answer(self, inputs: dict[str, object]) -> pd.DataFrame:
        """Call the function with those of ``inputs`` that its parameters name."""
        return self.function(**{name: inputs[name] for name in self.inputs})


def indicator(
    *,
    title: str,
    unit: str,
    worse: Worse,
    owner: str,
    subjects: str,
    since: dt.date,
    cadence: str = "daily",
    measure: str = "",
    decimals: int = 1,
    looks_back: int = 0,
    topic: str = "",
    behind: tuple[str, ...] = (),
) -> Callable[[Callable[..., pd.DataFrame]], Indicator]:
    """Turn a pure function into an indicator.

    The function's name is the id, its parameters are its inputs, its docstring is the published
    definition, its module (or the module's ``TOPIC``, or ``topic``) the topic. ``subjects`` lists the grains
    it answers for ("county, region"); ``looks_back`` is how many days of observations before the first
    day it needs; ``measure`` is the row of the region's plan it serves, whose lead answers for an alert;
    ``behind`` names the observations an outlook it is handed was made from.
    """

    def wear(function: Callable[..., pd.DataFrame]) -> Indicator:
        definition = inspect.getdoc(function)
        assert definition, f"{function.__name__} has no definition"
        return Indicator(
            id=function.__name__,
            title=title,
            unit=unit,
            worse=worse,
            owner=owner,
            topic=topic or function.__globals__.get("TOPIC", function.__module__.rsplit(".", 1)[-1]),
            subjects=tuple(part.strip() for part in subjects.split(",")),
            cadence=cadence,
            since=since,
            measure=measure,
            decimals=decimals,
            looks_back=looks_back,
            definition=definition,
            inputs=tuple(inspect.signature(function).parameters),
            function=function,
            behind=behind,
        )

    return wear
