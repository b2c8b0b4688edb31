"""The cached road of the response pages, like pages.reads: problems, liaison, plans, and counties' records."""

import pandas as pd

from pages.reads import AsOf
from pages.situation.cached import read


def problems(user, at: AsOf) -> pd.DataFrame:
    """Problems and needs of entities, the settled ones too."""
    return read(user, at, "problems.all_problems")


def problem_events(user, at: AsOf, *, problem: int) -> pd.DataFrame:
    """What happened to one problem."""
    return read(user, at, "problems.events", timeless=True, problem=int(problem))


def liaison_officers(user, at: AsOf) -> pd.DataFrame:
    """The liaison officer of each key enterprise."""
    return read(user, at, "liaison.officers")


def liaison_visits(user, at: AsOf) -> pd.DataFrame:
    """Contacts of liaison officers with their enterprises."""
    return read(user, at, "liaison.visits", until=at.day)


def contingency_plans(user, at: AsOf) -> pd.DataFrame:
    """Contingency plans by enterprise and trigger."""
    return read(user, at, "plans.contingency_plans")


def contingency_drills(user, at: AsOf) -> pd.DataFrame:
    """Drills of contingency plans."""
    return read(user, at, "plans.drills", until=at.day)


def plan_openings(user, at: AsOf) -> pd.DataFrame:
    """Plans that were opened by the day looked at (closed ones are told as they are now)."""
    opened = read(user, at, "plans.openings", timeless=True)
    return opened[opened["opened_for"] <= pd.Timestamp(at.day)].reset_index(drop=True)


def county_records(user, at: AsOf, *, counties: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Each county's record of reporting over the last weeks."""
    return read(user, at, "counted.county_records", day=at.day, counties=tuple(counties))
