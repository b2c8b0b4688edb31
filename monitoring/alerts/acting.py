"""What people do with an alert: one step, one transaction, one event; the same click twice changes nothing."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from data.store import alerts as stored
from data.store import cases, events
from data.store.engine import Store
from data.store.scope import Scope
from monitoring.alerts.lifecycle import NEEDS_A_REASON, OF_ONE_ALERT, Action, NotAllowed, advance

LOCAL = ZoneInfo("Asia/Shanghai")  # where the readers live


class NoSuchAlert(Exception):
    """There is no such alert, or it lies outside the reader's scope."""


class ReasonNeeded(Exception):
    """This step must say why."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts: account, name, role and what they may see."""

    uid: str
    name: str
    role: str
    scope: Scope


def act(
    store: Store,
    alert_id: int,
    action: Action,
    *,
    actor: Actor,
    now: dt.datetime,
    expected_revision: int,
    note: str = "",
    owner: str | None = None,
    key: str | None = None,
) -> str:
    """Take a step and answer with the alert's status after it.

    ``owner`` is the new one for ASSIGN. ``key`` names the click: a repeated one answers with the status and writes
    nothing. Raises NotAllowed, NoSuchAlert, ReasonNeeded, or the store's AlertChanged when somebody was faster.
    """
    action = Action(action)
    note = note.strip()
    if action in NEEDS_A_REASON and not note:
        raise ReasonNeeded(action)
    if action is Action.ASSIGN and not (owner or "").strip():
        raise ReasonNeeded(action)
    if action not in OF_ONE_ALERT:
        raise NotAllowed(f"{action} is a step of the alert's case")
    with store.writing(at=now) as conn:
        alert = stored.get(conn, scope=actor.scope, alert=alert_id)
        if alert is None:
            raise NoSuchAlert(alert_id)
        if key is not None and _done_before(conn, alert_id, actor, key):
            return alert["status"]
        status = advance(alert["status"], action, role=actor.role, active=alert["active"])
        change = {"alert": alert_id, "status": status} | ({"owner": owner.strip()} if action is Action.ASSIGN else {})
        day = now.astimezone(LOCAL).date()
        stored.save(
            conn,
            change,
            expected_revision=expected_revision,
            at=now,
            valid_for=day,
            actor=actor.uid,
            action=action.value,
            note=note,
        )
        if action in (Action.ACKNOWLEDGE, Action.HANDLE):
            cases.follow(conn, alert_id, status, actor=actor.uid, action=action.value, at=now)
        events.append(
            conn,
            at=now,
            actor=actor.uid,
            action=f"alert.{action.value}",
            object_kind="alert",
            object_id=str(alert_id),
            county=alert["county"],
            detail={"key": key, "from": alert["status"], "to": status, "note": note},
        )
    return status


def _done_before(conn, alert_id: int, actor: Actor, key: str) -> bool:
    before = events.history(conn, scope=Scope(counties=None), object_kind="alert", object_id=str(alert_id))
    return any(detail.get("key") == key and who == actor.uid for detail, who in zip(before["detail"], before["actor"]))


__all__ = ["Action", "Actor", "NoSuchAlert", "NotAllowed", "ReasonNeeded", "act"]
