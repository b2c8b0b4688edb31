"""How a sheet is declared: its columns, their units and words, its key, its day and its checks."""

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.reference.region import Region

Words = Mapping[str, str]


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = "文字"
    COUNT = "整数"  # never negative
    INTEGER = "整数(可为负)"
    AMOUNT = "数字"
    DAY = "日期"
    MONTH = "月份"  # kept as its first day
    FLAG = "是/否"
    WORD = "选项"
    WORDS = "选项(可多选)"
    COUNTY = "县(市)"
    CREDIT_CODE = "统一社会信用代码"
    IDENTIFIER = "编号"
    REFERENCE = "已登记的编号"  # of something sent in another sheet


MONEY = {"万元": Decimal(1), "元": Decimal("0.0001"), "千元": Decimal("0.1"), "亿元": Decimal(10_000)}
MASS = {
    "吨": Decimal(1), "t": Decimal(1), "公斤": Decimal("0.001"), "千克": Decimal("0.001"), "kg": Decimal("0.001"),
    "斤": Decimal("0.0005"), "市斤": Decimal("0.0005"), "万吨": Decimal(10_000),
}  # fmt: skip
PRICE = {
    "元/公斤": Decimal(1), "元/千克": Decimal(1), "元/kg": Decimal(1), "元/斤": Decimal(2), "元/市斤": Decimal(2),
    "元/500克": Decimal(2), "元/500g": Decimal(2), "元/吨": Decimal("0.001"),
}  # fmt: skip


def pieces(*names: str) -> dict[str, Decimal]:
    """Counting words that change nothing: 户, 家, 个."""
    return dict.fromkeys(names, Decimal(1))


@dataclass(frozen=True, kw_only=True)
class Column:
    """One printed column. ``name`` is the table's own; ``header`` what the template prints.

    ``blank`` is what an empty cell of an optional column means. ``lead_days`` bounds a day from
    above: how many days after the day of receipt it may still speak of.
    """

    name: str
    header: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    units: Mapping[str, Decimal] | None = None  # accepted unit -> factor; the first is the printed one
    required: bool = True
    blank: object = None
    words: Words | Callable[["Region"], Words] | None = None
    low: float | None = None
    high: float | None = None
    earliest: dt.date = dt.date(2015, 1, 1)
    lead_days: int = 1
    longest: int = 120
    example: str = ""
    hint: str = ""

    @property
    def unit(self) -> str | None:
        """The printed unit."""
        return next(iter(self.units)) if self.units else None

    @property
    def blank_means(self) -> str:
        """What an empty cell is read as, in a word; "" where it stays empty."""
        if isinstance(self.blank, bool):
            return "是" if self.blank else "否"
        return "" if self.blank is None else "0"

    @property
    def printed(self) -> str:
        """The header as the template prints it, with its unit."""
        return f"{self.header}({self.unit})" if self.unit else self.header

    def words_of(self, region: "Region") -> Words:
        """Allowed words (in the order they are offered) -> code."""
        return (self.words(region) if callable(self.words) else self.words) or {}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of sheet people send. ``row_checks`` look at one row, ``file_checks`` at all of them.

    ``typed`` are those parts of the key and the day that nobody knows beforehand, so that no workbook can give them.
    ``region_checks`` hold a row against the region pack; ``stored_checks`` compare with what is stored, resolve
    references and fill the county in.
    """

    topic: str
    title: str
    table: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day: str | None = None
    typed: tuple[str, ...] = ()
    cadence: str = ""
    row_checks: tuple[Callable, ...] = ()
    region_checks: tuple[Callable, ...] = ()
    file_checks: tuple[Callable, ...] = ()
    stored_checks: tuple[Callable, ...] = ()

    @property
    def reference(self) -> Column | None:
        """The column that refers to a list sent in another sheet, where there is one."""
        return next((column for column in self.columns if column.kind is Kind.REFERENCE), None)

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    def header(self, name: str) -> str:
        return self.column(name).header
