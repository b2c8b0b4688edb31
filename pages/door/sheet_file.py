"""A frame as a file people take away: CSV or a workbook, stamped, and nothing in it runs.

Both open in WPS and Excel with their Chinese whole. A workbook of any origin is stamped by :func:`marked`: a header and
a footer on every printed page, and a large pale line across it that stands behind the figures.
"""

import datetime as dt
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pandas as pd
import xlsxwriter

# What a spreadsheet takes for the beginning of a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DEMO_LINE = "演示数据：以下内容为虚构，不得作为决策依据"
FIRST_ROW = 3  # of the figures in a workbook, counted from 0: title, stamp, headings
WIDEST, NARROWEST = 46, 8  # characters
LONGEST_HEADER = 255  # what Excel takes, its codes included
_HEADER_FOOTER = re.compile(r"<headerFooter.*?</headerFooter>|<headerFooter/>", re.DOTALL)
_BEFORE_IT = re.compile(r"<pageSetup[^>]*/>|<pageMargins[^>]*/>")
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a file says of itself: as of which day, as known when, of which places, taken by whom and when."""

    as_of: str
    known_at: str
    places: str
    who: str
    at: str
    demo: bool

    @property
    def line(self) -> str:
        """In one line, with no comma that would part it in a CSV."""
        parts = [f"数据截至 {self.as_of}", f"按 {self.known_at} 所知", f"范围 {self.places}",
                 f"{self.who} {self.at} 导出"]  # fmt: skip
        return "；".join([DEMO_LINE, *parts] if self.demo else parts)


def csv_file(frame: pd.DataFrame, stamp: Stamp) -> bytes:
    """UTF-8 with its mark, so that Excel sees the Chinese; the stamp first; texts cannot become formulas."""
    safe = frame.rename(columns=_harmless)
    for position, column in enumerate(safe.columns):
        if not pd.api.types.is_numeric_dtype(safe.dtypes.iloc[position]):
            safe = safe.assign(**{column: safe[column].map(_harmless)})
    text = safe.to_csv(index=False, lineterminator="\r\n")
    return f"\ufeff{_harmless(stamp.line)}\r\n{text}".encode()


def workbook(frame: pd.DataFrame, stamp: Stamp, *, title: str) -> bytes:
    """One sheet: title, stamp, headings that stay in sight, the figures as numbers and everything else as text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "comments": stamp.line})
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", "", title)[:31])
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
                                "bg_color": "#F0F2F5"})  # fmt: skip
        plain, kept = book.add_format({"border": 1}), book.add_format({"border": 1, "quote_prefix": True})
        page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
        page.write_string(1, 0, stamp.line, book.add_format({"font_color": "#595959"}))
        for place, name in enumerate(frame.columns):
            page.write_string(FIRST_ROW - 1, place, str(name), head)
            cells = frame.iloc[:, place].tolist()
            page.set_column(place, place, _width([name, *cells[:200]]))
            for row, cell in enumerate(cells, FIRST_ROW):
                _write(page, row, place, cell, plain, kept)
        page.freeze_panes(FIRST_ROW, 0)
        page.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + len(frame), max(0, len(frame.columns) - 1))
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, FIRST_ROW - 1)
    return marked(content.getvalue(), stamp)


def marked(content: bytes, stamp: Stamp) -> bytes:
    """Any .xlsx with the stamp on every page it prints; its cells are not touched."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in book.infolist():
            part = book.read(entry)
            if _SHEET.fullmatch(entry.filename):
                part = _with_header(part.decode(), stamp).encode()
            copy.writestr(entry, part)
    return out.getvalue()


def _with_header(sheet: str, stamp: Stamp) -> str:
    who = f"{'演示数据 ' if stamp.demo else ''}{stamp.who} {stamp.at}"
    watermark = f"&C{chr(10) * 8}&36&KD9D9D9{_printable(who)}"
    header = f"&L&9{_printable(stamp.line)}"
    footer = f"&L&9{_printable(who)}&C第 &P 页 共 &N 页"
    if len(header) + len(watermark) > LONGEST_HEADER:
        header = header[: LONGEST_HEADER - len(watermark)]
    said = f"<oddHeader>{escape(header + watermark)}</oddHeader><oddFooter>{escape(footer)}</oddFooter>"
    element = f'<headerFooter alignWithMargins="0">{said}</headerFooter>'
    if _HEADER_FOOTER.search(sheet):
        return _HEADER_FOOTER.sub(lambda _: element, sheet, count=1)
    last = list(_BEFORE_IT.finditer(sheet))[-1]
    return sheet[: last.end()] + element + sheet[last.end() :]


def _printable(text: str) -> str:
    """An ampersand begins a code in a header."""
    return text.replace("&", "＆")


def _write(page, row: int, place: int, cell: object, plain, kept) -> None:
    if cell is None or cell is pd.NA or cell != cell:
        page.write_blank(row, place, None, plain)
    elif isinstance(cell, bool):
        page.write_string(row, place, "是" if cell else "否", plain)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, plain)
    elif isinstance(cell, dt.date):
        page.write_string(row, place, f"{cell:%Y-%m-%d}", plain)
    else:
        text = str(cell)
        page.write_string(row, place, text, kept if _harmless(text) != text else plain)


def _width(cells: list) -> int:
    longest = max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in str(cell)) for cell in cells)
    return min(WIDEST, max(NARROWEST, longest + 2))


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and cell.lstrip(" \u3000\u00a0").startswith(_FORMULA):
        return f"'{cell}"
    return cell
