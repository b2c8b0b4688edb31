"""Dirty files whose truth is known: random supply reports, written the way offices write them."""

import datetime as dt
import io
import random
from collections.abc import Callable

import openpyxl

HEADER = ["企业编号", "品类", "日期", "库存(吨)", "进货(吨)", "出库(吨)", "零售价(元/公斤)", "是否断供"]
CATEGORIES = ("大米", "面粉", "食用油")
FIRST = dt.date(2020, 2, 1)
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x30, 0x3A)} | {".": "．"})
Rows = list[list]


def truth(dice: random.Random) -> Rows:
    """Rows as they are: firm, category, day, three masses in tonnes, a price, out of stock or not."""
    rows = []
    for n in range(dice.randrange(4, 9)):
        stock = 1000 + dice.randrange(900)
        day = FIRST + dt.timedelta(days=n // 3)
        rows.append(["E001", CATEGORIES[n % 3], day, float(stock), 40.0 + n, 30.5, 6.25, "否"])
    return rows


def _each(column: int, change: Callable) -> Callable:
    def dirt(dice: random.Random, table: Rows) -> Rows:
        return [table[0], *[[*row[:column], change(row[column]), *row[column + 1 :]] for row in table[1:]]]

    return dirt


def _unit(printed: str, columns: range, factor: float) -> Callable:
    def dirt(dice: random.Random, table: Rows) -> Rows:
        header = [text.split("(")[0] + f"({printed})" if at in columns else text for at, text in enumerate(table[0])]
        return [header, *[[v * factor if at in columns else v for at, v in enumerate(row)] for row in table[1:]]]

    return dirt


def _day(form: str) -> Callable:
    return _each(2, lambda day: day.strftime(form))


def _serial(day: dt.date) -> int:
    return (day - dt.date(1899, 12, 30)).days


DIRT: dict[str, Callable[[random.Random, Rows], Rows]] = {
    "plain": lambda dice, table: table,
    "text numbers": _each(3, lambda v: f"{v:.1f}"),
    "full width": _each(3, lambda v: f"{v:.1f}".translate(WIDE)),
    "thousands": _each(3, lambda v: f"{v:,.1f}"),
    "full-width thousands": _each(3, lambda v: f"{v:,.0f}".translate(WIDE).replace(",", "，")),
    "kilograms in the header": _unit("公斤", range(3, 6), 1000),
    "jin in the header": _unit("斤", range(3, 6), 2000),
    "yuan a jin": _unit("元/斤", range(6, 7), 0.5),
    "kilograms in the cell": _each(3, lambda v: f"{v * 1000:.0f}公斤"),
    "the unit in the cell": _each(3, lambda v: f"{v:.1f} 吨"),
    "Chinese days": _day("%Y年%m月%d日"),
    "slashed days": _day("%Y/%m/%d"),
    "dotted days": _day("%Y.%m.%d"),
    "eight digits": _day("%Y%m%d"),
    "serial days": _each(2, _serial),
    "moments": _each(2, lambda day: dt.datetime.combine(day, dt.time(9, 30))),
    "weekdays": _each(2, lambda day: f"{day.isoformat()}（星期{'一二三四五六日'[day.weekday()]}）"),
    "aliases": lambda dice, table: [["企业代码", "商品类别", "统计日期", "库存量(吨)", "购进量(吨)", "销量(吨)",
                                     "零售均价(元/公斤)", "断供"], *table[1:]],
    "starred header with breaks": lambda dice, table: [[f"★{t[:2]}\n{t[2:]}" for t in table[0]], *table[1:]],
    "title and sign-off": lambda dice, table: [["供应日报表"], ["填报单位：某公司"], *table, ["填报人：马某"]],
    "unit row": lambda dice, table: [[t.split("(")[0] for t in table[0]],
                                     [None, None, None, "吨", "吨", "吨", "元/公斤", None], *table[1:]],
    "total row": lambda dice, table: [*table, ["合计", None, None, 1.0, 2.0, 3.0, None, None]],
    "blank rows": lambda dice, table: [row for one in table for row in (one, [None])],
    "shuffled columns": lambda dice, table: [list(r) for r in zip(*dice.sample(list(zip(*table)), len(table[0])))],
    "further columns": lambda dice, table: [[*row, "无关"] for row in table],
    "header again": lambda dice, table: [*table[:3], table[0], *table[3:]],
    "two tables": lambda dice, table: [*table[:3], [], ["第二部分"], table[0], *table[3:]],
    "side by side": lambda dice, table: [
        [*table[0], None, *table[0]],
        *[[*(a or [None] * 8), None, *(b or [None] * 8)] for a, b in zip(table[1:3] + [None] * 9, table[3:])],
    ],
    "checks for yes and no": _each(7, lambda v: "×"),
    "spelled-out days": _each(2, lambda day: f"二〇二〇年二月{'一二三四五六七八九十'[day.day - 1]}日"),
}  # fmt: skip


def hide_last(book, sheet) -> None:
    last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "E001")
    sheet.row_dimensions[last].hidden = True


FINISH: dict[str, Callable] = {
    "xlsx": lambda dice, rows: workbook(rows),
    "hidden row": lambda dice, rows: workbook(rows, hide_last),
    "second sheet": lambda dice, rows: workbook(rows, lambda book, _: book.create_sheet("草稿").append(["x", "y"])),
    "utf-8": lambda dice, rows: csv_file(rows, "utf-8"),
    "gb18030": lambda dice, rows: csv_file(rows, "gb18030"),
    "utf-16": lambda dice, rows: csv_file(rows, "utf-16"),
}
TYPES_MATTER = {"serial days", "moments", "text numbers"}


def workbook(rows: Rows, change: Callable | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book, book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(rows: Rows, encoding: str) -> bytes:
    quoted = [",".join("" if v is None else f'"{v}"' for v in row) for row in rows]
    return "\r\n".join(quoted).encode(encoding)


def dirty(seed: int) -> tuple[str, str, bytes, Rows]:
    """(what was done, file name, content, truth): each kind of dirt comes twice, in two kinds of file."""
    dice = random.Random(seed)
    kind = list(DIRT)[seed % len(DIRT)]
    own = truth(dice)
    table = DIRT[kind](dice, [HEADER, *own])
    finish = list(FINISH)[seed % 3 if kind in TYPES_MATTER else (seed + seed // len(DIRT)) % len(FINISH)]
    name = "报表.csv" if finish.startswith(("utf", "gb")) else "报表.xlsx"
    return f"{kind}, {finish}", name, FINISH[finish](dice, table), own
