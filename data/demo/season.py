"""The rhythms of a year: weekdays and holidays, months, moving festivals, and the epidemic of 2020."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from data.reference.region import Region

WEEKDAY = (1.35, 1.20, 1.15, 1.10, 1.00, 0.25, 0.15)  # registrations, Monday to Sunday
WEEK = sum(WEEKDAY) / 7
MONTH = (1.00, 0.95, 1.15, 1.12, 1.06, 1.02, 0.98, 0.95, 1.02, 0.92, 1.00, 0.90)
HOLIDAY, MAKEUP = 0.08, 0.90
# (days from the festival, factor): offices empty before Spring Festival and fill again by the Lantern Festival
SPRING_LULL = ((-14, 1.0), (-7, 0.75), (-1, 0.4), (0, 0.3), (7, 0.35), (15, 0.8), (22, 1.1), (30, 1.0))
EID_LULL = ((-2, 1.0), (-1, 0.8), (0, 0.55), (1, 0.6), (2, 1.0))
# registrations against the same day of a normal year
EPIDEMIC_ENTRIES = (
    ("2020-01-22", 1.0), ("2020-01-24", 0.12), ("2020-02-16", 0.16), ("2020-02-24", 0.50), ("2020-03-10", 0.66),
    ("2020-03-31", 0.85), ("2020-04-20", 0.96), ("2020-05-15", 1.05), ("2020-06-15", 1.10), ("2020-09-30", 1.11),
)  # fmt: skip
EPIDEMIC_EXITS = (
    ("2020-01-22", 1.0), ("2020-01-24", 0.12), ("2020-02-18", 0.16), ("2020-02-28", 0.60), ("2020-03-20", 1.0),
    ("2020-04-20", 1.12), ("2020-06-10", 1.0), ("2020-09-30", 0.92),
)  # fmt: skip


def working_rhythm(region: Region, days: Sequence[dt.date]) -> np.ndarray:
    """How busy the registration counters are: weekday, holiday and make-up days; one on average."""
    kinds = dict(zip(region.calendar["date"].dt.date, region.calendar["kind"]))
    factors = [{"holiday": HOLIDAY, "makeup": MAKEUP}.get(kinds.get(day), WEEKDAY[day.weekday()]) for day in days]
    return np.array(factors) / WEEK


def yearly_rhythm(region: Region, days: Sequence[dt.date]) -> np.ndarray:
    """Months, the lull around Spring Festival (which moves), and short days at the two Eids."""
    middle = np.arange(-15, 380, 30.5)
    level = (*MONTH[-1:], *MONTH[:12])
    smooth = np.interp([day.timetuple().tm_yday for day in days], middle, level)
    lulls = near(region, days, {"spring_festival": SPRING_LULL, "eid_al_fitr": EID_LULL, "eid_al_adha": EID_LULL})
    return smooth * lulls


def near(region: Region, days: Sequence[dt.date], shapes: dict[str, tuple]) -> np.ndarray:
    """A factor a day, from each festival's shape (days from it, factor); one where none is near."""
    ordinals = np.array([day.toordinal() for day in days], dtype=float)
    factor = np.ones(len(ordinals))
    for festival, when in zip(region.festivals["festival"], region.festivals["date"]):
        if festival in shapes:
            offsets, values = zip(*shapes[festival])
            factor *= np.interp(ordinals - when.date().toordinal(), offsets, values, left=1.0, right=1.0)
    return factor


def along(days: Sequence[dt.date], anchors: Sequence[tuple], *, outside: float = 1.0) -> np.ndarray:
    """A curve through dated anchors, straight between them; ``outside`` before the first, level after the last."""
    places = [dt.date.fromisoformat(str(day)).toordinal() for day, _ in anchors]
    values = [value for _, value in anchors]
    return np.interp([day.toordinal() for day in days], places, values, left=outside)
