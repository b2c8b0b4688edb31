"""Drafts of web forms: saved by compare-and-set, seen by those whose rows they are about, counted by nothing."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, insert, or_, select, true, update
from sqlalchemy.exc import IntegrityError

from data.store import events
from data.store.schema import draft as table
from data.store.scope import Scope

MOST_LISTED = 50


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a form is about: a topic, a period by its last day, and the county or the one enterprise."""

    topic: str
    day: dt.date
    county: str
    enterprise: str | None = None

    @property
    def unit(self) -> str:
        """Whom it is filled in for."""
        return self.enterprise or self.county


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One draft. ``cells``: row -> column -> text as typed; ``base``: what was known of each row when it was saved."""

    id: int
    topic: str
    day: dt.date
    county: str
    enterprise: str | None
    owner: str
    saved_by: str
    cells: dict[str, dict[str, str]]
    template: str
    base: dict[str, dict[str, str]]
    offered: str | None
    status: str
    receipt: str | None
    opened_at: dt.datetime
    saved_at: dt.datetime
    closed_at: dt.datetime | None
    seconds: int
    revision: int

    @property
    def place(self) -> Place:
        """The form it is a draft of."""
        return Place(topic=self.topic, day=self.day, county=self.county, enterprise=self.enterprise)


NAMES = tuple(Draft.__dataclass_fields__)


class DraftChanged(Exception):
    """Somebody else saved, sent or discarded this form in the meantime; theirs stands."""


def find(conn: Connection, *, scope: Scope, place: Place) -> Draft | None:
    """The open draft of a form, or None where there is none of the reader's."""
    return _one(conn, scope, _of(place), table.c.status == "open")


def last_sent(conn: Connection, *, scope: Scope, place: Place) -> Draft | None:
    """The draft of a form that was sent last."""
    return _one(conn, scope, _of(place), table.c.status == "sent")


def mine(conn: Connection, *, scope: Scope, uid: str, since: dt.datetime) -> list[Draft]:
    """The drafts an account began or saved last, and those of its own enterprise or county; the newest first."""
    own = or_(table.c.owner == uid, table.c.saved_by == uid)
    if not scope.whole:
        own = or_(own, table.c.enterprise.is_(None) if scope.enterprise is None else true())
    statement = select(*[table.c[name] for name in NAMES]).where(scope.where(table), own, table.c.saved_at >= since)
    rows = conn.execute(statement.order_by(table.c.saved_at.desc(), table.c.id.desc()).limit(MOST_LISTED)).mappings()
    return [Draft(**row) for row in rows]


def measured(
    conn: Connection, *, scope: Scope, since: dt.date, until: dt.date
) -> dict[tuple[str, str], tuple[int, int]]:
    """(county, topic) -> how many forms of these days were sent, and the seconds their filling in took."""
    statement = (
        select(table.c.county, table.c.topic, func.count(), func.sum(table.c.seconds))
        .where(scope.where(table), table.c.status == "sent", table.c.day.between(since, until))
        .group_by(table.c.county, table.c.topic)
    )
    return {(county, topic): (forms, seconds) for county, topic, forms, seconds in conn.execute(statement)}


def save(
    conn: Connection, place: Place, *, scope: Scope, cells: dict, template: str, base: dict, seconds: int,
    expected_revision: int | None, uid: str, at: dt.datetime,
) -> Draft:  # fmt: skip
    """Keep what was typed; None as the expected revision begins a draft. Raises DraftChanged.

    Only the beginning is an event: a save a cell would bury the audit, and a draft counts for nothing.
    """
    assert scope.covers(place.county, place.enterprise), "a draft of somebody else's"
    what = {"cells": cells, "template": template, "base": base, "saved_by": uid, "saved_at": at, "offered": None}
    if expected_revision is None:
        return _begin(conn, place, scope=scope, uid=uid, at=at, seconds=seconds, **what)
    change = {**what, "revision": expected_revision + 1, "seconds": table.c.seconds + seconds}
    _change(conn, place, expected_revision, change)
    return find(conn, scope=scope, place=place)


def offer(conn: Connection, place: Place, *, sha256: str, expected_revision: int) -> None:
    """Note the content that is being sent, so that storing it closes the draft. Raises DraftChanged."""
    _change(conn, place, expected_revision, {"offered": sha256})


def settle(conn: Connection, *, sha256: str, topic: str, receipt: str, at: dt.datetime) -> None:
    """Close the drafts whose content was stored, in the transaction that stores it."""
    same = and_(table.c.offered == sha256, table.c.topic == topic, table.c.status == "open")
    conn.execute(update(table).where(same).values(status="sent", receipt=receipt, closed_at=at))


def discard(conn: Connection, place: Place, *, expected_revision: int, uid: str, at: dt.datetime) -> None:
    """Give a draft up. Raises DraftChanged."""
    _change(conn, place, expected_revision, {"status": "discarded", "closed_at": at, "saved_by": uid})
    _note(conn, place, action="discard_draft", uid=uid, at=at)


def _begin(conn: Connection, place: Place, *, scope: Scope, uid: str, at: dt.datetime, **values) -> Draft:
    row = {
        "topic": place.topic, "day": place.day, "unit": place.unit, "county": place.county,
        "enterprise": place.enterprise, "owner": uid, "status": "open", "opened_at": at, "revision": 1,
    }  # fmt: skip
    try:
        with conn.begin_nested():
            conn.execute(insert(table).values(**row, **values))
    except IntegrityError as error:
        if find(conn, scope=scope, place=place) is None:
            raise
        raise DraftChanged(place) from error
    _note(conn, place, action="begin_draft", uid=uid, at=at)
    return find(conn, scope=scope, place=place)


def _change(conn: Connection, place: Place, expected_revision: int, change: dict) -> None:
    same = and_(_of(place), table.c.status == "open", table.c.revision == expected_revision)
    if conn.execute(update(table).where(same).values(**change)).rowcount != 1:
        raise DraftChanged(place)


def _of(place: Place):
    return and_(table.c.topic == place.topic, table.c.day == place.day, table.c.unit == place.unit)


def _one(conn: Connection, scope: Scope, *conditions) -> Draft | None:
    statement = select(*[table.c[name] for name in NAMES]).where(scope.where(table), *conditions)
    row = conn.execute(statement.order_by(table.c.id.desc()).limit(1)).mappings().first()
    return Draft(**row) if row else None


def _note(conn: Connection, place: Place, *, action: str, uid: str, at: dt.datetime) -> None:
    detail = {"topic": place.topic, "day": place.day.isoformat()}
    events.append(
        conn, at=at, actor=uid, action=action, object_kind="draft", object_id=place.unit, county=place.county,
        detail=detail,
    )  # fmt: skip
