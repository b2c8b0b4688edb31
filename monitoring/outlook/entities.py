"""Entities: how likely the stock at year-end is not below last year-end's, and the net a month that would reach it."""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from forecasting.paths import paths, record_of_sums, stretched
from monitoring.outlook import answers

OUTLOOK = "year_end_stock"
BLOCK, LEAST_WEEKS, KEPT = 4, 26, 26
SPANS, APART, ORIGINS = (4, 8, 13), 3, 16


def year_end_stock(
    entity_counts: pd.DataFrame, region, on: dt.date, *, net_more: Mapping[str, float] | None = None, seed: int = 0
) -> list[dict]:
    """A row a county and the region. ``net_more``: by county, households a week beside what is usual (a scenario).

    Weekly net (entries and moves in, less deregistrations, revocations and moves out; reclassifications are no change
    of the economy) is drawn jointly for all counties, so the region's paths are the sums of theirs.
    """
    counties = list(region.counties["county"])
    base_day = pd.Timestamp(on.year - 1, 12, 31)
    net, stock = weekly(entity_counts, counties, on)
    base = closing(entity_counts, counties, base_day)
    end = pd.Timestamp(on.year, 12, 31)
    days = (end - net.columns[-1]).days if net.shape[1] else 0
    if net.shape[1] < LEAST_WEEKS or days <= 0:
        return [_not(subject, on, net.shape[1]) for subject in (*counties, region.code)]
    whole = net.notna().sum(axis=1) >= LEAST_WEEKS
    judged = [c for c in counties if whole[c] and np.isfinite(base[c]) and np.isfinite(stock[c])]
    weeks = max(1, round(days / 7))
    past = net.loc[judged].to_numpy()
    total = past.sum(axis=0, keepdims=True)
    record = record_of_sums(np.vstack([past, total]), SPANS, block=BLOCK, apart=APART, origins=ORIGINS)
    drawn = stretched(np.cumsum(paths(past, weeks, block=BLOCK, seed=seed), axis=2), record.stretch)
    if net_more is not None:
        more = np.array([net_more.get(county, 0.0) for county in judged])
        drawn = drawn + more[:, None] * np.arange(1, weeks + 1)
    rows = [(c, past[i], drawn[:, i], stock[c], base[c]) for i, c in enumerate(judged)]
    if len(judged) == len(counties):
        rows.append((region.code, total[0], drawn.sum(axis=1), stock[judged].sum(), base[judged].sum()))
    made = {
        subject: _answer(subject, on, net.columns, seen, future, now, begun, record, end)
        for subject, seen, future, now, begun in rows
    }
    return [made.get(s) or _not(s, on, net.shape[1]) for s in (*counties, region.code)]


def weekly(counts: pd.DataFrame, counties: list[str], on: dt.date) -> tuple[pd.DataFrame, pd.Series]:
    """Net by county and week ending on ``on``'s weekday (a week short of days is missing), and the stock then."""
    told = counts[counts["date"] <= pd.Timestamp(on)]
    gained = told["entries"] + told["moves_in"]
    lost = told["deregistrations"] + told["revocations"] + told["moves_out"]
    daily = (gained - lost).groupby([told["county"], told["date"]]).sum(min_count=1).unstack("date")
    if daily.empty:
        return pd.DataFrame(index=counties), pd.Series(np.nan, index=counties)
    days = pd.date_range(daily.columns.min(), pd.Timestamp(on))
    days = days[len(days) % 7 :]
    daily = daily.reindex(index=counties, columns=days)
    cube = daily.to_numpy().reshape(len(counties), -1, 7)
    ends = days[6::7]
    return pd.DataFrame(cube.sum(axis=2), index=counties, columns=ends), closing(counts, counties, pd.Timestamp(on))


def closing(counts: pd.DataFrame, counties: list[str], day: pd.Timestamp) -> pd.Series:
    """The stock of a day, or of the last of the seven before it with a report; missing otherwise."""
    near = counts[(counts["date"] <= day) & (counts["date"] > day - pd.Timedelta(days=8))]
    last = near.sort_values("date").drop_duplicates(["county", "kind"], keep="last")
    return last.groupby("county")["closing"].sum().reindex(counties).astype(float)


def _answer(subject, on, ends, seen, future, now, base, record, end) -> dict:
    course = now + future
    final = course[:, -1]
    left = max((end - pd.Timestamp(on)).days / 30.4375, 1 / 30)
    past = now - np.append(np.cumsum(np.nan_to_num(seen[::-1]))[::-1][1:], 0.0)
    ahead = [ends[-1] + pd.Timedelta(days=7 * k) for k in range(1, course.shape[1])] + [end]
    naive = now + np.nanmean(seen[-4:]) * np.arange(1, course.shape[1] + 1)
    answer = {
        "now": now, "base": base, "end": end, "chance": 100 * np.mean(final >= base),
        "prospect": answers.prospect(100 * np.mean(final >= base)),
        "final": {name: float(value) for name, value in answers.band(final).items()},
        "needed": (base - now) / left, "pace": np.nanmean(seen[-13:]) * 30.4375 / 7, "months_left": left,
        "past": {"date": list(ends[-KEPT:]), "value": past[-KEPT:]},
        "ahead": {"date": ahead, **answers.band(course), "naive": naive},
        "record": answers.record(record),
    }  # fmt: skip
    return answers.row(OUTLOOK, subject, subject, on, answers.OK, answer)


def _not(subject: str, on: dt.date, weeks: int) -> dict:
    return answers.row(OUTLOOK, subject, subject, on, answers.NOT_ASSESSABLE, {"weeks": weeks, "needs": LEAST_WEEKS})
