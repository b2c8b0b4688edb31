"""The sheet to print and stamp: what was approved, by whom, and the fingerprint that ties the paper to the data."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from data.intake.approval import STATUSES
from data.intake.room import height_of
from data.intake.sheet import Kind, Sheet

MOST_ROWS = 2_000
LABEL_WIDTH, COLUMN_WIDTH = 22, 15  # characters
MADE = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed date keeps the same sheet the same file


@dataclass(frozen=True, kw_only=True)
class Signed:
    """What the sheet says of a submission, its moments already as people read them."""

    receipt: str
    unit: str
    period: str
    status: str
    fingerprint: str
    reporter: str
    received: str
    reviewer: str
    reviewed: str
    issuer: str
    issued: str
    confirmations: tuple[tuple[str, str], ...] = ()  # what was asked, and the reason given
    mark: str = ""  # who printed it, when, and that it is a demonstration


def printed_rows(sheet: Sheet, columns: Sequence[str], rows: Sequence[tuple], codes: dict) -> list[list]:
    """The rows as people read them, in the sheet's own columns. ``codes`` turns codes of a column into words."""
    known = [column for column in sheet.columns if column.name in columns]
    at = [list(columns).index(column.name) for column in known]
    return [[_printed(row[i], codes.get(column.name, {})) for column, i in zip(known, at)] for row in rows]


def headings(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    """The headings of :func:`printed_rows`."""
    return [column.printed for column in sheet.columns if column.name in columns]


def sign_off(sheet: Sheet, signed: Signed, columns: Sequence[str], rows: Sequence[tuple], codes: dict) -> bytes:
    """An .xlsx of A4 pages for WPS and Excel."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{sheet.title}签发单", "created": MADE})
        page = book.add_worksheet("签发单")
        _page(book, page, sheet, signed, headings(sheet, columns), printed_rows(sheet, columns, rows, codes))
    return content.getvalue()


def words_of(sheet: Sheet, region) -> dict[str, dict]:
    """Column -> code -> word, for the columns that hold codes."""
    turned = {
        column.name: {code: word for word, code in reversed(list(column.words_of(region).items()))}
        for column in sheet.columns
        if column.words is not None
    }
    counties = dict(zip(region.counties["county"], region.counties["name"]))
    return turned | {column.name: counties for column in sheet.columns if column.kind is Kind.COUNTY}


def _page(book, page, sheet: Sheet, signed: Signed, heads: list[str], lines: list[list]) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    label = book.add_format({"bold": True, "bg_color": "#F0F2F5", "border": 1})
    cell = book.add_format({"border": 1})
    wide = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    last = max(len(heads), 6) - 1
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_landscape()
    page.set_footer(f"&L回执 {signed.receipt}&C第 &P 页 共 &N 页&R{signed.mark.replace('&', '')}")
    page.set_column(0, 0, LABEL_WIDTH)
    page.set_column(1, last, COLUMN_WIDTH)
    page.merge_range(0, 0, 0, last, f"{sheet.title} 签发单", title)
    facts = [
        ("填报单位", signed.unit), ("数据期间", signed.period), ("回执号", signed.receipt),
        ("状态", STATUSES[signed.status]), ("行数", str(len(lines))), ("数据指纹（SHA-256）", signed.fingerprint),
    ]  # fmt: skip
    for n, (name, said) in enumerate(facts, 2):
        page.write_string(n, 0, name, label)
        page.merge_range(n, 1, n, last, said, cell)
    _signatures(page, label, wide, signed, row=9)
    for i, head in enumerate(heads):
        page.write_string(14, i, head, label)
    for n, line in enumerate(lines[:MOST_ROWS], 15):
        for i, said in enumerate(line):
            page.write_number(n, i, said, cell) if isinstance(said, float) else page.write_string(n, i, said, cell)
    page.repeat_rows(14)
    below = 15 + min(len(lines), MOST_ROWS) + 1
    if signed.confirmations:
        page.write_string(below, 0, f"请核实及答复（{len(signed.confirmations)} 处）", label)
    for n, (asked, because) in enumerate(signed.confirmations, below + 1):
        told = f"{asked}　答复：{because}"
        page.set_row(n, height_of([(told, LABEL_WIDTH + COLUMN_WIDTH * last)]))
        page.merge_range(n, 0, n, last, told, wide)
    page.write_string(below + (len(signed.confirmations) + 2 if signed.confirmations else 0), 0, signed.mark)


def _signatures(page, label, wide, signed: Signed, *, row: int) -> None:
    page.set_row(row + 1, 62)
    people = [
        ("填报人", signed.reporter, signed.received),
        ("审核人", signed.reviewer, signed.reviewed),
        ("负责人（签发）", signed.issuer, signed.issued),
    ]
    for n, (title, who, when) in enumerate(people):
        page.merge_range(row, 2 * n, row, 2 * n + 1, title, label)
        page.merge_range(row + 1, 2 * n, row + 1, 2 * n + 1, f"{who}\n{when}\n\n签字（盖章）：", wide)


def _printed(value: object, words: dict) -> str | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float):
        return float(value)
    return "、".join(str(words.get(part, part)) for part in value.split(",")) if words else str(value)
