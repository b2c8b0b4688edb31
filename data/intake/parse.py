"""From a file's bytes to one sheet's rows, problems and notes; nothing here touches the store."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from data.intake.answers import MOST_PROBLEMS, Problem, Refused
from data.intake.catalog import SHEETS
from data.intake.checks import repeated_keys
from data.intake.delimited import read_csv
from data.intake.grid import Grid, letters
from data.intake.guard import SAVE_AS, kind_of, refuse
from data.intake.header import Header, find_header, settle_units
from data.intake.limits import Limits
from data.intake.marking_sheets import SUMMARY
from data.intake.notes import Notes
from data.intake.places import Place, placed
from data.intake.rows import RowReader
from data.intake.sheet import Sheet
from data.intake.text import shown
from data.intake.workbook import read_workbook

if TYPE_CHECKING:
    from data.reference.region import Region


@dataclass
class Parsed:
    """A file read whole. ``rows`` are the good ones; with any problem none of them will be stored."""

    sheet: Sheet
    place: Place
    rows: list[dict]
    problems: list[Problem] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def placed(self, problems: Sequence[Problem]) -> list[Problem]:
        """Problems with the worksheet's name, in the order of rows; of very many the first, and a word on the rest."""
        ordered = sorted(problems, key=lambda p: p.row or 0)
        if len(ordered) > MOST_PROBLEMS:
            rest = Problem(
                found="", reason=f"问题太多，只列出前 {MOST_PROBLEMS} 个", advice="请改正后再报", code="more"
            )
            ordered = [*ordered[:MOST_PROBLEMS], rest]
        return [placed(p, self.place) for p in ordered]


def parse(file: IO[bytes], size: int, *, topic: str | None, region: "Region", today: dt.date, limits: Limits) -> Parsed:
    """Read a whole file. Raises Refused where not even its table can be found."""
    grids = _grids(file, size, limits)
    parsed, header, grid = begin(grids, [SHEETS[topic]] if topic else list(SHEETS.values()))
    if not header.missing:
        reader = RowReader(header, region, today=today, notes=parsed.notes)
        parsed.rows = list(reader.read(grid.rows[header.first_data :]))
        parsed.problems += reader.problems
        if not parsed.rows and not parsed.problems:
            raise refuse("no_rows", "表里没有数据行", "请填写后再报")
        _check(parsed, region)
        hidden_rows(grid, header, parsed.notes)
        parsed.problems += merged(grid, reader.first_row, reader.last_row)
    return parsed


def begin(grids: list[Grid], sheets: list[Sheet]) -> tuple[Parsed, Header, Grid]:
    """Find the table and its header, settle the units, and note what was understood."""
    grid, header = _table(grids, sheets)
    parsed = Parsed(header.sheet, Place(grid.name), [])
    parsed.place.learn(header)
    settle_units(header, grid)
    parsed.problems += [*_header_problems(header), *header.problems]
    for line in (*grid.told, *header.notes):
        parsed.notes.say(line)
    for line in _absent(header):
        parsed.notes.say(line)
    if header.ignored:
        parsed.notes.say(f"没有用到的列：{'、'.join(header.ignored[:20])}")
    return parsed, header, grid


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


def _table(grids: list[Grid], sheets: list[Sheet]) -> tuple[Grid, Header]:
    """The one worksheet that holds a table we know."""
    found = [(grid, header) for grid in grids if (header := find_header(grid, sheets))]
    filled = [(g, h) for g, h in found if any(not row.blank for row in g.rows[h.first_data :])]
    filled = [(grid, header) for grid, header in filled if not header.missing] or filled
    if len(filled) > 1:
        names = "、".join(shown(grid.name) for grid, _ in filled[:5])
        raise refuse("several_tables", f"有 {len(filled)} 张工作表都是报表({names})", "请一个文件只留一张报表")
    if not found:
        wanted = f"《{sheets[0].title}》" if len(sheets) == 1 else "任何一种报表"
        raise Refused([_no_header(grids, wanted)])
    return (filled or found)[0]


def _no_header(grids: list[Grid], wanted: str) -> Problem:
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
    others = f"（表中另有不认识的列：{'、'.join(header.ignored[:10])}）" if header.ignored else ""
    return [
        Problem(
            row=header.row,
            header=column.header,
            found="",
            reason="缺少这一列",
            code="missing_column",
            advice=f"请按《{header.sheet.title}》模板补上{others}",
        )
        for column in header.missing
    ]


def hidden_rows(grid: Grid, header: Header, notes: Notes) -> None:
    """Hidden and filtered rows are read like any other; the sender should know."""
    for number in grid.hidden_rows:
        if number > header.row:
            notes.count("hidden_row", number)
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


def merged(grid: Grid, first: int, last: int) -> list[Problem]:
    """Merged cells among the data rows: the value stands in their first cell only, the others would be lost."""
    return [
        Problem(
            row=merge.first_row,
            cell=f"{letters(merge.first_column)}{merge.first_row}",
            found=merge.name,
            reason="是合并单元格",
            advice="数据区不能合并单元格，请取消合并并逐格填写",
            code="merged",
        )
        for merge in grid.merges
        if merge.last_row >= first and merge.first_row <= last
    ]
