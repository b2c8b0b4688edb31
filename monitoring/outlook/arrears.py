"""Arrears: when a debtor or a county will be cleared, how likely by the deadline, and what a month would take.

Every month to come pays its plan times a share of plan drawn from the months that are over (half of the debtor's own,
half of its county's; the same months for all, so sums are sums). A month before there was a plan kept no share of one
and is not drawn from. Past the plan the usual month goes on.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from forecasting.paths import Record, miss, record_of, stretched
from monitoring.outlook import answers
from monitoring.tallies.arrears import SETTLED, ledger

OUTLOOK = "clearance"
DRAWS, AHEAD, KEPT, LEAST_MONTHS, PACE, RUN, ORIGINS = 400, 48, 12, 4, 6, 3, 5
LATE_DAY = 20  # from here a month counts as its end


@dataclass(frozen=True, kw_only=True)
class Debts:
    """By debtor: what is left, and by month that is over and to come: paid, planned."""

    keys: pd.DataFrame  # county, debtor
    left: np.ndarray
    paid: np.ndarray
    planned: np.ndarray
    ahead: np.ndarray  # what is planned for each whole month to come, the running one first; NaN past the plan
    months: pd.PeriodIndex  # that are over
    running: np.ndarray  # paid in the month that runs


@dataclass(frozen=True, kw_only=True)
class Pledge:
    """A scenario: who owes in ``county`` (one ``debtor``, or all of them) has paid everything in the month of ``by``,
    or pays together at least ``monthly`` from the first whole month to come on.
    """

    county: str
    debtor: str | None = None
    by: dt.date | None = None
    monthly: float | None = None


def debts_of(items: pd.DataFrame, plan: pd.DataFrame, payments: pd.DataFrame, on: dt.date) -> Debts:
    """The ledger by debtor and month; ``running`` is what the month that is not over has brought so far."""
    led = ledger(items, payments, on=on)
    keys = led[["county", "debtor"]].drop_duplicates().sort_values(["county", "debtor"]).reset_index(drop=True)
    index = pd.MultiIndex.from_frame(keys)
    owner = led[["item", "county", "debtor"]]
    now = pd.Period(on, "M")
    over = now if pd.Timestamp(on).is_month_end else now - 1
    told = payments[payments["date"] <= pd.Timestamp(on)].drop(columns="county").merge(owner, on="item")
    paid = _by_month(told.assign(month=told["date"].dt.to_period("M")), "paid", index)
    wanted = plan.drop(columns="county").merge(owner, on="item")
    planned = _by_month(wanted.assign(month=wanted["month"].dt.to_period("M")), "planned", index)
    months = pd.period_range(over - KEPT + 1, over, freq="M")
    first = paid.columns.min() if len(paid.columns) else over
    months = months[months >= first]
    ahead = pd.period_range(over + 1, periods=AHEAD, freq="M")
    to_come = planned.reindex(columns=ahead).to_numpy(float).copy()
    known = planned.columns.max() if len(planned.columns) else over
    to_come[:, ahead <= known] = np.nan_to_num(to_come[:, ahead <= known])
    running = paid.reindex(columns=[over + 1], fill_value=0.0).to_numpy(float)[:, 0]
    return Debts(
        keys=keys, left=led.groupby(["county", "debtor"])["left"].sum().reindex(index).to_numpy(float),
        paid=paid.reindex(columns=months, fill_value=0.0).to_numpy(float),
        planned=planned.reindex(columns=months).to_numpy(float), ahead=to_come, months=months, running=running,
    )  # fmt: skip


def _by_month(rows: pd.DataFrame, amount: str, index: pd.MultiIndex) -> pd.DataFrame:
    return rows.groupby(["county", "debtor", "month"])[amount].sum().unstack("month").reindex(index).fillna(0.0)


def clearance(
    items: pd.DataFrame, plan: pd.DataFrame, payments: pd.DataFrame, region, on: dt.date, *,
    share: float = 1.0, pledge: Pledge | None = None, seed: int = 0,
) -> list[dict]:  # fmt: skip
    """A row a debtor with something left, a county with debts, the region.

    ``share`` scales payments; a ``pledge`` is kept, come what may (scenarios).
    """
    if items.empty:
        return []
    debts = debts_of(items, plan, payments, on)
    deadline = _deadline(plan, on)
    named = [c for c in region.counties["county"] if (debts.keys["county"] == c).any()]
    subjects = [*named, region.code]
    if len(debts.months) < LEAST_MONTHS:
        short = {"months": len(debts.months), "needs": LEAST_MONTHS}
        return [answers.row(OUTLOOK, s, s, on, answers.NOT_ASSESSABLE, short) for s in subjects]
    record = past_record(debts)
    paying = np.maximum(stretched(drawn(debts, seed=11 + seed), record.stretch), 0) * share
    balance = np.maximum(debts.left[:, None] - np.cumsum(paying, axis=2), 0)
    if pledge is not None:
        own = np.flatnonzero(_pledged(debts.keys, pledge))
        balance[:, own] = _kept(pledge, debts, paying[:, own], balance[:, own], own, on)
    late = _late_share(payments, region.code, on)
    rows = []
    for number, key in enumerate(debts.keys.itertuples()):
        if debts.left[number] > SETTLED:
            own = np.array([number])
            rows.append(
                _answer(f"{key.county}:{key.debtor}", key.county, debts, own, balance, record, deadline, on, late)
            )
    for county in named:
        own = np.flatnonzero(debts.keys["county"] == county)
        rows.append(_answer(county, county, debts, own, balance, record, deadline, on, late))
    everyone = np.arange(len(debts.keys))
    rows.append(_answer(region.code, region.code, debts, everyone, balance, record, deadline, on, late))
    return rows


def _pledged(keys: pd.DataFrame, pledge: Pledge) -> pd.Series:
    return (keys["county"] == pledge.county) & (keys["debtor"] == (pledge.debtor or keys["debtor"]))


def _kept(pledge: Pledge, debts: Debts, paying, balance, own, on: dt.date) -> np.ndarray:
    """(draws, who pledged, months) of what is left where the pledge is kept."""
    if pledge.by is not None:
        done = max((pd.Period(pledge.by, "M") - debts.months[-1]).n - 1, 0)
        return np.where(np.arange(AHEAD) >= done, 0.0, balance)
    first = 0 if pd.Timestamp(on).is_month_end else 1  # the running month is half gone
    left, course = np.broadcast_to(debts.left[own], balance.shape[:2]), []
    for month in range(AHEAD):
        rest = np.maximum(left - paying[:, :, month], 0)
        if month >= first:
            owed, paid = rest.sum(axis=1), (left - rest).sum(axis=1)
            more = np.clip(pledge.monthly - paid, 0, owed)
            rest = rest * (1 - more / np.maximum(owed, SETTLED))[:, None]
        course.append(rest)
        left = rest
    return np.stack(course, axis=2)


def drawn(debts: Debts, *, draws: int = DRAWS, seed: int = 11) -> np.ndarray:
    """(draws, debtors, months to come) of payments, before anything is capped by what is left."""
    rng = np.random.default_rng(seed)
    count, ahead = debts.paid.shape[1], debts.ahead.shape[1]
    taken = _months_like(rng, np.arange(count), ahead, draws)
    under_plan = _under_plan(debts)
    kept = taken if len(under_plan) == count else _months_like(rng, under_plan, ahead, draws)
    own_share, county_share = _shares(debts)
    from_own = rng.random((draws, len(debts.keys), 1)) < 0.5
    usual = np.maximum(debts.paid[:, -PACE:].mean(axis=1), 0)
    made = np.empty((draws, len(debts.keys), ahead))
    chosen = np.where(from_own, own_share[:, kept].transpose(1, 0, 2), county_share[:, kept].transpose(1, 0, 2))
    planned = np.isfinite(debts.ahead)
    level = np.where(debts.paid.mean(axis=1) > 0, debts.paid.mean(axis=1), 1.0)[:, None]
    relative = np.clip(debts.paid / level, 0, 3)[:, taken].transpose(1, 0, 2)
    chosen, relative = stretched(chosen, _few(len(under_plan))), stretched(relative, _few(count))
    made[:] = np.where(planned, np.nan_to_num(debts.ahead) * chosen, usual[:, None] * relative)
    # Of the running month comes what is kept of its plan less what has come: a part paid early is no part paid more.
    made[:, :, 0] = np.maximum(made[:, :, 0] - debts.running, 0)
    return made


def _months_like(rng: np.random.Generator, months: np.ndarray, ahead: int, draws: int) -> np.ndarray:
    """(draws, months to come): which past month each resembles (few months are few), a slack one after another."""
    pool = _runs(rng, len(months), len(months), draws)
    return months[np.take_along_axis(pool, _runs(rng, len(months), ahead, draws), axis=1)]


def _under_plan(debts: Debts) -> np.ndarray:
    """Places of the months that had a plan to be kept; all of them where those are too few to tell."""
    found = np.flatnonzero(np.nan_to_num(debts.planned).sum(axis=0) > 0)
    return found if len(found) >= LEAST_MONTHS else np.arange(debts.paid.shape[1])


def _few(count: int) -> float:
    """How much wider an 80 % band must be where so few months tell the spread (Student's t, by its expansion)."""
    return float(np.sqrt(count / (count - 1)) * (1 + 0.66 / (count - 1)))


def _runs(rng: np.random.Generator, count: int, length: int, draws: int) -> np.ndarray:
    """(draws, length) places among ``count``, in runs of neighbours; after the last comes the first."""
    starts = rng.integers(0, count, (draws, -(-length // RUN), 1))
    return ((starts + np.arange(RUN)) % count).reshape(draws, -1)[:, :length]


def _shares(debts: Debts) -> tuple[np.ndarray, np.ndarray]:
    """Paid over planned of every month that is over, by debtor (its county's where it had no plan) and county."""
    county = debts.keys["county"].to_numpy()
    belongs = (county[:, None] == county[None, :]).astype(float)
    planned = np.nan_to_num(debts.planned)
    with np.errstate(invalid="ignore", divide="ignore"):
        together = (belongs @ np.where(planned > 0, debts.paid, 0)) / (belongs @ planned)
        everywhere = np.where(planned > 0, debts.paid, 0).sum() / max(planned.sum(), 1e-9)
        together = np.where(np.isfinite(together), together, everywhere if planned.sum() > 0 else 1.0)
        own = np.where(planned > 0, debts.paid / planned, together)
    return np.clip(own, 0, 2), np.clip(together, 0, 2)


def past_record(debts: Debts) -> Record:
    """How the 80 % band of a county's next two months did, from the months before each of the last five origins."""
    misses = []
    for back in range(2, 2 + ORIGINS):
        known = debts.paid.shape[1] - back
        if known < LEAST_MONTHS:
            break
        then = Debts(
            keys=debts.keys, left=debts.left, paid=debts.paid[:, :known], planned=debts.planned[:, :known],
            ahead=debts.planned[:, known : known + 2], months=debts.months[:known],
            running=np.zeros_like(debts.running),
        )  # fmt: skip
        made = drawn(then, draws=200).sum(axis=2)
        told = debts.paid[:, known : known + 2].sum(axis=1)
        places = [(debts.keys["county"] == c).to_numpy() for c in debts.keys["county"].unique()]
        misses.append(
            miss(
                np.stack([made[:, own].sum(axis=1) for own in places], axis=1),
                np.array([told[o].sum() for o in places]),
            )
        )
    return record_of(misses) if misses else Record(coverage=float("nan"), checks=0, stretch=1.0)


def _answer(subject, county, debts: Debts, own, balance, record, deadline: pd.Period, on, late) -> dict:
    left, first = debts.left[own].sum(), debts.months[-1] + 1
    course = balance[:, own].sum(axis=1)
    clear = course <= SETTLED * len(own)
    when = np.where(clear.any(axis=1), clear.argmax(axis=1).astype(float), np.inf)
    span = max((deadline - first).n + 1, 1)
    planned = np.nan_to_num(debts.ahead[own][:, :span])
    planned[:, 0] = np.maximum(planned[:, 0] - debts.running[own], 0)
    ahead = planned.sum(axis=0)
    paid = debts.paid[own].sum(axis=0)
    pace = paid[-PACE:].mean()
    answer = {
        "left": left, "deadline": deadline.end_time.date(), "months_left": span,
        "chance": 100 * np.mean(when < span),
        "prospect": answers.prospect(100 * np.mean(when < span)), "needed": left / span, "pace": pace,
        "times": left / span / pace if pace > 0 else None,
        "dates": {n: _month_end(first, np.quantile(when, q, method="lower")) for n, q in
                  (("low", answers.LOW), ("middle", answers.MIDDLE), ("high", answers.HIGH))},
        "naive_date": _month_end(first, np.ceil(left / pace) - 1 if pace > 0 else np.inf),
        "plan_left": ahead.sum(), "last_month_share": 100 * ahead[-1] / ahead.sum() if ahead.sum() > 0 else None,
        "plan_short": max(left - ahead.sum(), 0), "late_share": late.get(subject, late.get(county)),
        "past": {"month": _named(debts.months[0], len(debts.months)), "value": paid,
                 "running": debts.running[own].sum(), "whole": bool(pd.Timestamp(on).is_month_end)},
        "ahead": {"month": _named(first, span), **answers.band(course[:, :span]),
                  "naive": np.maximum(left - pace * np.arange(1, span + 1), 0)},
        "record": answers.record(record),
    }  # fmt: skip
    state = answers.REACHED if left <= SETTLED * len(own) else answers.OK
    return answers.row(OUTLOOK, subject, county, on, state, answer)


def _month_end(first: pd.Period, months: float) -> dt.date | None:
    return _last_day(first + int(months)) if np.isfinite(months) and months < AHEAD else None


@lru_cache(maxsize=200)  # every debtor of a day asks for the same few months, and pandas takes its time over each
def _last_day(month: pd.Period) -> dt.date:
    return month.end_time.date()


@lru_cache(maxsize=4)
def _named(first: pd.Period, count: int) -> tuple[str, ...]:
    return tuple(str(first + k) for k in range(count))


def _deadline(plan: pd.DataFrame, on: dt.date) -> pd.Period:
    """The last month of the plan, or the year's end where there is none (or it is over)."""
    year_end = pd.Period(f"{on.year}-12", "M")
    if plan.empty:
        return year_end
    last = pd.Period(plan["month"].max(), "M")
    return last if last >= pd.Period(on, "M") else year_end


def _late_share(payments: pd.DataFrame, whole: str, on: dt.date) -> dict[str, float]:
    """Percent of the last twelve months' payments made from the 20th on, by county and for the ``whole``."""
    since = pd.Timestamp(on) - pd.DateOffset(months=12)
    told = payments[payments["date"].between(since, pd.Timestamp(on))]
    late = told["paid"].where(told["date"].dt.day >= LATE_DAY, 0.0)
    sums = pd.DataFrame({"all": told["paid"], "late": late}).groupby(told["county"]).sum()
    sums.loc[whole] = sums.sum()
    return {c: 100 * r["late"] / r["all"] for c, r in sums.iterrows() if r["all"] > 0}
