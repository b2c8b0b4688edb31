"""Messages on their way out: one row a message and channel, kept until sent, so that nothing is sent twice."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import outbox as table
from data.store.scope import Scope


def put(conn: Connection, *, message: str, channel: str, title: str, body: str, at: dt.datetime) -> bool:
    """Lay a message down; False where this one was laid down before."""
    if held(conn, message=message, channel=channel):
        return False
    row = {"message": message, "channel": channel, "title": title, "body": body, "made_at": at}
    conn.execute(insert(table).values(**row, tries=0, next_try=at))
    return True


def waiting(conn: Connection, *, at: dt.datetime, most_tries: int) -> list[dict]:
    """What is to be tried now, the oldest first."""
    due = table.c.sent_at.is_(None) & (table.c.next_try <= at) & (table.c.tries < most_tries)
    return [dict(row) for row in conn.execute(select(table).where(due).order_by(table.c.id)).mappings()]


def sent_since(conn: Connection, moment: dt.datetime) -> list[str]:
    """To whom messages have gone after a moment: one name a message."""
    return list(conn.execute(select(table.c.channel).where(table.c.sent_at > moment)).scalars())


def claim(conn: Connection, number: int, *, tries: int, next_try: dt.datetime) -> bool:
    """Take one try of a message; False where another program was faster."""
    same = (table.c.id == number) & (table.c.tries == tries) & table.c.sent_at.is_(None)
    return conn.execute(update(table).where(same).values(tries=tries + 1, next_try=next_try)).rowcount == 1


def tried(conn: Connection, number: int, *, at: dt.datetime, failure: str | None) -> None:
    """What came of a try: the message has arrived, or why not."""
    sent_at = None if failure else at
    conn.execute(update(table).where(table.c.id == number).values(sent_at=sent_at, failure=failure))


def held(conn: Connection, *, message: str, channel: str) -> bool:
    """Whether this message was laid down before."""
    same = (table.c.message == message) & (table.c.channel == channel)
    return conn.execute(select(table.c.id).where(same)).first() is not None


def again(conn: Connection, *, at: dt.datetime, most_tries: int) -> int:
    """Let what has failed for good be tried anew; how many that are."""
    failed = table.c.sent_at.is_(None) & (table.c.tries >= most_tries)
    return conn.execute(update(table).where(failed).values(tries=0, next_try=at)).rowcount


@read
def listed(conn: Connection, *, scope: Scope, limit: int = 200) -> pd.DataFrame:
    """The newest messages, for readers of the whole region: others get none, for a message may be about any county.

    message   text     what it is about: digest/day, case/number/event
    channel   text     who is told
    title     text
    made_at   moment
    tries     integer
    next_try  moment
    sent_at   moment   missing: not yet
    failure   text     why the last try failed
    """
    names = ("message", "channel", "title", "made_at", "tries", "next_try", "sent_at", "failure")
    newest = select(*[table.c[name] for name in names]).order_by(table.c.id.desc())
    return frame_of(conn, newest.limit(limit if scope.whole else 0))
