"""Answering what was asked: a held file is read again, whole, and stored with its answers; or it is withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from data.intake.answers import Receipt, Reporter
from data.intake.reception import receive
from data.store import events, held
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region


class NotHeld(Exception):
    """There is no such open file of this reporter: it was answered or withdrawn meanwhile."""


def answer(
    store: Store, region: "Region", number: int, *, because: Mapping[str, str], reporter: Reporter, now: dt.datetime
) -> Receipt:
    """Store a held file with the answers, by a question's key. What counts, counts from now on.

    Raises Held where a question is still open (also one that arose meanwhile), Refused where the file does not fit
    what is stored any more, and NotHeld.
    """
    with store.reading() as conn:
        found = held.content(conn, scope=reporter.scope, reporter=reporter.name, number=number)
    if found is None:
        raise NotHeld(number)
    file, content = found
    return receive(
        store, region, content, filename=file.filename, reporter=reporter, received_at=now, topic=file.topic,
        because=lambda doubt: because.get(doubt.key),
        lines={asked["row"]: asked["line"] for asked in file.questions if "line" in asked},
    )  # fmt: skip


def withdraw(store: Store, number: int, *, reporter: Reporter, now: dt.datetime) -> None:
    """Give a held file up: a corrected one is sent instead. Raises NotHeld."""
    with store.noting() as conn:
        found = held.content(conn, scope=reporter.scope, reporter=reporter.name, number=number)
        if found is None:
            raise NotHeld(number)
        file, _ = found
        held.settle(conn, sha256=file.sha256, topic=file.topic, reporter=file.reporter, status="withdrawn", at=now)
        events.append(
            conn, at=now, actor=reporter.name, action="withdraw_held", object_kind="held_file", object_id=str(number),
            county=None, detail={"topic": file.topic, "filename": file.filename},
        )  # fmt: skip
