"""Contingency plans of enterprises: what opens them, what was drilled, and which were opened."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import contingency_drill, contingency_plan
from data.store.schema import plan_opening as table
from data.store.scope import Scope


class OpeningChanged(Exception):
    """Somebody else has closed this plan in the meantime."""


@read
def contingency_plans(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """One plan an enterprise and trigger.

    enterprise  text
    county      text
    trigger     text   the indicator whose alert opens it
    severity    text   from which level on
    actions     text
    lead        text
    drawn_on    day
    """
    names = ("enterprise", "county", "trigger", "severity", "actions", "lead", "drawn_on")
    statement = (
        select(*[contingency_plan.c[name] for name in names])
        .where(scope.where(contingency_plan), known(contingency_plan, as_known))
        .order_by(contingency_plan.c.enterprise, contingency_plan.c.trigger)
    )
    return frame_of(conn, statement)


@read
def drills(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """Drills of plans.

    enterprise  text
    county      text
    date        day
    content     text
    result      text   good, wanting
    note        text
    """
    c = contingency_drill.c
    statement = (
        select(c.enterprise, c.county, c.valid_for.label("date"), c.content, c.result, c.note)
        .where(scope.where(contingency_drill), known(contingency_drill, as_known), between(c.valid_for, since, until))
        .order_by(c.enterprise, c.valid_for)
    )
    return frame_of(conn, statement)


@read
def openings(conn: Connection, *, scope: Scope) -> pd.DataFrame:
    """Plans that were opened, the newest first.

    opening     integer
    enterprise  text
    county      text
    trigger     text
    alert       integer  that opened it
    severity    text
    opened_for  day
    opened_at   moment
    closed_for  day      missing while it is open
    closed_by   text
    note        text
    revision    integer
    """
    names = ("enterprise", "county", "trigger", "alert", "severity", "opened_for", "opened_at", "closed_for",
             "closed_by", "note", "revision")  # fmt: skip
    statement = (
        select(table.c.id.label("opening"), *[table.c[name] for name in names])
        .where(scope.where(table))
        .order_by(table.c.id.desc())
    )
    return frame_of(conn, statement)


def open_plan(conn: Connection, row: dict) -> int:
    """Enter an opening; its number."""
    return conn.execute(insert(table).values(**row, revision=1)).inserted_primary_key[0]


def close_plan(
    conn: Connection, number: int, *, expected_revision: int, closed_for: dt.date, closed_by: str, note: str
) -> None:
    """Stand a plan down. Raises OpeningChanged."""
    same = (table.c.id == number) & (table.c.revision == expected_revision) & table.c.closed_for.is_(None)
    change = {"closed_for": closed_for, "closed_by": closed_by, "note": note, "revision": expected_revision + 1}
    if conn.execute(update(table).where(same).values(**change)).rowcount != 1:
        raise OpeningChanged(number)


def get_opening(conn: Connection, *, scope: Scope, opening: int) -> dict | None:
    """One opening; None where it is not the reader's."""
    row = conn.execute(select(table).where(table.c.id == opening, scope.where(table))).mappings().first()
    return dict(row) if row else None
