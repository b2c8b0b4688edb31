"""Alerts: one living alert an indicator and subject, compared and set, each step kept with the alert as it then was."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, Select, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.store.frames import column_of, frame_of
from data.store.registry import read
from data.store.schema import alert as table
from data.store.schema import alert_event
from data.store.scope import Scope

ANSWERS = ("close", "close_signed", "known_cause", "false_alarm", "settle")
CLOSED = ("closed", "false_alarm")
NAMES = tuple(column.name for column in table.columns if column.name != "id")
_ONE = select(table).where(table.c.id == bindparam("number"))


class AlertChanged(Exception):
    """Somebody else acted on this alert in the meantime; look again and decide anew."""


class AlreadyLiving(Exception):
    """This indicator and subject already has a living alert."""


def open(
    conn: Connection,
    alert_row: dict,
    *,
    at: dt.datetime,
    valid_for: dt.date,
    actor: str,
    action: str = "open",
    note: str = "",
) -> int:
    """Open an alert (every column but ``alert`` and ``revision``); its number. Raises AlreadyLiving."""
    values = {name: value for name, value in alert_row.items() if name not in ("alert", "revision")}
    try:
        with conn.begin_nested():
            number = conn.execute(insert(table), {**values, "revision": 1}).inserted_primary_key[0]
    except IntegrityError as error:
        if not _is_living(conn, values):
            raise
        raise AlreadyLiving(f"{values['indicator']} of {values['subject']}") from error
    _note(conn, number, at=at, valid_for=valid_for, actor=actor, action=action, note=note)
    return number


def save(
    conn: Connection,
    alert_row: dict,
    *,
    expected_revision: int,
    at: dt.datetime,
    valid_for: dt.date,
    actor: str,
    action: str,
    note: str = "",
) -> int:
    """Set the given columns of the alert ``alert_row["alert"]``, if it is still at the expected revision.

    Answers with the new revision. Raises AlertChanged where somebody was faster.
    """
    number = int(alert_row["alert"])
    values = {name: value for name, value in alert_row.items() if name not in ("alert", "revision")}
    assert set(values) <= set(NAMES), f"no columns of an alert: {set(values) - set(NAMES)}"
    same = (table.c.id == number) & (table.c.revision == int(expected_revision))
    done = conn.execute(update(table).where(same).values(**values, revision=int(expected_revision) + 1))
    if done.rowcount != 1:
        raise AlertChanged(f"alert {number} is no longer at revision {expected_revision}")
    _note(conn, number, at=at, valid_for=valid_for, actor=actor, action=action, note=note)
    return int(expected_revision) + 1


def save_all(
    conn: Connection, alert_rows: list[dict], *, at: dt.datetime, valid_for: dt.date, actor: str, action: str
) -> None:
    """The same step of many alerts: rows with every column, each to be still at the revision it carries.

    Raises AlertChanged where somebody was faster; the transaction is then not to be kept.
    """
    if not alert_rows:
        return
    same = (table.c.id == bindparam("_alert")) & (table.c.revision == bindparam("_revision"))
    changes = {name: bindparam(f"_{name}") for name in NAMES if name != "revision"}
    statement = update(table).where(same).values(**changes, revision=bindparam("_revision") + 1)
    rows = [{"_alert": int(row["alert"]), **{f"_{name}": row[name] for name in NAMES}} for row in alert_rows]
    done = conn.execute(statement, rows)
    if done.rowcount != len(rows):
        raise AlertChanged(f"{len(rows) - done.rowcount} alerts are no longer at the revision seen")
    step = {"at": at, "valid_for": valid_for, "actor": actor, "action": action, "note": ""}
    snapshots = [{name: row[name] for name in NAMES} | {"revision": row["revision"] + 1} for row in alert_rows]
    events = [{**step, "alert": row["alert"], "snapshot": then} for row, then in zip(alert_rows, snapshots)]
    conn.execute(insert(alert_event), events)


def get(conn: Connection, *, scope: Scope, alert: int) -> dict | None:
    """One alert as it is now, with Python's own days and flags; None where it is not the reader's."""
    statement = select(table).where(table.c.id == int(alert), scope.where(table))
    row = conn.execute(statement).mappings().first()
    return {"alert": row["id"], **{name: row[name] for name in NAMES}} if row else None


@read
def living(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """The alerts nobody has closed.

    alert            integer
    indicator        text
    subject          text
    county           text      the region's own code for its totals
    enterprise       text      the firm, where it is one firm's
    severity         text      blue, yellow, orange, red
    active           flag      what the machine sees
    status           text      what people do: new, acknowledged, handling
    opened_for       day
    last_signal_for  day
    cleared_for      day       the day a fresh value cleared it, missing while it has not
    owner            text
    due              day
    value            number    in the indicator's unit
    threshold        number    the line it crossed
    evidence         document
    sentence         text      why, in one sentence
    revision         integer   for compare-and-set
    """
    if as_known is not None:
        frame = _as_known(conn, scope, as_known)
        return frame[~frame["status"].isin(CLOSED)].reset_index(drop=True)
    return frame_of(conn, _now(scope).where(table.c.status.not_in(CLOSED)))


@read
def all_alerts(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, since: dt.date | None = None
) -> pd.DataFrame:
    """Every alert: the living, and the closed ones that last signalled on or after ``since``.

    alert            integer
    indicator        text
    subject          text
    county           text      the region's own code for its totals
    enterprise       text      the firm, where it is one firm's
    severity         text      blue, yellow, orange, red
    active           flag      what the machine sees
    status           text      what people do: new, acknowledged, handling, closed, false_alarm
    opened_for       day
    last_signal_for  day
    cleared_for      day       the day a fresh value cleared it, missing while it has not
    owner            text
    due              day
    value            number    in the indicator's unit
    threshold        number    the line it crossed
    evidence         document
    sentence         text      why, in one sentence
    revision         integer   for compare-and-set
    """
    frame = frame_of(conn, _now(scope)) if as_known is None else _as_known(conn, scope, as_known)
    if since is None:
        return frame
    kept = ~frame["status"].isin(CLOSED) | (frame["last_signal_for"] >= pd.Timestamp(since))
    return frame[kept].reset_index(drop=True)


@read
def events(conn: Connection, *, scope: Scope, alert: int) -> pd.DataFrame:
    """What happened to one alert, in order.

    at        moment
    date      day      the day the step answers for
    actor     text
    action    text
    note      text
    severity  text     after the step
    """
    return frame_of(conn, _events(conn, scope, alert_event.c.alert == int(alert))).drop(columns="alert")


@read
def events_of_many(conn: Connection, *, scope: Scope, alerts: Sequence[int]) -> pd.DataFrame:
    """What happened to several alerts, each in order.

    alert     integer
    at        moment
    date      day      the day the step answers for
    actor     text
    action    text
    note      text
    severity  text     after the step
    """
    return frame_of(conn, _events(conn, scope, alert_event.c.alert.in_([int(one) for one in alerts])))


def _events(conn: Connection, scope: Scope, which) -> Select:
    c = alert_event.c
    lite = conn.dialect.name == "sqlite"
    severity = (
        func.json_extract(c.snapshot, "$.severity") if lite else func.jsonb_extract_path_text(c.snapshot, "severity")
    )
    return (
        select(c.alert, c.at, c.valid_for.label("date"), c.actor, c.action, c.note, severity.label("severity"))
        .join(table, table.c.id == c.alert)
        .where(which, scope.where(table))
        .order_by(c.alert, c.id)
    )


@read
def answers(conn: Connection, *, scope: Scope) -> pd.DataFrame:
    """Every alert with what people last said of it.

    alert       integer
    indicator   text
    county      text
    opened_for  day
    status      text
    said        text    the last of close, known_cause, false_alarm, or settle by the machine; empty before
    note        text
    """
    c = alert_event.c
    spoken = c.action.in_(ANSWERS)
    last = select(func.max(c.id).label("id")).where(spoken).group_by(c.alert).subquery()
    event = select(c.alert, c.action, c.note).join(last, last.c.id == c.id).subquery()
    statement = (
        select(
            table.c.id.label("alert"), table.c.indicator, table.c.county, table.c.opened_for, table.c.status,
            func.coalesce(event.c.action, "").label("said"), func.coalesce(event.c.note, "").label("note"),
        )
        .outerjoin(event, event.c.alert == table.c.id)
        .where(scope.where(table))
        .order_by(table.c.id)
    )  # fmt: skip
    return frame_of(conn, statement)


def _now(scope: Scope):
    columns = [table.c.id.label("alert"), *[table.c[name] for name in NAMES]]
    return select(*columns).where(scope.where(table)).order_by(table.c.id)


def _as_known(conn: Connection, scope: Scope, moment: dt.datetime) -> pd.DataFrame:
    last = select(func.max(alert_event.c.id)).where(alert_event.c.at <= moment).group_by(alert_event.c.alert)
    statement = (
        select(alert_event.c.alert, alert_event.c.snapshot)
        .join(table, table.c.id == alert_event.c.alert)
        .where(alert_event.c.id.in_(last), scope.where(table))
        .order_by(alert_event.c.alert)
    )
    then = frame_of(conn, statement)
    columns = {name: column_of([s[name] for s in then["snapshot"]], table.c[name].type) for name in NAMES}
    return pd.DataFrame({"alert": then["alert"], **columns})


def _note(conn: Connection, number: int, **step) -> None:
    row = conn.execute(_ONE, {"number": number}).mappings().one()
    snapshot = {name: row[name] for name in NAMES}
    conn.execute(insert(alert_event), {"alert": number, **step, "snapshot": snapshot})


def _is_living(conn: Connection, values: dict) -> bool:
    same = (table.c.indicator == values["indicator"]) & (table.c.subject == values["subject"])
    return conn.execute(select(table.c.id).where(same, table.c.status.not_in(CLOSED))).first() is not None
