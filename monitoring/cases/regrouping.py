"""Merging two cases, splitting one, and opening one by decision of a meeting."""

import datetime as dt

from data.store import alerts as stored_alerts
from data.store import cases as stored
from data.store.engine import Store
from monitoring.alerts.acting import Actor, NotAllowed, ReasonNeeded
from monitoring.alerts.lifecycle import CLOSED, Action, advance
from monitoring.cases.acting import LOCAL, OwnerNeeded, audit, taken_up, unchanged
from monitoring.cases.deadlines import NO_REQUEST, apart
from monitoring.cases.opening import DECISION, standing
from monitoring.cases.rules import END_OF_WORK, after_workdays, rules_of
from monitoring.config import Config

DECIDERS = ("leader", "bureau", "staff")


class NothingToSplit(Exception):
    """A split takes some of a case's living alerts, and leaves some."""


class NoSuchHome(Exception):
    """A case is merged into another living one that has alerts: not into itself, nor into a decision."""


class NoSuchDeadline(Exception):
    """A decision's deadline lies after today."""


def merge(
    store: Store,
    case_id: int,
    into: int,
    *,
    actor: Actor,
    now: dt.datetime,
    expected_revision: int,
    key: str | None = None,
) -> int:
    """Put every alert of a case into another living one; the first ends as merged. Answers with the other.

    Later alerts of the merged case's place and cause go there too, as long as it lives. The same click merges once.
    Raises NotAllowed, NoSuchCase, NoSuchHome, or the store's CaseChanged.
    """
    with store.writing(at=now) as conn:
        case, home = taken_up(conn, case_id, actor), taken_up(conn, into, actor)
        if key is not None and stored.done_before(conn, key=key, actor=actor.uid) is not None:
            return into
        unchanged(case, expected_revision)
        advance(case["status"], Action.MERGE, role=actor.role, active=case["active"])
        if case_id == into or DECISION in (case["cause"], home["cause"]) or home["status"] in stored.ENDED:
            raise NoSuchHome(into)
        told = {"at": now, "actor": actor.uid, "action": Action.MERGE.value}
        alerts = [a for a in stored.alerts_in(conn, case_id) if a["status"] not in CLOSED]
        ended = {"status": "merged", "merged_into": into, "closed_at": now} | NO_REQUEST
        stored.save(conn, case_id, ended, expected_revision=expected_revision, note=f"#{into}", key=key,
                    **told)  # fmt: skip
        stored.join(conn, into, [a["alert"] for a in alerts], at=now)
        _as_at_home(conn, alerts, home, actor=actor, now=now)
        inside = [a for a in stored.alerts_in(conn, into) if a["status"] not in CLOSED]
        first = {
            name: min((one[name] for one in (case, home) if one[name]), default=None)
            for name in ("due", "missed_due", "first_due")
        }
        seen = (standing(inside) if inside else {}) | first
        stored.save(conn, into, seen, expected_revision=home["revision"], note=f"#{case_id}", **told)
        audit(conn, case, "case.merge", actor=actor, now=now, into=into)
    return into


def split(
    store: Store,
    case_id: int,
    alerts: list[int],
    *,
    actor: Actor,
    now: dt.datetime,
    expected_revision: int,
    config: Config,
    key: str | None = None,
) -> int:
    """Take some alerts out of a case into one of their own, with the same owner and status; its number.

    It has the clocks it would have had by itself (``deadlines.apart``); the case left behind keeps its own.

    The same click splits once. Raises NotAllowed, NoSuchCase, NothingToSplit, or the store's CaseChanged.
    """
    with store.writing(at=now) as conn:
        case = taken_up(conn, case_id, actor)
        before = None if key is None else stored.done_before(conn, key=key, actor=actor.uid)
        if before is not None:
            return before
        unchanged(case, expected_revision)
        advance(case["status"], Action.SPLIT, role=actor.role, active=case["active"])
        living = [a for a in stored.alerts_in(conn, case_id) if a["status"] not in CLOSED]
        taken = [a for a in living if a["alert"] in set(alerts)]
        left = [a for a in living if a["alert"] not in set(alerts)]
        if not taken or not left:
            raise NothingToSplit(case_id)
        told = {"at": now, "actor": actor.uid}
        kept = ("cause", "county", "status", "level", "level_since", "owner")
        seen, since = standing(taken), stored.first_joined(conn, [a["alert"] for a in taken])
        clocks = apart(case, since=since, severity=seen["severity"], rules=rules_of(config), region=config.region)
        own = {name: case[name] for name in kept} | clocks | {
            "subject": f"{case['county']}#{case_id}.{expected_revision}",  # at one revision a case is split once
            "opened_for": min(a["opened_for"] for a in taken),
        }  # fmt: skip
        number = stored.open(conn, own | seen, note=f"#{case_id}", key=key, **told)
        stored.join(conn, number, [a["alert"] for a in taken], at=now)
        step = {"expected_revision": expected_revision, "action": Action.SPLIT.value, "note": f"#{number}"}
        stored.save(conn, case_id, standing(left), **step, **told)
        audit(conn, case, "case.split", actor=actor, now=now, into=number)
    return number


def decide(
    store: Store,
    region,
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    title: str,
    owner: str,
    until: dt.date,
    key: str,
) -> int:
    """A meeting decides: a case with owner and deadline, there at once; its number. The same click opens one only."""
    title, owner = title.strip(), owner.strip()
    if not title:
        raise ReasonNeeded(title)
    if not owner:
        raise OwnerNeeded(owner)
    if actor.role not in DECIDERS or not actor.scope.covers(county):
        raise NotAllowed(f"{actor.role} may not decide for {county}")
    today = now.astimezone(LOCAL).date()
    if until <= today:
        raise NoSuchDeadline(until)
    with store.writing(at=now) as conn:
        before = stored.done_before(conn, key=key, actor=actor.uid)
        if before is not None:
            return before
        row = {
            "subject": f"{county}#{key}", "cause": DECISION, "county": county, "title": title, "severity": "yellow",
            "active": False, "status": "new", "level": "prefecture" if county == region.code else "county",
            "owner": owner, "opened_for": today, "sign_by": after_workdays(now, 1, region),
            "due": dt.datetime.combine(until, END_OF_WORK, tzinfo=LOCAL),
        }  # fmt: skip
        number = stored.open(conn, row, at=now, actor=actor.uid, note=title, key=key)
        audit(conn, row | {"case": number}, "case.decide", actor=actor, now=now, owner=owner, until=until.isoformat())
    return number


def _as_at_home(conn, alerts: list[dict], home: dict, *, actor: Actor, now: dt.datetime) -> None:
    """Alerts stand where the case they joined stands, and have its owner."""
    theirs = {"status": home["status"]} | ({"owner": home["owner"]} if home["owner"] else {})
    for alert in alerts:
        changed = {name: value for name, value in theirs.items() if alert[name] != value}
        if changed:
            told = {"at": now, "valid_for": now.astimezone(LOCAL).date(), "actor": actor.uid, "action": "join"}
            stored_alerts.save(conn, {"alert": alert["alert"], **changed}, expected_revision=alert["revision"], **told)
