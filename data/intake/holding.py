"""Answering what was asked: a held file is read again, whole, and stored with its answers; or it is withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from data.intake.answers import Receipt, Reporter
from data.intake.lasting import UntilFurtherNotice
from data.intake.reception import receive
from data.store import events, held
from data.store.engine import Store

if TYPE_CHECKING:
    from data.reference.region import Region


class NotHeld(Exception):
    """There is no such open file of this reporter: it was answered or withdrawn meanwhile."""


class AskedAnew(Exception):
    """What is asked about this file has changed since it was read: the answer was given to other questions."""


def answer(
    store: Store, region: "Region", number: int, *, because: Mapping[str, str | UntilFurtherNotice],
    reporter: Reporter, now: dt.datetime,
    mark: str | None = None,
) -> Receipt:  # fmt: skip
    """Store a held file with the answers, by a question's key. What counts, counts from now on.

    ``mark`` is that of the questions that were read. Raises Held where a question is still open (also one that arose
    or reads otherwise meanwhile), Refused where the file does not fit what is stored any more, AskedAnew, NotHeld, and
    NotLasting.
    """
    with store.reading() as conn:
        found = held.content(conn, scope=reporter.scope, reporter=reporter.name, number=number)
    if found is None:
        raise NotHeld(number)
    file, content = found
    if mark not in (None, file.mark):
        raise AskedAnew(number)
    asked = {one["key"]: one["reason"] for one in file.questions}

    def still_asked(conn) -> None:
        """Under the write lock: of two windows, or an answer and a withdrawal, one comes first."""
        current = held.claim(conn, number)
        if current is None:
            raise NotHeld(number)
        if current.mark != file.mark:
            raise AskedAnew(number)

    return receive(
        store, region, content, filename=file.filename, reporter=reporter, received_at=now, topic=file.topic,
        because=lambda doubt: because.get(doubt.key) if asked.get(doubt.key) == doubt.reason else None,
        before=still_asked,
        lines={asked["row"]: asked["line"] for asked in file.questions if "line" in asked},
    )  # fmt: skip


def withdraw(store: Store, number: int, *, reporter: Reporter, now: dt.datetime) -> None:
    """Give a held file up: a corrected one is sent instead. Raises NotHeld."""
    with store.noting() as conn:
        found = held.content(conn, scope=reporter.scope, reporter=reporter.name, number=number)
        if found is None:
            raise NotHeld(number)
        file, _ = found
        same = {"sha256": file.sha256, "topic": file.topic, "reporter": file.reporter}
        if not held.settle(conn, **same, status="withdrawn", at=now):
            raise NotHeld(number)  # stored in between, by a transaction that was faster
        events.append(
            conn, at=now, actor=reporter.name, action="withdraw_held", object_kind="held_file", object_id=str(number),
            county=None, detail={"topic": file.topic, "filename": file.filename},
        )  # fmt: skip
