"""The head of every situation page: title, county, the day looked at, and the strip that says how complete it is."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages import reads
from pages.door import open_store
from pages.door.exports import NotExportable
from pages.parts import filters, links, strip
from pages.registry import may
from pages.situation.latest import Latest

SILENCE = {
    "entity_silence": "县市户数",
    "supply_silence": "保供企业",
    "market_silence": "农贸市场",
    "measure_silence": "任务进展",
}


@dataclass(frozen=True, kw_only=True)
class View:
    """From where, and at what, a page looks. ``subject`` is the county's or the region's own id."""

    at: reads.AsOf
    county: str | None
    counties: dict[str, str]
    subject: str
    name: str

    @property
    def visible(self) -> dict[str, str]:
        """The counties looked at: the chosen one, or all the reader may see."""
        return {self.county: self.counties[self.county]} if self.county else self.counties

    def here(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of the county looked at; all of them where it is the whole region."""
        return frame if self.county is None else frame[frame["county"] == self.county]


def head(user, title: str) -> View:
    """Title and the two filters every page of the situation has. Stops the run where nothing was evaluated yet."""
    now = reads.as_of()
    left, middle, right = st.columns([6, 2, 2], vertical_alignment="bottom")
    left.title(title, anchor=False)
    if now.day is None:
        st.info("尚无评估结果。数据报送并完成首次评估后，这里会显示监测情况。")
        st.stop()
    counties = reads.counties(user)
    with middle:
        county = filters.county(counties, whole=user.scope.whole, every=open_store.region().short)
    with right:
        chosen = filters.day(first=min(reads.first_day(now) or now.day, now.day), last=now.day)
    at = reads.as_of(chosen)
    if at.day is None:
        st.info("所选日期之前尚无评估结果。")
        st.stop()
    region = open_store.region()
    if not user.scope.whole:
        county = county or next(iter(counties), None)
    subject = county or region.code
    return View(at=at, county=county, counties=counties, subject=subject, name=counties.get(county, region.short))


def moment_of(user, *, county: str | None = None, on: str | None = None) -> View:
    """What an export looks at: the same as a page whose address says so. A county of others counts as not said."""
    now = reads.as_of()
    try:
        at = reads.as_of(dt.date.fromisoformat(on)) if on else now
    except ValueError as strange:
        raise NotExportable(on) from strange
    if at.day is None:
        raise NotExportable("nothing is evaluated")
    counties, region = reads.counties(user), open_store.region()
    chosen = county if county in counties else None
    if not user.scope.whole:
        chosen = chosen or next(iter(counties), None)
    subject = chosen or region.code
    return View(at=at, county=chosen, counties=counties, subject=subject, name=counties.get(subject, region.short))


def completeness(user, view: View, *, indicators: tuple[str, ...] = tuple(SILENCE)) -> None:
    """The strip: as of when, who has reported, and the late by name."""
    told = Latest(user, view.at, indicators)
    names = _names(user, view)
    reported = []
    for indicator in indicators:
        silences = {s: t for s, t in told.of(indicator).items() if t.there}
        if view.county is not None:
            silences = {s: t for s, t in silences.items() if names.get(s, ("", ""))[1] == view.county}
        late = sorted((s for s, t in silences.items() if t.value > 0), key=lambda s: (-silences[s].value, s))
        if silences:
            on_time = len(silences) - len(late)
            reported.append((SILENCE[indicator], on_time, len(silences), [_name(names, s) for s in late]))
    run = reads.last_run(view.at)
    known_at = view.at.as_known or (run["known_at"] if run else None)
    link = links.to("health") if may(user.role, "health") else None
    links.follow(strip.as_of_strip(day=view.at.day, known_at=known_at, reported=reported, past=view.at.past, href=link))


def _names(user, view: View) -> dict[str, tuple[str, str]]:
    """Name and county of everyone who reports."""
    region = open_store.region()
    own = {region.code: ("州级部门", region.code)} | {code: (name, code) for code, name in view.counties.items()}
    return own | reads.reporters(user, view.at)


def _name(names: dict[str, tuple[str, str]], subject: str) -> str:
    return names.get(subject, (subject, ""))[0]
