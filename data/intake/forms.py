"""A topic's sheet as a web form: the lines a unit owes for a period, and what was typed turned into that sheet.

What is typed goes through :func:`data.intake.receive` like any file: the form only writes the file.
"""

import csv
import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.intake.arrears_checks import NIL
from data.intake.catalog import SHEETS
from data.intake.prefill import TRAILS, Prefilled, choices, day_of, rows_owed, told_beside
from data.intake.sheet import Column, Kind, Sheet
from data.intake.signoff import words_of
from data.intake.stamp import stamp_of, version_of
from data.intake.templates import MARK
from data.store import held
from data.store.drafts import Draft, Place
from data.store.scope import Scope

if TYPE_CHECKING:
    from data.reference.region import Region

TOPICS = tuple(topic for topic in SHEETS if topic != "entity_registry")  # hundreds of thousands of rows are a file
FREE_LINES = 10
MOST_LINES = 200
LONGEST_CELL = 1_000
ABOVE = 2  # lines of the file above its first row: the stamp and the header
Cells = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: what is given, what stands in its cells before anybody types, and what is known beside them."""

    key: str
    name: str = ""
    given: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, str] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """What stands in a cell nobody has touched."""
        return self.reported.get(name, self.suggested.get(name, ""))


@dataclass(frozen=True, kw_only=True)
class Form:
    """One unit's form of a period. ``owed``: its lines are fixed; else they are free to be filled in, or not.

    ``choices`` of free lines: what they may refer to, by its number, as people call it.
    """

    sheet: Sheet
    place: Place
    lines: tuple[Line, ...]
    owed: bool
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The declaration it is made from."""
        return version_of(self.sheet)

    @property
    def reported(self) -> bool:
        """Whether something of the period has been stored already."""
        return any(line.reported for line in self.lines)

    def asked(self, line: Line) -> list[Column]:
        """The cells of a line that are to be filled in."""
        return [column for column in self.sheet.columns if column.name not in line.given]

    def text(self, line: Line, name: str, cells: Cells) -> str:
        """What a cell says: what was typed, else what stands there."""
        return cells.get(line.key, {}).get(name, line.shown(name))


def form_of(conn, region: "Region", place: Place, *, free: int = FREE_LINES) -> Form:
    """The form of one place; whose it is, the caller has asked."""
    sheet, scope = SHEETS[place.topic], Scope(counties=frozenset({place.county}), enterprise=place.enterprise)
    if place.topic not in TRAILS:
        lines = tuple(Line(key=f"+{n}", name=f"第{n}行") for n in range(1, min(free, MOST_LINES) + 1))
        named = choices(conn, sheet, scope=scope)
        return Form(sheet=sheet, place=place, lines=lines, owed=False, choices=named)
    rows = rows_owed(conn, sheet, region, scope=scope, day=place.day)
    told = _stored(conn, sheet, region, place, scope)
    return Form(sheet=sheet, place=place, lines=tuple(_line(sheet, row, told) for row in rows), owed=True)


def _line(sheet: Sheet, row: Prefilled, told: dict[tuple, dict[str, str]]) -> Line:
    names = [column.name for column in sheet.columns if column.name not in row.given]
    return Line(
        key=":".join(map(str, row.series)),
        name=row.name,
        given={name: _text(value) for name, value in row.given.items()},
        suggested={name: _text(value) for name, value in row.open.items()},
        reported=told.get(row.series, {}),
        last={name: _text(value) for name, value in row.last.items()},
        beside={name: told_beside(row, name) for name in names if name in row.last or name in row.usual},
    )


def _stored(conn, sheet: Sheet, region: "Region", place: Place, scope: Scope) -> dict[tuple, dict[str, str]]:
    """Series -> what is stored of the period already, as it would be typed."""
    rule, words = TRAILS[sheet.topic], words_of(sheet, region)
    names = tuple(c.name for c in sheet.columns if c.name not in (*rule.series, rule.day))
    found = held.recent(
        conn, sheet.table, scope=scope, counties={place.county}, series=rule.series, day=rule.day, measures=names,
        since=day_of(sheet, place.day), until=day_of(sheet, place.day),
    )  # fmt: skip
    return {
        series: {name: _text(words.get(name, {}).get(value, value)) for name, value in trail[-1][1].items()}
        for series, trail in found.items()
    }


def _text(value: object) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def edited(form: Form, cells: Cells, edits: Mapping[int, Mapping[str, object]]) -> dict[str, dict[str, str]]:
    """What was typed before with what was typed now, by a line's place. What is not asked for is not heard."""
    merged = {key: dict(row) for key, row in cells.items()}
    for at, row in edits.items():
        if not 0 <= at < len(form.lines):
            continue
        line = form.lines[at]
        asked = {column.name for column in form.asked(line)}
        for name, value in row.items():
            text = _text(value).strip()
            if name in asked and len(text) <= LONGEST_CELL:
                merged.setdefault(line.key, {})[name] = text
    return merged


def unasked(form: Form, state: object) -> list[str]:
    """What the grid's state says beyond the cells people can type into: nothing, unless somebody forged it."""
    if not isinstance(state, Mapping) or not isinstance(edits := state.get("edited_rows", {}), Mapping):
        return ["edited_rows"]
    shown = {column.name for line in form.lines for column in form.asked(line)}
    strange = [name for name in ("added_rows", "deleted_rows") if state.get(name)]
    for at, row in edits.items():
        if not isinstance(at, int) or not 0 <= at < len(form.lines) or not isinstance(row, Mapping):
            strange.append(str(at))
        else:
            strange += [str(name) for name, value in row.items() if name not in shown or not _typable(value)]
    return strange


def _typable(value: object) -> bool:
    """Whether a keyboard can have made it: one value, and a text that every database can keep."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    return value is None or isinstance(value, bool | int | float)


UNCHANGED = {
    "entity_counts": ({"entries": "0", "deregistrations": "0"}, ("closing", "opening")),
    "supply": ({"inflow": "0", "outflow": "0"}, ("on_hand", "on_hand")),
}
"""What a period without any change says: noughts, and the stock as it was (the cell, and where its value is known)."""


def unchanged(form: Form, cells: Cells) -> dict[str, dict[str, str]]:
    """The cells of a period in which nothing changed; what somebody typed stays, and so do stocks nobody knows."""
    noughts, (stock, source) = UNCHANGED[form.place.topic]
    filled = {}
    for line in form.lines:
        before = form.text(line, source, cells) if source != stock else line.last.get(stock, "")
        filled[line.key] = noughts | ({stock: before} if before else {}) | dict(cells.get(line.key, {}))
    return filled


def nothing_paid(form: Form, cells: Cells, *, item: str, today: dt.date) -> dict[str, dict[str, str]]:
    """The one line that says a month saw no payment: a voucher of nought, on any item of the county."""
    day = min(form.place.day, today)
    said = {"item": item, "voucher": f"{NIL}-{day:%Y-%m}", "valid_for": day.isoformat(), "paid": "0"}
    return {**cells, form.lines[0].key: said}


def content(form: Form, cells: Cells, *, unit: str) -> bytes:
    """The sheet a person would have sent. A line of the file stands ``ABOVE`` below its place in :func:`sent_lines`."""
    said = io.StringIO()
    writer = csv.writer(said, lineterminator="\r\n")
    writer.writerow([stamp_of(form.sheet, unit=unit, day=form.place.day) if form.owed else form.sheet.title])
    writer.writerow([MARK, *(column.printed for column in form.sheet.columns)])
    for n, line in enumerate(sent_lines(form, cells), 1):
        row = [line.given.get(c.name) or form.text(line, c.name, cells) for c in form.sheet.columns]
        writer.writerow([n, *row])
    return said.getvalue().encode()


def sent_lines(form: Form, cells: Cells) -> list[Line]:
    """The lines that are written: all that are owed (who leaves one empty has not reported it), else what is filled."""
    if form.owed:
        return list(form.lines)
    return [line for line in form.lines if any(form.text(line, c.name, cells) for c in form.sheet.columns)]


def names_of(form: Form, cells: Cells) -> dict[int, str]:
    """Row of the file -> what the form calls the line it was written from."""
    return {n + ABOVE: line.name for n, line in enumerate(sent_lines(form, cells), 1)}


def base_of(form: Form) -> dict[str, dict[str, str]]:
    """What was known of each cell: what it was last, and what is stored of this period. A draft keeps it."""
    return {
        line.key: {**line.last, **{f"={name}": text for name, text in line.reported.items()}} for line in form.lines
    }


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One thing known of a cell that is not what it was when the draft was saved. ``stored``: of this period."""

    name: str
    header: str
    then: str
    now: str
    stored: bool


def moved(form: Form, draft: Draft) -> list[Moved]:
    """What has moved on below a draft; nothing where the draft was saved since."""
    now, headers = base_of(form), {column.name: column.header for column in form.sheet.columns}
    found = []
    for line in form.lines if form.owed else ():
        then, here = draft.base.get(line.key, {}), now[line.key]
        for name in sorted(set(then) | set(here)):
            if then.get(name) != here.get(name) and (header := headers.get(name.lstrip("="))):
                found.append(
                    Moved(name=line.name, header=header, then=then.get(name, ""), now=here.get(name, ""),
                          stored=name.startswith("="))
                )  # fmt: skip
    return found


def homeless(form: Form, draft: Draft) -> list[str]:
    """What was typed into lines or columns the form no longer has."""
    asked = {line.key: {column.name for column in form.asked(line)} for line in form.lines}
    typed = [(key, name, text) for key, row in draft.cells.items() for name, text in row.items() if text]
    return [text for key, name, text in typed if name not in asked.get(key, ())]


def numeric(column: Column) -> bool:
    """Whether a cell holds a number."""
    return column.kind in (Kind.COUNT, Kind.INTEGER, Kind.AMOUNT)
