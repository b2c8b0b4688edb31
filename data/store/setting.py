"""What the database itself must remember about its content: its region, and whether the content is invented."""

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from data.store.schema import data_version, setting

DEMO = "demo"
REGION = "region"


def get(conn: Connection, name: str) -> object:
    """A remembered value, or None."""
    return conn.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()


def put(conn: Connection, name: str, value: object) -> None:
    """Remember a value instead of what was remembered under this name."""
    changed = conn.execute(update(setting).where(setting.c.name == name).values(value=value))
    if changed.rowcount == 0:
        conn.execute(insert(setting).values(name=name, value=value))


def changed_at(conn: Connection) -> dt.datetime:
    """The moment of the last writing transaction, by the clock of whoever wrote."""
    return conn.execute(select(data_version.c.changed_at)).scalar_one()
