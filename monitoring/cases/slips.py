"""Slips and timeliness: blue near the deadline, yellow behind, red overdue; what is made up late stays yellow.

A case that moved up has its new level's deadline; while it lives it stays yellow for the one the level below missed.
"""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from monitoring.cases.rules import Rules, after_workdays

SLIPS = ("red", "yellow", "blue", "none")
STAGES = ("sign", "act", "close")
BELOW = "below"  # the stage of a level that let its deadline pass
DONE = ("closed", "false_alarm", "merged")


def slip(case: dict, *, now: dt.datetime, rules: Rules, region) -> str:
    """The slip a case carries: ``red`` overdue, ``yellow`` behind or made up late this month, ``blue`` near, ``none``.

    case: status, due, missed_due, sign_by, signed_at, acted_at, closed_at, opened_at.
    """
    if case["status"] in DONE:
        return "yellow" if _made_up_late(case, now, region) else "none"
    if _late(case, now):
        return "red"
    unsigned = case["signed_at"] is None and case["sign_by"] is not None and now > case["sign_by"]
    if unsigned or case["missed_due"] is not None or _made_up_late(case, now, region):
        return "yellow"
    if case["due"] is not None and now >= after_workdays(case["due"], -rules.near_workdays, region):
        return "blue"
    return "none"


def _late(case: dict, now: dt.datetime) -> bool:
    return case["due"] is not None and now > case["due"]


def overdue(cases: Iterable[dict], *, now: dt.datetime) -> list[str | None]:
    """The severity of each living case past its deadline (a decision has none): those whose slip is red."""
    return [case["severity"] for case in cases if case["status"] not in DONE and _late(case, now)]


def timeliness(case: dict, *, now: dt.datetime) -> list[tuple[str, str, dt.datetime | None, dt.datetime | None]]:
    """Of every stage of the present level: its name, how it stands, when it was done and until when it had to be.

    Before them ``below`` where a level below let its deadline pass: ``over``, handed up when it moved.

    How: ``within``, ``over`` (late, or not done and past its limit), ``incomplete`` (open, in time), ``missing`` (no
    record though a later stage has one, or no limit was set), ``data_error`` (done before what it follows).
    """
    limits = {"sign": case["sign_by"], "act": case["due"], "close": case["due"]}
    times = {"sign": case["signed_at"], "act": case["acted_at"], "close": case["closed_at"]}
    told, before = [], case["opened_at"]
    if case["missed_due"] is not None:
        told.append((BELOW, "over", case["level_since"], case["missed_due"]))
    for place, stage in enumerate(STAGES):
        later = any(times[other] is not None for other in STAGES[place + 1 :])
        told.append((stage, stands(times[stage], limits[stage], before, later, now), times[stage], limits[stage]))
        before = times[stage] or before
    return told


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
    closed = case["closed_at"]
    pairs = ((case["signed_at"], case["sign_by"]), (closed, case["due"]), (closed, case["missed_due"]))
    late = (done for done, limit in pairs if done is not None and limit is not None and done > limit)
    zone = ZoneInfo(region.timezone)
    here = now.astimezone(zone)
    return any((t.year, t.month) == (here.year, here.month) for t in (done.astimezone(zone) for done in late))
