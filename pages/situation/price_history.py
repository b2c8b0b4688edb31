"""Who may be given a seasonal price score on a day: worked out once a state of the data."""

import datetime as dt

import numpy as np
import pandas as pd

from data.store import supply
from data.store.scope import Scope
from monitoring.indicators.prices import price_subjects
from monitoring.indicators.supply import must_report
from monitoring.price_warning.eligibility import eligible, months_until
from pages.door import open_store

COLUMNS = ["subject", "reason", "history", "coverage", "first"]


def eligibility(conn, *, scope: Scope, as_known: dt.datetime | None, day: dt.date) -> pd.DataFrame:
    """Of every county and category, and the region's: reason (None: assessable), months of history, share told, and
    the first day a score may be given if every month from now on is told."""
    firms = supply.enterprises(conn, scope=scope, as_known=as_known)
    told = supply.monthly_prices(conn, scope=scope, as_known=as_known, until=day)
    month = pd.Period(day + dt.timedelta(days=1), "M") - 1
    rules = open_store.config().price_rules
    rule = rules.seasonal_on(month.end_time.date())
    if firms.empty or told.empty or rule is None:
        return pd.DataFrame(columns=COLUMNS)
    subjects, adds = price_subjects(must_report(firms), open_store.region())
    monthly = rules.monthly(told, must_report(firms), adds, until=month)
    seen, at = np.isfinite(monthly.level), len(monthly.months) - 1
    verdicts = [eligible(column, at, rule) for column in seen.T]
    waits = [months_until(column, at, rule) for column in seen.T]
    first = [None if wait is None else (month + wait + 1).start_time.date() for wait in waits]
    rows = [(v.reason, v.history, v.coverage, day_) for v, day_ in zip(verdicts, first)]
    frame = pd.DataFrame(rows, columns=COLUMNS[1:])
    return frame.assign(subject=subjects["subject"].to_numpy())[COLUMNS]
