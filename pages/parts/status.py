"""How a state looks: a fill, a shape and a word together, so that it survives print, grey and colour blindness.

The palette was measured (Machado 2009 at full severity, CIEDE2000): no pair comes nearer than 21.
Four alert levels come nearer (orange and yellow), so their Roman numeral is always printed.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the eye gets: colour of the fill, of the text on it, of the border, a shape and a word."""

    fill: str
    ink: str
    edge: str
    shape: str
    word: str

    @property
    def text(self) -> str:
        """Shape and word: enough where no colour can be shown (tables, exports, print)."""
        return f"{self.shape} {self.word}"

    def as_dict(self) -> dict[str, str]:
        """For the browser."""
        return {"fill": self.fill, "ink": self.ink, "edge": self.edge, "shape": self.shape, "word": self.word}


class Status(StrEnum):
    """The state of one value against its line."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    STALE = "stale"


STATUS: dict[str, Look] = {
    Status.RED: Look(fill="#A8071A", ink="#FFFFFF", edge="#A8071A", shape="■", word="预警"),
    Status.AMBER: Look(fill="#FFC53D", ink="#1F2329", edge="#8A6100", shape="▲", word="关注"),
    Status.GREEN: Look(fill="#389E6D", ink="#FFFFFF", edge="#2C7D56", shape="●", word="正常"),
    Status.STALE: Look(fill="#FFFFFF", ink="#5A6270", edge="#8A919C", shape="◇", word="陈旧"),
}

LEVELS: dict[str, Look] = {
    "red": Look(fill="#9E1B1B", ink="#FFFFFF", edge="#9E1B1B", shape="Ⅰ", word="红色"),
    "orange": Look(fill="#F28E2B", ink="#1F2329", edge="#8A4B08", shape="Ⅱ", word="橙色"),
    "yellow": Look(fill="#FFE680", ink="#1F2329", edge="#8A7500", shape="Ⅲ", word="黄色"),
    "blue": Look(fill="#3A7CC3", ink="#FFFFFF", edge="#2A5E96", shape="Ⅳ", word="蓝色"),
}
"""The four alert levels, gravest first; the numeral is part of the name of the level."""

SLIPS: dict[str, Look] = {
    "red": Look(fill="#9E1B1B", ink="#FFFFFF", edge="#9E1B1B", shape="■", word="红单"),
    "yellow": Look(fill="#FFE680", ink="#1F2329", edge="#8A7500", shape="▲", word="黄单"),
    "blue": Look(fill="#3A7CC3", ink="#FFFFFF", edge="#2A5E96", shape="▼", word="蓝单"),
}
"""Slips (督办单): how late a task is, another scale than how grave an alert; so its word, and never a numeral."""

SEVERITIES = ("blue", "yellow", "orange", "red")
"""From the mildest to the gravest."""

SILENCES: dict[str, tuple[str, str]] = {
    "not_due": ("○", "未到期"),
    "missing": ("◇", "未报"),
    "not_applicable": ("—", "不适用"),
    "not_assessable": ("?", "资料不足不予评价"),
}
"""Why there is no number: glyph and word. Zero is a number and printed as 0."""

ALERT_STATUS = {
    "new": "待核实",
    "acknowledged": "已签收",
    "handling": "处置中",
    "review": "待复核",
    "known_cause": "已知原因",
    "closed": "已销号",
    "false_alarm": "误报",
}
"""What people did with an alert."""

CASE_STATUS = ALERT_STATUS | {"merged": "已并件"}
"""The same of a case."""

ENDED = ("closed", "false_alarm", "merged")
CASE_OPEN = tuple(code for code in CASE_STATUS if code not in ENDED)

MARKET_STATUS = {"open": ("●", "已开业"), "partial": ("▲", "部分开业"), "closed": ("■", "未开业")}
"""A market's own report."""


def look(status: str | None) -> Look:
    """The look of a status; an unknown or absent one is stale, never green."""
    return STATUS.get(status or "", STATUS[Status.STALE])


def worst(statuses) -> str | None:
    """The one that matters of several: an alarm before silence, silence before quiet; None where nothing is judged."""
    order = (Status.RED, Status.AMBER, Status.STALE, Status.GREEN)
    seen = set(statuses)
    return next((one for one in order if one in seen), None)


def gravest(severities) -> str | None:
    """The gravest of some severities; None of none."""
    return max((s for s in severities if s in SEVERITIES), key=SEVERITIES.index, default=None)


def level(severity: str | None) -> Look | None:
    """The look of an alert level, or None where there is no alert."""
    return LEVELS.get(severity or "")


def level_text(severity: str | None) -> str:
    """``Ⅲ 黄色``, or an empty text."""
    found = level(severity)
    return found.text if found else ""


def silence(state: str) -> str:
    """The word for a value that is not there."""
    return SILENCES[state][1]


def silence_mark(state: str) -> str:
    """Glyph and word, for tables and exports."""
    return " ".join(SILENCES[state])
