"""What proves that something was done: a document, a photo, a bank receipt, or an approved figure. Only ever added."""

import datetime as dt
import hashlib

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data.store.frames import frame_of
from data.store.registry import read
from data.store.schema import case_file
from data.store.schema import evidence as table
from data.store.scope import Scope
from data.store.types import canonical

KINDS = ("document", "photo", "receipt", "figure")


def add(
    conn: Connection,
    *,
    case: int,
    county: str,
    kind: str,
    said: str,
    at: dt.datetime,
    actor: str,
    filename: str | None = None,
    media: str | None = None,
    content: bytes | None = None,
) -> int | None:
    """Keep one proof; its number, or None where the case has the very same already."""
    sha256 = hashlib.sha256(canonical([kind, said]).encode() if content is None else content).hexdigest()
    same = (table.c.case_file == int(case)) & (table.c.sha256 == sha256)
    if conn.execute(select(table.c.id).where(same)).first() is not None:
        return None
    row = {
        "case_file": int(case), "county": county, "kind": kind, "said": said, "filename": filename, "media": media,
        "size": len(content or b""), "sha256": sha256, "content": content, "added_at": at, "added_by": actor,
    }  # fmt: skip
    return conn.execute(insert(table).values(**row)).inserted_primary_key[0]


def count(conn: Connection, *, case: int) -> int:
    """How many proofs a case has."""
    return conn.execute(select(func.count()).where(table.c.case_file == int(case))).scalar_one()


def content(conn: Connection, *, scope: Scope, evidence: int) -> dict | None:
    """One proof with its bytes; None where it is not the reader's."""
    found = select(table).where(table.c.id == int(evidence), scope.where(table))
    row = conn.execute(found).mappings().first()
    return dict(row) if row else None


@read
def listed(conn: Connection, *, scope: Scope, case: int) -> pd.DataFrame:
    """The proofs of one case, without their bytes.

    evidence  integer
    kind      text     document, photo, receipt, figure
    said      text
    filename  text
    size      integer  bytes
    sha256    text
    added_at  moment
    added_by  text
    """
    c = table.c
    statement = (
        select(c.id.label("evidence"), c.kind, c.said, c.filename, c.size, c.sha256, c.added_at, c.added_by)
        .join(case_file, case_file.c.id == c.case_file)
        .where(c.case_file == int(case), scope.where(table))
        .order_by(c.id)
    )
    return frame_of(conn, statement)
