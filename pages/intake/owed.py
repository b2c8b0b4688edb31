"""应报与已报: the period a reader owes of each sheet, until when, how much of it is here, and the way to send it."""

import datetime as dt

import streamlit as st

from data.intake import SHEETS
from data.intake.periods import cadence_of
from monitoring.tallies.timeliness import HERE
from pages import reads
from pages.door import clock, open_store
from pages.door.session import User
from pages.intake.reported import TOPICS, Reported
from pages.parts import links, matrix, number
from pages.parts.matrix import Cell, Column, Row
from pages.registry import may

COLUMNS = (
    Column(title="报表", nowrap=True),
    Column(title="本期", nowrap=True),
    Column(title="截止", nowrap=True),
    Column(title="已报", unit="个单位", align="number"),
    Column(title="状态", nowrap=True),
    Column(title="以前欠报", unit="期", align="number"),
    Column(title="办理", nowrap=True),
)
DONE, MISSING, NOT_DUE = "● 已报齐", "◇ 未报", "○ 未到期"


def show(user: User, topics: list[str]) -> None:
    """What is owed of the sheets one may send that are due on a day; nothing where nothing is scheduled."""
    at, now = reads.as_of(), _steady(clock.now())
    told = [(topic, reads.reported(user, at, topic=topic, now=now)) for topic in TOPICS if topic in topics]
    listed = may(user.role, "completeness")
    rows = [
        row(topic, found, now=now, listed=listed)
        for topic, found in told
        if len(found.units) and found.timeliness.periods
    ]
    if not rows:
        return
    st.subheader("应报与已报", anchor=False)
    links.follow(matrix.table(COLUMNS, rows, key="upload_owed", heads=False))


def _steady(now: dt.datetime) -> dt.datetime:
    """The last quarter of an hour: a key of the cache that holds for a while; deadlines lie on such moments."""
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)


def row(topic: str, found: Reported, *, now: dt.datetime, listed: bool) -> Row:
    """One sheet: the period to send now, and what is still owed of the ones before (``listed``: where that is told)."""
    timed = found.timeliness
    place = current(timed.periods, timed.deadlines, now)
    day, marks = timed.periods[place], timed.marks
    of_now = marks[marks["date"] == day]["state"]
    here, owed = (
        int(of_now.isin(HERE).sum()),
        int((marks["state"] == "missing")[marks["date"] < day].sum()),
    )
    state = DONE if here == len(of_now) else MISSING if (of_now == "missing").any() else NOT_DUE
    named = links.to("completeness", topic=topic)
    return Row(
        cells=[
            SHEETS[topic].title,
            label_of(topic, day),
            number.stamp(timed.deadlines[place]),
            number.of_total(here, len(of_now)),
            Cell(text=state, strong=state == MISSING),
            Cell(text=str(owed), strong=owed > 0, href=named if owed and listed else None),
            Cell(text="在线填报", href=links.to("forms", topic=topic, period=day.isoformat())),
        ]
    )


def current(periods: list[dt.date], deadlines: list[dt.datetime], now: dt.datetime) -> int:
    """The place of the newest period one can report in full: over, or to be reported on its own last day, today."""
    today = now.astimezone(clock.SHANGHAI).date()
    ready = [day < today or end.astimezone(clock.SHANGHAI).date() <= today for day, end in zip(periods, deadlines)]
    return max((place for place, one in enumerate(ready) if one), default=len(periods) - 1)


def label_of(topic: str, day: dt.date) -> str:
    """A period as people say it."""
    if cadence_of(open_store.region(), topic, day) == "monthly":
        return number.month(day)
    return number.day(day)
