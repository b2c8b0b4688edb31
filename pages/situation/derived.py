"""What the situation pages show that is neither stored nor theirs to compute: a read and one function of monitoring."""

import datetime as dt

import pandas as pd

from data.store import alerts, entities, markets, supply, values
from data.store.scope import Scope
from monitoring import decomposition, rebooking, turnover
from pages.situation.judgement import judged

TOLD_DAYS = 10
"""A weekly figure is still the last one told on the next week's day."""
SHOWN_WEEKS, USUAL_WEEKS = 53, 27


def newest(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    day: dt.date,
    indicators: tuple[str, ...],
    subjects: tuple[str, ...] | None,
) -> pd.DataFrame:
    """Of every indicator and subject the newest value that was due, and how it stands (severity, status).

    A day not due yet does not hide the day before; a day missed does.
    """
    since = day - dt.timedelta(days=TOLD_DAYS)
    rows = values.history(
        conn, scope=scope, as_known=as_known, indicators=indicators, since=since, until=day, subjects=subjects
    )
    rows = rows.sort_values("date", kind="stable")
    due = rows[rows["state"] != "not_due"]
    last = pd.concat([rows, due]).drop_duplicates(["indicator", "subject"], keep="last").reset_index(drop=True)
    return judged(last, day=day, alerts=alerts.living(conn, scope=scope, as_known=as_known))


def course(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    until: dt.date,
    indicator: str,
    subject: str,
    step: str,
    points: int,
) -> list[float | None]:
    """The last value of each of the last weeks ("W") or months ("ME"), the running one included."""
    since = until - dt.timedelta(days=points * (7 if step == "W" else 31))
    rows = values.history(
        conn, scope=scope, as_known=as_known, indicators=(indicator,), since=since, until=until, subjects=(subject,)
    )
    if rows.empty:
        return []
    ends = rows.set_index("date")["value"].resample(step).last().tail(points)
    return [None if value != value else float(value) for value in ends]


def reporters(conn, *, scope: Scope, as_known: dt.datetime | None) -> dict[str, tuple[str, str]]:
    """Name and county of every enterprise and market, by id."""
    firms = supply.enterprises(conn, scope=scope, as_known=as_known)
    places = markets.markets(conn, scope=scope, as_known=as_known)
    found = {code: (name, county) for code, name, county in zip(firms["enterprise"], firms["name"], firms["county"])}
    return found | {
        code: (name, county) for code, name, county in zip(places["market"], places["name"], places["county"])
    }


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


def stock_parts(
    conn,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date,
    until: dt.date,
    county: str | None,
    kind: str | None,
    by: str,
) -> pd.DataFrame:
    """The exact parts of a change of stock by county or kind, from the counts: key and the columns of `of_counts`."""
    earlier = since - dt.timedelta(days=31)
    counts = entities.daily_counts(conn, scope=scope, as_known=as_known, since=earlier, until=until)
    chosen = counts[(counts["county"] == (county or counts["county"])) & (counts["kind"] == (kind or counts["kind"]))]
    return decomposition.of_counts(chosen, since=since, until=until, by=(by,)).rename(columns={by: "key"})


def registry_parts(
    conn, *, scope: Scope, first: dt.date, last: dt.date, county: str | None, kind: str | None, by: str
) -> pd.DataFrame:
    """The same by section or township, from the registry's months and what it booked over in them."""
    eve = (pd.Timestamp(first) - pd.DateOffset(months=1)).date()
    rows = entities.breakdown(conn, scope=scope, since=eve, until=last, county=county, kind=kind, by=(by,))
    booked = _booked(conn, scope, first, by=by, county=county, kind=kind)
    span = {"first": pd.Timestamp(first), "last": pd.Timestamp(last)}
    parts = decomposition.of_registry(rows, rebooking.put_back(booked, by=by, **span), by=(by,), **span)
    return parts.rename(columns={by: "key"})


def booked_over(
    conn, *, scope: Scope, first: dt.date, last: dt.date, county: str | None, kind: str | None, by: str
) -> pd.DataFrame:
    """From where to where entities went over in the months of `registry_parts`: the columns of `rebooking.named`."""
    booked = _booked(conn, scope, first, by=by, county=county, kind=kind)
    return rebooking.named(booked, by=by, first=pd.Timestamp(first), last=pd.Timestamp(last))


def _booked(conn, scope: Scope, since: dt.date, **narrow: str | None) -> pd.DataFrame:
    return rebooking.crossings(entities.rebooked(conn, scope=scope, since=since), **narrow)


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
    chosen = {"kind": kind, "section": section, "township": township}
    tables = []
    for dimension in by:
        others = {name: code for name, code in chosen.items() if name != dimension and code is not None}
        rows, begins = _registry(conn, (dimension, *others), scope=scope, until=until, county=county)
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
    chosen = {"kind": kind, "section": section, "township": township}
    chosen = {name: code for name, code in chosen.items() if code is not None}
    rows, begins = _registry(conn, tuple(chosen) or ("kind",), scope=scope, until=until, county=county)
    return turnover.by_month(_narrowed(rows, chosen), flow=flow, known_since=begins)


def _registry(
    conn, by: tuple[str, ...], *, scope: Scope, until: dt.date, county: str | None
) -> tuple[pd.DataFrame, pd.Timestamp]:
    """Two years and a month of the registry's counts by what is asked for, and since when they know of exits."""
    since = (pd.Timestamp(until.replace(day=1)) - pd.DateOffset(months=24)).date()
    rows = entities.breakdown(conn, scope=scope, since=since, until=until, county=county, by=by)
    return rows, turnover.counted_since(rows)


def _narrowed(rows: pd.DataFrame, chosen: dict[str, str]) -> pd.DataFrame:
    for name, code in chosen.items():
        rows = rows[rows[name] == code]
    return rows
