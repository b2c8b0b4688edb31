"""After closing, the figures are measured again: recovered, or closed but not recovered, or not measured at all."""

import datetime as dt

import pandas as pd

from data.store import cases as stored
from data.store import signals, values
from data.store.scope import EVERYTHING
from monitoring.alerts.lifecycle import MACHINE
from monitoring.cases.rules import Rules

DAY = dt.timedelta(days=1)


def recheck(conn, *, at: dt.datetime, day: dt.date, days: int) -> dict[str, int]:
    """Answer for every closed case that is still to be measured, of whatever cause; how many changed to which outcome.

    ``days``: how far back a value still says how things are. What did not recover is measured on until it has.
    """
    counts: dict[str, int] = {}
    for case in stored.to_recheck(conn):
        found = _outcome(conn, case, day, days)
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


def _outcome(conn, case: dict, day: dt.date, days: int) -> str | None:
    pairs = [(a["indicator"], a["subject"]) for a in stored.alerts_in(conn, case["case"])
             if a["status"] != "false_alarm"]  # fmt: skip
    since = max(case["closed_at"].date() + DAY, day - days * DAY)
    if since > day or not pairs:
        return None
    asked = {
        "indicators": tuple({indicator for indicator, _ in pairs}),
        "subjects": tuple({subject for _, subject in pairs}),
        "since": since,
        "until": day,
    }
    measured = values.history(conn, scope=EVERYTHING, as_known=None, **asked)
    seen = signals.history(conn, scope=EVERYTHING, as_known=None, **asked)
    return outcome(pairs, measured, seen, day=day)


def outcome(pairs: list[tuple], measured: pd.DataFrame, seen: pd.DataFrame, *, day: dt.date) -> str | None:
    """``recovered`` when each pair has a fresh value and no signal on its last one; ``not_recovered`` when a signal

    stands on the last measured day or on ``day`` (silence keeps it too); None while nothing new was measured.
    """
    signalled = set(zip(seen["indicator"], seen["subject"], seen["date"]))
    fresh = measured[measured["state"] == "ok"].sort_values("date")
    last = fresh.groupby(["indicator", "subject"])["date"].max().to_dict()
    if any((*pair, moment) in signalled for pair in pairs for moment in (last.get(pair), pd.Timestamp(day))):
        return "not_recovered"
    return "recovered" if all(pair in last for pair in pairs) else None
