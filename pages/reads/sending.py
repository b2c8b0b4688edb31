"""What was sent in, by whom, and how it stands."""

import datetime as dt
from functools import partial

import pandas as pd

from pages.intake.reported import first_day, marked
from pages.reads.moment import AsOf
from pages.situation.cached import made, read


def files_received(user, at: AsOf, *, since: dt.datetime | None = None) -> pd.DataFrame:
    """Files that were sent in."""
    return read(user, at, "files.received", timeless=True, since=since)


def freshness(user, at: AsOf) -> pd.DataFrame:
    """The last file and the last day by topic."""
    return read(user, at, "files.freshness")


def submissions(
    user, at: AsOf, *, statuses: tuple[str, ...] | None = None, since: dt.datetime | None = None
) -> pd.DataFrame:
    """The standing of the files that were sent in."""
    return read(user, at, "submissions.listing", timeless=True, statuses=statuses, since=since)


def reported(user, at: AsOf, *, topic: str, now: dt.datetime):
    """Who owes reports of a topic and what came: a :class:`pages.intake.reported.Reported`."""
    make, since = partial(marked, topic=topic, now=now), first_day(topic, now)
    return made(user, at, "reported.told", make, wanted=("marked", now), topic=topic, since=since)


def revisions(user, at: AsOf, *, since: dt.date, until: dt.date | None = None) -> pd.DataFrame:
    """Figures corrected since they were first reported."""
    return read(user, at, "news.revisions", since=since, until=until)


def unapproved(user, at: AsOf) -> pd.DataFrame:
    """The days about which rows are used that nobody has approved yet."""
    return read(user, at, "submissions.unapproved")


def burden(user, at: AsOf, *, month: dt.date):
    """What a month asks of each county: a :class:`pages.intake.reported.Burden`."""
    return read(user, at, "reported.burden", timeless=True, month=month)
