"""Writing sheets as people would: intake's own headers and words, as csv or as a workbook with a title."""

import datetime as dt
import io
import math

import pandas as pd
import xlsxwriter

from data.intake.catalog import SHEETS
from data.intake.sheet import Column, Kind, Sheet
from data.reference.region import Region

SAVED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # a workbook carries its day of saving; the same seed, the same bytes


def as_csv(topic: str, rows: pd.DataFrame, region: Region) -> bytes:
    """A csv with a byte-order mark, as Excel saves it. No cell of the demo needs quoting."""
    sheet = SHEETS[topic]
    columns = [_written(sheet.column(name), rows[name], region) for name in _present(sheet, rows)]
    header = ",".join(sheet.column(name).printed for name in _present(sheet, rows))
    lines = [header, *map(",".join, zip(*columns))]
    return "\ufeff".encode() + ("\r\n".join(lines) + "\r\n").encode()


def as_workbook(topic: str, rows: pd.DataFrame, region: Region) -> bytes:
    """A workbook with a merged title above the header, numbers as numbers and days as text."""
    sheet, buffer = SHEETS[topic], io.BytesIO()
    names = _present(sheet, rows)
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": SAVED})
    page = book.add_worksheet(sheet.title[:31])
    page.merge_range(0, 0, 0, len(names) - 1, f"{sheet.title}(演示数据)", book.add_format({"bold": True}))
    for place, name in enumerate(names):
        column = sheet.column(name)
        page.write_string(1, place, column.printed)
        numeric = column.kind in (Kind.COUNT, Kind.INTEGER, Kind.AMOUNT)
        for line, text in enumerate(_written(column, rows[name], region), 2):
            if text:
                page.write_number(line, place, float(text)) if numeric else page.write_string(line, place, text)
    book.close()
    return buffer.getvalue()


def _present(sheet: Sheet, rows: pd.DataFrame) -> list[str]:
    return [column.name for column in sheet.columns if column.name in rows]


def _written(column: Column, values: pd.Series, region: Region) -> list[str]:
    """A column's cells as their sender would type them."""
    cells = values.tolist()
    if column.kind is Kind.COUNTY:
        short = dict(zip(region.counties["county"], region.counties["short"]))
        return [short[cell] for cell in cells]
    if column.kind in (Kind.WORD, Kind.WORDS, Kind.FLAG):
        words = _first_words(column, region)
        return ["、".join(words[part] for part in _parts(cell)) for cell in cells]
    if column.kind is Kind.MONTH:
        return [f"{cell:%Y-%m}" for cell in cells]
    if column.kind is Kind.DAY:
        return ["" if _blank(cell) else cell.isoformat()[:10] for cell in cells]
    if column.kind is Kind.AMOUNT:
        return ["" if _blank(cell) else f"{cell:.6f}".rstrip("0").rstrip(".") for cell in cells]
    return ["" if _blank(cell) else str(cell) for cell in cells]


def _first_words(column: Column, region: Region) -> dict:
    first: dict = {}
    for word, code in column.words_of(region).items():
        first.setdefault(code, word)
    return first


def _parts(cell) -> list:
    if _blank(cell):
        return []
    return cell.split(",") if isinstance(cell, str) else [bool(cell)]


def _blank(cell) -> bool:
    return cell is None or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell))
