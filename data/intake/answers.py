"""What a sender gets back: a receipt, or every problem at once in the sender's own words."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.store.scope import Scope

if TYPE_CHECKING:
    from data.intake.doubts import Doubt

MOST_PROBLEMS = 1_000
"""A sender who has a thousand things to mend need not be told the next fifty thousand."""


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """Who sends, and which rows they may send."""

    name: str
    scope: Scope
    role: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that keeps a file out. ``sheet``, ``row``, ``header``, ``cell`` are as Excel shows them."""

    found: str
    reason: str
    advice: str
    code: str
    sheet: str = ""
    row: int | None = None
    header: str = ""
    cell: str = ""

    def __str__(self) -> str:
        where = "".join([f"第{self.row}行" if self.row else "", f"“{self.header}”列" if self.header else ""])
        found = f"“{self.found}”" if self.found else ""
        return f"{where}{'：' if where else ''}{found}{self.reason}。{self.advice}"


class Refused(Exception):
    """Nothing of the file was stored; ``problems`` lists every reason."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        assert problems, "a refusal without a reason"
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems[:20])))


class Held(Exception):
    """Kept whole with open questions; nothing counts until each is answered, or a corrected file is sent."""

    def __init__(self, number: int, doubts: "list[Doubt]") -> None:
        self.number = number
        self.doubts = tuple(doubts)
        super().__init__("\n".join(f"第{one.row}行“{one.header}”列：{one.found}，{one.reason}" for one in doubts[:20]))


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The acknowledgement of a stored file. ``already`` means it had been stored before."""

    receipt: str
    topic: str
    filename: str
    rows: int
    new: int
    changed: int
    unchanged: int
    already: bool
    received_at: dt.datetime
    first_day: dt.date | None
    last_day: dt.date | None
    notes: tuple[str, ...] = ()
