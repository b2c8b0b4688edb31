"""What the indicators are handed: frames as known at one moment, no further back than any of them looks."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from data.store import arrears, entities, markets, measures, news, outlooks, supply
from data.store.scope import EVERYTHING
from monitoring.config import Config
from monitoring.detectors.decline import detect
from monitoring.indicators.catalog import CATALOG

READS: dict[str, Callable[..., pd.DataFrame]] = {
    "entity_counts": entities.daily_counts,
    "market_list": markets.markets,
    "market_status": markets.status_reports,
    "enterprise_list": supply.enterprises,
    "supply_daily": supply.daily,
    "price_months": supply.monthly_prices,
    "arrears_items": arrears.items,
    "arrears_plan": arrears.plan,
    "arrears_payments": arrears.payments,
    "measure_progress": measures.progress,
    "outlooks": outlooks.history,
}
FIRST_TOLD: dict[str, Callable[..., pd.DataFrame]] = {
    "entity_counts": news.first_told_counts,
    "market_status": news.first_told_markets,
    "supply_daily": news.first_told_supply,
    "measure_progress": news.first_told_measures,
}
DAY = dt.timedelta(days=1)
REPORTING_DAYS = 62  # how far back punctuality is looked at
UP_TO = ("arrears_payments", "price_months")
BY_DAY = ("entity_counts", "market_status", "supply_daily", "measure_progress", "outlooks")


def looks_back(name: str) -> int:
    """How many days before its first day any indicator reads an input."""
    return max(thing.looks_back for thing in CATALOG.values() if name in thing.inputs)


def read_inputs(conn, *, now: dt.datetime, since: dt.date, until: dt.date) -> dict[str, pd.DataFrame]:
    """Every observation needed to answer for the days from ``since`` to ``until``, as known at ``now``."""
    frames = {}
    for name, read in READS.items():
        limits = {}
        if name in BY_DAY:
            limits = {"since": since - dt.timedelta(days=looks_back(name)), "until": until}
        elif name in UP_TO:
            limits = {"until": until}
        frames[name] = read(conn, scope=EVERYTHING, as_known=now, **limits)
    for name, first in FIRST_TOLD.items():
        told = first(conn, scope=EVERYTHING, as_known=now, since=since - REPORTING_DAYS * DAY, until=until)
        frames[name] = _with_first_told(frames[name], told)
    return frames


def _with_first_told(frame: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """A correction must not make a punctual report late: when it first came in stands beside when it was last said."""
    keys = [name for name in first.columns if name != "first_known_at"]
    merged = frame.merge(first, on=keys, how="left")
    return merged.assign(first_known_at=merged["first_known_at"].fillna(merged["known_at"]))


def beside(config: Config, *, now: dt.datetime) -> dict[str, object]:
    """The inputs that are not observations."""
    return {
        "region": config.region,
        "calendar": config.region.calendar,
        "parameters": config.parameters,
        "price_rules": config.price_rules,
        "outlook_rules": config.outlook_rules,
        "detect": detect,
        "now": now,
    }
