"""Slips and timeliness: blue near the deadline, yellow behind, red overdue; what is made up late stays yellow.

A deadline that was let pass before another began to run (the level below, a reviewer, before a later one was granted)
keeps its case yellow while it lives. A deadline a leader put off is told apart: done by it is neither in time nor late.
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from monitoring.cases.deadlines import running
from monitoring.cases.rules import Rules, after_workdays

SLIPS = ("red", "yellow", "blue", "none")
BEFORE = "before"  # what was let pass before the present deadline began to run
DONE = ("closed", "false_alarm", "merged")


def slip(case: dict, *, now: dt.datetime, rules: Rules, region) -> str:
    """The slip a case carries: ``red`` overdue, ``yellow`` behind or made up late this month, ``blue`` near, ``none``.

    case: status, due, missed_due, sign_by, signed_at, acted_at, reported_at, check_by, closed_at, opened_at.
    """
    if case["status"] in DONE:
        return "yellow" if _made_up_late(case, now, region) else "none"
    if _late(case, now):
        return "red"
    unsigned = case["signed_at"] is None and case["sign_by"] is not None and now > case["sign_by"]
    if unsigned or case["missed_due"] is not None or _made_up_late(case, now, region):
        return "yellow"
    until = running(case)
    if until is not None and now >= after_workdays(until, -rules.near_workdays, region):
        return "blue"
    return "none"


def _late(case: dict, now: dt.datetime) -> bool:
    until = running(case)
    return until is not None and now > until


def overdue(cases: Iterable[dict], *, now: dt.datetime) -> list[str | None]:
    """The severity of each living case past its deadline (a decision has none): those whose slip is red."""
    return [case["severity"] for case in cases if case["status"] not in DONE and _late(case, now)]


def timeliness(case: dict, *, now: dt.datetime) -> list[tuple[str, str, dt.datetime | None, dt.datetime | None]]:
    """Of every stage of the present level: its name, how it stands, when it was done and until when it had to be.

    Before them ``before`` where a deadline was let pass: ``over``, with when the case moved up, if it did. A reported
    case has the stage ``report``, and its ``close`` is the reviewer's.

    How: ``within``, ``extended`` (done after the first deadline, by the one a leader granted), ``over`` (late, or not
    done and past its limit), ``incomplete`` (open, in time), ``missing`` (no record though a later stage has one, or
    no limit was set), ``data_error`` (done before what it follows).
    """
    told, before = [], case["opened_at"]
    if case["missed_due"] is not None:
        told.append((BEFORE, "over", case["level_since"], case["missed_due"]))
    stages = _stages(case)
    for place, (stage, done, limit) in enumerate(stages):
        later = any(other is not None for _, other, _ in stages[place + 1 :])
        how = stands(done, limit, before, later, now)
        if how == "within" and limit == case["due"] and case["first_due"] is not None and done > case["first_due"]:
            how = "extended"
        told.append((stage, how, done, limit))
        before = done or before
    return told


def _stages(case: dict) -> list[tuple[str, dt.datetime | None, dt.datetime | None]]:
    """The stages of the present level in order, each with when it was done and until when it had to be."""
    sign, act = ("sign", case["signed_at"], case["sign_by"]), ("act", case["acted_at"], case["due"])
    if case["check_by"] is None:
        return [sign, act, ("close", case["closed_at"], case["due"])]
    close = ("close", case["closed_at"], case["check_by"])
    if case["reported_at"] is None:  # handed up while it waited to be checked
        return [sign, close]
    return [sign, act, ("report", case["reported_at"], case["due"]), close]


def stands(done, limit, before, later: bool, now) -> str:
    """How one stage stands (see :func:`timeliness`); ``later``: a later stage has a record."""
    if done is None:
        if later or limit is None:
            return "missing"
        return "over" if now > limit else "incomplete"
    if done < before or done > now:
        return "data_error"
    if limit is None:
        return "missing"
    return "over" if done > limit else "within"


def _made_up_late(case: dict, now: dt.datetime, region) -> bool:
    """Whether something was done too late in the present month: late stays yellow for that month, never green."""
    pairs = [(done, limit) for stage, done, limit in _stages(case) if stage != "act"]
    pairs.append((case["closed_at"], case["missed_due"]))
    late = (done for done, limit in pairs if done is not None and limit is not None and done > limit)
    zone = ZoneInfo(region.timezone)
    here = now.astimezone(zone)
    return any((t.year, t.month) == (here.year, here.month) for t in (done.astimezone(zone) for done in late))
