"""Opening a plan when its trigger is met (the daily run), and standing it down (people)."""

import datetime as dt

import pandas as pd

from data.store import alerts, events
from data.store import plans as stored
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import LOCAL, Actor
from monitoring.alerts.lifecycle import MACHINE
from monitoring.severity import RANK


class NoSuchOpening(Exception):
    """There is no such opened plan, or it lies outside the reader's scope."""


class StillMet(Exception):
    """The trigger's alert is still active: the plan stays open."""


class ReasonNeeded(Exception):
    """Standing a plan down must say why."""


def met(plans: pd.DataFrame, living: pd.DataFrame, openings: pd.DataFrame) -> list[dict]:
    """The openings that are due: a living, active alert of the firm at the plan's level or graver, not yet answered.

    One alert opens a plan once: stood down, it opens again only for another alert.
    """
    active = living[living["active"] & living["enterprise"].notna()]
    open_now = openings[openings["closed_for"].isna()]
    already = set(zip(open_now["enterprise"], open_now["trigger"]))
    answered = set(zip(openings["enterprise"], openings["trigger"], openings["alert"]))
    own = plans.rename(columns={"severity": "from_level", "county": "of"})
    found = []
    pairs = active.merge(own, left_on=["enterprise", "indicator"], right_on=["enterprise", "trigger"])
    for row in pairs.sort_values("alert").to_dict("records"):
        key = row["enterprise"], row["trigger"]
        reached = RANK[row["severity"]] >= RANK[row["from_level"]]
        if not reached or key in already or (*key, row["alert"]) in answered:
            continue
        already.add(key)
        found.append({"enterprise": key[0], "trigger": key[1], "county": row["of"], "alert": int(row["alert"]),
                      "severity": row["severity"]})  # fmt: skip
    return found


def open_met(conn, *, day: dt.date, now: dt.datetime) -> int:
    """Open every plan whose trigger is met, with an event each; how many. Inside the daily run's transaction."""
    plans = stored.contingency_plans(conn, scope=EVERYTHING, as_known=now)
    if plans.empty:
        return 0
    living = alerts.living(conn, scope=EVERYTHING, as_known=None)
    due = met(plans, living, stored.openings(conn, scope=EVERYTHING))
    opened = [(stored.open_plan(conn, {**one, "opened_for": day, "opened_at": now}), one) for one in due]
    for number, one in opened:
        _audit(conn, number, one["county"], MACHINE, "open", now, one)
    return len(opened)


def stand_down(
    store: Store, opening: int, *, actor: Actor, now: dt.datetime, expected_revision: int, note: str
) -> None:
    """Close an opened plan. Raises NoSuchOpening, StillMet, ReasonNeeded, or OpeningChanged."""
    if not note.strip():
        raise ReasonNeeded(opening)
    with store.writing(at=now) as conn:
        held = stored.get_opening(conn, scope=actor.scope, opening=opening)
        if held is None:
            raise NoSuchOpening(opening)
        alert = alerts.get(conn, scope=EVERYTHING, alert=held["alert"])
        if held["closed_for"] is None and alert["active"] and alert["status"] not in alerts.CLOSED:
            raise StillMet(opening)
        stored.close_plan(conn, opening, expected_revision=expected_revision, closed_by=actor.uid, note=note.strip(),
                          closed_for=now.astimezone(LOCAL).date())  # fmt: skip
        _audit(conn, opening, held["county"], actor.uid, "stand_down", now, {"note": note.strip()})


def _audit(conn, number: int, county: str, actor: str, action: str, now: dt.datetime, detail: dict) -> None:
    events.append(conn, at=now, actor=actor, action=f"plan.{action}", object_kind="plan", object_id=str(number),
                  county=county, detail=detail)  # fmt: skip
