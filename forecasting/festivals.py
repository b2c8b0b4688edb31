"""What days that move through the year add to a series: festivals of the moon and holidays, aligned to their dates.

A season cannot say that New Year falls in January once and in February next. What the week before a festival and the
week from it on asked for beyond their neighbours is learned from the panel first, then from the series itself, each
shrunk by the share that chance alone would explain; a series that knows no festival is left as it is.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.panel import BadFrame, Panel, read_dates
from forecasting.season import centred_mean, position

WEEKS = ((-7, -1), (0, 6))
DAYS = ((-7, -4), (-3, -1), (0, 2), (3, 6))
AROUND = {"daily": 29, "weekly": 13, "monthly": 12, "quarterly": 4, "yearly": 1}  # periods that tell what is usual
RIDGE = 1.0  # festivals' worth of belief that a festival adds nothing


@dataclass(frozen=True, kw_only=True)
class Festivals:
    """``share`` (last days, periods, features): how much of a feature's days each period holds, future ones too."""

    share: np.ndarray
    of: np.ndarray  # each series' place among the last days
    around: int

    def rows(self, chosen: np.ndarray) -> "Festivals":
        """The same for some of the series."""
        return Festivals(share=self.share, of=self.of[chosen], around=self.around)

    def until(self, periods: int) -> "Festivals":
        """The same with so many periods only."""
        return Festivals(share=self.share[:, :periods], of=self.of, around=self.around)


def festivals_of(calendar: pd.DataFrame | None, panel: Panel, horizon: int) -> Festivals | None:
    """Lay the ``calendar`` (event, date: a row an occurrence, past and to come) out over a panel and its horizon."""
    if calendar is None:
        return None
    missing = [name for name in ("event", "date") if name not in calendar]
    if missing:
        raise BadFrame(f"columns missing in the calendar: {missing}")
    spans = DAYS if panel.step.name == "daily" else WEEKS
    read = calendar.assign(date=read_dates(calendar["date"]))
    if read["date"].isna().any():
        raise BadFrame("events without a date in the calendar")
    events = list(read.groupby("event")["date"])
    lasts, of = np.unique(panel.last, return_inverse=True)
    width = panel.values.shape[1]
    share = np.zeros((len(lasts), width + horizon, len(events) * len(spans)))
    end = panel.step.index(pd.Series(lasts))
    for place, (_, dates) in enumerate(events):
        for number, (first, final) in enumerate(spans):
            for offset in range(first, final + 1):
                when = panel.step.index(pd.Series(dates.to_numpy()) + pd.Timedelta(days=offset))
                column = when[None, :] - end[:, None] + width - 1
                group, which = np.nonzero((column >= 0) & (column < width + horizon))
                feature = place * len(spans) + number
                np.add.at(share, (group, column[group, which], feature), 1 / (final - first + 1))
    return Festivals(share=share, of=of, around=AROUND[panel.step.name])


def added(values: np.ndarray, festivals: Festivals, season: int) -> tuple[np.ndarray, np.ndarray]:
    """(series, periods and those to come) on the values' scale, and (series, those to come) how far it may be off.

    Only ``values`` and dates are looked at.
    """
    known = values.shape[1]
    usual = values - centred_mean(values, festivals.around)
    places = position(known, season)
    by_place = season if season <= festivals.around else 1  # a long season is slow: the neighbours have it too
    told = _less_place(usual, places % by_place)
    seen = np.isfinite(told)
    told = np.where(seen, told, 0.0)
    noise = _noise(told, seen)
    causes = [_causes(share[:known], festivals.around, places % by_place) for share in festivals.share]
    gram, met = np.empty((len(values), *causes[0].shape[1:] * 2)), np.empty((len(values), causes[0].shape[1]))
    for group, cause in enumerate(causes):
        own = festivals.of == group
        gram[own] = np.einsum("st,tk,tl->skl", seen[own].astype(float), cause, cause, optimize=True)
        met[own] = told[own] @ cause
    worth = (1 / noise)[:, None]
    together = _shrunk((gram * worth[..., None]).sum(0)[None], (met * worth).sum(0)[None], np.ones(1))
    left = met - np.einsum("skl,l->sk", gram, together[0])
    rates = together + _shrunk(gram, left, noise)
    share = festivals.share[festivals.of]
    return np.einsum("stk,sk->st", share, rates), _doubt(gram, noise, share[:, known:])


def _doubt(gram: np.ndarray, noise: np.ndarray, share: np.ndarray) -> np.ndarray:
    """(series, periods) standard deviation of what ridge rates add to the periods, as their noise implies."""
    spread = np.linalg.inv(gram + _belief(gram)) * noise[:, None, None]
    return np.sqrt(np.maximum(np.einsum("stk,skl,stl->st", share, spread, share, optimize=True), 0))


def _belief(gram: np.ndarray) -> np.ndarray:
    """What is added to each gram's diagonal: the belief that a festival adds nothing."""
    size = np.einsum("skk->sk", gram)
    typical = size.sum(1, keepdims=True) / np.maximum((size > 1e-9).sum(1, keepdims=True), 1)
    belief = np.where(size > 1e-9, RIDGE * np.maximum(typical, 1e-9) * 0.25, 1.0)
    return belief[..., None] * np.eye(gram.shape[1])


def _shrunk(gram: np.ndarray, met: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Ridge rates, less the share of what they explain that as many causes would explain by chance."""
    size = np.einsum("skk->sk", gram)
    rates = np.linalg.solve(gram + _belief(gram), met[..., None])[..., 0]
    explained = 2 * (rates * met).sum(1) - np.einsum("sk,skl,sl->s", rates, gram, rates)
    by_chance = noise * (size > 1e-9).sum(1)
    return rates * np.clip(1 - 1.5 * by_chance / np.maximum(explained, 1e-12), 0, 1)[:, None]


def _noise(told: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Each series' usual squared distance from its neighbours, festivals hardly counted (by the median)."""
    size = np.where(seen, np.abs(told), np.nan)
    some = seen.any(1)
    usual = np.full(len(told), 1.0)
    usual[some] = 1.48 * np.nanmedian(size[some], axis=1)
    return np.maximum(usual, 1e-6) ** 2


def _causes(share: np.ndarray, around: int, places: np.ndarray) -> np.ndarray:
    """The features as the values are seen: against their neighbours, less what a fixed season says."""
    against = share.T - centred_mean(share.T, around)
    return np.nan_to_num(_less_place(against, places)).T


def _less_place(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    left = values.copy()
    for place in np.unique(places):
        here = left[:, places == place]
        seen = np.isfinite(here)
        left[:, places == place] = here - (np.where(seen, here, 0).sum(1) / np.maximum(seen.sum(1), 1))[:, None]
    return left
