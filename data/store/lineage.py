"""Where a figure comes from: every version there ever was of it, and the file each version came in."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import Connection, and_, select, true

from data.store.facts import own_columns
from data.store.files import visible
from data.store.frames import between, column_of, frame_of
from data.store.registry import read
from data.store.schema import indicator_value, metadata, signal, source_file
from data.store.scope import Scope
from data.store.types import Document, Instant

MOST = 400
OF_FILE = ("receipt", "topic", "received_at", "filename", "sha256", "reporter")
WITHHELD = ("filename", "sha256", "reporter")
"""What is not told of a file that also holds rows of others."""
Among = Mapping[str, Sequence[str]] | Sequence[tuple[str, Sequence[str]]]


@read
def versions(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    fact: str,
    among: Among,
    since: dt.date | None = None,
    until: dt.date | None = None,
    limit: int = MOST,
) -> pd.DataFrame:
    """Reported rows in all their versions, the newest day first, each with the file it came in.

    ``among`` maps columns to the values wanted; ``as_known`` leaves out what was learned later (None: all there is).

    said           document  the row's own columns
    county         text
    enterprise     text      where it is one firm's
    state          text
    known_at       moment
    superseded_at  moment    missing while it is current
    source_row     integer
    receipt        text
    topic          text
    received_at    moment
    filename       text      this and the next two are withheld where the file holds rows of others
    sha256         text
    reporter       text
    """
    table = metadata.tables[fact]
    own = own_columns(table)
    day = next((table.c[name] for name in ("valid_for", "month") if name in table.c), None)
    conditions = [table.c[name].in_(sorted(wanted)) for name, wanted in dict(among).items()]
    if as_known is not None:
        conditions.append(table.c.known_at <= as_known)
    if day is not None:
        conditions.append(between(day, since, until))
    order = [table.c.id.desc()] if day is None else [day.desc(), table.c.id.desc()]
    whole = visible(conn, scope, whole_file=True)
    mine = select(source_file.c.id).where(whole)
    statement = (
        select(table, *[source_file.c[name].label(f"file_{name}") for name in OF_FILE],
               source_file.c.id.in_(mine).label("whole"))
        .join(source_file, source_file.c.id == table.c.source_file)
        .where(scope.where(table), *conditions)
        .order_by(*order)
        .limit(limit)
    )  # fmt: skip
    rows = [_told(row, own) for row in conn.execute(statement).mappings()]
    kinds = {"said": Document(), "county": table.c.county.type, "enterprise": table.c.county.type,
             "state": table.c.state.type, "known_at": Instant(), "superseded_at": Instant(),
             "source_row": table.c.source_row.type, **{name: source_file.c[name].type for name in OF_FILE}}  # fmt: skip
    return pd.DataFrame({name: column_of([row[name] for row in rows], kind) for name, kind in kinds.items()})


def _told(row, own: Sequence[str]) -> dict:
    of_file = {name: row[f"file_{name}"] if row["whole"] or name not in WITHHELD else None for name in OF_FILE}
    kept = {name: row[name] for name in ("county", "state", "known_at", "superseded_at", "source_row")}
    return {"said": {name: row[name] for name in own}, "enterprise": row.get("enterprise"), **kept, **of_file}


@read
def value_versions(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, indicator: str, subject: str, date: dt.date
) -> pd.DataFrame:
    """What was computed of one indicator, subject and day, each time it was computed differently; the newest first.

    indicator      text
    subject        text
    county         text    the region's own code for its totals
    enterprise     text
    date           day
    value          number  in the indicator's unit; missing unless the state is ok or provisional
    state          text
    known_at       moment
    superseded_at  moment  missing while it is current
    """
    names = ("indicator", "subject", "county", "enterprise", "valid_for", "value", "state", "known_at", "superseded_at")
    return _versions(conn, indicator_value, names, scope, as_known, indicator, subject, date)


@read
def signal_versions(
    conn: Connection, *, scope: Scope, as_known: dt.datetime | None, indicator: str, subject: str, date: dt.date
) -> pd.DataFrame:
    """The signals of one indicator, subject and day, withdrawn ones too; the newest first.

    indicator      text
    subject        text
    county         text
    enterprise     text
    date           day
    severity       text
    value          number
    threshold      number
    known_at       moment
    superseded_at  moment  missing while it stands
    """
    names = ("indicator", "subject", "county", "enterprise", "valid_for", "severity", "value", "threshold",
             "known_at", "superseded_at")  # fmt: skip
    return _versions(conn, signal, names, scope, as_known, indicator, subject, date)


def _versions(conn, table, names, scope: Scope, as_known, indicator: str, subject: str, date: dt.date) -> pd.DataFrame:
    c = table.c
    columns = [c.valid_for.label("date") if name == "valid_for" else c[name] for name in names]
    same = and_(c.indicator == indicator, c.subject == subject, c.valid_for == date)
    until = true() if as_known is None else c.known_at <= as_known
    return frame_of(conn, select(*columns).where(scope.where(table), same, until).order_by(c.id.desc()))
