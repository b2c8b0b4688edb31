"""Markets: when all will be open, from how fast closed ones opened and open ones closed, the last weeks most of all."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.paths import quantiles
from monitoring.outlook import answers

OUTLOOK = "full_reopening"
DRAWS, AHEAD, KEPT, SHOWN = 400, 104, 26, 26
LEAST_CHANGES, OWN_TRUST, LEAST_OPEN = 1, 6.0, 4
WHOLE = "all"
HALF_LIFE = 13  # weeks after which what was seen counts for half
BLOCK, PACE_CHANGES, PACE_TRUST = 4, 0.7, 6.0  # the pace of so many weeks differs by so much (log odds)


def full_reopening(
    market_list: pd.DataFrame, market_status: pd.DataFrame, region, on: dt.date, *,
    reopens: Mapping[str, dt.date] | None = None, seed: int = 0,
) -> list[dict]:  # fmt: skip
    """A row a county with markets and the region: the range of days on which all its markets are open at once.

    Each week a market that is not open opens with its county's chance, an open one closes with the region's. The
    chances are drawn too (Beta), from all weeks, the late ones most; a county with little of its own is told by the
    region. How far the pace to come may differ from that is learned from how far it has.
    ``reopens``: markets that are open from a day on, come what may (a scenario).
    """
    state = weekly_states(market_list, market_status, on)
    counties = list(region.counties["county"])
    places = market_list.sort_values("market")["county"].to_numpy()
    told = [c for c in counties if (places == c).any()]
    if state.shape[1] < 4 or not len(places) or np.isfinite(state[:, -1]).mean() < 0.5:
        return [_not(s, on, "short_history") for s in (*told, region.code)]
    changes = _changes(state, places, told)
    days = pd.date_range(end=pd.Timestamp(on), periods=state.shape[1], freq="7D")
    record = _record(state, places, told)
    futures = _futures(np.nan_to_num(state[:, -1]), places, told, changes, AHEAD, seed=7 + seed)
    names = market_list["market"].sort_values().to_numpy()
    for market, day in (reopens or {}).items():
        futures[:, _week_of(day, on) :, names == market] = True
    rows = [_answer(c, state[places == c], futures[:, :, places == c], days, record, on) for c in told]
    whole = _answer(region.code, state, futures, days, record, on)
    if whole["state"] == answers.OK and any(row["state"] == answers.NOT_ASSESSABLE for row in rows):
        # The region is done when its last county is: whose day nobody can tell leaves none to be told.
        whole["state"] = answers.NOT_ASSESSABLE
        whole["answer"] |= {"reason": "no_pace_somewhere", "dates": dict.fromkeys(("low", "middle", "high"))}
    return [*rows, whole]


def weekly_states(market_list: pd.DataFrame, market_status: pd.DataFrame, on: dt.date) -> np.ndarray:
    """(markets, weeks up to ``on``): 1 open, 0 not, NaN before the first report; a report stands until the next."""
    known = market_status[market_status["date"] <= pd.Timestamp(on)]
    names = market_list.sort_values("market")["market"]
    if known.empty:
        return np.empty((len(names), 0))
    weeks = int((pd.Timestamp(on) - known["date"].min()).days // 7) + 1
    days = pd.date_range(end=pd.Timestamp(on), periods=weeks, freq="7D")
    open_now = known.assign(open=(known["status"] == "open").astype(float))
    wide = open_now.pivot_table(index="date", columns="market", values="open", aggfunc="last").sort_index().ffill()
    at = wide.reindex(days, method="ffill").reindex(columns=names)
    return at.to_numpy().T


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Openings and the market-weeks that might have seen one, by county and whole; closings likewise; the late most."""

    opened: dict[str, float]
    at_risk: dict[str, float]
    closed: float
    open_weeks: float
    pace: float  # how far the pace of a few weeks differs from the usual, in log odds


def _changes(state: np.ndarray, places: np.ndarray, counties: list[str]) -> Changes:
    before, after = state[:, :-1], state[:, 1:]
    worth = 0.5 ** (np.arange(before.shape[1])[::-1] / HALF_LIFE)
    opened, at_risk = (before == 0) & (after == 1), (before == 0) & np.isfinite(after)
    open_weeks = (before == 1) & np.isfinite(after) & ~_ordered(before, after)
    closed = open_weeks & (after == 0)
    of = {county: places == county for county in counties} | {WHOLE: np.ones(len(places), bool)}
    return Changes(
        opened={name: float((opened[own] @ worth).sum()) for name, own in of.items()},
        at_risk={name: float((at_risk[own] @ worth).sum()) for name, own in of.items()},
        closed=float((closed @ worth).sum()),
        open_weeks=float((open_weeks @ worth).sum()),
        pace=_pace(opened.sum(axis=0), at_risk.sum(axis=0)),
    )


def _ordered(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Weeks in which most open markets closed at once: an order given once, no luck of each that may come any week."""
    trading, gone = (before == 1) & np.isfinite(after), (before == 1) & (after == 0)
    return (trading.sum(axis=0) >= LEAST_OPEN) & (gone.sum(axis=0) > trading.sum(axis=0) / 2)


def _pace(opened: np.ndarray, at_risk: np.ndarray) -> float:
    """What blocks of weeks differ by beyond chance, by moments, drawn to the usual where few markets could open."""
    whole = len(opened) // BLOCK * BLOCK
    seen, chances = (part[len(part) - whole :].reshape(-1, BLOCK).sum(axis=1) for part in (opened, at_risk))
    share = np.clip(seen.sum() / max(chances.sum(), 1), 0.005, 0.9)
    by_chance = chances * share * (1 - share)
    beyond = ((seen - chances * share) ** 2 - by_chance).sum() + PACE_TRUST**2 * PACE_CHANGES**2
    return float(np.sqrt(np.clip(beyond / ((by_chance**2).sum() + PACE_TRUST**2), 0.05**2, 1.5**2)))


def _futures(
    now: np.ndarray, places, counties, changes: Changes, horizon: int, *, draws: int = DRAWS, seed: int = 7
) -> np.ndarray:
    """(draws, weeks, markets) of open or not."""
    rng = np.random.default_rng(seed)
    usual = (changes.opened[WHOLE] + 0.5) / (changes.at_risk[WHOLE] + 5)
    chance = np.empty((draws, len(now)))
    for county in counties:
        good = changes.opened[county] + OWN_TRUST * usual
        bad = changes.at_risk[county] - changes.opened[county] + OWN_TRUST * (1 - usual)
        chance[:, places == county] = rng.beta(good, bad, draws)[:, None]
    # The pace of the weeks to come is not that of the last ones: one common factor a future.
    odds = chance / (1 - chance) * np.exp(rng.normal(0, changes.pace, draws))[:, None]
    chance = odds / (1 + odds)
    relapse = rng.beta(changes.closed + 0.1, changes.open_weeks - changes.closed + 50, draws)[:, None]
    state, course = np.tile(now > 0, (draws, 1)), []
    for _ in range(horizon):
        luck = rng.random(state.shape)
        state = np.where(state, luck >= relapse, luck < chance)
        course.append(state)
    return np.stack(course, axis=1)


def _record(state: np.ndarray, places, counties) -> dict:
    """How the 80 % band of the number open four weeks on did, for the region and every county, from past weeks.

    A place whose markets all traded then is no test of when they open, and is not counted.
    """
    inside, within, checks = 0, 0, 0
    for back in range(4, min(state.shape[1] - 5, 20), 2):
        known, told = state[:, : state.shape[1] - back], state[:, state.shape[1] - back + 3]
        if np.isfinite(known[:, -1]).mean() < 0.5:
            break
        changes = _changes(known, places, counties)
        made = _futures(np.nan_to_num(known[:, -1]), places, counties, changes, 4, draws=120)[:, -1]
        for own in [np.ones(len(places), bool), *(places == c for c in counties)]:
            if np.nansum(known[own, -1]) == own.sum():
                continue
            low, high = quantiles(made[:, own].sum(axis=1), (0.1, 0.9))
            came = np.nansum(told[own])
            inside, within, checks = inside + (low <= came <= high), within + (low < came < high), checks + 1
    if not checks:
        return answers.told_record(np.nan, 0)
    return answers.told_record(100 * inside / checks, checks, strictly=100 * within / checks)


def _answer(subject, state, futures, days, record, on) -> dict:
    counted, now = futures.sum(axis=2), np.nansum(state[:, -1])
    seen = np.nansum(state, axis=0)
    total = len(state)
    whole = (counted == total).any(axis=1)
    first = np.where(whole, (counted == total).argmax(axis=1) + 1.0, np.inf)
    pace = (seen[-1] - seen[max(-5, -len(seen))]) / min(4, max(len(seen) - 1, 1))
    naive = np.clip(seen[-1] + pace * np.arange(1, SHOWN + 1), 0, total)
    known = np.isfinite(state[:, -1]).sum()
    answer = {
        "now": now, "total": total, "known": known, "within": 100 * whole.mean(),
        "dates": {name: _day(on, np.quantile(first, q, method="lower")) for name, q in
                  (("low", answers.LOW), ("middle", answers.MIDDLE), ("high", answers.HIGH))},
        "naive_date": _day(on, np.ceil((total - now) / pace) if pace > 0 else np.inf),
        "prospect": answers.prospect(100 * np.mean(first <= (dt.date(on.year, 12, 31) - on).days / 7)),
        "year_end": 100 * np.mean(first <= (dt.date(on.year, 12, 31) - on).days / 7),
        "past": {"date": list(days[-KEPT:]), "value": seen[-KEPT:]},
        "ahead": {"date": [days[-1] + pd.Timedelta(days=7 * k) for k in range(1, SHOWN + 1)],
                  **answers.band(counted[:, :SHOWN]), "naive": naive},
        "record": record,
    }  # fmt: skip
    if now == total:
        return answers.row(OUTLOOK, subject, subject, on, answers.REACHED, answer)
    lately = (state[:, -KEPT:-1] == 0) & (state[:, 1:][:, -KEPT + 1 :] == 1)
    if lately.sum() < LEAST_CHANGES:
        # Where nothing opened in half a year there is no pace to go by: the numbers stand, the range does not.
        answer |= {"reason": "no_pace", "dates": {"low": None, "middle": None, "high": None}}
        return answers.row(OUTLOOK, subject, subject, on, answers.NOT_ASSESSABLE, answer)
    return answers.row(OUTLOOK, subject, subject, on, answers.OK, answer)


def _week_of(day: dt.date, on: dt.date) -> int:
    """Which week to come, from 0, ends on a day or is the first to end after it."""
    return max(-(-(day - on).days // 7) - 1, 0)


def _day(on: dt.date, weeks: float) -> dt.date | None:
    return on + dt.timedelta(days=7 * int(weeks)) if np.isfinite(weeks) and weeks <= AHEAD else None


def _not(subject: str, on: dt.date, reason: str) -> dict:
    return answers.row(OUTLOOK, subject, subject, on, answers.NOT_ASSESSABLE, {"reason": reason})
