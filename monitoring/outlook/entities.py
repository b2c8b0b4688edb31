"""Entities: how likely the stock at year-end is not below last year-end's, and the net a month that would reach it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.joint import joint_paths
from forecasting.paths import Record
from monitoring.indicators.remember import remembered
from monitoring.outlook import answers

OUTLOOK = "year_end_stock"
YEAR, BLOCK, LEAST_WEEKS, KEPT = 52, 4, 26, 26  # weeks
SPANS = (4, 8, 13)


def year_end_stock(
    entity_counts: pd.DataFrame, region, on: dt.date, *, net_more: Mapping[str, float] | None = None, seed: int = 0
) -> list[dict]:
    """A row a county and the region. ``net_more``: by county, households a week beside what is usual (a scenario).

    Weekly net (entries and moves in, less deregistrations, revocations and moves out; reclassifications are no change
    of the economy) is drawn jointly for all counties, so the region's paths are the sums of theirs. What comes and what
    goes have each their own season.
    """
    told = _usual_course(entity_counts, region, on, seed)
    counties, judged, past, drawn = list(region.counties["county"]), told.judged, told.net, told.drawn
    if not judged:
        return [_not(subject, on, told.net.shape[1]) for subject in (*counties, region.code)]
    if net_more is not None:
        more = np.array([net_more.get(county, 0.0) for county in judged])
        drawn = drawn + more[:, None] * np.arange(1, drawn.shape[2] + 1)
    stock, base = told.stock[judged], told.base[judged]
    rows = [(c, past[i], drawn[:, i], stock[c], base[c]) for i, c in enumerate(judged)]
    if len(judged) == len(counties):
        rows.append((region.code, past.sum(axis=0), drawn.sum(axis=1), stock.sum(), base.sum()))
    end = pd.Timestamp(on.year, 12, 31)
    made = {
        subject: _answer(subject, on, told.ends, seen, future, now, begun, told.record, end)
        for subject, seen, future, now, begun in rows
    }
    return [made.get(s) or _not(s, on, told.net.shape[1]) for s in (*counties, region.code)]


@dataclass(frozen=True, kw_only=True)
class Course:
    """The counties that can be ``judged``, their weekly ``net`` so far and (draws, counties, weeks) what may be gained
    by the end of each week to come; by county the stock now and last year-end's.
    """

    judged: list[str]
    net: np.ndarray
    ends: pd.DatetimeIndex
    drawn: np.ndarray
    record: Record
    stock: pd.Series
    base: pd.Series


@remembered
def _usual_course(entity_counts: pd.DataFrame, region, on: dt.date, seed: int) -> Course:
    """What comes with no lever: a card begins with the same."""
    counties = list(region.counties["county"])
    gained, lost, stock = weekly(entity_counts, counties, on)
    net, base = gained - lost, closing(entity_counts, counties, pd.Timestamp(on.year - 1, 12, 31))
    weeks = net.shape[1]
    days = (pd.Timestamp(on.year, 12, 31) - net.columns[-1]).days if weeks else 0
    whole = net.notna().sum(axis=1) >= LEAST_WEEKS
    judged = [c for c in counties if days > 0 and whole[c] and np.isfinite(base[c]) and np.isfinite(stock[c])]
    past = net.loc[judged].to_numpy(float)
    drawn, record = np.empty((0, 0, 0)), Record(coverage=float("nan"), checks=0, stretch=1.0)
    if judged:
        drawn, record = joint_paths(
            gained.loc[judged].to_numpy(), max(1, round(days / 7)), less=lost.loc[judged].to_numpy(), season=YEAR,
            block=BLOCK, spans=SPANS, seed=seed,
        )  # fmt: skip
    return Course(judged=judged, net=past, ends=net.columns, drawn=np.cumsum(drawn, axis=2), record=record,
                  stock=stock, base=base)  # fmt: skip


def weekly(counts: pd.DataFrame, counties: list[str], on: dt.date) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """What came and what went by county and week ending on ``on``'s weekday, and the stock then.

    A week short of days is missing.
    """
    told = counts[counts["date"] <= pd.Timestamp(on)]
    gained = _weeks(told, told["entries"] + told["moves_in"], counties, on)
    lost = _weeks(told, told["deregistrations"] + told["revocations"] + told["moves_out"], counties, on)
    return gained, lost, closing(counts, counties, pd.Timestamp(on))


def _weeks(told: pd.DataFrame, number: pd.Series, counties: list[str], on: dt.date) -> pd.DataFrame:
    daily = number.groupby([told["county"], told["date"]]).sum(min_count=1).unstack("date")
    if daily.empty:
        return pd.DataFrame(index=counties)
    days = pd.date_range(daily.columns.min(), pd.Timestamp(on))
    days = days[len(days) % 7 :]
    cube = daily.reindex(index=counties, columns=days).to_numpy().reshape(len(counties), -1, 7)
    return pd.DataFrame(cube.sum(axis=2), index=counties, columns=days[6::7])


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
