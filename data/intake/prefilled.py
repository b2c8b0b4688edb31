"""The workbook made for one sender and day: rows and keys given and locked, the last value and usual range beside."""

import datetime as dt
import io
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from data.intake.prefill import WORKBOOKS, Prefilled, told_beside
from data.intake.room import height_of
from data.intake.sheet import Kind, Sheet
from data.intake.stamp import REFERENCE, stamp_of
from data.intake.templates import MADE, MARK, NUMBER_FORMATS, column_width, instructions_page, rule_of

if TYPE_CHECKING:
    from data.reference.region import Region

HEADER_ROW = 3  # counted from 0: a title, what it is for, how to fill it in, then the header
HOW = "白底格填写，灰底格不用改；没有情况可报的整行留空，系统按未报处理。灰色小字是上次的数和往常范围，仅供参考。"
TWICE = "一笔欠款付了几次的，其余的填在下方空行；本月都没有清偿的，任选一行填 0，凭证号写“零报告-年-月”。"
FREE_ROWS = 20  # below those that are given, where one may be needed twice
WHOSE = "名称"
WHOSE_WIDTH, BESIDE_WIDTH = 26, 16
"""Narrow: what is printed on one page's width is read only if the columns beside leave room."""


def prefilled(sheet: Sheet, region: "Region", rows: list[Prefilled], *, day: dt.date, unit: str) -> bytes:
    """An .xlsx of these rows; only the cells to be filled in can be changed (no password: who must, can lift it)."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "created": MADE})
        page = book.add_worksheet(sheet.title)
        lists = instructions_page(book, sheet, region)
        look = _Looks(book)
        columns, free = _columns(sheet), FREE_ROWS if sheet.typed and rows else 0
        page.merge_range(0, 0, 0, len(columns), sheet.title, look.of(bold=True, font_size=16, align="center"))
        page.write_string(1, 0, stamp_of(sheet, unit=unit, day=day))
        page.write_string(2, 0, f"{HOW}{TWICE}" if sheet.typed else HOW)
        page.write_string(HEADER_ROW, 0, MARK, look.header)
        for at, (column, reference) in enumerate(columns, 1):
            _column(page, at, column, look, reference=reference)
            rule = rule_of(column, lists)
            if rule and not reference and rows:
                last = len(rows) + (0 if column.kind is Kind.REFERENCE else free)
                page.data_validation(HEADER_ROW + 1, at, HEADER_ROW + last, at, rule)
        for line in range(free):
            _free_row(page, HEADER_ROW + 1 + len(rows) + line, columns, look, given=len(rows))
        for line, row in enumerate(rows, HEADER_ROW + 1):
            page.write_number(line, 0, line - HEADER_ROW, look.given)
            page.set_row(line, height_of(_beside(row, column) for column, reference in columns if reference))
            for at, (column, reference) in enumerate(columns, 1):
                _cell(page, line, at, column, row, look, reference=reference)
        page.freeze_panes(HEADER_ROW + 1, 1 + sum(column.name in sheet.key for column, _ in columns))
        page.protect(options={"format_columns": True, "select_locked_cells": True, "autofilter": True})
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, HEADER_ROW)
    return content.getvalue()


def _columns(sheet: Sheet) -> list[tuple]:
    """(column, whether it is the reference beside it), in order."""
    told = {measure.name for measure in WORKBOOKS[sheet.topic].measures}
    columns: list[tuple] = []
    for column in sheet.columns:
        columns.append((column, False))
        if column.name in told or column.kind is Kind.REFERENCE:
            columns.append((column, True))
    return columns


class _Looks:
    """The formats of a book, one each."""

    def __init__(self, book) -> None:
        self.of = lambda **properties: book.add_format({"valign": "vcenter", **properties})
        self.header = self.of(bold=True, border=1, bg_color="#D9E2F3", align="center", text_wrap=True)
        self.given = self.of(border=1, bg_color="#EDEDED")
        self.note = self.of(border=1, bg_color="#F7F7F7", font_color="#595959", font_size=9, text_wrap=True)
        self._open = {kind: self.of(border=1, locked=False, num_format=code) for kind, code in NUMBER_FORMATS.items()}
        self._text = self.of(border=1, locked=False, num_format="@")
        self.day = self.of(border=1, bg_color="#EDEDED", num_format="yyyy-mm-dd")

    def open(self, kind: Kind):
        return self._open.get(kind, self._text)


def _column(page, at: int, column, look: _Looks, *, reference: bool) -> None:
    if reference:
        whose = column.kind is Kind.REFERENCE
        page.write_string(HEADER_ROW, at, f"{REFERENCE}{WHOSE if whose else column.header}", look.header)
        page.set_column(at, at, WHOSE_WIDTH if whose else BESIDE_WIDTH)
        return
    page.write_string(HEADER_ROW, at, ("★" if column.required else "") + column.printed, look.header)
    page.set_column(at, at, column_width(column.printed))


def _cell(page, line: int, at: int, column, row: Prefilled, look: _Looks, *, reference: bool) -> None:
    name = column.name
    if reference:
        page.write_string(line, at, _beside(row, column)[0], look.note)
    elif name not in row.given:
        value = row.open.get(name)
        if value is None:
            page.write_blank(line, at, None, look.open(column.kind))
        else:
            page.write_number(line, at, value, look.open(column.kind))
    elif isinstance(row.given[name], dt.date):
        page.write_datetime(line, at, dt.datetime.combine(row.given[name], dt.time()), look.day)
    else:
        page.write_string(line, at, str(row.given[name]), look.given)


def _beside(row: Prefilled, column) -> tuple[str, int]:
    """What stands in the column beside, and how wide that is."""
    if column.kind is Kind.REFERENCE:
        return row.name, WHOSE_WIDTH
    return told_beside(row, column.name), BESIDE_WIDTH


def _free_row(page, line: int, columns: list[tuple], look: _Looks, *, given: int) -> None:
    """A line nothing is given in; what it is about is picked from those above."""
    page.write_blank(line, 0, None, look.given)
    for at, (column, reference) in enumerate(columns, 1):
        page.write_blank(line, at, None, look.note if reference else look.open(column.kind))
        if column.kind is Kind.REFERENCE and not reference:
            first, last = (xl_rowcol_to_cell(row, at, True, True) for row in (HEADER_ROW + 1, HEADER_ROW + given))
            told = {"error_type": "warning", "error_message": "请从下拉列表中选择"}
            page.data_validation(line, at, line, at, {"validate": "list", "source": f"={first}:{last}", **told})
