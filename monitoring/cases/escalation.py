"""When a case moves up: by reach at once, by age when its deadline has long passed; the next level must take it.

What becomes of the case is the table LIFTED: the next level has its own clock, and what the one below let pass stays.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from monitoring.alerts.lifecycle import WORKING
from monitoring.cases import deadlines
from monitoring.cases import rules as clock
from monitoring.cases.rules import Rules, after_workdays
from monitoring.severity import RANK

NEXT = {"county": "prefecture", "prefecture": "province"}
BY_AGE, BY_REACH = "age", "reach"


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A case at the moment it moves up, and the rules its new clock runs by."""

    case: dict
    now: dt.datetime
    rules: Rules
    region: object

    def sign_by(self) -> dt.datetime:
        """Until when the next level must take it."""
        told = {"rules": self.rules, "region": self.region}
        return clock.sign_by(self.case["cause"], self.case["severity"], self.now, **told)

    def due(self) -> dt.datetime:
        """Until when the next level must answer."""
        return clock.due(self.case["severity"], self.now, rules=self.rules, region=self.region)

    def missed(self) -> dt.datetime | None:
        """The first deadline that was let pass: one missed before stays, one not yet over was not missed."""
        return deadlines.missed(self.case, self.now)

    def check_by(self) -> dt.datetime | None:
        """Until when the next level must check what waits to be checked."""
        told = {"rules": self.rules, "region": self.region}
        return clock.check_by(self.now, **told) if self.case["status"] == "review" else None


LIFTED: dict[str, Callable[[Lift], object]] = {
    "level": lambda lift: NEXT[lift.case["level"]],
    "level_since": lambda lift: lift.now,
    "owner": lambda lift: None,  # nobody's until somebody there takes it
    "sign_by": Lift.sign_by,
    "due": Lift.due,
    "signed_at": lambda lift: None,  # the level below signed and acted in its own time: its events tell it
    "acted_at": lambda lift: None,
    "missed_due": Lift.missed,
    "first_due": lambda lift: None,  # what was granted below ends with its clock
    **dict.fromkeys(deadlines.NO_REQUEST, lambda lift: None),
    "reported_at": lambda lift: None,
    "check_by": Lift.check_by,
}
"""What becomes of a case's columns when it moves up; every other stays as it is."""


def lifted(case: dict, *, now: dt.datetime, rules: Rules, region) -> dict:
    """The columns of a case on the next level."""
    lift = Lift(case=case, now=now, rules=rules, region=region)
    return {column: value(lift) for column, value in LIFTED.items()}


def reason_to_lift(
    case: dict, spread: Counter, *, now: dt.datetime, today: dt.date, rules: Rules, region
) -> str | None:
    """Why the machine moves a case up now, or None. A silenced case stays where it is; one being checked moves up

    only when its reviewer has let the check lie: what was done in time is no reason.
    """
    silenced = case["silenced_until"] is not None and case["silenced_until"] >= today
    if case["status"] not in (*WORKING, "review") or case["level"] not in NEXT or silenced:
        return None
    wide = is_grave(case) and spread[case["cause"]] >= rules.reach_counties
    if wide and case["level"] == "county" and case["status"] in WORKING:
        return BY_REACH
    until = deadlines.running(case)
    if until is None:
        return None
    begun = max(until, case["level_since"] or until)  # moved up before levels had clocks of their own
    patience = after_workdays(begun, rules.up_after_workdays[case["level"]], region)
    return BY_AGE if now > patience else None


def spread(cases: list[dict], region) -> Counter:
    """In how many counties each cause is grave."""
    return Counter(case["cause"] for case in cases if is_grave(case) and case["county"] != region.code)


def is_grave(case: dict) -> bool:
    """Whether a danger is there and at one of the two gravest levels."""
    return case["active"] and RANK[case["severity"]] >= RANK["orange"]
