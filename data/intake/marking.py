"""The sent workbook, marked: cells in question coloured, a comment on each, a sheet that sums up, the rest as it was.

Colours are a conditional format of our own and comments have our author, so that marks of an earlier round are taken
out again, and cells, styles, formulas and their saved results are never touched. What is left out: a cell that carries
somebody's own comment gets no second one (the summary has it), and a digital signature does not survive any change.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import xlsxwriter

from data.intake.answers import Problem, Refused
from data.intake.delimited import read_csv
from data.intake.doubts import Doubt
from data.intake.guard import kind_of
from data.intake.limits import MEGABYTE, Limits
from data.intake.marking_notes import annotate
from data.intake.marking_sheets import colour, dye, summarise, worksheets
from data.intake.package import Package, Unsplicable
from data.intake.text import shown

MARKED = Limits(content=8 * MEGABYTE, unpacked=40 * MEGABYTE)
LONGEST = 300
CSV_SHEET = "报表"
ANSWER = "无误的在“数据报送”页“请核实”处写明原因后入库；有误的改正后重新报送"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One thing to see to: where it is, what was found, why, and what to do. ``question``: it may be right."""

    sheet: str
    cell: str
    header: str
    found: str
    reason: str
    todo: str
    question: bool = False

    @property
    def sentence(self) -> str:
        """What the comment on the cell says."""
        kind = "请核实" if self.question else "问题"
        found = f"“{self.found}”" if self.found else ""
        return f"【{kind}】{found}{self.reason}。\n{self.todo}。"


def marks_of(answer: Iterable[Problem | Doubt | dict]) -> list[Mark]:
    """The marks of a refusal's problems, or of questions (also as a held file keeps them)."""
    return [_mark(one if isinstance(one, dict) else vars(one)) for one in answer]


def _mark(told: dict) -> Mark:
    question = "advice" not in told
    texts = {name: told.get(name, "") for name in ("sheet", "cell", "header", "found", "reason")}
    texts["todo"] = ANSWER if question else told["advice"]
    return Mark(**{name: shown(text, LONGEST).rstrip("。") for name, text in texts.items()}, question=question)


def filename_of(sent: str) -> str:
    """What the marked workbook of a sent file is called."""
    return f"{sent.rpartition('.')[0] or sent}（标注）.xlsx"


def marked(content: bytes, marks: Iterable[Mark]) -> bytes | None:
    """The workbook (a csv file as one) with its marks; None where it cannot be opened safely or is too large."""
    marks = list(marks)
    try:
        file = io.BytesIO(content)
        csv = kind_of(file, len(content), MARKED) == "csv"
        package = Package(_as_workbook(file) if csv else content)
        return _written(package, marks, csv=csv)
    except (Refused, Unsplicable, zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, NotImplementedError):
        return None


def _written(package: Package, marks: list[Mark], *, csv: bool) -> bytes:
    sheets = worksheets(package)
    dyes = dye(package)
    for name, part in sheets.items():
        own = [mark for mark in marks if csv or mark.sheet == name]
        if own:
            put = partial(_by_cell, own)
            colour(package, part, put(question=False), put(question=True), dyes)
            annotate(package, part, _sentences(own))
        else:
            colour(package, part, [], [], dyes)
            annotate(package, part, {})
    summarise(package, marks)
    return package.write()


def _by_cell(marks: list[Mark], *, question: bool) -> list[str]:
    grave = {mark.cell for mark in marks if not mark.question}
    cells = dict.fromkeys(mark.cell for mark in marks if mark.cell and mark.question is question)
    return [cell for cell in cells if not (question and cell in grave)]


def _sentences(marks: list[Mark]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for mark in marks:
        if mark.cell:
            told.setdefault(mark.cell, []).append(mark.sentence)
    return {cell: "\n".join(sentences) for cell, sentences in told.items()}


def _as_workbook(file: io.BytesIO) -> bytes:
    """Every field as the text it is: nothing becomes a formula, a number or a day."""
    grid, content = read_csv(file, MARKED), io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet(CSV_SHEET)
        text = book.add_format({"num_format": "@"})
        for row in grid.rows:
            for index, cell in enumerate(row.cells):
                page.write_string(row.number - 1, index, cell.text, text)
    return content.getvalue()
