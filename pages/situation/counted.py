"""What pages count of the reported facts: a read and the tallies of one topic, worked out once a state of the data."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from data.store import arrears, markets, supply, values
from data.store.scope import Scope
from monitoring.indicators.schedule import Schedule
from monitoring.tallies import arrears as arrears_tallies
from monitoring.tallies import markets as market_tallies
from monitoring.tallies import record
from monitoring.tallies import supply as supply_tallies
from pages.door import open_store
from pages.situation import derived
from pages.situation.judgement import judged

PROGRESS, OCCUPANCY = "arrears_plan_progress", "stall_occupancy"
NUMBERED = ("ok", "provisional")


@dataclass(frozen=True, kw_only=True)
class Arrears:
    """``led``: the county looked at; ``everywhere``: all visible; the rest as :mod:`monitoring.tallies.arrears` says.

    ``counted`` and ``aged`` have a row a county; ``progress`` is every county's at the end of each month that is over,
    with how it stood.
    """

    led: pd.DataFrame
    everywhere: pd.DataFrame
    counted: pd.DataFrame
    months: pd.DataFrame
    aged: pd.DataFrame
    debtors: pd.DataFrame
    progress: pd.DataFrame


def arrears_ledger(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    day: dt.date,
    county: str | None,
    counties: tuple[str, ...],
    visible: tuple[str, ...],
) -> Arrears:
    """The ledger on a day; ``counties`` are counted, ``visible`` ones aged."""
    plan = arrears.plan(conn, scope=scope, as_known=as_known)
    payments = arrears.payments(conn, scope=scope, as_known=as_known, until=day)
    items = arrears.items(conn, scope=scope, as_known=as_known)
    everywhere = arrears_tallies.ledger(items, payments, on=day)
    led = everywhere if county is None else everywhere[everywhere["county"] == county]
    months = arrears_tallies.months(led, plan, payments, on=day)
    since = months["month"].min().date() if len(months) else day
    course = values.history(conn, scope=scope, as_known=as_known, indicators=(PROGRESS,), since=since, until=day)
    return Arrears(
        led=led,
        everywhere=everywhere,
        counted=arrears_tallies.by_county(everywhere, payments, counties=list(counties), on=day),
        months=months,
        aged=arrears_tallies.ageing(everywhere, counties=list(visible)),
        debtors=arrears_tallies.debtors(led),
        progress=judged(course[course["date"].dt.is_month_end], day=day),
    )


def market_standing(
    conn, *, scope: Scope, as_known: dt.datetime | None, day: dt.date, counties: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every market as it stands (with ``stalls_status``, how its occupancy stands), and the same by county."""
    told = derived.newest(conn, scope=scope, as_known=as_known, day=day, indicators=(OCCUPANCY,), subjects=None).rename(
        columns={"status": "stalls_status"}
    )
    told["value"] = told["value"].where(told["state"].isin(NUMBERED))
    stood = market_tallies.standing(
        markets.markets(conn, scope=scope, as_known=as_known),
        markets.status_reports(conn, scope=scope, as_known=as_known, until=day),
        on=day,
        occupancy=told[["subject", "value", "state", "stalls_status"]],
    )
    return stood, market_tallies.by_county(stood, counties=list(counties))


def supply_schedule(conn, *, scope: Scope, as_known: dt.datetime | None, since: dt.date, until: dt.date) -> Schedule:
    """When supply reports about these days are due."""
    reports = supply.daily(conn, scope=scope, as_known=as_known, since=since, until=until)
    days = pd.date_range(since, until, unit="us")
    return supply_tallies.plan(open_store.region(), days, reports["date"])


def supply_standing(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    day: dt.date,
    since: dt.date,
    until: dt.date,
    county: str | None,
    heard_since: dt.date,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The last report that stands of every enterprise and category, and what stands of each category."""
    reports = supply.daily(conn, scope=scope, as_known=as_known, since=since, until=until)
    last = supply_tallies.latest(_inside(conn, scope, as_known, county), reports, on=day)
    return last, supply_tallies.by_category(last, since=heard_since)


def supply_roll(
    conn, *, scope: Scope, as_known: dt.datetime | None, due: supply_tallies.Due, county: str | None
) -> pd.DataFrame:
    """Who has reported; what was known by the deadline is asked of the store as known then."""
    by_then = due.deadline if due.passed else as_known
    reports, in_time = (
        supply.daily(conn, scope=scope, as_known=moment, since=due.day, until=due.day) for moment in (as_known, by_then)
    )
    return supply_tallies.roll(_inside(conn, scope, as_known, county), reports, in_time, due)


def _inside(conn, scope: Scope, as_known: dt.datetime | None, county: str | None) -> pd.DataFrame:
    listed = supply.enterprises(conn, scope=scope, as_known=as_known)
    return listed if county is None else listed[listed["county"] == county]


def county_records(
    conn, *, scope: Scope, as_known: dt.datetime | None, day: dt.date, counties: tuple[str, ...]
) -> dict[str, pd.DataFrame]:
    """County -> its record of reporting over the last weeks."""
    since = day - dt.timedelta(days=record.DAYS - 1)
    names = (*record.RATES, *record.SILENCES)
    told = values.history(conn, scope=scope, as_known=as_known, indicators=names, since=since, until=day)
    return {county: record.of_county(told, county) for county in counties}
