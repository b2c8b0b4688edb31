"""Who answers for an alert, and until when."""

import datetime as dt

from monitoring.alerts.sentence import government_of
from monitoring.indicators.passport import Indicator


def owner_of(passport: Indicator, county: str, region, *, subject: str = "") -> str:
    """A county's government for what happens there, the plan's lead department for the region's own figures.

    Where the pack has no plan, the department that owns the indicator.
    """
    served = passport.measure or _measure_of(subject, region)
    plan = dict(zip(map(str, region.measures["measure"]), region.measures["leads"])) if len(region.measures) else {}
    if served not in plan:
        return passport.owner
    if county == region.code:
        leads = plan[served].split("|")
        return passport.owner if passport.owner in leads else leads[0]
    return government_of(county, region)


def _measure_of(subject: str, region) -> str:
    """The row of the plan a subject's target belongs to; "" where it names none."""
    targets = dict(zip(region.measure_targets["target"], region.measure_targets["measure"]))
    return targets.get(subject.partition(":")[2], "")


def due_day(severity: str, since: dt.date, *, workdays: dict[str, int], region) -> dt.date:
    """The working day by which an alert of this severity must be answered."""
    day, left = since, workdays[severity]
    while left > 0:
        day += dt.timedelta(days=1)
        left -= region.is_workday(day)
    return day
