"""The outlooks a page was handed: one subject's answer, its places, and the record printed under its chart."""

import datetime as dt

import pandas as pd

from monitoring.outlook.answers import WIDE
from pages.parts import filters, links, number
from pages.situation.moment import View

SURE, NONE = 99, 1
PROSPECTS = {"likely": "green", "doubtful": "amber", "unlikely": "red"}
PROSPECT_WORDS = {"likely": "有把握", "doubtful": "有悬念", "unlikely": "难达到"}
FITS = {"narrow": "，区间偏窄，只宜参考", "wide": "，区间偏宽", "true": ""}
WHOLE = "（个数为整数，区间连两端在内，高于八成属正常）"


class Told:
    """One outlook: ``there`` when it carries an answer, ``state`` otherwise says why not."""

    def __init__(self, state: str | None, answer: dict) -> None:
        self.state, self.answer = state, answer

    @property
    def there(self) -> bool:
        """Whether there is an answer to say."""
        return self.state in ("ok", "reached")

    @property
    def drawable(self) -> bool:
        """Whether its course can be drawn, even where the answer itself is not given."""
        return "ahead" in self.answer

    def __getitem__(self, name: str):
        return self.answer.get(name)


class Outlooks:
    """All outlooks of the moment, by name and subject; ``made`` the day they speak from."""

    def __init__(self, frame: pd.DataFrame, view: View, names: dict[str, tuple[str, str]]) -> None:
        self.frame, self.view, self.names = frame, view, names
        self.empty = frame.empty
        self.made = "" if frame.empty else number.day(frame["date"].iloc[0].date())
        keys = zip(frame["outlook"], frame["subject"])
        made = None if frame.empty else frame["date"].iloc[0].date().isoformat()
        self._at = {
            key: Told(state, answer | {"place": key[1], "made": made})
            for key, state, answer in zip(keys, frame["state"], frame["answer"])
        }

    def of(self, outlook: str, subject: str) -> Told:
        """One answer; a Told without state where nothing was made."""
        return self._at.get((outlook, subject), Told(None, {}))

    def subjects(self, outlook: str) -> pd.DataFrame:
        """subject, county, enterprise, state, answer of one outlook, of the counties looked at."""
        rows = self.frame[self.frame["outlook"] == outlook]
        return rows if self.view.county is None else rows[rows["county"] == self.view.county]

    def places(self) -> dict[str, str]:
        """The region (where the reader sees it) and the counties looked at, by id."""
        whole = {self.view.subject: self.view.name} if self.view.county is None else {}
        return whole | dict(self.view.visible)


def chance(percent: float | None) -> str:
    """A probability as one can stand by it: never 0 or 100."""
    if number.absent(percent):
        return "—"
    if percent > SURE:
        return f"超过 {SURE}%"
    return f"不足 {NONE}%" if percent < NONE else f"{percent:.0f}%"


def span(found: dict, unit: str) -> str:
    """low–high with the unit."""
    low, high = (f"{found[n]:.0f}" if unit == "天" else number.figure(found[n], unit) for n in ("low", "high"))
    return low if low == high else f"{low}–{high}"


def dates(found: dict | None, *, beyond: str, months: bool = False) -> str:
    """A range of days (of ``months`` where no day is meant), or what is said where its end lies out of sight."""
    if not found or found["low"] is None:
        return beyond
    say = month if months else short
    if found["high"] is None:
        return f"{say(found['low'])} 至 {beyond}"
    return say(found["low"]) if found["low"] == found["high"] else f"{say(found['low'])} 至 {say(found['high'])}"


def month(day: str | None) -> str:
    """The month of a stored day in print."""
    return "" if day is None else number.month(dt.date.fromisoformat(day))


def short(day: str | None) -> str:
    """A stored day in print."""
    return "" if day is None else number.day(dt.date.fromisoformat(day))


def why_not(one: Told) -> str:
    """Why there is no answer."""
    if one.state is None:
        return "没有相应的资料"
    if one["reason"] == "no_pace":
        return "近半年没有市场新开业，无从推算日期"
    if one["reason"] == "no_pace_somewhere":
        return "有县（市）近半年没有市场新开业，全部开业的日期无从推算"
    if one["needs_festival"] is not None:
        return "往年没有一个节日前后有完整的日报可比"
    if one["months"] is not None:
        return f"需 {one['needs']:.0f} 个足月的清偿记录，现有 {one['months']:.0f} 个"
    if one["weeks"] is not None:
        return f"需 {one['needs']:.0f} 周资料，现有 {one['weeks']:.0f} 周"
    return "资料太少"


def record_line(one: Told, what: str, *, thin: bool = False, unit: str = "") -> str:
    """What is printed under a chart: how often the band held in the past; its last value where it cannot be seen."""
    kept = one["record"] or {}
    rival = "灰色点线：照近期平均推算，作对照。"
    band = "蓝色区间：十次有八次落在此区间。"
    if thin:
        last = {edge: one["ahead"][edge][-1] for edge in ("low", "high")}
        band = f"区间很窄，图上与预测线重合：末值十次有八次落在 {span(last, unit)} {unit}。"
    if not kept.get("checks"):
        return f"{band}资料尚少，还不能回头检验。{rival}"
    held = f"回头检验{what}，{kept['checks']:.0f} 次中 {kept['coverage']:.0f}% 落在区间内"
    fit = FITS[kept["fit"]] or (WHOLE if kept["coverage"] > WIDE else "")
    return f"{band}{held}{fit}。{rival}"


def place_link(code: str, view: View, topic: str) -> str | None:
    """The page of one county."""
    if view.county is not None or code == view.subject:
        return None
    return links.to("outlook", county=code, topic=topic, on=filters.given_day())
