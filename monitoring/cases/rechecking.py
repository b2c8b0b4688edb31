"""After closing, the figures are measured again: recovered, or closed but not recovered, or not measured at all."""

import datetime as dt
from collections.abc import Mapping

from data.store import cases as stored
from data.store import signals, values
from data.store.case_alerts import alerts_by_case
from monitoring.alerts.lifecycle import MACHINE
from monitoring.cases.rules import Rules

DAY = dt.timedelta(days=1)
Pair = tuple[str, str]
"""An indicator and its subject."""


def recheck(conn, *, at: dt.datetime, day: dt.date, days: int) -> dict[str, int]:
    """Answer for every closed case that is still to be measured, of whatever cause; how many changed to which outcome.

    ``days``: how far back a value still says how things are. What did not recover is measured on until it has.
    """
    since, counts = day - days * DAY, {}
    cases, inside = stored.to_recheck(conn), alerts_by_case(conn)
    pairs = {case["case"]: [(a["indicator"], a["subject"]) for a in inside.get(case["case"], ())
                            if a["status"] != "false_alarm"] for case in cases}  # fmt: skip
    asked = {pair for own in pairs.values() for pair in own}
    measured = values.last_measured(conn, pairs=asked, since=since, until=day)  # once for all: they grow with the years
    seen = signals.days_of(conn, pairs=asked, since=since, until=day)
    for case in cases:
        begins = max(case["closed_at"].date() + DAY, since)
        found = outcome(pairs[case["case"]], measured, seen, since=begins, day=day)
        if found is None or found == case["recheck"]:
            continue
        told = {"expected_revision": case["revision"], "at": at, "actor": MACHINE, "action": found}
        stored.save(conn, case["case"], {"recheck": found, "rechecked_for": day}, **told)
        counts[found] = counts.get(found, 0) + 1
    return counts


def for_the_meeting(case: dict, *, today: dt.date, rules: Rules) -> str | None:
    """Why a closed case is for the meeting: ``not_recovered``, or ``unmeasured``, for silence is no recovery.

    case: recheck, closed_at.
    """
    if case["recheck"] == "pending" and case["closed_at"].date() + rules.recheck_days * DAY < today:
        return "unmeasured"
    return "not_recovered" if case["recheck"] == "not_recovered" else None


def outcome(
    pairs: list[Pair], measured: Mapping[Pair, dt.date], seen: Mapping[Pair, set[dt.date]], *, since: dt.date,
    day: dt.date,
) -> str | None:  # fmt: skip
    """``recovered`` when each pair has a fresh value and no signal on its last one; ``not_recovered`` when a signal

    stands on the last measured day or on ``day`` (silence keeps it too); None while nothing new was measured from
    ``since`` on. ``measured``: the last day with a value by pair; ``seen``: the days with a signal.
    """
    if since > day or not pairs:
        return None
    last = {pair: measured[pair] for pair in pairs if pair in measured and measured[pair] >= since}
    if any(seen.get(pair, set()) & {last.get(pair), day} for pair in pairs):
        return "not_recovered"
    return "recovered" if len(last) == len(set(pairs)) else None
