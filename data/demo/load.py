"""Sending the simulated prefecture through intake, each file at its historical moment."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.demo.sending import Sending
from data.intake.limits import REGISTRY
from data.intake.reception import receive
from data.reference.region import Region
from data.store import setting
from data.store.engine import Store

Checkpoint = tuple[dt.date, dt.datetime]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a load put in: files and rows by topic, and the moment of the last."""

    files: Counter
    rows: Counter
    last: dt.datetime | None


def load(
    store: Store,
    region: Region,
    files: Iterable[Sending],
    *,
    looks: Sequence[Checkpoint] = (),
    look: Callable[[dt.date, dt.datetime], None] = lambda day, moment: None,
    sent: Callable[[Sending], None] = lambda sending: None,
    folder: Path | None = None,
) -> Loaded:
    """Receive every file in order, and mark the store as demo data.

    ``look(day, moment)`` is called for each of ``looks`` once every file of an earlier moment is in; ``sent`` after
    each file; ``folder`` keeps the files as they were sent. Files that are in already change nothing.
    """
    mark(store, region)
    counted, rows, last, waiting = Counter(), Counter(), None, list(looks)
    for sending in files:
        while waiting and waiting[0][1] < sending.moment:
            look(*waiting.pop(0))
        if folder is not None:
            _keep(folder, sending)
        _receive(store, region, sending)
        counted[sending.topic] += 1
        rows[sending.topic] += sending.rows
        last = sending.moment
        sent(sending)
    for checkpoint in waiting:
        look(*checkpoint)
    return Loaded(files=counted, rows=rows, last=last)


def mark(store: Store, region: Region) -> None:
    """What is in this store is invented: every page and export says so."""
    with store.noting() as conn:
        setting.put(conn, setting.DEMO, True)
        setting.put(conn, setting.REGION, region.id)


def _receive(store: Store, region: Region, sending: Sending) -> None:
    receive(
        store,
        region,
        sending.content,
        filename=sending.filename,
        reporter=sending.reporter,
        received_at=sending.moment,
        topic=sending.topic,
        limits=REGISTRY,
    )


def _keep(folder: Path, sending: Sending) -> None:
    place = folder / sending.topic
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{sending.moment:%Y%m%d_%H%M}_{sending.filename}").write_bytes(sending.content)
