"""Cases: one living case a subject and cause, compared and set, each step kept with the case as it then was."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd
from sqlalchemy import Connection, bindparam, cast, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.store.frames import column_of, frame_of
from data.store.registry import read
from data.store.schema import alert, case_alert, case_event
from data.store.schema import case_file as table
from data.store.scope import Scope
from data.store.types import Real

ENDED = ("closed", "false_alarm", "merged")
ORDER = ("new", "acknowledged", "handling")
NAMES = tuple(column.name for column in table.columns if column.name != "id")
_ONE = select(table).where(table.c.id == bindparam("number"))
_INSIDE = (
    select(alert.c.id.label("alert"), alert)
    .join(case_alert, case_alert.c.alert == alert.c.id)
    .where(case_alert.c.case_file == bindparam("number"), case_alert.c.left_at.is_(None))
    .order_by(alert.c.id)
)
MOMENTS = (
    "level_since", "opened_at", "sign_by", "due", "signed_at", "acted_at", "closed_at", "missed_due",
    "first_due", "asked_due", "reported_at", "check_by",
)  # fmt: skip


class CaseChanged(Exception):
    """Somebody else acted on this case in the meantime; look again and decide anew."""


class CaseLiving(Exception):
    """This subject and cause already has a living case."""


def open(conn: Connection, row: dict, *, at: dt.datetime, actor: str, note: str = "", key: str | None = None) -> int:
    """Open a case; its number. Columns not given are empty, ``opened_at`` is ``at``. Raises CaseLiving."""
    values = dict.fromkeys(NAMES) | {"title": "", "opened_at": at} | row | {"revision": 1}
    try:
        with conn.begin_nested():
            number = conn.execute(insert(table), values).inserted_primary_key[0]
    except IntegrityError as error:
        same = (table.c.subject == values["subject"]) & (table.c.cause == values["cause"])
        if conn.execute(select(table.c.id).where(same, table.c.status.not_in(ENDED))).first() is None:
            raise
        raise CaseLiving(f"{values['cause']} of {values['subject']}") from error
    _note(conn, number, at=at, actor=actor, action="open", note=note, key=key)
    return number


def save(
    conn: Connection,
    number: int,
    values: dict,
    *,
    expected_revision: int,
    at: dt.datetime,
    actor: str,
    action: str,
    note: str = "",
    key: str | None = None,
) -> int:
    """Set the given columns, if the case is still at the expected revision; the new one. Raises CaseChanged."""
    assert set(values) <= set(NAMES) - {"revision"}, f"no columns of a case: {set(values) - set(NAMES)}"
    same = (table.c.id == int(number)) & (table.c.revision == int(expected_revision))
    done = conn.execute(update(table).where(same).values(**values, revision=int(expected_revision) + 1))
    if done.rowcount != 1:
        raise CaseChanged(f"case {number} is no longer at revision {expected_revision}")
    _note(conn, int(number), at=at, actor=actor, action=action, note=note, key=key)
    return int(expected_revision) + 1


def get(conn: Connection, *, scope: Scope, case: int) -> dict | None:
    """One case as it is now, with Python's own days and moments; None where it is not the reader's."""
    row = conn.execute(select(table).where(table.c.id == int(case), scope.where(table))).mappings().first()
    return _plain(row) if row else None


def living_now(conn: Connection) -> list[dict]:
    """Every living case as the daily run takes it up."""
    rows = conn.execute(select(table).where(table.c.status.not_in(ENDED)).order_by(table.c.id)).mappings()
    return [_plain(row) for row in rows]


def merged_places(conn: Connection) -> dict[tuple[str, str], int]:
    """Subject and cause of merged cases, to the living case they are in by now (a merged one may be merged again)."""
    ended = select(table.c.id, table.c.subject, table.c.cause, table.c.merged_into).where(table.c.status == "merged")
    rows = conn.execute(ended.order_by(table.c.id)).all()
    next_home = {row.id: row.merged_into for row in rows}
    living = set(conn.execute(select(table.c.id).where(table.c.status.not_in(ENDED))).scalars())
    found = {}
    for row in rows:
        home = row.merged_into
        while home in next_home:  # it ends: a case is merged into a living one, so into one that ended later
            home = next_home[home]
        if home in living:
            found[row.subject, row.cause] = home
    return found


def to_recheck(conn: Connection) -> list[dict]:
    """Closed cases whose figures are to be measured: not measured since, or known not to have recovered."""
    open_question = table.c.recheck.in_(("pending", "not_recovered"))
    rows = conn.execute(select(table).where(open_question).order_by(table.c.id)).mappings()
    return [_plain(row) for row in rows]


def done_before(conn: Connection, *, key: str, actor: str) -> int | None:
    """The case on which this very click has already been answered."""
    found = select(case_event.c.case_file).where(case_event.c.key == key, case_event.c.actor == actor)
    return conn.execute(found.limit(1)).scalar()


def join(conn: Connection, case: int, alerts: Iterable[int], *, at: dt.datetime) -> None:
    """Put alerts into a case; they leave the one they were in."""
    for number in alerts:
        leave(conn, [number], at=at)
        conn.execute(insert(case_alert).values(case_file=int(case), alert=int(number), joined_at=at))


def leave(conn: Connection, alerts: Iterable[int], *, at: dt.datetime) -> None:
    """Take alerts out of the case they are in."""
    for number in alerts:
        here = (case_alert.c.alert == int(number)) & case_alert.c.left_at.is_(None)
        conn.execute(update(case_alert).where(here).values(left_at=at))


def alerts_in(conn: Connection, case: int) -> list[dict]:
    """The alerts of a case: alert, and its indicator, subject, status, active, severity, revision."""
    return [dict(row) for row in conn.execute(_INSIDE, {"number": int(case)}).mappings()]


def first_joined(conn: Connection, alerts: Iterable[int]) -> dt.datetime:
    """When the first of some alerts came into a case, whichever it was."""
    own = case_alert.c.alert.in_([int(number) for number in alerts])
    return conn.execute(select(func.min(case_alert.c.joined_at)).where(own)).scalar_one()


def case_of(conn: Connection, number: int) -> int | None:
    """The case an alert is in."""
    here = (case_alert.c.alert == int(number)) & case_alert.c.left_at.is_(None)
    return conn.execute(select(case_alert.c.case_file).where(here)).scalar()


def cases_by_alert(conn: Connection) -> dict[int, int]:
    """Alert to the case it is in."""
    here = select(case_alert.c.alert, case_alert.c.case_file).where(case_alert.c.left_at.is_(None))
    return {row.alert: row.case_file for row in conn.execute(here)}


def last_event(conn: Connection) -> int:
    """The number of the newest step of any case; 0 before there was one."""
    return conn.execute(select(func.coalesce(func.max(case_event.c.id), 0))).scalar_one()


def happened(conn: Connection, *, after: int, actions: Iterable[str]) -> list[dict]:
    """The steps after one, oldest first, of these actions: event, case, at, action, snapshot."""
    c = case_event.c
    statement = (
        select(c.id.label("event"), c.case_file.label("case"), c.at, c.action, c.snapshot)
        .where(c.id > after, c.action.in_(list(actions)))
        .order_by(c.id)
    )
    return [dict(row) for row in conn.execute(statement).mappings()]


def follow(conn: Connection, number: int, status: str, *, actor: str, action: str, at: dt.datetime) -> None:
    """An alert was signed for or taken up by itself: so has its case been, unless it is further on or nobody's."""
    case = case_of(conn, number)
    row = conn.execute(select(table).where(table.c.id == case)).mappings().first()
    if row is None or row["owner"] is None or row["status"] not in ORDER[: ORDER.index(status)]:
        return
    values = {"status": status, "signed_at": row["signed_at"] or at}
    if status == "handling":
        values["acted_at"] = row["acted_at"] or at
    save(conn, case, values, expected_revision=row["revision"], at=at, actor=actor, action=action)


@read
def all_cases(conn: Connection, *, scope: Scope, as_known: dt.datetime | None) -> pd.DataFrame:
    """Every case, ended ones too.

    case            integer
    subject         text      the county or region, or what was split off or decided
    cause           text      entities, markets, supply, arrears, reporting, decision
    county          text      the region's own code for what is the region's
    title           text      of a decision; empty otherwise
    severity        text      blue, yellow, orange, red
    active          flag      whether the machine still sees the danger
    status          text      what people do
    level           text      who must act now: county, prefecture, province
    level_since     moment    when it moved up, missing where it began there
    owner           text      missing: nobody has taken it yet
    opened_at       moment
    opened_for      day
    sign_by         moment
    due             moment
    signed_at       moment
    acted_at        moment
    closed_at       moment
    waived          text      why a leader let it be closed while the danger lasted
    silenced_until  day
    silenced_why    text
    silenced_by     text
    recheck         text      after closing: pending, recovered, not_recovered
    rechecked_for   day
    merged_into     number
    revision        integer   for compare-and-set
    missed_due      moment    the first deadline let pass before another began to run, missing where none was
    first_due       moment    the deadline before a leader put it off, missing where none did
    asked_due       moment    the later deadline somebody asks for, missing where nobody does
    asked_why       text
    asked_by        text
    reported_at     moment    when it was reported as done, missing while it is not
    check_by        moment    until when the reviewer must check it
    """
    if as_known is not None:
        return _as_known(conn, scope, as_known)
    merged = cast(table.c.merged_into, Real).label("merged_into")  # a number of none is NaN
    columns = [merged if name == "merged_into" else table.c[name] for name in NAMES]
    return frame_of(conn, select(table.c.id.label("case"), *columns).where(scope.where(table)).order_by(table.c.id))


@read
def events(conn: Connection, *, scope: Scope, case: int) -> pd.DataFrame:
    """What happened to one case, in order.

    at        moment
    actor     text
    action    text
    note      text
    snapshot  document  the case as it was after the step
    """
    c = case_event.c
    statement = (
        select(c.at, c.actor, c.action, c.note, c.snapshot)
        .join(table, table.c.id == c.case_file)
        .where(c.case_file == int(case), scope.where(table))
        .order_by(c.id)
    )
    return frame_of(conn, statement)


@read
def members(conn: Connection, *, scope: Scope) -> pd.DataFrame:
    """Which alert is, or was, in which case.

    case       integer
    county     text
    alert      integer
    joined_at  moment
    left_at    moment   missing while it is in it
    """
    c = case_alert.c
    statement = (
        select(c.case_file.label("case"), table.c.county, c.alert, c.joined_at, c.left_at)
        .join(table, table.c.id == c.case_file)
        .where(scope.where(table))
        .order_by(c.id)
    )
    return frame_of(conn, statement)


def _as_known(conn: Connection, scope: Scope, moment: dt.datetime) -> pd.DataFrame:
    last = select(func.max(case_event.c.id)).where(case_event.c.at <= moment).group_by(case_event.c.case_file)
    statement = (
        select(case_event.c.case_file.label("case"), case_event.c.snapshot)
        .join(table, table.c.id == case_event.c.case_file)
        .where(case_event.c.id.in_(last), scope.where(table))
        .order_by(case_event.c.case_file)
    )
    then = frame_of(conn, statement)
    columns = {name: _column(name, [_taken(name, s.get(name)) for s in then["snapshot"]]) for name in NAMES}
    return pd.DataFrame({"case": then["case"], **columns})


def _column(name: str, values: list):
    if name == "merged_into":
        return pd.Series([float("nan") if v is None else float(v) for v in values], dtype="float64")
    return column_of(values, table.c[name].type)


def _taken(name: str, value):
    return dt.datetime.fromisoformat(value) if name in MOMENTS and value is not None else value


def _plain(row) -> dict:
    return {"case": row["id"], **{name: row[name] for name in NAMES}}


def _note(conn: Connection, number: int, **step) -> None:
    row = conn.execute(_ONE, {"number": number}).mappings().one()
    snapshot = {name: row[name] for name in NAMES}
    conn.execute(insert(case_event), {"case_file": number, **step, "snapshot": snapshot})
