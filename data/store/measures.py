"""The plan's measures: what counties and departments report on them, each row with the file it came in."""

import datetime as dt

import pandas as pd
from sqlalchemy import Connection, select

from data.store.frames import between, frame_of, known
from data.store.registry import read
from data.store.schema import measure_progress, source_file
from data.store.scope import Scope


@read
def progress(
    conn: Connection,
    *,
    scope: Scope,
    as_known: dt.datetime | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> pd.DataFrame:
    """What was reported on each target of the plan.

    county      text     the region's own code for what its departments report
    target      text     as in the region pack
    date        day
    done        number   cumulative, or the level reached; in the target's unit
    total       number   of how many, where it is a share
    stage       text     planned, running, done
    note        text
    evidence    text     document number or file name
    reporter    text
    receipt     text     of the file it came in
    filename    text
    source_row  integer
    known_at    moment
    """
    c, file = measure_progress.c, source_file.c
    statement = (
        select(
            c.county, c.target, c.valid_for.label("date"), c.done, c.total, c.stage, c.note, c.evidence,
            c.reporter, file.receipt, file.filename, c.source_row, c.known_at,
        )
        .join(source_file, file.id == c.source_file)
        .where(scope.where(measure_progress), known(measure_progress, as_known), between(c.valid_for, since, until))
        .order_by(c.county, c.target, c.valid_for)
    )  # fmt: skip
    return frame_of(conn, statement)
