"""A computed frame as rows of wire values, a column at a time: the way in for values and signals."""

from collections.abc import Iterator, Sequence

import pandas as pd
from sqlalchemy import Connection
from sqlalchemy.sql.schema import Table

from data.store.bulk import to_wire

FRAME_NAMES = {"valid_for": "date"}
MAY_LACK = {"enterprise"}


def wire_rows(conn: Connection, table: Table, frame: pd.DataFrame, own: Sequence[str]) -> Iterator[tuple]:
    """The frame's rows in the order of ``own``; a frame without an enterprise column speaks of no single firm."""
    columns = []
    for name in own:
        label = FRAME_NAMES.get(name, name)
        if label not in frame and name in MAY_LACK:
            columns.append([None] * len(frame))
            continue
        turn = to_wire(table.c[name], conn.dialect.name)
        columns.append(_turned(frame[label], turn))
    return zip(*columns, strict=True)


def _turned(column: pd.Series, turn) -> list:
    if len(column) > 1 and not pd.api.types.is_float_dtype(column) and column.dtype != object:
        codes, distinct = pd.factorize(column, use_na_sentinel=True)
        once = [turn(value) for value in distinct] + [None]  # the code of a missing value is -1
        return [once[code] for code in codes]
    return [turn(value) for value in column]
