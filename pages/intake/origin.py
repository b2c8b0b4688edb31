"""数从何来: the whole life of one figure on a page to print, from the sender's row to the case it opened.

``?indicator=&subject=&on=`` asks about a computed value, ``?topic=&key=&on=`` about a reported row.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from data.intake import SHEETS
from data.store import events
from monitoring import lineage
from monitoring.indicators.passport import Indicator
from pages import reads
from pages.door import clock, open_store
from pages.door.session import User, require
from pages.intake import origin_files, origin_parts
from pages.parts import filters
from pages.registry import may
from pages.response import alert_names

REVEALED = "origin_revealed"
LONGEST_KEY = 200
DATED = ("valid_for", "month")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked about: a value (``thing`` and ``subject``), or a reported row (``topic`` and ``key``)."""

    day: dt.date
    thing: Indicator | None = None
    subject: str = ""
    topic: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """As the audit names it."""
        return f"{self.thing.id if self.thing else self.topic}|{self.subject or self.key}|{self.day}"


def page() -> None:
    """The value, what it rests on, the files and who approved them, and what used it."""
    user = require("origin")
    st.title("数从何来", anchor=False)
    at = reads.as_of()
    if at.day is None:
        st.info("尚无评估结果，还没有可以追溯的数。")
        return
    asked = _asked(user, at)
    if asked is None:
        return
    rows = _life_of_value(user, at, asked) if asked.thing else _life_of_row(user, at, asked)
    if rows is not None:
        origin_files.files(user, rows, full=st.session_state.get(REVEALED) == asked.name)
        _offer_names(user, asked, rows)


def _asked(user: User, at: reads.AsOf) -> Asked | None:
    topic, key = st.query_params.get("topic"), (st.query_params.get("key") or "")[:LONGEST_KEY]
    if topic in SHEETS and key:
        return Asked(day=filters.given_day() or at.day, topic=topic, key=key)
    catalog = open_store.config().thresholds.catalog
    left, middle, right = st.columns([4, 4, 2])
    with right:
        day = filters.day(first=min(reads.first_day(at) or at.day, at.day), last=at.day) or at.day
    told = reads.values_on(user, at, day=day)
    there = set(told["indicator"])
    with left:
        options = {one: f"{thing.title}（{thing.unit}）" for one, thing in catalog.items() if one in there}
        indicator = filters.choose("indicator", "指标", options, every=None)
    told = told[told["indicator"] == indicator]
    called = alert_names.names(user, at)
    with middle:
        subject = filters.choose(
            "subject", "对象", {one: called.of(one) for one in told["subject"].tolist()}, every=None
        )
    if subject is None:
        st.info("这一天没有您可查看的这项指标。请另选指标或日期。")
        return None
    return Asked(day=day, thing=catalog[indicator], subject=subject)


def _life_of_value(user: User, at: reads.AsOf, asked: Asked) -> pd.DataFrame | None:
    thing, region = asked.thing, open_store.region()
    told = reads.value_versions(user, at, indicator=thing.id, subject=asked.subject, day=asked.day)
    if told.empty:
        st.info("没有这个数，或它不在您的范围内。")
        return None
    called = alert_names.names(user, at)
    origin_parts.value(asked, told.iloc[0], called.of(asked.subject))
    origin_parts.computed(asked, told)
    parts = [
        _versions(user, at, rest.fact, rest.among, since=rest.since, until=asked.day)
        for rest in lineage.rests_on(thing, asked.subject, region, on=asked.day)
    ]
    origin_parts.observations(user, [part for part in parts if len(part)], used_at=told.iloc[0]["known_at"])
    origin_parts.used_by(user, at, asked)
    return pd.concat(parts, ignore_index=True) if parts else None


def _life_of_row(user: User, at: reads.AsOf, asked: Asked) -> pd.DataFrame | None:
    sheet, region = SHEETS[asked.topic], open_store.region()
    names = [name for name in sheet.key if name not in DATED]
    among = tuple((name, (part,)) for name, part in zip(names, asked.key.split(":", len(names) - 1)))
    dated = sheet.day if sheet.day in DATED else None
    rows = _versions(user, at, sheet.table, among, since=asked.day if dated else None, until=asked.day)
    if rows.empty or len(among) < len(names):
        st.info("没有这个数，或它不在您的范围内。")
        return None
    st.subheader(sheet.title, anchor=False)
    origin_parts.observations(user, [rows], used_at=None)
    fed = lineage.fed_by(open_store.config().thresholds.catalog, sheet.table)
    subjects = lineage.subjects_of(sheet.table, rows["said"].iloc[0], region)
    told = reads.values_on(user, at, indicators=fed, day=asked.day)
    origin_parts.fed(told[told["subject"].isin(subjects)], alert_names.names(user, at))
    return rows


def _versions(user: User, at: reads.AsOf, fact: str, among, *, since, until) -> pd.DataFrame:
    """Versions of reported rows. What only a list of items knows (a debtor) finds the items first."""
    if fact in ("arrears_plan", "arrears_payment") and dict(among).get("debtor"):
        items = reads.reported_versions(user, at, fact="arrears_item", among=among)
        among = (("item", tuple(sorted({said["item"] for said in items["said"]}))),)
    return reads.reported_versions(user, at, fact=fact, among=among, since=since, until=until)


def _offer_names(user: User, asked: Asked, rows: pd.DataFrame) -> None:
    """Names stand by their first character until somebody who may asks for them, on record."""
    if rows.empty or st.session_state.get(REVEALED) == asked.name or not may(user.role, "origin", "reveal"):
        return
    county = rows["county"].iloc[0] if rows["county"].nunique() == 1 else None
    st.button("显示姓名（记入日志）", key="origin_reveal", on_click=_reveal, args=(asked.name, county))


def _reveal(name: str, county: str | None) -> None:
    user = require("origin", "reveal")
    reveal(user, name, county, at=clock.wall())
    st.session_state[REVEALED] = name


def reveal(user: User, name: str, county: str | None, *, at: dt.datetime) -> None:
    """Write down who asked for the names behind a figure."""
    with open_store.store().noting() as conn:
        events.append(
            conn, at=at, actor=user.uid, action="reveal", object_kind="reveal", object_id=name, county=county,
            detail={"what": "names"},
        )  # fmt: skip
