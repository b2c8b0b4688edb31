"""Every table of a worksheet: one below the other, side by side, or the one there usually is."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from data.intake.catalog import SHEETS
from data.intake.grid import BLANK, Grid, Raw, Row
from data.intake.header import MARK_HEADERS, Header, as_name, find_header, names_of_sheet
from data.intake.places import Line, Place
from data.intake.sheet import Sheet
from data.intake.units import heading

Table = tuple[Grid, Header]
CAPTION_CELLS = 2  # a row above another table's header with no more filled cells is its title, not data
HEADER_ROWS = 3


def tables_of(grid: Grid, sheets: list[Sheet]) -> list[Table]:
    """The tables of a worksheet, from the top and from the left. Rows know their table (``Line``)."""
    found = find_header(grid, sheets)
    if found is None:
        return []
    return [table for part in _stacked(grid, found) for table in _beside(part, sheets)]


def _stacked(grid: Grid, first: Header) -> Iterator[Grid]:
    """The worksheet cut before each further header, with the title rows that stand above it."""
    begins = 0
    for at in range(first.first_data, len(grid.rows)):
        if at > begins and _may_begin(grid.rows[at]) and _is_header(grid, at):
            cut = at
            while cut - 1 > begins + first.first_data and _caption(grid.rows[cut - 1]):
                cut -= 1
            yield replace(grid, rows=grid.rows[begins:cut])
            begins = cut
            first = replace(first, first_data=at - cut + 1)
    yield replace(grid, rows=grid.rows[begins:])


def _may_begin(row: Row) -> bool:
    """Whether its first text is one of the names we know: asked of every row, so answered from memory."""
    if not all(kind in ("", "t") for kind, _ in row.cells):
        return False
    return _known_name(next((text for _, text in row.cells if text.strip()), ""))


@lru_cache(maxsize=20_000)
def _known_name(text: str) -> bool:
    whole, bare = _names()
    return as_name(text) in whole or heading(text).bare in bare


@cache
def _names() -> tuple[set[str], set[str]]:
    """Every accepted header of every sheet, as printed and without brackets."""
    named = [names_of_sheet(topic) for topic in SHEETS]
    return set().union(*(whole for whole, _ in named)), MARK_HEADERS.union(*(bare for _, bare in named))


def _is_header(grid: Grid, at: int) -> bool:
    rows = grid.rows[at : at + HEADER_ROWS]
    header = find_header(replace(grid, rows=rows), list(SHEETS.values()))
    return header is not None and header.top == 0


def _caption(row: Row) -> bool:
    return sum(bool(cell.text.strip()) for cell in row.cells) <= CAPTION_CELLS


def _beside(grid: Grid, sheets: list[Sheet]) -> Iterator[Table]:
    """One table, or several side by side: then the first column's name stands in the header once for each."""
    header = find_header(grid, sheets)
    if header is None:  # of another sheet than the one asked for
        header = find_header(grid, list(SHEETS.values()))
        if header is not None:
            yield grid, header
        return
    starts = _starts(grid, header)
    parts = [_columns(grid, first, last) for first, last in zip(starts, [*starts[1:], None])]
    headers = [find_header(part, [header.sheet]) for part in parts]
    if len(parts) < 2 or any(one is None or one.missing for one in headers):
        parts = [grid]
    for part in parts:
        yield _placed(part, [header.sheet])


def _starts(grid: Grid, header: Header) -> list[int]:
    first = min(header.found.values(), key=lambda found: found.index)
    name = heading(first.printed).bare
    row = grid.rows[header.first_data - 1]
    return [index for index, cell in enumerate(row.cells) if cell.text and heading(cell.text).bare == name]


def _columns(grid: Grid, first: int, last: int | None) -> Grid:
    """The worksheet with every cell outside these columns blank."""

    def own(cells: list[Raw]) -> list[Raw]:
        return [BLANK] * min(first, len(cells)) + cells[first:last]

    return replace(grid, rows=[Row(row.number, own(row.cells)) for row in grid.rows])


def _placed(grid: Grid, sheets: list[Sheet]) -> Table:
    place = Place(grid.name)
    grid = replace(grid, rows=[Row(Line(row.number, place), row.cells) for row in grid.rows])
    header = find_header(grid, sheets)
    place.learn(header)
    return grid, header
