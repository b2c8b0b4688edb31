"""Sending the simulated prefecture through intake, each file at its historical moment."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from data.demo.sending import Sending
from data.demo.signers import Appointment, sign_due, steps_of
from data.intake.answers import Receipt
from data.intake.doubts import Doubt
from data.intake.limits import REGISTRY
from data.intake.reception import receive
from data.reference.region import Region
from data.store import setting
from data.store.engine import Store
from data.store.files import received
from data.store.scope import EVERYTHING


class RealData(Exception):
    """The demo goes into a store of its own: invented and real figures must never mix."""


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
    before: Callable[[Sending], None] = lambda sending: None,
    folder: Path | None = None,
) -> Loaded:
    """Receive every file in order, and mark the store as demo data.

    ``before`` is called ahead of each file; ``folder`` keeps the files as they were sent. Files that are in already
    change nothing. Raises RealData when the store holds anything that is not marked as demo data.
    """
    mark(store, region)
    counted, rows, last = Counter(), Counter(), None
    pending: list[Appointment] = []
    for sending in files:
        sign_due(store, region, pending, until=sending.moment)
        before(sending)
        if folder is not None:
            _keep(folder, sending)
        receipt = _receive(store, region, sending)
        pending += steps_of(store, region, receipt)
        counted[sending.topic] += 1
        rows[sending.topic] += sending.rows
        last = sending.moment
    if last is not None:
        sign_due(store, region, pending, until=last)
    return Loaded(files=counted, rows=rows, last=last)


def mark(store: Store, region: Region) -> None:
    """What is in this store is invented: every page and export says so."""
    with store.noting() as conn:
        if setting.get(conn, setting.DEMO):
            return
        if len(received(conn, scope=EVERYTHING)):
            raise RealData(store.url)
        setting.put(conn, setting.DEMO, True)
        setting.put(conn, setting.REGION, region.id)


def _receive(store: Store, region: Region, sending: Sending) -> Receipt:
    return receive(
        store,
        region,
        sending.content,
        filename=sending.filename,
        reporter=sending.reporter,
        received_at=sending.moment,
        topic=sending.topic,
        limits=REGISTRY,
        because=as_a_clerk_would,
    )


def as_a_clerk_would(_doubt: Doubt) -> str:
    """The simulated figures are as they happened: whoever is asked looks the paper up and confirms."""
    return "已与原始凭证核对，情况属实（演示）"


def _keep(folder: Path, sending: Sending) -> None:
    place = folder / sending.topic
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{sending.moment:%Y%m%d_%H%M}_{sending.filename}").write_bytes(sending.content)
