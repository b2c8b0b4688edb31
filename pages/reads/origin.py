"""Where a figure comes from: versions of values, signals and reported rows."""

import datetime as dt

import pandas as pd

from pages.reads.moment import AsOf
from pages.situation.cached import read


def reported_versions(
    user,
    at: AsOf,
    *,
    fact: str,
    among: tuple[tuple[str, tuple[str, ...]], ...],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Reported rows in all their versions, each with its file."""
    return read(user, at, "lineage.versions", fact=fact, among=among, since=since, until=until)


def value_versions(user, at: AsOf, *, indicator: str, subject: str, day: dt.date) -> pd.DataFrame:
    """What was computed of one value, each time it was computed differently."""
    return read(user, at, "lineage.value_versions", indicator=indicator, subject=subject, date=day)


def signal_versions(user, at: AsOf, *, indicator: str, subject: str, day: dt.date) -> pd.DataFrame:
    """The signals of one value."""
    return read(user, at, "lineage.signal_versions", indicator=indicator, subject=subject, date=day)
