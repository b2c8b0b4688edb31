"""Which outlook stands behind an indicator, which reported facts come before it, and when its end comes."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from monitoring.indicators.outlooks import outlooks_of, place_of, standing

STOCKOUT_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """``facts``: indicators of the same subject that say of today what the outlook says of a day to come.

    ``carried``: whether their alerts carry what it says; a festival far away is no part of today's shortage.
    """

    outlook: str
    facts: tuple[str, ...]
    carried: bool = True


FORESIGHTS = {
    "year_end_chance": Foresight(outlook="year_end_stock", facts=("stock_vs_year_end",)),
    "reopening_lateness": Foresight(outlook="full_reopening", facts=("market_reopening_rate",)),
    "stockout_chance": Foresight(outlook="days_to_stockout", facts=("days_of_cover", "stockout_run")),
    "festival_shortage_chance": Foresight(outlook="festival_demand", facts=("days_of_cover",), carried=False),
    "arrears_unpaid_at_deadline": Foresight(
        outlook="clearance", facts=("arrears_plan_progress", "arrears_clearance_rate")
    ),
}  # fmt: skip


def behind(outlooks: pd.DataFrame, indicator: str, asked: pd.DataFrame) -> dict[tuple, tuple[dt.date, dict]]:
    """By subject and day of the rows ``asked`` about: the Sunday the outlook standing then was made for, its answer."""
    name = FORESIGHTS[indicator].outlook
    if asked.empty:
        return {}
    mine = outlooks_of(outlooks, name)
    places = place_of(mine["subject"]) if name == "festival_demand" else mine["subject"]
    window = pd.DatetimeIndex(asked["date"].unique()).sort_values()
    found = standing(mine[places.isin(set(asked["subject"]))], name, window)
    keys = zip(found["subject"], found["date"])
    return {key: (made.date(), answer) for key, made, answer in zip(keys, found["made"], found["answer"])}


def end_of(outlook: str, answer: dict, made: dt.date, rule) -> dt.date | None:
    """The day an outlook speaks of; None where there is none."""
    if outlook == "days_to_stockout":
        return made + dt.timedelta(days=STOCKOUT_DAYS)
    if outlook == "full_reopening":
        return rule.deadline
    name = {"year_end_stock": "end", "festival_demand": "day", "clearance": "deadline"}[outlook]
    said = answer.get(name)
    return None if said is None else dt.date.fromisoformat(said)
