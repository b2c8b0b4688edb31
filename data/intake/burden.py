"""What reporting costs those who fill it in: the cells asked, those filled in for them, by unit, sheet and month."""

import calendar
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.intake.catalog import SHEETS
from data.intake.periods import cadence_of, month_end
from data.intake.prefill import OWED, TRAILS
from data.intake.sheet import Sheet
from data.store.scope import Scope

if TYPE_CHECKING:
    from data.reference.region import Region


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What one sheet asks of one county in a month. ``prefilled`` cells are given or suggested."""

    county: str
    topic: str
    periods: int
    rows: int  # a period
    asked: int  # cells to fill in, in the month
    required: int  # of them, those that may not stay empty
    prefilled: int


def asked(conn, region: "Region", *, scope: Scope, month: dt.date) -> list[Asked]:
    """Every sheet whose rows are known beforehand, by county."""
    return [
        _asked(SHEETS[topic], county, rows, periods=periods_in(region, topic, month))
        for topic in TRAILS
        for county, rows in sorted(Counter(county for county, *_ in OWED[topic](conn, region, scope)).items())
    ]


def periods_in(region: "Region", topic: str, month: dt.date) -> int:
    """How many reports of a topic a month asks for."""
    end = month_end(month)
    cadence = cadence_of(region, topic, end)
    if cadence == "daily":
        return end.day
    if cadence == "monthly":
        return 1
    weekday = region.reporting_on(topic, end).get("weekday", 7) - 1
    return sum(week[weekday] > 0 for week in calendar.monthcalendar(end.year, end.month))


def _asked(sheet: Sheet, county: str, rows: int, *, periods: int) -> Asked:
    given = {*TRAILS[sheet.topic].series, TRAILS[sheet.topic].day}
    suggested = {"opening"} & {column.name for column in sheet.columns}
    cells = [column for column in sheet.columns if column.name not in given | suggested]
    every = rows * periods
    return Asked(
        county=county, topic=sheet.topic, periods=periods, rows=rows, asked=every * len(cells),
        required=every * max(1, sum(column.required for column in cells)), prefilled=every * len(given | suggested),
    )  # fmt: skip
