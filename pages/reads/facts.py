"""What is reported of markets, supply, arrears and the plan's measures."""

import datetime as dt

import pandas as pd

from monitoring.indicators.schedule import Schedule
from monitoring.tallies.supply import Due
from pages.measures.counted import Measures
from pages.reads.moment import AsOf
from pages.situation.cached import read
from pages.situation.counted import Arrears


def reporters(user, at: AsOf) -> dict[str, tuple[str, str]]:
    """Name and county of every enterprise and market, by id."""
    return read(user, at, "derived.reporters")


def market_list(user, at: AsOf) -> pd.DataFrame:
    """The markets."""
    return read(user, at, "markets.markets")


def market_standing(user, at: AsOf, *, counties: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every market as it stands, and the same by county."""
    return read(user, at, "counted.market_standing", day=at.day, counties=tuple(counties))


def enterprises(user, at: AsOf) -> pd.DataFrame:
    """The guarantee enterprises."""
    return read(user, at, "supply.enterprises")


def supply_schedule(user, at: AsOf, *, since: dt.date, until: dt.date) -> Schedule:
    """When supply reports about these days are due."""
    return read(user, at, "counted.supply_schedule", since=since, until=until)


def supply_standing(user, at: AsOf, **asked_for: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each enterprise last reported of each category, and what stands of each category."""
    return read(user, at, "counted.supply_standing", day=at.day, **asked_for)


def price_eligibility(user, at: AsOf) -> pd.DataFrame:
    """Who may be given a seasonal price score, else why not and from when."""
    return read(user, at, "price_history.eligibility", day=at.day)


def supply_roll(user, at: AsOf, *, due: Due, county: str | None) -> pd.DataFrame:
    """Who has reported what is due."""
    return read(user, at, "counted.supply_roll", due=due, county=county)


def arrears(user, at: AsOf, *, county: str | None, counties: tuple[str, ...], visible: tuple[str, ...]) -> Arrears:
    """The arrears ledger on the day looked at, and what is counted of it."""
    return read(
        user, at, "counted.arrears_ledger", day=at.day, county=county, counties=tuple(counties), visible=tuple(visible)
    )


def measure_ledger(user, at: AsOf, *, county: str | None, counties: tuple[str, ...]) -> Measures:
    """The plan's targets on the day looked at, of one county or of the region with its counties beside it."""
    return read(user, at, "counted.measure_ledger", day=at.day, county=county, counties=tuple(counties))
