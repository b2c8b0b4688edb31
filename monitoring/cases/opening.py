"""To which case an alert belongs, and why some open none."""

import pandas as pd

from monitoring.indicators.catalog import CATALOG
from monitoring.severity import RANK
from monitoring.triage import cause_of

DECISION = "decision"
"""The cause of a case a meeting has opened: no alert stands behind it, so no figure either."""
WATCHED = "watch"
NOBODY = "nobody"
ANSWERED = "answered"


def why_no_case(alert: dict) -> str | None:
    """Why an alert opens no case of its own (it joins one that lives), or None where it must have one.

    ``watch``  a statistical score at the mildest level: nothing has happened that anybody could mend
    ``nobody`` no unit answers for it
    ``answered`` it is over
    """
    if alert["status"] in ("closed", "false_alarm"):
        return ANSWERED
    if not alert["owner"] or pd.isna(alert["owner"]):
        return NOBODY
    score = CATALOG[alert["indicator"]].id.startswith(("decline_in", "rise_in"))
    return WATCHED if score and alert["severity"] == "blue" and alert["status"] == "new" else None


def place_of(alert: dict) -> tuple[str, str]:
    """Subject and cause of the case an alert belongs to: its county (or the region), and its topic."""
    return alert["county"], cause_of(alert["indicator"])


def gravest(alerts: list[dict]) -> dict:
    """The alert that leads a case: still active before quiet, then the gravest, then the oldest."""
    return min(alerts, key=lambda a: (not a["active"], -RANK[a["severity"]], a["alert"]))


def standing(alerts: list[dict]) -> dict:
    """What its alerts say of a case: active and severity."""
    lead = gravest(alerts)
    return {"active": any(a["active"] for a in alerts), "severity": lead["severity"]}
