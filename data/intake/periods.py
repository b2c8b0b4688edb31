"""Which periods a form may be filled in for: the last days of those that are over, or about to be."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.reference.region import Region

OFFERED = {"daily": 14, "weekly": 8, "monthly": 6}
DAY = dt.timedelta(days=1)


def cadence_of(region: "Region", topic: str, day: dt.date) -> str:
    """daily, weekly or monthly; what nobody schedules (the lists) is kept by the month."""
    rule = region.reporting_on(topic, day)
    return rule["cadence"] if rule else "monthly"


def periods(region: "Region", topic: str, today: dt.date, *, running: bool) -> list[dt.date]:
    """The last days of the periods on offer, newest first. ``running``: the month that is not over is one of them."""
    cadence = cadence_of(region, topic, today)
    if cadence == "monthly":
        return _months(today, running=running)
    step = DAY if cadence == "daily" else 7 * DAY
    rule = region.reporting_on(topic, today)
    last = today - DAY if cadence == "daily" else today - (today.isoweekday() - rule.get("weekday", 7)) % 7 * DAY
    return [last - n * step for n in range(OFFERED[cadence])]


def first_day(region: "Region", topic: str, last: dt.date) -> dt.date:
    """The day a period begins, by its last day."""
    cadence = cadence_of(region, topic, last)
    if cadence == "monthly":
        return last.replace(day=1)
    return last if cadence == "daily" else last - 6 * DAY


def month_end(day: dt.date) -> dt.date:
    """The last day of its month."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _months(today: dt.date, *, running: bool) -> list[dt.date]:
    """A month's report may be sent from its last day but one on: that is how far ahead a day may speak."""
    last = month_end(today) if running or month_end(today) <= today + DAY else today.replace(day=1) - DAY
    found = [last]
    while len(found) < OFFERED["monthly"]:
        found.append(found[-1].replace(day=1) - DAY)
    return found
