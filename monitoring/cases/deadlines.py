"""Which deadline runs, and what moves it: a report starts the reviewer's clock, a leader may grant a later deadline.

A deadline that was let pass stays on record (``missed_due``, the first of them), whatever moves the running one.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

from monitoring.alerts.lifecycle import NotAllowed
from monitoring.cases import rules as clock
from monitoring.cases.rules import END_OF_WORK, Rules

LONGEST_EXTENSION = 30
"""Days a deadline may be put off at once."""
NO_REQUEST = {"asked_due": None, "asked_why": None, "asked_by": None}
NOT_REPORTED = {"reported_at": None, "check_by": None}


class NoSuchDay(Exception):
    """A silence ends after today and within ninety days; a deadline is put off by thirty at most."""


def running(case: dict) -> dt.datetime | None:
    """The deadline that runs now: the reviewer's while what was reported waits to be checked, else the owner's."""
    if case["status"] == "review" and case["check_by"] is not None:
        return case["check_by"]
    return case["due"]


def missed(case: dict, now: dt.datetime) -> dt.datetime | None:
    """The first deadline that was let pass, for when another begins to run; None where none was."""
    until = running(case)
    return case["missed_due"] or (until if until is not None and until < now else None)


def reported(now: dt.datetime, *, rules: Rules, region) -> dict:
    """What a report changes: the owner's part is done, the reviewer's clock runs, nothing is left to be put off."""
    return {"reported_at": now, "check_by": clock.check_by(now, rules=rules, region=region)} | NO_REQUEST


def taken_back(case: dict, now: dt.datetime) -> dict:
    """What leaving the review for more work changes: the owner's clock runs again, a reviewer's silence is kept."""
    return NOT_REPORTED | {"missed_due": missed(case, now)} if case["status"] == "review" else {}


def may_be_asked(case: dict, *, now: dt.datetime) -> bool:
    """Whether a later deadline may be asked for: in time or not at all; a supply shock is handed up instead.

    case: cause, severity, due (missing where there is none).
    """
    return not pd.isna(case["due"]) and now <= case["due"] and not clock.is_shock(case["cause"], case["severity"])


def request(case: dict, until: dt.date | None, why: str, *, now: dt.datetime, by: str, region) -> dict:
    """What asking for a later deadline changes: only that it was asked. Raises NotAllowed, NoSuchDay."""
    if not may_be_asked(case, now=now):
        raise NotAllowed("the deadline has passed, or there is none, or it is a supply shock's")
    zone = ZoneInfo(region.timezone)
    present = case["due"].astimezone(zone).date()
    if until is None or not present < until <= present + dt.timedelta(days=LONGEST_EXTENSION):
        raise NoSuchDay(until)
    return {"asked_due": dt.datetime.combine(until, END_OF_WORK, tzinfo=zone), "asked_why": why, "asked_by": by}


def granted(case: dict, now: dt.datetime) -> dict:
    """What granting changes: the first deadline stays beside the new one, late stays late. Raises NotAllowed."""
    if case["asked_due"] is None or case["asked_due"] <= now:
        raise NotAllowed("no later deadline is asked for")
    first = case["first_due"] or case["due"]
    return {"due": case["asked_due"], "first_due": first, "missed_due": missed(case, now)} | NO_REQUEST


def refused(case: dict) -> dict:
    """What refusing changes: the deadline stays. Raises NotAllowed."""
    if case["asked_due"] is None:
        raise NotAllowed("no later deadline is asked for")
    return dict(NO_REQUEST)


def shortened(case: dict, fresh: dt.datetime) -> dict:
    """The deadline of a case that got graver: never later than it was; what was granted before may be void."""
    due = min(fresh, case["due"] or fresh)
    void = case["first_due"] is not None and due <= case["first_due"]
    return {"due": due} | ({"first_due": None} if void else {})


def apart(case: dict, *, since: dt.datetime, severity: str, rules: Rules, region) -> dict:
    """The clocks of what is split off a case: those it would have, had it been a case of its own since it came.

    ``since``: when the first of its alerts came into a case. Counted from then (or from when the level took over) by
    its own severity, and not before the case's deadline: a part that is milder, or came later, has its time, and no
    split begins a clock anew. What was done with the whole case was done with the part, not before it came.
    """
    begun = max(since, case["level_since"] or since)
    own = clock.due(severity, begun, rules=rules, region=region)
    sign = clock.sign_by(case["cause"], severity, begun, rules=rules, region=region)
    put_off = case["first_due"] is not None and own < case["due"]
    late = case["missed_due"] is not None and case["missed_due"] > since
    done = {name: case[name] and max(case[name], since) for name in ("signed_at", "acted_at", "reported_at")}
    return done | {
        "opened_at": since,
        "sign_by": case["sign_by"] and max(case["sign_by"], sign),
        "due": case["due"] and max(case["due"], own),
        "first_due": max(case["first_due"], own) if put_off else None,
        "missed_due": case["missed_due"] if late else None,
        "check_by": case["check_by"],
    }
