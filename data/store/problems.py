"""Problems and needs of entities: compared and set, each step kept with the problem as it then was."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, func, insert, select, update

from data.store.frames import column_of, frame_of
from data.store.registry import read
from data.store.schema import problem as table
from data.store.schema import problem_event
from data.store.scope import Scope

NAMES = tuple(column.name for column in table.columns if column.name != "id")


class ProblemChanged(Exception):
    """Somebody else acted on this problem in the meantime; look again and decide anew."""


def open(conn: Connection, row: dict, *, at: dt.datetime, actor: str, note: str = "") -> int:
    """Enter a problem (every column but ``revision``); its number."""
    number = conn.execute(insert(table).values(**row, revision=1)).inserted_primary_key[0]
    _note(conn, number, at=at, actor=actor, action="report", note=note)
    return number


def save(
    conn: Connection,
    number: int,
    change: dict,
    *,
    expected_revision: int,
    at: dt.datetime,
    actor: str,
    action: str,
    note: str = "",
) -> int:
    """Set some columns, if the problem is still at the expected revision; the new one. Raises ProblemChanged."""
    same = (table.c.id == number) & (table.c.revision == int(expected_revision))
    done = conn.execute(update(table).where(same).values(**change, revision=int(expected_revision) + 1))
    if done.rowcount != 1:
        raise ProblemChanged(f"problem {number} is no longer at revision {expected_revision}")
    _note(conn, number, at=at, actor=actor, action=action, note=note)
    return int(expected_revision) + 1


def get(conn: Connection, *, scope: Scope, problem: int) -> dict | None:
    """One problem as it is now; None where it is not the reader's."""
    statement = select(table).where(table.c.id == int(problem), scope.where(table))
    row = conn.execute(statement).mappings().first()
    return {"problem": row["id"], **{name: row[name] for name in NAMES}} if row else None


@read
def all_problems(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """Every problem, in the order in which they were raised.

    problem       integer
    county        text
    enterprise    text
    entity        text
    contact       text     masked
    category      text
    title         text
    detail        text
    source        text     entity, visit, alert, meeting
    alert         number   missing where it came from none
    measure       text     row of the plan
    level         text     county, prefecture, province
    status        text     registered, accepted, answered, closed, declined, merged
    owner         text     missing until the level it is at has taken it
    due           day
    opened_for    day
    answered_for  day
    answer        text
    merged_into   number
    revision      integer  for compare-and-set
    """
    if as_known is None:
        columns = [table.c.id.label("problem"), *[table.c[name] for name in NAMES]]
        return _numbers(conn, select(*columns).where(scope.where(table)).order_by(table.c.id))
    last = select(func.max(problem_event.c.id)).where(problem_event.c.at <= as_known).group_by(problem_event.c.problem)
    statement = (
        select(problem_event.c.problem, problem_event.c.snapshot)
        .join(table, table.c.id == problem_event.c.problem)
        .where(problem_event.c.id.in_(last), scope.where(table))
        .order_by(problem_event.c.problem)
    )
    then = frame_of(conn, statement)
    columns = {}
    for name in NAMES:
        values = [snapshot[name] for snapshot in then["snapshot"]]
        nullable = name in ("alert", "merged_into")
        columns[name] = pd.array(values, dtype="float64") if nullable else column_of(values, table.c[name].type)
    return pd.DataFrame({"problem": then["problem"], **columns}).astype({"alert": "float64", "merged_into": "float64"})


def _numbers(conn: Connection, statement) -> pd.DataFrame:
    """The frame with its optional numbers as numbers that may be missing."""
    columns = [column for column in statement.selected_columns if column.key not in ("alert", "merged_into")]
    frame = frame_of(conn, statement.with_only_columns(*columns))
    optional = conn.execute(statement.with_only_columns(table.c.alert, table.c.merged_into)).all()
    found = pd.DataFrame(optional, columns=["alert", "merged_into"], dtype="float64")
    return frame.assign(**found)[["problem", *NAMES]]


@read
def events(conn: Connection, *, scope: Scope, problem: int) -> pd.DataFrame:
    """What happened to one problem, in order.

    at      moment
    actor   text
    action  text
    note    text
    """
    c = problem_event.c
    statement = (
        select(c.at, c.actor, c.action, c.note)
        .join(table, table.c.id == c.problem)
        .where(c.problem == int(problem), scope.where(table))
        .order_by(c.id)
    )
    return frame_of(conn, statement)


def _note(conn: Connection, number: int, **step) -> None:
    row = conn.execute(select(table).where(table.c.id == number)).mappings().one()
    snapshot = {name: row[name] for name in NAMES}
    conn.execute(insert(problem_event).values(problem=number, **step, snapshot=snapshot))
