"""The numbers of the closed loop, from config.toml's [cases], and the working-day clock they are counted by."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

END_OF_WORK = dt.time(18)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How long each step may take, and when a case moves up."""

    due_workdays: dict
    sign_workdays: int = 1
    shock_hours: int = 2
    near_workdays: int = 1
    up_after_workdays: dict
    reach_counties: int = 3
    recheck_days: int = 60
    check_workdays: int = 2


def rules_of(config) -> Rules:
    """The rules of a configuration."""
    return Rules(due_workdays=config.due_workdays, **config.cases)


def is_shock(cause: str, severity: str) -> bool:
    """Whether the two-hour clock runs (market emergency rules): supply at the two gravest levels."""
    return cause == "supply" and severity in ("orange", "red")


def after_workdays(moment: dt.datetime, days: int, region) -> dt.datetime:
    """The end of work on the n-th working day after a moment; negative counts back."""
    zone = ZoneInfo(region.timezone)
    day, left, step = moment.astimezone(zone).date(), abs(days), 1 if days >= 0 else -1
    while left > 0:
        day += dt.timedelta(days=step)
        left -= region.is_workday(day)
    return dt.datetime.combine(day, END_OF_WORK, tzinfo=zone).astimezone(dt.UTC)


def sign_by(cause: str, severity: str, since: dt.datetime, *, rules: Rules, region) -> dt.datetime:
    """Until when a case must be signed for: two hours by any clock in a supply shock, else a working day."""
    if is_shock(cause, severity):
        return since + dt.timedelta(hours=rules.shock_hours)
    return after_workdays(since, rules.sign_workdays, region)


def check_by(since: dt.datetime, *, rules: Rules, region) -> dt.datetime:
    """Until when what was reported as done must be checked."""
    return after_workdays(since, rules.check_workdays, region)


def due(severity: str, since: dt.datetime, *, rules: Rules, region) -> dt.datetime:
    """Until when a case must be answered."""
    return after_workdays(since, rules.due_workdays[severity], region)
