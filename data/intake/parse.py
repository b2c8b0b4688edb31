"""From a file's bytes to one sheet's rows, problems and notes; nothing here touches the store."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from data.intake.answers import MOST_PROBLEMS, Problem, Refused
from data.intake.blocks import Table, tables_of
from data.intake.catalog import SHEETS
from data.intake.checks import repeated_keys
from data.intake.delimited import read_csv
from data.intake.grid import Grid
from data.intake.guard import SAVE_AS, kind_of, refuse
from data.intake.header import Header, settle_units
from data.intake.limits import Limits
from data.intake.marking_sheets import SUMMARY
from data.intake.merges import filled_down, merged
from data.intake.near import nearest
from data.intake.notes import Notes
from data.intake.places import Line, Place, placed
from data.intake.rows import RowReader
from data.intake.sheet import Column, Sheet
from data.intake.templates import INSTRUCTIONS
from data.intake.text import shown
from data.intake.workbook import read_workbook

if TYPE_CHECKING:
    from data.reference.region import Region


@dataclass
class Parsed:
    """A file read whole. ``rows`` are the good ones; with any problem none of them will be stored."""

    sheet: Sheet
    place: Place
    rows: list[dict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def placed(self, problems: Sequence[Problem]) -> list[Problem]:
        """Problems with the worksheet's name, in the order of rows; of very many the first, and a word on the rest."""
        ordered = sorted(problems, key=lambda p: (p.row.place.order if isinstance(p.row, Line) else 0, p.row or 0))
        if len(ordered) > MOST_PROBLEMS:
            rest = Problem(
                found="", reason=f"问题太多，只列出前 {MOST_PROBLEMS} 个", advice="请改正后再报", code="more"
            )
            ordered = [*ordered[:MOST_PROBLEMS], rest]
        return [placed(p, self.place) for p in ordered]


def parse(file: IO[bytes], size: int, *, topic: str | None, region: "Region", today: dt.date, limits: Limits) -> Parsed:
    """Read a whole file. Raises Refused where not even its table can be found."""
    grids = _grids(file, size, limits)
    tables, unread = _tables(grids, [SHEETS[topic]] if topic else list(SHEETS.values()))
    parsed = Parsed(tables[0][1].sheet, Place(tables[0][0].name))
    for grid, header in tables:
        understand(parsed, grid, header)
        if not header.missing:
            _read(parsed, grid, header, region, today)
    _captions(parsed.notes, tables)
    for line in unread:
        parsed.notes.say(line)
    if not parsed.rows and not parsed.problems:
        raise refuse("no_rows", "表里没有数据行", "请填写后再报")
    _check(parsed, region)
    return parsed


def _captions(notes: Notes, tables: list[Table]) -> None:
    """Title rows above a further table of a worksheet are told: they might have been data."""
    told: set[tuple[str, int]] = set()
    sheets: set[str] = set()
    for grid, header in tables:
        above = [row.number for row in grid.rows[: header.top] if not row.blank]
        for number in above if grid.name in sheets else ():
            if (grid.name, number) not in told:
                notes.count("caption_row", number)
        told |= {(grid.name, number) for number in above}
        sheets.add(grid.name)


def understand(parsed: Parsed, grid: Grid, header: Header) -> None:
    """Settle the units of a table, and note what was understood of its header."""
    settle_units(header, grid)
    parsed.problems += [*_header_problems(header), *header.problems]
    for line in (*grid.told, *header.notes, *_absent(header)):
        parsed.notes.say(line)
    if header.ignored:
        parsed.notes.say(f"没有用到的列：{'、'.join(header.unused())}")


def _read(parsed: Parsed, grid: Grid, header: Header, region: "Region", today: dt.date) -> None:
    reader = RowReader(header, grid, region, today=today, notes=parsed.notes)
    filled_down(grid, header, parsed.notes)
    parsed.rows += reader.read(grid.rows[header.first_data :])
    parsed.problems += reader.problems
    hidden_rows(grid, header, parsed.notes, until=reader.last_row)
    parsed.problems += merged(grid, reader)


def _grids(file: IO[bytes], size: int, limits: Limits) -> list[Grid]:
    if kind_of(file, size, limits) == "csv":
        return [read_csv(file, limits)]
    grids, hidden = read_workbook(file, limits)
    names = "、".join(shown(name) for name in hidden[:5])
    grids = [grid for grid in grids if grid.name != SUMMARY]
    for grid in grids:
        grid.told = [f"隐藏的工作表 {len(hidden)} 张没有读取：{names}"] if hidden else []
    return grids


def _absent(header: Header) -> Iterator[str]:
    """Optional columns the file does not have, and what their absence was read as."""
    absent: dict[str, list[str]] = {}
    for column in header.sheet.columns:
        if column.name not in header.found and column.blank_means:
            absent.setdefault(column.blank_means, []).append(column.header)
    for meaning, headers in absent.items():
        yield f"表中没有“{'、'.join(headers)}”列，一律按“{meaning}”读取"


def _tables(grids: list[Grid], sheets: list[Sheet]) -> tuple[list[Table], list[str]]:
    """The filled tables of one kind in the whole file, and what is told of everything else that was not read."""
    every = [table for grid in grids for table in tables_of(grid, sheets)]
    found = [(grid, header) for grid, header in every if header.sheet in sheets]
    filled = [(g, h) for g, h in found if any(not row.blank for row in g.rows[h.first_data :])]
    filled = [(grid, header) for grid, header in filled if not header.missing] or filled
    titles = list(dict.fromkeys(header.sheet.title for _, header in filled))
    if len(titles) > 1:
        names = "、".join(f"《{title}》" for title in titles[:5])
        raise refuse("several_tables", f"一个文件里有 {len(titles)} 种报表({names})", "请一个文件只报一种报表")
    if not found:
        wanted = f"《{sheets[0].title}》" if len(sheets) == 1 else "任何一种报表"
        raise Refused([no_header(grids, wanted)])
    used = filled or found[:1]
    for order, (grid, header) in enumerate(used):
        place = header.row.place
        place.order = order
        place.label = f"“{shown(grid.name)}”" if len({grid.name for grid, _ in used}) > 1 else ""
    return used, [*_other_tables(every, used), *_other_sheets(grids, every)]


def _other_tables(every: list[Table], used: list[Table]) -> Iterator[str]:
    mine = [id(header) for _, header in used]
    for grid, header in every:
        rows = [row for row in grid.rows[header.first_data :] if not row.blank]
        explains = grid.name == INSTRUCTIONS and header.missing  # our own list of columns looks like half a header
        if id(header) not in mine and rows and not explains:
            where = f"“{shown(grid.name)}”" if grid.name else ""
            lacks = f"，缺少“{'、'.join(c.header for c in header.missing)}”列" if header.missing else ""
            yield f"{where}第{header.row}行起的《{header.sheet.title}》没有读取{lacks}，如需报送请另报"


def _other_sheets(grids: list[Grid], every: list[Table]) -> Iterator[str]:
    mine = {grid.name for grid, _ in every} | {INSTRUCTIONS}
    others = [shown(g.name) for g in grids if g.name not in mine and any(not row.blank for row in g.rows)]
    if others:
        yield f"没有可识别的报表、未读取的工作表 {len(others)} 张：{'、'.join(others[:10])}"


def no_header(grids: list[Grid], wanted: str) -> Problem:
    """Nothing that looks like the wanted table."""
    sheet, first = next(((g.name, row) for g in grids for row in g.rows if not row.blank), ("", None))
    found = " | ".join(shown(c.text, 12) for c in first.cells[:8]) if first else ""
    return Problem(
        sheet=sheet,
        row=first.number if first else None,
        cell=f"A{first.number}" if first else "",
        found=shown(found),
        reason=f"没有找到{wanted}的表头",
        advice=f"请下载模板，对照表头检查；编码不对时{SAVE_AS}",
        code="no_header",
    )


def _header_problems(header: Header) -> list[Problem]:
    """A problem for each required column that is not there, with the printed name that may be meant."""
    return [_missing(header, column) for column in header.missing]


def _missing(header: Header, column: Column) -> Problem:
    near = nearest(column.header, header.ignored)
    others = f"（表中另有不认识的列：{'、'.join(header.ignored[:10])}）" if header.ignored else ""
    meant = f"“{near}”是否为“{column.header}”？是的请改正表头；" if near else ""
    return Problem(
        row=header.row,
        header=column.header,
        found="",
        reason="缺少这一列",
        code="missing_column",
        advice=f"{meant}请按《{header.sheet.title}》模板补上{others}",
    )


def hidden_rows(grid: Grid, header: Header, notes: Notes, *, until: int) -> None:
    """Hidden and filtered rows are read like any other; the sender should know."""
    for number in grid.hidden_rows:
        if header.row < number <= until:
            notes.count("hidden_row", Line(number, header.row.place) if isinstance(header.row, Line) else number)
    if any(found.index + 1 in grid.hidden_columns for found in header.found.values()):
        notes.say("含隐藏列，同样读入")


def _check(parsed: Parsed, region: "Region") -> None:
    sheet = parsed.sheet
    for row in parsed.rows:
        for check in sheet.row_checks:
            parsed.problems += check(sheet, row)
        for check in sheet.region_checks:
            parsed.problems += check(sheet, row, region)
    if not sheet.reference:  # a market may be named twice, by number and by name: seen once they are resolved
        parsed.problems += repeated_keys(sheet, parsed.rows)
    for check in sheet.file_checks:
        parsed.problems += check(sheet, parsed.rows, parsed.notes)
