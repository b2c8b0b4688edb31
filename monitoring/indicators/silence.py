"""How long a report has been owed."""

import datetime as dt

import numpy as np

from monitoring.indicators.schedule import Schedule
from monitoring.indicators.states import NOT_APPLICABLE, OK


def heard_by_deadline(first_known: np.ndarray, plan: Schedule) -> np.ndarray:
    """The position of the last report that had come in by each day's deadline, by day and series; -1 for none.

    A report made up later does not undo the silence of the days before it came.
    """
    about, series = np.nonzero(~np.isnat(first_known))
    came = np.maximum(np.searchsorted(plan.deadline, first_known[about, series]), about)
    heard = np.full(first_known.shape, -1)
    inside = came < len(heard)
    np.maximum.at(heard, (came[inside], series[inside]), about[inside])
    return np.maximum.accumulate(heard, axis=0) if len(heard) else heard


def overdue_days(last: np.ndarray, plan: Schedule, now: dt.datetime) -> tuple[np.ndarray, np.ndarray]:
    """Days since the first report owed, by day and series, and the state; 0 when all that was due has come.

    ``last`` is the position of the last report heard by each day. A report not yet late counts nothing;
    before the first due day nobody owes one.
    """
    days = np.arange(len(last))
    due = np.flatnonzero(plan.due)
    following = np.searchsorted(due, last, side="right")  # the first due day after the last report
    owed = np.where(following < len(due), due[np.minimum(following, len(due) - 1)] if len(due) else 0, len(last))
    counted = np.minimum(days, plan.passed(now).sum() - 1)[:, None]
    value = np.maximum(counted - owed + 1, 0).astype("float64")
    begun = plan.current[:, None] >= 0
    return value, np.broadcast_to(np.where(begun, OK, NOT_APPLICABLE), last.shape)
