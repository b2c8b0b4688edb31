"""Workbooks for the printer, one way for all: a title, what it stands on, and a table or a list of facts on A4.

They open in WPS and Excel, and no text in them can be a formula.
"""

import contextlib
import io
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter

from data.intake.room import height_of

A4 = 9
HEAD = 2  # the row of the headings, counted from 0: title, what it stands on, headings
BOXED = {"border": 1, "text_wrap": True, "valign": "vcenter"}
BOLD = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#F2F2F2"}


def table(
    name: str,
    *,
    title: str,
    note: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[object]],
    figures: str = "0.0",
    signers: Sequence[tuple[int, str]] = (),
) -> bytes:
    """A table across the page, one page wide, its headings on every page, its pages counted.

    columns: heading and width. rows: text, whole numbers, and floats, which are printed as ``figures``.
    signers: at which column each signs, below the table.
    """
    with _page(name, title=title, note=note, widths=[width for _, width in columns]) as (book, page, content):
        head = book.add_format(BOLD | {"align": "center"})
        text, number = book.add_format(BOXED), book.add_format(BOXED | {"num_format": figures})
        for place, (heading, _) in enumerate(columns):
            page.write_string(HEAD, place, heading, head)
        line, widths = HEAD, [width for _, width in columns]
        for line, row in enumerate(rows, HEAD + 1):
            page.set_row(line, height_of(zip(map(str, row), widths)))
            for place, cell in enumerate(row):
                _write(page, line, place, cell, text, number)
        for place, signer in signers:
            page.write_string(line + 2, place, signer)
        page.set_landscape()
        page.repeat_rows(HEAD)
        page.fit_to_pages(1, 0)
        page.freeze_panes(HEAD + 1, 0)
        page.set_footer("&C第 &P 页，共 &N 页")
    return content.getvalue()


def facts(
    name: str, *, title: str, note: str, lines: Sequence[tuple[str, str]], widths: tuple[float, float], signers: str
) -> bytes:
    """One upright page, a line a fact, with room for signature and stamp below."""
    with _page(name, title=title, note=note, widths=widths) as (book, page, content):
        label, text = book.add_format(BOLD), book.add_format(BOXED)
        for row, (fact, said) in enumerate(lines, HEAD):
            page.set_row(row, height_of(zip((fact, said), widths)))
            page.write_string(row, 0, fact, label)
            page.write_string(row, 1, said, text)
        page.write_string(HEAD + len(lines) + 1, 0, signers)
        page.set_portrait()
        page.fit_to_pages(1, 1)
    return content.getvalue()


@contextlib.contextmanager
def _page(name: str, *, title: str, note: str, widths: Sequence[float]) -> Iterator[tuple]:
    """Book, page and the bytes they become: A4 with its columns, title and note."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(name)
        page.set_paper(A4)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        large = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        page.merge_range(0, 0, 0, len(widths) - 1, title, large)
        page.write_string(1, 0, note)
        yield book, page, content


def _write(page, line: int, place: int, cell: object, text, number) -> None:
    if isinstance(cell, str):
        page.write_string(line, place, cell, text)
    else:
        page.write_number(line, place, cell, number if isinstance(cell, float) else text)
