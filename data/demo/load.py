"""Sending the simulated prefecture through intake, each file at its historical moment."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from data.demo.sending import Sending
from data.intake.limits import REGISTRY
from data.intake.reception import receive
from data.reference.region import Region
from data.store.engine import Store


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a load put in: files and rows by topic, and the moment of the last."""

    files: dict[str, int]
    rows: dict[str, int]
    last: dt.datetime | None


def load(
    store: Store,
    region: Region,
    files: Iterable[Sending],
    *,
    before: Callable[[Sending], None] = lambda sending: None,
    folder: Path | None = None,
) -> Loaded:
    """Receive every file in order. ``before`` is called ahead of each; ``folder`` keeps the files as they were sent."""
    counted: dict[str, int] = {}
    rows: dict[str, int] = {}
    last = None
    for sending in files:
        before(sending)
        if folder is not None:
            _keep(folder, sending)
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
        counted[sending.topic] = counted.get(sending.topic, 0) + 1
        rows[sending.topic] = rows.get(sending.topic, 0) + sending.rows
        last = sending.moment
    return Loaded(files=counted, rows=rows, last=last)


def _keep(folder: Path, sending: Sending) -> None:
    place = folder / sending.topic
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{sending.moment:%Y%m%d_%H%M}_{sending.filename}").write_bytes(sending.content)
