"""Outlooks in the daily run: made once a week, for its Sunday, from what is known when they are made."""

import datetime as dt
from collections.abc import Collection

import pandas as pd

from data.store import arrears, entities, markets, outlooks, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.outlook import answers
from monitoring.outlook.arrears import clearance
from monitoring.outlook.entities import year_end_stock
from monitoring.outlook.festival_demand import festival_demand
from monitoring.outlook.festivals import uplift
from monitoring.outlook.markets import full_reopening
from monitoring.outlook.supply import days_to_stockout

YEARS_BACK = 3  # of entities: a season that is seen once or twice is half believed
FESTIVAL_DAYS = 3 * 366 + 60  # of supply: so far back festivals are learned from


def due(store: Store, region, *, on: dt.date, now: dt.datetime) -> pd.DataFrame:
    """The outlooks of the last Sunday up to ``on``; none where they are made already or nothing is reported.

    What comes in late for that Sunday counts from the next one on: an outlook said once stays said.
    """
    day = on - dt.timedelta(days=(on.weekday() + 1) % 7)
    with store.reading() as conn:
        if outlooks.last_day(conn, as_known=None, until=day) == day:
            return answers.frame([])
        inputs = read(conn, on=day, now=now)
    return make(inputs, region, on=day)


def read(conn, *, on: dt.date, now: dt.datetime, only: Collection[str] | None = None) -> dict[str, pd.DataFrame]:
    """What outlooks are made from, as known at ``now``; all of it, or ``only`` what is named."""
    known = {"scope": EVERYTHING, "as_known": now}
    since = dt.date(on.year - YEARS_BACK, 12, 24)
    ways = {
        "entity_counts": lambda: entities.daily_counts(conn, since=since, until=on, **known),
        "market_list": lambda: markets.markets(conn, **known),
        "market_status": lambda: markets.status_reports(conn, since=since, until=on, **known),
        "enterprise_list": lambda: supply.enterprises(conn, **known),
        "supply_daily": lambda: supply.daily(conn, since=on - dt.timedelta(days=FESTIVAL_DAYS), until=on, **known),
        "arrears_items": lambda: arrears.items(conn, **known),
        "arrears_plan": lambda: arrears.plan(conn, **known),
        "arrears_payments": lambda: arrears.payments(conn, until=on, **known),
    }
    return {name: way() for name, way in ways.items() if only is None or name in only}


def make(inputs: dict[str, pd.DataFrame], region, *, on: dt.date) -> pd.DataFrame:
    """Every outlook of a day. Pure: a scenario hands it other inputs, or calls one of the functions with a lever."""
    rows = []
    if not inputs["entity_counts"].empty:
        rows += year_end_stock(inputs["entity_counts"], region, on)
    if not inputs["market_status"].empty:
        rows += full_reopening(inputs["market_list"], inputs["market_status"], region, on)
    if not inputs["supply_daily"].empty:
        more = uplift(inputs["supply_daily"], region.festivals, on)
        supplies = {"enterprise_list": inputs["enterprise_list"], "supply_daily": inputs["supply_daily"]}
        rows += days_to_stockout(**supplies, region=region, on=on, uplift=more)
        rows += festival_demand(**supplies, region=region, on=on, uplift=more)
    rows += clearance(inputs["arrears_items"], inputs["arrears_plan"], inputs["arrears_payments"], region, on)
    return answers.frame(rows)
