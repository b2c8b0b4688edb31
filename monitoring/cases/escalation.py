"""When a case moves up: by reach at once, by age when its deadline has long passed; the next level must take it."""

import datetime as dt
from collections import Counter

from monitoring.alerts.lifecycle import WORKING
from monitoring.cases.rules import Rules, after_workdays
from monitoring.severity import RANK

NEXT = {"county": "prefecture", "prefecture": "province"}
BY_AGE, BY_REACH = "age", "reach"


def lifted(case: dict, *, now: dt.datetime) -> dict:
    """The columns of a case on the next level: nobody's until somebody there takes it."""
    return {"level": NEXT[case["level"]], "level_since": now, "owner": None}


def reason_to_lift(
    case: dict, spread: Counter, *, now: dt.datetime, today: dt.date, rules: Rules, region
) -> str | None:
    """Why the machine moves a case up now, or None. A silenced case, and one being checked, stays where it is."""
    silenced = case["silenced_until"] is not None and case["silenced_until"] >= today
    if case["status"] not in WORKING or case["level"] not in NEXT or silenced:
        return None
    if case["level"] == "county" and is_grave(case) and spread[case["cause"]] >= rules.reach_counties:
        return BY_REACH
    if case["due"] is None:
        return None
    begun = max(case["due"], case["level_since"] or case["due"])
    patience = after_workdays(begun, rules.up_after_workdays[case["level"]], region)
    return BY_AGE if now > patience else None


def spread(cases: list[dict], region) -> Counter:
    """In how many counties each cause is grave."""
    return Counter(case["cause"] for case in cases if is_grave(case) and case["county"] != region.code)


def is_grave(case: dict) -> bool:
    """Whether a danger is there and at one of the two gravest levels."""
    return case["active"] and RANK[case["severity"]] >= RANK["orange"]
