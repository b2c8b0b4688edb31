"""What the situation pages show that is neither stored nor theirs to compute: a read and one function of monitoring."""

import datetime as dt

import pandas as pd

from data.store import entities
from data.store.scope import Scope
from monitoring import turnover

SHOWN_WEEKS, USUAL_WEEKS = 53, 27


def weekly_flows(
    conn, *, scope: Scope, as_known: dt.datetime | None, until: dt.date, by: tuple[str, ...], value: str
) -> pd.DataFrame:
    """A year of full weeks by ``by`` with the usual band of ``value``; half a year more is read to know the usual."""
    since = until - dt.timedelta(weeks=SHOWN_WEEKS + USUAL_WEEKS)
    counts = entities.daily_counts(conn, scope=scope, as_known=as_known, since=since, until=until)
    counts, by = (counts, by) if by else (counts.assign(whole="whole"), ("whole",))
    weeks = turnover.usual_band(turnover.weekly_flows(counts, by=by), by=by, value=value)
    return weeks[weeks["date"] > pd.Timestamp(until - dt.timedelta(weeks=SHOWN_WEEKS))].reset_index(drop=True)


def stock_steps(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date,
    until: dt.date,
    county: str | None,
    kind: str | None,
) -> pd.DataFrame:
    """The steps from one stock to another; a week more is read so that a late first day can stand in."""
    earlier = since - dt.timedelta(days=7)
    counts = entities.daily_counts(conn, scope=scope, as_known=as_known, since=earlier, until=until)
    chosen = counts[(counts["county"] == (county or counts["county"])) & (counts["kind"] == (kind or counts["kind"]))]
    return turnover.steps(chosen, since=since, until=until)


def turnovers(
    conn,
    *,
    scope: Scope,
    until: dt.date,
    flow: str,
    county: str | None,
    kind: str | None,
    section: str | None,
    township: str | None,
    by: tuple[str, ...],
) -> pd.DataFrame:
    """Where a flow changed: a table a dimension of ``by``, each narrowed by the choices in the others.

    dimension, key, and the columns of :func:`monitoring.turnover.turnover`.
    """
    rows, begins = _registry(conn, scope=scope, until=until, county=county)
    chosen = {"kind": kind, "section": section, "township": township}
    tables = []
    for dimension in by:
        others = {name: code for name, code in chosen.items() if name != dimension}
        table = turnover.turnover(_narrowed(rows, others), by=dimension, flow=flow, until=until, known_since=begins)
        tables.append(table.rename(columns={dimension: "key"}).assign(dimension=dimension))
    return pd.concat(tables, ignore_index=True)


def months(
    conn,
    *,
    scope: Scope,
    until: dt.date,
    flow: str,
    county: str | None,
    kind: str | None,
    section: str | None,
    township: str | None,
) -> pd.DataFrame:
    """A year of months of the narrowed registry, with those of a year earlier."""
    rows, begins = _registry(conn, scope=scope, until=until, county=county)
    chosen = _narrowed(rows, {"kind": kind, "section": section, "township": township})
    return turnover.by_month(chosen, flow=flow, known_since=begins)


def _registry(conn, *, scope: Scope, until: dt.date, county: str | None) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Two years and a month of the registry's counts, and since when they know of exits."""
    since = (pd.Timestamp(until.replace(day=1)) - pd.DateOffset(months=24)).date()
    rows = entities.breakdown(conn, scope=scope, since=since, until=until, county=county)
    return rows, turnover.counted_since(rows)


def _narrowed(rows: pd.DataFrame, chosen: dict[str, str | None]) -> pd.DataFrame:
    for name, code in chosen.items():
        if code is not None:
            rows = rows[rows[name] == code]
    return rows
