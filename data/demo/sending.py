"""One file on its way to intake: when it is sent, by whom, and what is in it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from data.demo.scene import Scene
from data.demo.sheets import as_csv, as_workbook
from data.intake.answers import Reporter
from data.store.scope import EVERYTHING, Scope


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A file as it is sent: ``moment`` is when intake receives it, and so when its rows become known."""

    moment: dt.datetime
    filename: str
    content: bytes
    topic: str
    reporter: Reporter
    rows: int


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """Rows that leave together, before they are written as a file."""

    moment: dt.datetime
    name: str
    rows: pd.DataFrame
    county: str | None = None  # the county whose clerk sends it; None: the prefecture's bureau


def prefecture_reporter() -> Reporter:
    """The bureau that sends for the whole prefecture."""
    return Reporter(name="州级汇总(演示)", scope=EVERYTHING, role="bureau")


def county_reporter(scene: Scene, county: str) -> Reporter:
    """A county's clerk, who may send only own rows."""
    return Reporter(name=f"{scene.short[county]}填报员(演示)", scope=Scope(counties=frozenset({county})), role="clerk")


def sendings(scene: Scene, topic: str, parcels: Iterable[Parcel], *, workbook: bool = False) -> Iterator[Sending]:
    """Parcels of one topic as files, each written only when its turn comes."""
    write, ending = (as_workbook, "xlsx") if workbook else (as_csv, "csv")
    for parcel in parcels:
        by = county_reporter(scene, parcel.county) if parcel.county else prefecture_reporter()
        yield Sending(
            moment=parcel.moment,
            filename=f"演示_{parcel.name}.{ending}",
            content=write(topic, parcel.rows, scene.region),
            topic=topic,
            reporter=by,
            rows=len(parcel.rows),
        )


def gathered(rows: pd.DataFrame) -> Iterator[Parcel]:
    """Rows with ``moment``, ``file`` and ``sender`` columns as parcels, in order of moment."""
    for (moment, name, sender), part in rows.groupby(["moment", "file", "sender"], sort=True):
        body = part.drop(columns=["moment", "file", "sender"])
        yield Parcel(moment=moment.to_pydatetime(), name=name, rows=body, county=sender or None)
