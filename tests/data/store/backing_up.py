"""Files sent from several threads while backups are made of the database they go to, and what a restored one lacks."""

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from dataclasses import dataclass, fields

from data.store import events, files, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.data.store.sending import START, put

ROWS = 50


@dataclass
class Found:
    """What a restored database lacks or should not have: all of it must be nothing."""

    lost: int = 0
    partial: int = 0
    without_event: int = 0
    broken: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@contextlib.contextmanager
def sending(url: str, *, senders: int, prefix: str = "") -> Iterator[list[str]]:
    """Send files until the block ends; the names of those acknowledged so far, each with the prefix."""
    store, acknowledged, enough = Store(url), [], threading.Event()

    def send(sender: int) -> None:
        number = 0
        while not enough.is_set():
            name = f"{prefix}{sender}.{number}"
            rows = [{"enterprise": name, "category": f"{row}", "valid_for": dt.date(2020, 1, 1)} for row in range(ROWS)]
            put(store, "supply", rows, at=START, event=name)
            acknowledged.append(name)
            number += 1

    threads = [threading.Thread(target=send, args=(sender,)) for sender in range(senders)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        enough.set()
        for thread in threads:
            thread.join()
        store.close()


def found(url: str, acknowledged: set[str]) -> Found:
    """Open a restored database as the next start would, and count."""
    store = Store(url)
    with store.reading() as conn:
        rows = supply.daily(conn, scope=EVERYTHING, as_known=None)
        told = events.history(conn, scope=EVERYTHING, object_kind="file", limit=1_000_000)["object_id"]
        received = len(files.received(conn, scope=EVERYTHING))
        whole = events.verify(conn).whole
    store.close()
    sizes = rows.groupby("enterprise").size()
    partial = int((sizes != ROWS).sum()) + abs(received - len(sizes))
    return Found(len(acknowledged - set(sizes.index)), partial, len(set(told) ^ set(sizes.index)), int(not whole))
