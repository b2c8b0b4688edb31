"""What the week before each coming festival asks for, by county and category, and which county has too little for it.

Nobody knows the stock of a week that is far away: it is taken to stand as it stands now, and what comes in to be what
came in lately. Demand is told for the level of today, with the doubt of at most two months.
"""

import datetime as dt
from collections import Counter

import numpy as np
import pandas as pd

from forecasting.paths import quantiles
from monitoring.outlook import answers
from monitoring.outlook.festivals import BEFORE, Uplift, market_days, occurrences, ratios
from monitoring.outlook.supply import AHEAD, Futures, futures

OUTLOOK = "festival_demand"
LATELY = 28
LIKELY_SHORT = 0.1  # of the futures: the day by which to be stocked is that of the worst tenth


def festival_demand(
    enterprise_list: pd.DataFrame, supply_daily: pd.DataFrame, region, on: dt.date, *, uplift: Uplift, seed: int = 0
) -> list[dict]:
    """A row a county, category and coming festival, and one the region; subject county:category:festival.

    ``ratio`` is the week's demand over the usual, ``need`` tonnes asked for in what is left of the week, ``have`` stock
    and usual inflow, ``gap`` what is missing, ``by`` the day on which the goods must be there.
    """
    if enterprise_list.empty or supply_daily.empty or not uplift.coming:
        return []
    told = futures(enterprise_list, supply_daily, on, uplift=None, seed=seed)
    seen = occurrences(supply_daily, market_days(region.festivals), on)
    record = past_record(seen)
    inflow = told.inflow[:, -LATELY:].mean(axis=1) if len(told.keys) else np.empty(0)
    places, often, rows = list(_places(told.keys, region)), _often(seen), []
    for festival, name, day in uplift.coming:
        about = {"festival": festival, "name": name, "day": day}
        for place, category, own in places:
            subject = f"{place}:{category}:{festival}"
            if category not in uplift.categories:
                rows.append(
                    answers.row(OUTLOOK, subject, place, on, answers.NOT_ASSESSABLE, about | {"needs_festival": 1})
                )
                continue
            ratio = uplift.more[festival][:, uplift.categories.index(category)]
            answer = about | _seen(often, festival, category) | _week(told, own, inflow, ratio, day, on)
            rows.append(answers.row(OUTLOOK, subject, place, on, answers.OK, answer | {"record": record}))
    return rows


def _places(keys: pd.DataFrame, region):
    """(place, category, its keys): the counties that have the category in the pack's order, then the region."""
    categories, counties = keys["category"].to_numpy(object), keys["county"].to_numpy(object)
    for category in region.categories["category"]:
        here = categories == category
        for county in region.counties["county"]:
            own = np.flatnonzero(here & (counties == county))
            if len(own):
                yield county, category, own
        if here.any():
            yield region.code, category, np.flatnonzero(here)


def _often(seen: pd.DataFrame) -> Counter:
    """How often each festival was seen for each category, and under None any festival."""
    festivals, categories = seen["festival"].tolist(), seen["category"].tolist()
    return Counter(zip(festivals, categories)) + Counter((None, category) for category in categories)


def _seen(often: Counter, festival: str, category: str) -> dict:
    """How often this festival and others were seen, for this category."""
    same = often[festival, category]
    return {"seen": same, "others": often[None, category] - same}


def _week(told: Futures, own: np.ndarray, inflow: np.ndarray, ratio: np.ndarray, day: dt.date, on: dt.date) -> dict:
    """The numbers of one place and category."""
    lead = (day - on).days
    days = min(BEFORE, lead - 1)
    last = min(lead - 1, AHEAD)
    asked = told.asked[:, own, max(last - days, 0) : last].sum(axis=1) * ratio[:, None]
    need = asked.sum(axis=1)
    stock, usual, coming = told.stock[own].sum(), told.usual[own].sum(), inflow[own].sum()
    answer = {
        "since": day - dt.timedelta(days=days), "days": days, "ratio": _band(ratio), "need": _band(need),
        "naive": usual * days, "on_hand": stock, "inflow": coming * days, "have": stock + coming * days,
        "firms": len(own), "gap": None, "short": None, "by": None, "after": None,
    }  # fmt: skip
    if np.isfinite(coming) and days:
        gap = need - answer["have"]
        out = np.cumsum(asked, axis=1) > stock + coming * np.arange(1, days + 1)
        answer |= {"gap": _band(np.maximum(gap, 0)), "short": 100 * np.mean(gap > 0), "by": _by(out, day, days, on)}
        answer["after"] = max(-float(np.median(gap)), 0) / usual if usual > 0 else None
    return answer


def _by(out: np.ndarray, day: dt.date, days: int, on: dt.date) -> dt.date | None:
    """The day before the stock is gone in a tenth of the futures; not before tomorrow. None where it lasts."""
    gone = (out.mean(axis=0) >= LIKELY_SHORT).nonzero()[0]
    return None if not len(gone) else max(day - dt.timedelta(days=days - int(gone[0]) + 1), on + dt.timedelta(days=1))


def _band(made: np.ndarray) -> dict[str, float]:
    return {name: float(value) for name, value in answers.band(made).items()}


def past_record(seen: pd.DataFrame) -> dict:
    """How the 80 % band of each past festival's ratio did, told from the other ones alone."""
    inside = checks = 0
    for number, ((festival, date), then) in enumerate(seen.groupby(["festival", "date"])):
        rest = seen[seen["date"] != date]
        if rest.empty:
            break
        made = ratios(rest, festival, tuple(then["category"]), seed=100 + number, as_told=True)
        low, high = quantiles(made, (answers.LOW, answers.HIGH))
        came = np.exp(then["log"].to_numpy())
        inside, checks = inside + int(((low <= came) & (came <= high)).sum()), checks + len(came)
    return answers.told_record(100 * inside / checks if checks else np.nan, checks)
