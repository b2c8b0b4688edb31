"""What the database cannot do just now, by name: who may try again, who must call the administrator.

Drivers say all of it, and mistakes in our own SQL too, with one class of error; the codes tell them apart.
"""

from sqlalchemy.exc import DBAPIError, OperationalError


class Unserved(Exception):
    """The database could not do this now; nothing was changed."""


class Busy(Unserved):
    """Another program is writing to this database; nothing was changed, try again."""


class NoRoom(Unserved):
    """The disk under the database is full; nothing was changed, and nothing can be until there is room."""


class Away(Unserved):
    """The database cannot be reached or not be written to; nothing was changed."""


_SQLITE = {5: Busy, 8: Away, 10: Away, 13: NoRoom, 14: Away}
"""Primary result codes (sqlite.org/rescode.html): BUSY, READONLY, IOERR, FULL, CANTOPEN."""
_POSTGRESQL = {
    "55P03": Busy, "40P01": Busy, "53300": Busy, "53100": NoRoom, "25006": Away, "57P01": Away, "57P02": Away,
    "57P03": Away,
}  # fmt: skip
"""Appendix A of its manual: a lock not to be had, a deadlock, too many connections; disk full; read only, shut down."""


def named(error: DBAPIError) -> Unserved | None:
    """Which of these a driver's error is; None for what is a mistake of ours and must stay what it is."""
    raised = error.orig
    if (code := getattr(raised, "sqlite_errorcode", None)) is not None:
        kind = _SQLITE.get(code & 0xFF)
    elif state := getattr(raised, "sqlstate", None):
        kind = Away if state.startswith("08") else _POSTGRESQL.get(state)
    else:  # no server said it: there was none, or it went away in between
        kind = Away if isinstance(error, OperationalError) else None
    return kind and kind(str(raised))
