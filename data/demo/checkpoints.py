"""When the simulated prefecture is looked at: the moments between the files at which the daily run is made."""

import datetime as dt

from data.demo.scene import FULL, LAST_DAY, Scene, Size
from data.reference.region import Region

DAILY_DAYS = 21


def checkpoints(
    region: Region, *, seed: int, until: dt.date = LAST_DAY, size: Size = FULL
) -> list[tuple[dt.date, dt.datetime]]:
    """(day to answer for, moment of the run): monthly in 2019, weekly in 2020, daily in the last three weeks."""
    scene = Scene(region=region, seed=seed, until=until, size=size)
    daily_from = scene.before(DAILY_DAYS)
    return [(day, _run_moment(scene, day)) for day in scene.days[1:] if _looked_at(day, daily_from)]


def _looked_at(day: dt.date, daily_from: dt.date) -> bool:
    if day >= daily_from:
        return True
    if day.year < 2020:
        return (day + dt.timedelta(days=1)).day == 1
    return day.isoweekday() == 7


def _run_moment(scene: Scene, day: dt.date) -> dt.datetime:
    """Half an hour after the deadline of the day's reports; in 2019 after the month's file."""
    return scene.moment(day + dt.timedelta(days=1 if day.year >= 2020 else 3), "12:30")
