"""Full weeks of the entity streams: what the detector of falls listens to."""

import numpy as np
import pandas as pd

from monitoring.indicators.entities import STANDS_FOR_DAYS, Counts
from monitoring.indicators.flows import entries
from monitoring.indicators.panel import carried
from monitoring.indicators.totals import Totals

TOLD_OF_A_WEEK = 5 / 7
"""A week with less of it reported is a gap; with more, it is made up in proportion."""


def weekly(laid: Counts, totals: Totals, flow: np.ndarray) -> pd.DataFrame:
    """Full weeks by their Sunday (index) and subject (columns): whole numbers, gaps NaN, no running week."""
    days = laid.panel.days
    sundays = np.flatnonzero(days.day_of_week == 6)
    sundays = sundays[sundays >= 6]

    def over(table: np.ndarray) -> np.ndarray:
        running = np.vstack([np.zeros(table.shape[1]), np.cumsum(table, axis=0)])
        return running[sundays + 1] - running[sundays - 6]

    told = over(totals.of(laid.told))
    due = over(totals.of((laid.schedule.due[:, None] & laid.begun) | laid.told))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = told / due
        full = np.where(share >= TOLD_OF_A_WEEK, np.round(over(totals.of(flow)) / share), np.nan)
    return pd.DataFrame(full, index=days[sundays], columns=list(totals.subjects["subject"]))


def weekly_growth(laid: Counts, totals: Totals) -> pd.DataFrame:
    """Entries less deregistrations of each full week, in percent of the stock at its start.

    Revocations, moves and changes of definition are left out: they change the register, not the economy.
    """
    change = weekly(laid, totals, entries(laid) - laid.panel.of("deregistrations"))
    closing = totals.of(carried(laid.panel.of("closing"), laid.last, at_most=STANDS_FOR_DAYS))
    eve = laid.panel.days.get_indexer(change.index) - 7
    before = np.where((eve >= 0)[:, None], closing[np.maximum(eve, 0)], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return change / np.where(before > 0, before, np.nan) * 100


def against_usual(weeks: pd.DataFrame, *, recent: int = 4, usual: int = 26) -> pd.DataFrame:
    """The mean of the last four weeks against the median of the half year before them, in percent."""
    now = weeks.rolling(recent, min_periods=recent - 1).mean()
    before = weeks.shift(recent).rolling(usual, min_periods=usual // 2).median()
    return (now / before.where(before > 0) - 1) * 100
