"""The last replay of the rules over the past: computed by a command, read by pages of whole scopes."""

import datetime as dt

from sqlalchemy import Connection

from data.store import setting
from data.store.scope import Scope

NAME = "replay"


def put(conn: Connection, *, known_at: dt.datetime, until: dt.date, result: dict) -> None:
    """Keep a replay instead of the one before: ``budgets`` and ``events`` of the whole region, plain values."""
    setting.put(conn, NAME, {"known_at": known_at.isoformat(), "until": until.isoformat(), **result})


def latest(conn: Connection, *, scope: Scope) -> dict | None:
    """The last replay; None before the first, and for who does not see the whole region."""
    return setting.get(conn, NAME) if scope.whole else None
