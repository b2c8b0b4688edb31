"""What people do with a case: one step, one transaction, its alerts with it, one event; no click counts twice."""

import datetime as dt
from zoneinfo import ZoneInfo

from data.store import alerts as stored_alerts
from data.store import cases as stored
from data.store import events, evidence
from data.store.engine import Store
from monitoring.alerts.acting import Actor, NotAllowed, ReasonNeeded
from monitoring.alerts.lifecycle import CLOSED, NEEDS_A_REASON, NEEDS_PROOF, Action, advance
from monitoring.cases.deadlines import NO_REQUEST, NoSuchDay, granted, refused, reported, request, taken_back
from monitoring.cases.escalation import NEXT, lifted
from monitoring.cases.opening import DECISION
from monitoring.cases.rules import rules_of
from monitoring.config import Config

LOCAL = ZoneInfo("Asia/Shanghai")
LONGEST_SILENCE = 90
"""Days a case may be kept quiet at once."""
ENDS = frozenset({Action.CLOSE, Action.CLOSE_SIGNED, Action.FALSE_ALARM})
OF_ALERTS_ALONE = frozenset({Action.FALSE_ALARM, Action.KNOWN_CAUSE, Action.MERGE, Action.SPLIT})
"""What is said of alerts has no meaning for a decision: it ends by being done and proved, or not at all."""


class NoSuchCase(Exception):
    """There is no such case, or it lies outside the reader's scope."""


class ProofNeeded(Exception):
    """This step must be proved: nothing has been uploaded to the case yet."""


class OwnerNeeded(Exception):
    """Nobody has taken this case, or the step must name who does."""


def act_on_case(
    store: Store,
    case_id: int,
    action: Action,
    *,
    actor: Actor,
    now: dt.datetime,
    expected_revision: int,
    config: Config,
    note: str = "",
    owner: str | None = None,
    until: dt.date | None = None,
    key: str | None = None,
) -> str:
    """Take a step and answer with the case's status after it; its living alerts take the same step.

    Raises NotAllowed, NoSuchCase, ReasonNeeded, ProofNeeded, OwnerNeeded, NoSuchDay, or the store's CaseChanged.
    """
    action, note, owner = Action(action), note.strip(), (owner or "").strip()
    if action in NEEDS_A_REASON and not note:
        raise ReasonNeeded(action)
    with store.writing(at=now) as conn:
        case = taken_up(conn, case_id, actor)
        if key is not None and stored.done_before(conn, key=key, actor=actor.uid) is not None:
            return case["status"]
        unchanged(case, expected_revision)
        if case["cause"] == DECISION and action in OF_ALERTS_ALONE:
            raise NotAllowed(f"a decision is not {action}")
        status = advance(case["status"], action, role=actor.role, active=case["active"])
        if action in NEEDS_PROOF and evidence.count(conn, case=case_id) == 0:
            raise ProofNeeded(case_id)
        said = {"note": note, "owner": owner, "until": until, "by": actor}
        values = {"status": status} | _effects(case, action, now=now, config=config, **said)
        told = {"at": now, "actor": actor.uid, "action": action.value, "note": note, "key": key}
        stored.save(conn, case_id, values, expected_revision=expected_revision, **told)
        _with_its_alerts(conn, case_id, values, action=action, note=note, actor=actor, now=now)
        audit(conn, case, f"case.{action.value}", actor=actor, now=now, note=note, to=status)
    return status


def taken_up(conn, case_id: int, actor: Actor) -> dict:
    """The case, if the actor may see it. Raises NoSuchCase."""
    case = stored.get(conn, scope=actor.scope, case=case_id)
    if case is None:
        raise NoSuchCase(case_id)
    return case


def unchanged(case: dict, expected_revision: int) -> None:
    """Whoever saw another state is told so first, whatever the step. Raises the store's CaseChanged."""
    if case["revision"] != expected_revision:
        raise stored.CaseChanged(f"case {case['case']} is no longer at revision {expected_revision}")


def audit(conn, case: dict, action: str, *, actor: Actor, now: dt.datetime, **detail) -> None:
    """Enter the step in the audit, as the last thing of the transaction."""
    events.append(
        conn, at=now, actor=actor.uid, action=action, object_kind="case", object_id=str(case["case"]),
        county=case["county"], detail={"from": case["status"], **detail},
    )  # fmt: skip


def _effects(case: dict, action: Action, *, now, config: Config, note: str, owner: str, until, by: Actor) -> dict:
    """What a step changes besides the status."""
    signed = {"signed_at": case["signed_at"] or now}
    acted = {"acted_at": case["acted_at"] or now}
    if action in (Action.ACKNOWLEDGE, Action.HANDLE, Action.REPORT) and case["owner"] is None:
        raise OwnerNeeded(action)
    if action in (Action.ASSIGN, Action.TAKE):
        if not owner:
            raise OwnerNeeded(action)
        if action is Action.TAKE and case["owner"] is not None:
            raise NotAllowed("somebody has taken it")
        return {"owner": owner} | (signed if action is Action.TAKE else {})
    if action is Action.ACKNOWLEDGE:
        return signed
    if action is Action.HANDLE:
        return signed | acted
    if action is Action.REPORT:
        return signed | acted | reported(now, rules=rules_of(config), region=config.region)
    if action in (Action.REWORK, Action.KNOWN_CAUSE):
        return taken_back(case, now)
    if action is Action.POSTPONE:
        if case["owner"] is None:
            raise OwnerNeeded(action)
        return request(case, until, note, now=now, by=by.uid, region=config.region)
    if action is Action.GRANT:
        return granted(case, now)
    if action is Action.REFUSE:
        return refused(case)
    if action in ENDS:
        waived = {"waived": note} if action is Action.CLOSE_SIGNED else {}
        measurable = action is not Action.FALSE_ALARM and case["cause"] != DECISION
        return {"closed_at": now, "recheck": "pending" if measurable else None} | NO_REQUEST | waived
    if action is Action.ESCALATE:
        if case["level"] not in NEXT:
            raise NotAllowed("there is no higher level")
        return lifted(case, now=now, rules=rules_of(config), region=config.region)
    if action is Action.SILENCE:
        today = now.astimezone(LOCAL).date()
        if until is None or not today < until <= today + dt.timedelta(days=LONGEST_SILENCE):
            raise NoSuchDay(until)
        return {"silenced_until": until, "silenced_why": note, "silenced_by": by.uid}
    if action is Action.UNSILENCE:
        return {"silenced_until": None, "silenced_why": None, "silenced_by": None}
    if action in (Action.MERGE, Action.SPLIT):
        raise NotAllowed("merging and splitting have functions of their own")
    return {}


def _with_its_alerts(conn, case_id: int, values: dict, *, action: Action, note, actor, now) -> None:
    given = {name: values[name] for name in ("status", "owner") if values.get(name)}
    for alert in stored.alerts_in(conn, case_id):
        changed = {name: value for name, value in given.items() if alert[name] != value}
        if alert["status"] in CLOSED or not changed:
            continue
        day = now.astimezone(LOCAL).date()
        told = {"at": now, "valid_for": day, "actor": actor.uid, "action": action.value, "note": note}
        stored_alerts.save(conn, {"alert": alert["alert"], **changed}, expected_revision=alert["revision"], **told)
