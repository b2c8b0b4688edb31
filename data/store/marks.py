"""How far the data has come, part by part: what a cache must know to tell whether an answer still holds."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from data.store.schema import alert_event, data_version, evaluation_run, indicator_value, signal


@dataclass(frozen=True, kw_only=True)
class Marks:
    """``data`` moves with every writing transaction; ``computed`` only with what the daily run writes, ``alerts`` only
    with a step of an alert. A report that comes in leaves the last two as they were."""  # fmt: skip

    data: int
    computed: tuple[int, ...]
    alerts: int


def marks(conn: Connection) -> Marks:
    """The marks, read in one statement."""
    newest = [_newest(table) for table in (evaluation_run, indicator_value, signal, alert_event)]
    data, *computed, alerts = conn.execute(select(data_version.c.version, *newest)).one()
    return Marks(data=data, computed=tuple(computed), alerts=alerts)


def _newest(table):
    return select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()
