"""Finding the header: which rows it is, which printed column is which of ours, and in which unit."""

from dataclasses import dataclass, field
from functools import cache

from data.intake.answers import Problem
from data.intake.catalog import SHEETS
from data.intake.grid import Grid, Raw, Row
from data.intake.near import perhaps
from data.intake.sheet import Column, Sheet
from data.intake.stamp import REFERENCE, version_in, version_of
from data.intake.text import shown, tight
from data.intake.units import Heading, as_unit, heading, units_in_note

SEARCHED_ROWS = 30
LONGEST_HEADER = 200


@dataclass
class Found:
    """One of our columns in the file: where it is, and the unit printed for it (None: none printed)."""

    column: Column
    index: int
    printed: str
    unit: str | None
    rank: int


@dataclass
class Header:
    """A header as it was found. ``first_data`` is the position in ``grid.rows`` where data may begin."""

    sheet: Sheet
    row: int
    found: dict[str, Found]
    first_data: int
    top: int  # position in ``grid.rows`` of its first row
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    prefilled: bool = False  # a workbook of ours: rows nobody filled in are not reports
    marks: int | None = None  # index of the column that marks example rows

    @property
    def missing(self) -> list[Column]:
        return [c for c in self.sheet.columns if c.required and c.name not in self.found]

    def unused(self) -> list[str]:
        """The columns that were not read; of one that is nearly a column of ours, which one may be meant."""
        absent = [c.header for c in self.sheet.columns if c.name not in self.found]
        return [f"{one}（{near}）" if (near := perhaps(one, absent)) else one for one in self.ignored[:20]]

    @property
    def score(self) -> tuple[int, int, int, int]:
        """How well it fits: fewest missing, most found, least unknown; then one row rather than two."""
        return -len(self.missing), len(self.found), -len(self.ignored), self.top - self.first_data


MARK_HEADERS = {"序号", "行号"}


def find_header(grid: Grid, sheets: list[Sheet]) -> Header | None:
    """The best header among the first rows for any of the sheets, or None when nothing resembles one."""
    best: Header | None = None
    for position in range(min(SEARCHED_ROWS, len(grid.rows))):
        for depth in (1, 2):
            headings = _headings(grid, position, depth)
            if headings is None:
                continue
            for sheet in sheets:
                header = _match(sheet, grid, position, depth, headings)
                if _resembles(header, alone=len(sheets) == 1) and (best is None or header.score > best.score):
                    best = header
        # One row further is looked at: a title over a header fits as two levels, the header alone fits better.
        if best and not best.missing and position > best.top:
            break
    return best


def _resembles(header: Header, *, alone: bool) -> bool:
    """Two thirds of the required columns are there; half will do for the one sheet the sender named."""
    required = sum(c.required for c in header.sheet.columns)
    allowed = required // 2 if alone else required // 3
    return len(header.found) >= 2 and len(header.missing) <= allowed


def _headings(grid: Grid, position: int, depth: int) -> list[list[Heading]] | None:
    """For each column of the sheet the ways its header can be read: joined, lower, upper."""
    rows = grid.rows[position : position + depth]
    if len(rows) < depth or rows[0].blank or not all(_may_be_header(cell) for row in rows for cell in row.cells):
        return None
    if depth == 1:
        return [[heading(cell.text)] if cell.text.strip() else [] for cell in rows[0].cells]
    if rows[1].number != rows[0].number + 1:
        return None
    upper, lower = _spread(grid, rows[0]), [cell.text for cell in rows[1].cells]
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    return [_two_levels(u, v) for u, v in zip(upper, lower, strict=True)]


def _may_be_header(cell: Raw) -> bool:
    return cell.kind in ("", "t") and len(cell.text) <= LONGEST_HEADER


def _spread(grid: Grid, row: Row) -> list[str]:
    """The upper row's texts, each repeated over the columns its merged cell covers."""
    texts = [cell.text for cell in row.cells]
    for merge in grid.merges:
        if merge.first_row <= row.number <= merge.last_row and merge.last_column > merge.first_column:
            texts += [""] * (merge.last_column - len(texts))
            source = texts[merge.first_column - 1]
            texts[merge.first_column - 1 : merge.last_column] = [source] * (merge.last_column - merge.first_column + 1)
    return texts


def _two_levels(upper: str, lower: str) -> list[Heading]:
    upper, lower = upper.strip(), lower.strip()
    if upper and lower and as_unit(lower):  # the second row is a unit row, not a second level
        return [heading(f"{upper}({lower})")]
    if upper and lower:
        over, under = heading(upper), heading(lower)
        unit = under.unit or over.unit
        joined = Heading(f"{upper}/{lower}", over.bare + under.bare, unit, over.remark or under.remark)
        return [joined, Heading(joined.printed, under.bare, unit, under.remark)]
    return [heading(upper or lower)] if upper or lower else []


def _match(sheet: Sheet, grid: Grid, position: int, depth: int, headings: list[list[Heading]]) -> Header:
    header = Header(sheet, grid.rows[position + depth - 1].number, {}, position + depth, position)
    for index, ways in enumerate(headings):
        if not ways:
            continue
        if ways[0].printed.startswith(REFERENCE):
            continue
        if ways[0].bare in MARK_HEADERS:
            header.marks = index
        elif (found := _column_of(sheet, index, ways)) is None:
            header.ignored.append(shown(ways[0].printed))
        else:
            _take(header, found)
    return header


def _column_of(sheet: Sheet, index: int, ways: list[Heading]) -> Found | None:
    whole, bare = names_of_sheet(sheet.topic)
    for way in ways:
        named = whole.get(as_name(way.printed))
        if named is None and (named := bare.get(way.bare)) and way.remark and named[0].units is not None:
            # A remark on a quantity may change what it counts (库存(含在途)); dates and words shrug it off.
            named = None
        if named:
            return Found(named[0], index, way.printed, way.unit, named[1])
    return None


def as_name(printed: str) -> str:
    """A printed header as names are compared."""
    return tight(printed).strip("*★☆:").lower()


Named = dict[str, tuple[Column, int]]


@cache
def names_of_sheet(topic: str) -> tuple[Named, Named]:
    """Every accepted header of a sheet, as printed and without brackets, to its column and how direct it is.

    Rank 0 is the column's own header, then its aliases in order.
    """
    whole: Named = {}
    bare: Named = {}
    for column in SHEETS[topic].columns:
        for rank, name in enumerate([column.header, *column.aliases]):
            whole.setdefault(as_name(name), (column, rank))
            bare.setdefault(heading(name).bare, (column, rank))
    return whole, bare


def _take(header: Header, found: Found) -> None:
    name = found.column.name
    other = header.found.get(name)
    if other is None or found.rank < other.rank:
        header.found[name] = found
    if other is None:
        return
    if found.rank == other.rank:
        header.problems.append(
            Problem(
                row=header.row,
                header=shown(found.printed),
                found=shown(found.printed),
                code="duplicate_header",
                reason="这一列出现了两次",
                advice="请只保留一列",
            )
        )
    else:
        header.ignored.append(shown(max(found, other, key=lambda f: f.rank).printed))


def settle_units(header: Header, grid: Grid) -> None:
    """Decide each column's unit: unit row, then header, then a note above the table, then the template's."""
    _stamp(header, grid)
    _unit_row(header, grid)
    noted = [u for row in grid.rows[: header.top] for c in row.cells for u in units_in_note(c.text[:LONGEST_HEADER])]
    told: dict[str, list[str]] = {}
    for found in header.found.values():
        if found.column.units:
            sentence = _settle(header, found, noted)
            told.setdefault(sentence, []).append(found.column.header)
    told.pop("", None)
    header.notes += [f"“{'、'.join(names)}”{sentence}" for sentence, names in told.items()]


def _stamp(header: Header, grid: Grid) -> None:
    """A workbook made for the sender says which template it is; an older one is refused, not guessed at."""
    version = version_in(grid.rows[: header.top])
    header.prefilled = version is not None
    if version is not None and version != version_of(header.sheet):
        header.problems.append(
            Problem(
                row=grid.rows[0].number,
                found=version,
                code="template_version",
                reason=f"不是现行模板（现行版本 {version_of(header.sheet)}）",
                advice="请在“数据报送”重新下载预填表，把数字填进新表后再报",
            )
        )


def _settle(header: Header, found: Found, noted: list[str]) -> str:
    """Settle one column's unit; answers with what the sender should know of it."""
    column = found.column
    fitting = {column.units[u]: u for u in noted if u in column.units}
    from_note = found.unit is None and len(fitting) == 1
    if from_note:
        (found.unit,) = fitting.values()
    elif found.unit is None and fitting:
        header.problems.append(_ambiguous(header, found, sorted(fitting.values())))
    if found.unit is not None and found.unit not in column.units:
        header.problems.append(
            Problem(
                row=header.row,
                header=shown(found.printed),
                found=found.unit,
                code="unit",
                reason="不是本列可用的单位",
                advice=f"请换算为下列单位之一：{'、'.join(column.units)}",
            )
        )
        found.unit = None
    printed, found.unit = found.unit, found.unit or column.unit
    if len(set(column.units.values())) == 1:
        return ""  # 户, 家, 个: nothing to mistake
    if printed is None:
        return f"没有写单位，按模板的单位“{column.unit}”读取"
    if column.units[printed] != column.units[column.unit]:
        return f"的单位是“{printed}”，已换算为“{column.unit}”"
    return f"按表上注明的单位“{printed}”读取" if from_note else ""


def _ambiguous(header: Header, found: Found, units: list[str]) -> Problem:
    return Problem(
        row=header.row,
        header=shown(found.printed),
        found="、".join(units),
        code="unit",
        reason="表上注明了两种单位，分不清本列用哪一种",
        advice="请把单位写进本列表头，例如“金额（万元）”",
    )


def _unit_row(header: Header, grid: Grid) -> None:
    """A row right below the header that holds nothing but units."""
    if header.first_data >= len(grid.rows):
        return
    row = grid.rows[header.first_data]
    filled = [(i, c.text) for i, c in enumerate(row.cells) if c.text.strip()]
    units = {i: as_unit(text) for i, text in filled}
    words = {"单位", "计量单位", "-", "/", "—"}
    if not any(units.values()) or any(u is None and tight(t) not in words for (i, t), u in zip(filled, units.values())):
        return
    header.first_data += 1
    for found in header.found.values():
        below = units.get(found.index)
        if below and found.unit and found.unit != below:
            header.problems.append(_ambiguous(header, found, [found.unit, below]))
        found.unit = below or found.unit
