"""Good files, damaged the way files get damaged; and what may come of them."""

import io
import random
import zipfile
from dataclasses import dataclass

import openpyxl

from data.intake import SHEETS
from tests.data.intake.good import GOOD

WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
HOSTILE = [
    "", " ", "NaN", "inf", "-inf", "1e400", "1_000", "٣", "²", "十", "=1+1", "+1", "-1", "@x", "TRUE", "#N/A", "1,23",
    "999999999999999999999", "2020-02-30", "20-3-1", "2020年3月1日", "43891", "临夏", "火星县", "合计", "示例",
    "\u202e反", "\x00", "\ud800", "a" * 40_000, "'; DROP TABLE market; --", "<script>", "😀", "0.1",
    "-0", "1e5", "是否",
    "M001", "E001", "Q0001", "１２３", "万元", "吨", "(公斤)", "\n\n", '"', ",", ";", "\t", "None", "null", "备注:x",
]  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A damaged file, and how it came about."""

    name: str
    topic: str
    content: bytes
    story: str


def mutant(seed: int) -> Mutant:
    """The same seed is the same file."""
    rng = random.Random(seed)
    topic = rng.choice(list(SHEETS))
    rows = table(topic)
    story = [mutate(rng, rows) for _ in range(rng.choice([1, 1, 2, 3, 8]))]
    if rng.random() < 0.5:
        content, how = as_csv(rng, rows)
        return Mutant(f"{seed}.csv", topic, content, f"{story} {how}")
    content, how = as_workbook(rng, rows)
    return Mutant(f"{seed}.xlsx", topic, content, f"{story} {how}")


def table(topic: str) -> list[list]:
    """The good rows under the printed header."""
    sheet = SHEETS[topic]
    return [[c.printed for c in sheet.columns], *[[row.get(c.name) for c in sheet.columns] for row in GOOD[topic]]]


def mutate(rng: random.Random, rows: list[list]) -> str:
    """One change of the table, in place; answers with what it was."""
    row = rng.randrange(len(rows))
    column = rng.randrange(len(rows[row]))
    change = rng.choice(
        ["cell", "cell", "cell", "unit", "wide", "drop row", "twice", "drop column", "above", "swap", "scale"]
    )
    if change == "cell":
        rows[row][column] = rng.choice(HOSTILE)
    elif change == "unit":
        rows[0][column] = (
            f"{str(rows[0][column]).split('(')[0]}({rng.choice(['公斤', '元', '万元', '吨', '箱', '元/斤', '户'])})"
        )
    elif change == "wide" and rows[row][column] is not None:
        rows[row][column] = str(rows[row][column]).translate(WIDE)
    elif change == "drop row":
        del rows[row]
        rows.append(["x"]) if not rows else None
    elif change == "twice":
        rows.insert(row, list(rows[row]))
    elif change == "drop column":
        for each in rows:
            del each[column : column + 1]
            each.append(None)
    elif change == "above":
        rows.insert(
            0, [rng.choice(["市场主体报表", "单位:元", "单位:公斤", "填报单位:某局", ""])] + [None] * (len(rows[0]) - 1)
        )
    elif change == "swap":
        other = rng.randrange(len(rows[row]))
        rows[row][column], rows[row][other] = rows[row][other], rows[row][column]
    elif isinstance(rows[row][column], int | float):
        rows[row][column] *= rng.choice([1000, 0.001, 10_000, -1])
    return f"{change}@{row},{column}"


def as_csv(rng: random.Random, rows: list[list]) -> tuple[bytes, str]:
    text = "\r\n".join(",".join("" if v is None else str(v) for v in row) for row in rows)
    encoding = rng.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5", "latin-1"])
    content = text.encode(encoding, errors="replace")
    if rng.random() < 0.15:
        content = damaged(rng, content)
    return content, encoding


def as_workbook(rng: random.Random, rows: list[list]) -> tuple[bytes, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row, 1):
            _write(sheet.cell(number, index), value)
    how = rng.choice(["plain", "merge", "hide", "second", "format", "bytes", "part"])
    if how == "merge":
        at = rng.randrange(1, len(rows) + 1)
        sheet.merge_cells(start_row=at, end_row=at + rng.randrange(2), start_column=1, end_column=1 + rng.randrange(3))
    elif how == "hide":
        sheet.row_dimensions[rng.randrange(1, len(rows) + 1)].hidden = True
        sheet.sheet_state = rng.choice(["visible", "hidden"])
        book.create_sheet("空")
    elif how == "second":
        book.copy_worksheet(sheet)
    elif how == "format":
        for cell in sheet[rng.randrange(1, len(rows) + 1)]:
            cell.number_format = rng.choice(["yyyy-mm-dd", "0.00,", "@", "0%", "[Red]General", "yyyy", '0!.0000"万"'])
    content = io.BytesIO()
    book.save(content)
    data = content.getvalue()
    if how == "bytes":
        data = damaged(rng, data)
    elif how == "part":
        data = damaged_part(rng, data)
    return data, how


def _write(cell, value) -> None:
    try:
        cell.value = value
    except (openpyxl.utils.exceptions.IllegalCharacterError, ValueError):
        cell.value = "□"


def damaged(rng: random.Random, content: bytes) -> bytes:
    """Bytes flipped, cut off, or doubled."""
    data = bytearray(content)
    how = rng.choice(["flip", "cut", "double", "insert"])
    if how == "flip":
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif how == "cut":
        del data[rng.randrange(len(data)) :]
    elif how == "double":
        data *= 2
    else:
        at = rng.randrange(len(data))
        data[at:at] = rng.randbytes(rng.randrange(1, 50))
    return bytes(data)


def damaged_part(rng: random.Random, content: bytes) -> bytes:
    """A well-formed zip whose XML is not what it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(rng, old.read(name)) if name == chosen else old.read(name))
    return out.getvalue()
