"""Dispatch proposals: the lines of a day, and the balance of every county and category behind them."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, false, or_, select, true

from data.store.bulk import supersede, to_wire
from data.store.computed_rows import wire_rows
from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import dispatch_balance, dispatch_line
from data.store.scope import Scope
from data.store.values import CLOSE
from data.store.versions import Changes, put_versions

LINE = ("category", "sender", "from_county", "receiver", "to_county", "kind", "valid_for", "tonnes", "km",
        "sender_before", "sender_after", "receiver_before", "receiver_after", "target_days", "reason")  # fmt: skip
BALANCE = ("category", "county", "valid_for", "state", "firms", "heard", "on_hand", "in_transit", "demand",
           "target_days", "need", "spare", "sent", "received", "unmet", "short_since", "reason")  # fmt: skip


def put(
    conn: Connection, *, lines: pd.DataFrame, balance: pd.DataFrame, day: dt.date, known_at: dt.datetime
) -> Changes:
    """Store the whole proposal of a day (columns as read below, ``date`` for the day).

    Equal rows are left alone, differing ones supersede; a row of the day that is proposed no longer is withdrawn.
    """
    changes = Changes()
    for table, frame, own in ((dispatch_line, lines, LINE), (dispatch_balance, balance, BALANCE)):
        rows = list(wire_rows(conn, table, frame, own))
        changes += put_versions(conn, table, rows, own=own, known_at=known_at, close=CLOSE)
        _withdraw(conn, table, {_key(table, own, row) for row in rows}, day, known_at)
    return changes


def _key(table, own: Sequence[str], row: tuple) -> tuple:
    said = dict(zip(own, row, strict=True))
    return tuple(said[name] for name in table.info["key"] if name != "valid_for")


def _withdraw(conn: Connection, table, kept: set[tuple], day: dt.date, known_at: dt.datetime) -> None:
    names = [name for name in table.info["key"] if name != "valid_for"]
    statement = select(*[table.c[name] for name in names], table.c.id).where(
        table.c.superseded_at.is_(None), table.c.valid_for == day
    )
    gone = [row[-1] for row in conn.execute(statement).fetchall() if tuple(row[:-1]) not in kept]
    supersede(conn, table, gone, to_wire(table.c.known_at, conn.dialect.name)(known_at))


@read
def lines(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, since: dt.date | None, until: dt.date | None
) -> pd.DataFrame:
    """What to send: visible to those whose county or firm sends or receives.

    category         text
    sender           text    the firm that gives
    from_county      text
    receiver         text    the firm that takes
    to_county        text
    kind             text    between counties, or within one
    date             day
    tonnes           number
    km               number
    sender_before    number  days of cover on hand
    sender_after     number
    receiver_before  number  days of cover, goods on the way counted
    receiver_after   number
    target_days      number
    reason           text    in the officials' words
    """
    table = dispatch_line
    statement = (
        select(*_columns(table, LINE))
        .where(_either_end(scope), known(table, as_known), between(table.c.valid_for, since, until))
        .order_by(table.c.valid_for, table.c.category, table.c.to_county, table.c.receiver, table.c.sender)
    )
    return frame_of(conn, statement)


@read
def balances(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, since: dt.date | None, until: dt.date | None
) -> pd.DataFrame:
    """How each county stands with each category: what it lacks, may spare, gets, and still lacks.

    category     text
    county       text     the region's own code for its totals
    date         day
    state        text     enough, filled (by what is proposed), small (but for less than a load), short, unknown
    firms        integer  that must report it
    heard        integer  that have
    on_hand      number   tonnes
    in_transit   number   tonnes
    demand       number   tonnes a day
    target_days  number
    need         number   tonnes to the target, goods on the way counted
    spare        number   tonnes that may leave
    sent         number   tonnes
    received     number   tonnes
    unmet        number   tonnes still lacking
    short_since  day      of the region's row: since when it cannot help itself
    reason       text     in the officials' words
    """
    table = dispatch_balance
    statement = (
        select(*_columns(table, BALANCE))
        .where(scope.where(table), known(table, as_known), between(table.c.valid_for, since, until))
        .order_by(table.c.valid_for, table.c.category, table.c.county)
    )
    return frame_of(conn, statement)


def _columns(table, names: Sequence[str]) -> list:
    return [table.c[name].label("date") if name == "valid_for" else table.c[name] for name in names]


def _either_end(scope: Scope):
    c = dispatch_line.c
    if scope.enterprise is not None:
        return or_(c.sender == scope.enterprise, c.receiver == scope.enterprise)
    if scope.counties is None:
        return true()
    if not scope.counties:
        return false()
    mine = sorted(scope.counties)
    return or_(c.from_county.in_(mine), c.to_county.in_(mine))
