"""Market entities: the daily counts, who closed, and the breakdown of the registry."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from data.store.breakdown import CELL, NUMBERS, refresh_breakdown
from data.store.frames import between, frame_of, known
from data.store.rebooking import rebooked
from data.store.registry import read
from data.store.schema import entity, entity_breakdown, entity_count
from data.store.scope import Scope

__all__ = ["breakdown", "closed_count", "closed_entities", "daily_counts", "rebooked", "refresh_breakdown"]

FLOWS = ("opening", "entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified", "closing")


@read
def daily_counts(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """The reported stock and flows, a row a county, kind and day.

    county           text
    kind             text
    date             day
    opening          integer  entities, like all below
    entries          integer
    deregistrations  integer
    revocations      integer
    moves_in         integer
    moves_out        integer
    reclassified     integer  net change of definition, may be negative
    closing          integer  opening + entries - deregistrations - revocations + moves_in - moves_out + reclassified
    known_at         moment
    """
    c = entity_count.c
    statement = (
        select(c.county, c.kind, c.valid_for.label("date"), *[c[name] for name in FLOWS], c.known_at)
        .where(scope.where(entity_count), known(entity_count, as_known), between(c.valid_for, since, until))
        .order_by(c.county, c.kind, c.valid_for)
    )
    return frame_of(conn, statement)


@read
def breakdown(
    conn: Connection,
    *,
    scope: Scope,
    since: dt.date | None = None,
    until: dt.date | None = None,
    county: str | None = None,
    kind: str | None = None,
    section: str | None = None,
    township: str | None = None,
    by: Sequence[str] = CELL,
) -> pd.DataFrame:
    """The registry by county, kind, section, township and month, as the last daily run counted it.

    ``by`` sums over the others of the four, whose columns are then absent: a page of a hundred
    counties reads thousands of rows, not millions.

    county        text
    kind          text
    section       text     GB/T 4754-2017 letter
    township      text
    month         day      its first day
    opened        integer  entities, like all below
    deregistered  integer
    revoked       integer
    closing       integer  at the month's end, or at the last run for the running month
    """
    c = entity_breakdown.c
    keys = [c[name] for name in (*by, "month")]
    numbers = [c[name] for name in NUMBERS]
    if set(by) != set(CELL):
        numbers = [func.sum(number).label(number.name) for number in numbers]
    chosen = _only(c, county=county, kind=kind, section=section, township=township)
    statement = select(*keys, *numbers).where(scope.where(entity_breakdown), between(c.month, since, until), chosen)
    if set(by) != set(CELL):
        statement = statement.group_by(*keys)
    return frame_of(conn, statement.order_by(*keys))


@read
def closed_entities(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date,
    until: dt.date,
    county: str | None = None,
    kind: str | None = None,
    section: str | None = None,
    township: str | None = None,
    limit: int = 200,
    offset: int = 0,
) -> pd.DataFrame:
    """The entities that closed between two days (both included), the latest first.

    credit_code  text
    name         text
    kind         text
    county       text
    township     text
    section      text
    size         text
    opened       day
    closed       day
    ended_by     text  deregistered or revoked
    """
    c = entity.c
    names = ("credit_code", "name", "kind", "county", "township", "section", "size", "opened", "closed", "ended_by")
    chosen = _only(c, county=county, kind=kind, section=section, township=township)
    statement = (
        select(*[c[name] for name in names])
        .where(scope.where(entity), known(entity, as_known), c.closed.between(since, until), chosen)
        .order_by(c.closed.desc(), c.credit_code)
        .limit(limit)
        .offset(offset)
    )
    return frame_of(conn, statement)


def closed_count(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date,
    until: dt.date,
    county: str | None = None,
    kind: str | None = None,
    section: str | None = None,
    township: str | None = None,
) -> int:
    """How many entities `closed_entities` would list without a limit."""
    c = entity.c
    chosen = _only(c, county=county, kind=kind, section=section, township=township)
    condition = and_(scope.where(entity), known(entity, as_known), c.closed.between(since, until), chosen)
    return conn.execute(select(func.count()).select_from(entity).where(condition)).scalar_one()


def _only(c, **chosen: str | None):
    return and_(True, *[c[name] == value for name, value in chosen.items() if value is not None])
