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
