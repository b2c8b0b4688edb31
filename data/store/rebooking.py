"""Who the registry booked over from one cell to another: two versions of an entity that differ in place or kind.

The breakdown counts an entity in the cell it stands in now, for all its months; this read tells what to put back.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, or_, select, union_all
from sqlalchemy.sql import Subquery

from data.store import setting
from data.store.breakdown import CELL, COUNTED, month_of
from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import entity
from data.store.scope import Scope

LOCAL = ZoneInfo("Asia/Shanghai")
SIDES = ("from", "to")


@read
def rebooked(conn: Connection, *, scope: Scope, since: dt.date) -> pd.DataFrame:
    """Bookings over since a day, as far as the last daily run had counted; a side the reader may not see has no names.

    from_county    text
    from_kind      text
    from_section   text
    from_township  text
    to_county      text
    to_kind        text
    to_section     text
    to_township    text
    month          day      the month we learned of it, its first day
    opened         day      the month the entities opened; one before ``since`` stands in the month before
    closed         day      the month they closed, missing for those living
    ended_by       text     deregistered or revoked
    entities       integer
    """
    counted = setting.get(conn, COUNTED) or {"rows": 0}
    first = pd.Period(since, "M")
    pair = _pairs(since, counted["rows"])
    sides = [pair.c[f"{side}_{name}"] for side in SIDES for name in CELL]
    moments = (
        pair.c.known_at,
        month_of(conn, pair.c.opened, first).label("opened"),
        month_of(conn, pair.c.closed, first).label("closed"),
    )
    differs = or_(*[pair.c[f"from_{name}"] != pair.c[f"to_{name}"] for name in CELL])
    keys = (*sides, *moments, pair.c.ended_by)
    statement = select(*keys, func.count().label("entities")).where(differs).group_by(*keys)
    return _seen(_by_month(frame_of(conn, statement)), scope)


def _pairs(since: dt.date, rows: int) -> Subquery:
    """Each version with the one that took its place since a day; opened and closed as the last of them says."""
    begin = dt.datetime.combine(since, dt.time(), LOCAL)
    columns = [entity.c[name] for name in ("id", "credit_code", *CELL, "opened", "closed", "ended_by", "known_at")]
    replaced = (entity.c.superseded_at >= begin) & (entity.c.id <= rows)
    changed = select(entity.c.credit_code).where(replaced).distinct().cte("changed")
    current = entity.c.superseded_at.is_(None) & (entity.c.id <= rows)
    standing = select(*columns).join(changed, changed.c.credit_code == entity.c.credit_code).where(current)
    version = union_all(select(*columns).where(replaced), standing).subquery()
    return select(
        *[version.c[name].label(f"from_{name}") for name in CELL],
        *[_of_its(version, func.lead, name).label(f"to_{name}") for name in CELL],
        _of_its(version, func.lead, "known_at").label("known_at"),
        *[_of_its(version, func.first_value, name, last=True).label(name) for name in ("opened", "closed", "ended_by")],
    ).subquery()


def _of_its(version: Subquery, function, name: str, *, last: bool = False):
    """What the next version of the same entity says, or its last one."""
    order = version.c.id.desc() if last else version.c.id
    column = version.c[name]
    return function(column, type_=column.type).over(partition_by=version.c.credit_code, order_by=order)


def _by_month(frame: pd.DataFrame) -> pd.DataFrame:
    month = frame["known_at"].dt.tz_convert(LOCAL).dt.tz_localize(None).dt.to_period("M").dt.start_time
    frame = frame.assign(month=month.astype("datetime64[us]"))
    keys = [*[f"{side}_{name}" for side in SIDES for name in CELL], "month", "opened", "closed", "ended_by"]
    return frame.groupby(keys, dropna=False, as_index=False)["entities"].sum()[[*keys, "entities"]]


def _seen(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Only what touches the reader's counties; the other side's names are taken away."""
    covers = {
        side: np.array([scope.covers(county) for county in frame[f"{side}_county"]], dtype=bool) for side in SIDES
    }
    for side in SIDES:
        for name in CELL:
            frame[f"{side}_{name}"] = frame[f"{side}_{name}"].where(covers[side], "")
    return frame[covers["from"] | covers["to"]].reset_index(drop=True)
