"""Counting the registry by county, kind, section, township and month, from what changed since the last count.

The whole registry is grouped once. After that only the rows that came since, and the rows they
replaced, are grouped: what they add to and take from each month is added to the counts kept.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import Column, Connection, MetaData, Table, Text, and_, case, cast, func, literal, select, union_all

from data.store import setting
from data.store.bulk import insert, to_wire
from data.store.frames import frame_of
from data.store.schema import entity, entity_breakdown
from data.store.types import Day

CELL = ("county", "kind", "section", "township")
FLOWS = ("opened", "deregistered", "revoked")
COUNTED = "entity_breakdown"  # the setting that remembers what was counted
ROWS_AT_ONCE = 50_000
KEY, NUMBERS = (*CELL, "month"), (*FLOWS, "closing")
CHANGE = Table(
    "breakdown_change",
    MetaData(),
    *[Column(name, entity_breakdown.c[name].type) for name in (*KEY, *NUMBERS, "known_at")],
    prefixes=["TEMPORARY"],
)
LOCAL = ZoneInfo("Asia/Shanghai")


def refresh_breakdown(
    conn: Connection, *, known_at: dt.datetime, until: dt.date | None = None, months: int = 25
) -> int:
    """Bring the counts to the registry as it stands; answers with the number of rows written.

    ``until`` is the day of the run (known_at's day in China unless told). The first count reaches ``months``
    months back; later ones keep what was counted and go on from there.
    """
    before = setting.get(conn, COUNTED)
    last = _month(until or known_at.astimezone(LOCAL).date())
    first = _month(dt.date.fromisoformat(before["first"])) if before else last - (months - 1)
    done = before["rows"] if before else 0
    rows = conn.execute(select(func.max(entity.c.id))).scalar() or 0
    changes = _changes(conn, since=done, first=first) if rows > done else None
    end = max(last, _month(dt.date.fromisoformat(before["last"])) if before else last)
    if changes is not None and len(changes):
        end = max(end, pd.Period(changes["month"].max(), "M"))
    written = _lengthen(conn, before, end, known_at) if before else 0
    if changes is not None:
        written += _apply(conn, changes, pd.period_range(first, end, freq="M"), known_at)
    now = {"rows": rows, "first": _first_day(first).isoformat(), "last": _first_day(end).isoformat()}
    if now != before:
        setting.put(conn, COUNTED, now)
    return written


def _month(day: dt.date) -> pd.Period:
    return pd.Period(year=day.year, month=day.month, freq="M")


def _first_day(month: pd.Period) -> dt.date:
    return dt.date(month.year, month.month, 1)


def _changes(conn: Connection, *, since: int, first: pd.Period) -> pd.DataFrame:
    """What the rows after row ``since`` add and take: cell, month, opened, deregistered, revoked.

    Everything before the first month stands in the month before it.
    """
    parts = [((entity.c.id > since) & entity.c.superseded_at.is_(None), 1)]
    if since:
        parts.append((entity.c.id.in_(_replaced(since)), -1))
    events = union_all(*[query for condition, sign in parts for query in _events(conn, condition, sign, first)])
    events = events.subquery()
    sums = [func.sum(events.c[flow]).label(flow) for flow in FLOWS]
    keys = [events.c[name] for name in (*CELL, "month")]
    frame = frame_of(conn, select(*keys, *sums).group_by(*keys))
    return frame[(frame[list(FLOWS)] != 0).any(axis=1)]


def _replaced(since: int):
    """The rows already counted that rows after ``since`` replaced: of a key's counted rows the last was the current.

    The new codes are joined, not asked for with IN: without fresh statistics PostgreSQL then compares every
    superseded row with every new one.
    """
    new = select(entity.c.credit_code).where(entity.c.id > since).distinct().cte("new")
    counted = entity.c.superseded_at.is_not(None) & (entity.c.id <= since)
    last = select(func.max(entity.c.id)).join(new, new.c.credit_code == entity.c.credit_code).where(counted)
    return last.group_by(entity.c.credit_code)


def _events(conn: Connection, condition, sign: int, first: pd.Period) -> list:
    cell = [entity.c[name] for name in CELL]
    none = literal(0)
    ended = {cause: case((entity.c.ended_by == cause, sign), else_=0) for cause in FLOWS[1:]}
    opened = select(
        *cell,
        month_of(conn, entity.c.opened, first).label("month"),
        literal(sign).label("opened"),
        none.label("deregistered"),
        none.label("revoked"),
    ).where(condition)
    closed = select(
        *cell, month_of(conn, entity.c.closed, first).label("month"), none, ended["deregistered"], ended["revoked"]
    ).where(and_(condition, entity.c.closed.is_not(None)))
    return [opened, closed]


def month_of(conn: Connection, day, first: pd.Period):
    """The first day of a day's month; every day before ``first`` stands in the month before that."""
    if conn.dialect.name == "sqlite":
        month = func.substr(cast(day, Text), 1, 7, type_=Text) + "-01"
    else:
        month = cast(func.date_trunc("month", day), Day)
    return case((day < _first_day(first), literal(_first_day(first - 1), Day)), else_=month).cast(Day)


def _lengthen(conn: Connection, before: dict, end: pd.Period, known_at: dt.datetime) -> int:
    """Give every cell a row in each month begun since, with the stock it had."""
    written, last = 0, _month(dt.date.fromisoformat(before["last"]))
    c = entity_breakdown.c
    while last < end:
        same = [c[name] for name in CELL]
        stock = select(
            *same,
            literal(_first_day(last + 1), Day),
            literal(0),
            literal(0),
            literal(0),
            c.closing,
            literal(known_at, c.known_at.type),
        ).where(c.month == _first_day(last))
        names = (*KEY, *NUMBERS, "known_at")
        written += conn.execute(
            entity_breakdown.insert().from_select(names, stock), execution_options={"preserve_rowcount": True}
        ).rowcount
        last += 1
    return written


def _apply(conn: Connection, changes: pd.DataFrame, months: pd.PeriodIndex, known_at: dt.datetime) -> int:
    """Add the changes to the counts kept: a new cell gets every month, a known one is changed where it moved."""
    if changes.empty:
        return 0
    cells = changes[list(CELL)].drop_duplicates().reset_index(drop=True)
    numbers = _dense(changes, cells, months)
    known = _known_cells(conn, cells, months[-1])[:, None]
    moved = np.any([array != 0 for array in numbers], axis=0)
    moment = to_wire(entity_breakdown.c.known_at, conn.dialect.name)(known_at)
    days = np.array([_day_wire(conn, month) for month in months], dtype=object)
    own = [cells[name].to_numpy(dtype=object) for name in CELL]
    written = 0
    for write, chosen in ((_insert_counts, ~known & np.ones_like(moved)), (_add, known & moved)):
        for places in np.array_split(np.flatnonzero(chosen), np.count_nonzero(chosen) // ROWS_AT_ONCE + 1):
            row, month = np.divmod(places, len(months))
            columns = (*[part[row] for part in own], days[month], *[array[row, month].tolist() for array in numbers])
            write(conn, [(*values, moment) for values in zip(*columns, strict=True)])
            written += len(places)
    return written


def _insert_counts(conn: Connection, rows: list[tuple]) -> None:
    insert(conn, entity_breakdown, (*KEY, *NUMBERS, "known_at"), rows)


def _dense(changes: pd.DataFrame, cells: pd.DataFrame, months: pd.PeriodIndex) -> list[np.ndarray]:
    """The change of each of NUMBERS, cells x months; what lies before the first month stands in the closing alone."""
    order = cells.assign(row=cells.index)
    row = changes[list(CELL)].merge(order, on=list(CELL), how="left")["row"].to_numpy()
    at = changes["month"].dt.year * 12 + changes["month"].dt.month - (months[0].year * 12 + months[0].month) + 1
    flows = []
    for flow in FLOWS:
        dense = np.zeros((len(cells), len(months) + 1), dtype="int64")
        np.add.at(dense, (row, at.to_numpy()), changes[flow].to_numpy())
        flows.append(dense)
    closing = np.cumsum(flows[0] - flows[1] - flows[2], axis=1)
    return [array[:, 1:] for array in (*flows, closing)]


def _known_cells(conn: Connection, cells: pd.DataFrame, month: pd.Period) -> np.ndarray:
    """Which of the cells have rows already."""
    c = entity_breakdown.c
    among = c.county.in_(sorted(set(cells["county"])))
    rows = conn.execute(select(*[c[name] for name in CELL]).where(among, c.month == _first_day(month)))
    known = set(map(tuple, rows))
    return np.array([cell in known for cell in cells.itertuples(index=False, name=None)], dtype=bool)


def _day_wire(conn: Connection, month: pd.Period):
    return to_wire(entity_breakdown.c.month, conn.dialect.name)(_first_day(month))


def _add(conn: Connection, rows: list[tuple]) -> None:
    """Add numbers to rows that exist, all in one statement: by key, one at a time, is twenty times as slow."""
    if not rows:
        return
    CHANGE.create(conn)
    insert(conn, CHANGE, (*KEY, *NUMBERS, "known_at"), rows)
    kept, change = entity_breakdown.c, CHANGE.c
    sums = {name: kept[name] + change[name] for name in NUMBERS}
    same = and_(*[kept[name] == change[name] for name in KEY])
    conn.execute(entity_breakdown.update().where(same).values(**sums, known_at=change.known_at))
    CHANGE.drop(conn)
