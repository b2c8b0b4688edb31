"""Recording a report of an abnormal fluctuation: one transaction and one event; the same click twice is one."""

import datetime as dt
from dataclasses import dataclass

from data.store import alerts, events, price_reports
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.acting import Actor
from monitoring.price_warning.duties import KINDS, Episode, episodes
from monitoring.price_warning.explain import REACH

ROLES = frozenset({"bureau", "staff"})
WAYS = ("phone", "paper", "system", "fax")
STANDS = ("level", "degree", "counties", "firms", "lead", "change", "days_out")
SAID = ("unit", "signer", "situation", "taken")


class NoSuchLevel(Exception):
    """There is no such alert of prices and supply, or it lies outside the reader's scope or duties."""


class Incomplete(Exception):
    """Something that must be said was not; the message names the field."""


class NotNow(Exception):
    """This kind of report cannot have been made at that moment; the message says why.

    ``before`` the level appeared, in the ``future``, ``first`` comes first and once, the level ``stands`` or has
    ``ended``, ``unknown`` is what it would correct.
    """


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a form says of one report. ``corrects``: the serial of the one it corrects, 0 for a report of its own."""

    kind: str
    reported_at: dt.datetime
    unit: str
    signer: str
    recipients: tuple[str, ...]
    way: str
    situation: str
    taken: str
    next_steps: str = ""
    corrects: int = 0


def record(store: Store, alert: int, report: Report, *, actor: Actor, now: dt.datetime, key: str) -> int:
    """Record a report; its number. ``key`` names the click. Raises NoSuchLevel, Incomplete, NotNow."""
    _check(report, now)
    with store.writing(at=now) as conn:
        held = alerts.get(conn, scope=actor.scope, alert=alert)
        if held is None or held["indicator"] != REACH or actor.role not in ROLES:
            raise NoSuchLevel(alert)
        if (earlier := price_reports.entered(conn, key=key)) is not None:
            return earlier
        told = price_reports.reports(conn, scope=EVERYTHING, as_known=None)
        told = told[told["alert"] == alert]
        happened = alerts.events(conn, scope=EVERYTHING, alert=alert)
        if report.corrects:
            _check_correction(report, told)
        else:
            _check_moment(report, told, episodes(happened))
        row = {
            "alert": alert, "county": held["county"], "kind": report.kind, "corrects": report.corrects,
            "reported_at": report.reported_at, "unit": report.unit.strip(), "signer": report.signer.strip(),
            "recipients": [one.strip() for one in report.recipients if one.strip()], "way": report.way,
            "situation": report.situation.strip(), "taken": report.taken.strip(),
            "next_steps": report.next_steps.strip(), "stands": stands(held), "known_at": now, "known_by": actor.uid,
        }  # fmt: skip
        number = price_reports.enter(conn, row, key=key)
        detail = {name: row[name] for name in ("alert", "kind", "corrects", "recipients", "way")}
        detail["reported_at"] = report.reported_at.astimezone(dt.UTC).isoformat()
        events.append(conn, at=now, actor=actor.uid, action=f"price_report.{report.kind}", object_kind="price_report",
                      object_id=str(number), county=held["county"], detail=detail)  # fmt: skip
    return number


def stands(alert: dict) -> dict:
    """Level, degree, places and firms of a level's alert, and how grave it is held to be."""
    reach = alert["evidence"].get("reach", {})
    told = {name: reach.get(name) for name in STANDS}
    return told | {"severity": alert["severity"], "active": alert["active"]}


def _check(report: Report, now: dt.datetime) -> None:
    assert report.kind in KINDS, report.kind
    assert report.way in WAYS, report.way
    for field in SAID:
        if not getattr(report, field).strip():
            raise Incomplete(field)
    if not any(one.strip() for one in report.recipients):
        raise Incomplete("recipients")
    if report.reported_at > now:
        raise NotNow("future")


def _check_correction(report: Report, told) -> None:
    """It corrects a report of the same kind that is not itself a correction."""
    own = told[(told["serial"] == report.corrects) & (told["corrects"] == 0)]
    if own.empty or own["kind"].iloc[0] != report.kind:
        raise NotNow("unknown")


def _check_moment(report: Report, told, lived: list[Episode]) -> None:
    begun = [one for one in lived if one.since <= report.reported_at]
    if not begun:
        raise NotNow("before")
    episode, at = begun[-1], report.reported_at
    later = next((one.since for one in lived if one.since > episode.since), None)
    own = told[(told["corrects"] == 0) & (told["reported_at"] >= episode.since)]
    own = own if later is None else own[own["reported_at"] < later]
    first = own[own["kind"] == "first"]
    if report.kind == "first":
        if len(first):
            raise NotNow("first")
        return
    if first.empty or first["reported_at"].iloc[0] > at:
        raise NotNow("first")
    over = episode.until is not None and at >= episode.until
    if report.kind == "follow" and over:
        raise NotNow("ended")
    if report.kind == "final" and (not over or (own["kind"] == "final").any()):
        raise NotNow("ended" if over else "stands")
