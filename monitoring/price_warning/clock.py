"""The two hours in which a level must be answered for: from its appearance to the first step a person takes."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from monitoring.alerts.lifecycle import MACHINE
from monitoring.cases.slips import stands

APPEARS = ("open", "raise", "return")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """``how``: within, over, incomplete (running), missing (it passed and nobody ever took it up)."""

    appeared: dt.datetime
    due: dt.datetime
    answered: dt.datetime | None
    how: str


def clock(events: pd.DataFrame, *, hours: int, now: dt.datetime, over: bool) -> Clock:
    """The clock of a level's alert. events: at, actor, action, in order; ``over``: the level has ended.

    A level that rises, or comes back, begins a new clock.
    """
    machine = events["actor"] == MACHINE
    appeared = events.loc[machine & events["action"].isin(APPEARS), "at"].iloc[-1]
    taken = events.loc[~machine & (events["at"] >= appeared), "at"]
    answered = taken.iloc[0].to_pydatetime() if len(taken) else None
    begun = appeared.to_pydatetime()
    due = begun + dt.timedelta(hours=hours)
    return Clock(appeared=begun, due=due, answered=answered, how=stands(answered, due, begun, over, now))
