"""What the registry holds: stock, flows, parts of a change, the entities that closed."""

import datetime as dt

import pandas as pd

from pages.reads.moment import AsOf
from pages.situation.cached import read


def daily_counts(user, at: AsOf, *, since: dt.date | None = None, until: dt.date | None = None) -> pd.DataFrame:
    """Daily stock and flows by county and kind."""
    return read(user, at, "entities.daily_counts", since=since, until=until or at.day)


def breakdown(
    user,
    at: AsOf,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    county: str | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """The registry by county, kind, section, township and month (the latest aggregation: it keeps no earlier one)."""
    return read(user, at, "entities.breakdown", timeless=True, since=since, until=until, county=county, kind=kind)


def closed_entities(user, at: AsOf, *, since: dt.date, until: dt.date, **narrow: object) -> pd.DataFrame:
    """Entities that ended between two days; narrowed by county, kind, section, township; limit and offset."""
    return read(user, at, "entities.closed_entities", since=since, until=until, **narrow)


def closed_count(user, at: AsOf, *, since: dt.date, until: dt.date, **narrow: object) -> int:
    """How many entities :func:`closed_entities` would list without a limit."""
    return read(user, at, "entities.closed_count", since=since, until=until, **narrow)


def weekly_flows(user, at: AsOf, *, by: tuple[str, ...] = ("county",), value: str = "net") -> pd.DataFrame:
    """Full weeks of entries, exits and net, with the usual band (low, high) of one of them."""
    return read(user, at, "derived.weekly_flows", until=at.day, by=tuple(by), value=value)


def stock_steps(user, at: AsOf, *, since: dt.date, county: str | None = None, kind: str | None = None) -> pd.DataFrame:
    """In which steps the stock changed from ``since`` to the day looked at."""
    return read(user, at, "derived.stock_steps", since=since, until=at.day, county=county, kind=kind)


def stock_parts(user, at: AsOf, *, since: dt.date, by: str, county=None, kind=None) -> pd.DataFrame:
    """The exact parts of the change of stock since a day, by county or kind."""
    return read(user, at, "derived.stock_parts", since=since, until=at.day, by=by, county=county, kind=kind)


def registry_parts(user, at: AsOf, *, first: dt.date, last: dt.date, by: str, county=None, kind=None) -> pd.DataFrame:
    """The same by section or township over months of the registry."""
    return read(
        user, at, "derived.registry_parts", timeless=True, first=first, last=last, by=by, county=county, kind=kind
    )


def booked_over(user, at: AsOf, *, first: dt.date, last: dt.date, by: str, county=None, kind=None) -> pd.DataFrame:
    """From where to where the registry booked entities over in those months."""
    return read(user, at, "derived.booked_over", timeless=True, first=first, last=last, by=by, county=county, kind=kind)


def turnovers(user, at: AsOf, *, by: tuple[str, ...], flow: str, **narrow: str | None) -> pd.DataFrame:
    """A flow of the last full months against a year before, by dimension, narrowed by the choices in the others."""
    return read(user, at, "derived.turnovers", timeless=True, until=at.day, by=tuple(by), flow=flow, **narrow)


def months(user, at: AsOf, *, flow: str, **narrow: str | None) -> pd.DataFrame:
    """A year of months of a flow of the registry, narrowed by county, kind, section and township."""
    return read(user, at, "derived.months", timeless=True, until=at.day, flow=flow, **narrow)
