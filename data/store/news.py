"""What was learned since a moment: which days the daily run must look at again, and who reported when first."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, Table, Text, and_, cast, func, literal, null, or_, select, true, union_all

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import arrears_payment, entity_count, market_status, measure_progress, supply
from data.store.scope import Scope
from data.store.types import Real

OBSERVED = {
    "entity_counts": entity_count,
    "market_status": market_status,
    "supply_daily": supply,
    "arrears_payments": arrears_payment,
    "measure_progress": measure_progress,
}


def first_changed_days(
    conn: Connection, *, after: dt.datetime, until: dt.datetime, not_before: dt.date | None = None
) -> dict[str, dt.date]:
    """The first day about which something was learned (or taken back) after one moment and by another, by kind."""
    firsts = [
        select(literal(name), func.min(table.c.valid_for, type_=table.c.valid_for.type)).where(
            or_(_within(table.c.known_at, after, until), _within(table.c.superseded_at, after, until)),
            between(table.c.valid_for, not_before, None),
        )
        for name, table in OBSERVED.items()
    ]
    return {name: day for name, day in conn.execute(union_all(*firsts)) if day is not None}


def _within(column, after: dt.datetime, until: dt.datetime):
    return (column > after) & (column <= until)


@read
def first_told_supply(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each supply report first came in; later corrections of it do not count.

    enterprise      text
    category        text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, supply, ("enterprise", "category"), scope, as_known, since, until)


@read
def first_told_counts(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each day's count of entities first came in; later corrections of it do not count.

    county          text
    kind            text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, entity_count, ("county", "kind"), scope, as_known, since, until)


@read
def first_told_markets(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each market's status report first came in; later corrections of it do not count.

    market          text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, market_status, ("market",), scope, as_known, since, until)


@read
def first_told_measures(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each report on a measure first came in; later corrections of it do not count.

    county          text
    target          text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, measure_progress, ("county", "target"), scope, as_known, since, until)


@read
def first_told_payments(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """When each county's payments of a day first came in; later corrections of them do not count.

    county          text
    date            day
    first_known_at  moment
    """
    return _first_told(conn, arrears_payment, ("county",), scope, as_known, since, until)


MEASURED = {
    "entity_counts": (entity_count, "closing", ("county", "kind")),
    "market_status": (market_status, "stalls_open", ("market",)),
    "supply_daily": (supply, "on_hand", ("enterprise", "category")),
    "arrears_payments": (arrears_payment, "paid", ("item", "voucher")),
}


@read
def revisions(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """What was corrected: the figure as reported first, and as it stands now.

    observation  text    entity_counts, market_status, supply_daily, arrears_payments
    county       text
    enterprise   text
    subject      text    what it is about, its parts joined by ":"
    date         day     spoken of
    then         number  as first reported: entities, stalls, tonnes, 10,000 yuan
    now          number  as it stands
    changed_at   moment  when it was last corrected
    """
    parts = [_revised(name, *measured, scope, as_known, since, until) for name, measured in MEASURED.items()]
    found = union_all(*parts).subquery()
    return frame_of(
        conn,
        select(found).order_by(
            found.c.changed_at.desc(), *[found.c[name] for name in ("observation", "subject", "date")]
        ),
    )


def _revised(name: str, table: Table, column: str, subject: tuple[str, ...], scope, as_known, since, until):
    """Keys whose current row says another figure than their first one. Corrected rows alone are looked up."""
    first, current = table.alias("first"), table.alias("current")
    key = table.info["key"]
    ids = (
        select(func.min(table.c.id).label("id"))
        .where(table.c.superseded_at.is_not(None), between(table.c.valid_for, since, until))
        .group_by(*[table.c[part] for part in key])
        .subquery()
    )
    joined = first.join(ids, ids.c.id == first.c.id).join(
        current, and_(*[current.c[part] == first.c[part] for part in key])
    )
    text = current.c[subject[0]]
    for part in subject[1:]:
        text = text + literal(":") + current.c[part]
    firm = current.c.enterprise if "enterprise" in table.c else cast(null(), Text)
    return (
        select(
            literal(name).label("observation"),
            current.c.county,
            firm.label("enterprise"),
            text.label("subject"),
            current.c.valid_for.label("date"),
            cast(first.c[column], Real).label("then"),
            cast(current.c[column], Real).label("now"),
            current.c.known_at.label("changed_at"),
        )
        .select_from(joined)
        .where(scope.where(current), known(current, as_known), first.c[column] != current.c[column])
    )


def _first_told(conn: Connection, table: Table, key: tuple[str, ...], scope, as_known, since, until) -> pd.DataFrame:
    c = table.c
    keys = [*[c[name] for name in key], c.valid_for]
    first = func.min(c.known_at, type_=c.known_at.type).label("first_known_at")
    known_by_then = true() if as_known is None else c.known_at <= as_known
    statement = (
        select(*keys[:-1], c.valid_for.label("date"), first)
        .where(scope.where(table), known_by_then, between(c.valid_for, since, until))
        .group_by(*keys)
        .order_by(*keys)
    )
    return frame_of(conn, statement)
