"""Monthly price levels of counties and the region, each month compared with the one before by the same firms."""

import numpy as np
import pandas as pd

GAP = 2
"""Months a firm's last price may stand in for one not told, so that a gap does not break the chain."""


def firm_levels(price_months: pd.DataFrame, keys: pd.DataFrame, months: pd.DatetimeIndex) -> np.ndarray:
    """Log prices by month and line (enterprise, category); the retail price, of who never told one the wholesale."""
    inside = price_months[(price_months["month"] >= months[0]) & (price_months["month"] <= months[-1])]
    lines = pd.MultiIndex.from_frame(keys[["enterprise", "category"]])
    column = lines.get_indexer(pd.MultiIndex.from_frame(inside[["enterprise", "category"]]))
    row = months.get_indexer(inside["month"])
    tables = {}
    for name in ("retail_price", "wholesale_price"):
        table = np.full((len(months), len(keys)), np.nan)
        table[row[column >= 0], column[column >= 0]] = inside[name].to_numpy()[column >= 0]
        tables[name] = np.log(np.where(table > 0, table, np.nan))
    retail = np.isfinite(tables["retail_price"]).any(axis=0)
    return np.where(retail, tables["retail_price"], tables["wholesale_price"])


def chained(levels: np.ndarray, adds: np.ndarray) -> np.ndarray:
    """Log price levels by month and subject (``adds``: line x subject), from the mean change of the same firms.

    Each subject begins at 0; a month none of its firms can be compared in is NaN, and where that breaks the chain a new
    one begins, whose history counts from there.
    """
    standing = _filled(levels)
    change = np.full(levels.shape, np.nan)
    change[1:] = levels[1:] - standing[:-1]
    matched = np.isfinite(change)
    firms = matched @ adds
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(matched, change, 0) @ adds / firms
    told = np.isfinite(levels) @ adds > 0
    out = np.full(mean.shape, np.nan)
    for subject in range(adds.shape[1]):
        out[:, subject] = _linked(mean[:, subject], told[:, subject])
    return out


def _filled(levels: np.ndarray) -> np.ndarray:
    out = levels.copy()
    for month in range(1, len(out)):
        recent = np.isfinite(levels[max(month - GAP, 0) : month + 1]).any(axis=0)
        out[month] = np.where(np.isfinite(out[month]), out[month], np.where(recent, out[month - 1], np.nan))
    return out


def _linked(mean: np.ndarray, told: np.ndarray) -> np.ndarray:
    out, level, quiet = np.full(len(mean), np.nan), np.nan, 0
    for month, (step, here) in enumerate(zip(mean, told)):
        if np.isfinite(step) and np.isfinite(level):
            level, quiet = level + step, 0
            out[month] = level
        elif here:  # somebody told, nobody can be compared: a new chain
            out[:month] = np.nan
            out[month], level, quiet = 0.0, 0.0, 0
        else:
            quiet += 1
            level = level if quiet <= GAP else np.nan
    return out
