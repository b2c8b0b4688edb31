"""Messages on their way out: one row a message and channel, kept until sent, so that nothing is sent twice."""

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from data.store.schema import outbox as table


def put(conn: Connection, *, message: str, channel: str, title: str, body: str, at: dt.datetime) -> bool:
    """Lay a message down; False where this one was laid down before."""
    same = (table.c.message == message) & (table.c.channel == channel)
    if conn.execute(select(table.c.id).where(same)).first() is not None:
        return False
    row = {"message": message, "channel": channel, "title": title, "body": body, "made_at": at}
    conn.execute(insert(table).values(**row, tries=0, next_try=at))
    return True


def waiting(conn: Connection, *, at: dt.datetime, most_tries: int) -> list[dict]:
    """What is to be tried now, the oldest first."""
    due = table.c.sent_at.is_(None) & (table.c.next_try <= at) & (table.c.tries < most_tries)
    return [dict(row) for row in conn.execute(select(table).where(due).order_by(table.c.id)).mappings()]


def claim(conn: Connection, number: int, *, tries: int, next_try: dt.datetime) -> bool:
    """Take one try of a message; False where another program was faster."""
    same = (table.c.id == number) & (table.c.tries == tries) & table.c.sent_at.is_(None)
    return conn.execute(update(table).where(same).values(tries=tries + 1, next_try=next_try)).rowcount == 1


def sent(conn: Connection, number: int, *, at: dt.datetime) -> None:
    """The message has arrived at its channel."""
    conn.execute(update(table).where(table.c.id == number).values(sent_at=at))
