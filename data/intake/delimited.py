"""Csv files: their encoding, their delimiter, and every field as the text it is."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from data.intake.answers import Refused
from data.intake.grid import BLANK, Grid, Raw, Row
from data.intake.guard import refuse
from data.intake.limits import Limits

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030(GBK)"}
CHUNK = 1 << 20
SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”→“CSV UTF-8（逗号分隔）”后再报"


def encoding_of(file: IO[bytes]) -> str:
    """By its mark, else strict UTF-8, else strict GB18030. Raises Refused for anything else."""
    file.seek(0)
    start = file.read(4)
    for mark, name in BOMS:
        if start.startswith(mark):
            _check(file, name)
            return name
    for name in ("utf-8", "gb18030"):
        if _decodes(file, name):
            return name
    raise _unknown_encoding()


def _check(file: IO[bytes], name: str) -> None:
    if not _decodes(file, name):
        raise _unknown_encoding()


def _unknown_encoding() -> Refused:
    return refuse("encoding", "文件编码认不出来，或者不是文本文件", SAVE_AS)


def _decodes(file: IO[bytes], name: str) -> bool:
    """Whether the whole file is text in this encoding, without the NULs that only binary files hold."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=name, newline="")
    try:
        while chunk := text.read(CHUNK):
            if "\0" in chunk:
                return False
    except UnicodeError:
        return False
    finally:
        text.detach()
    return True


def rows_of(file: IO[bytes], encoding: str, limits: Limits) -> Iterator[Row]:
    """Rows as Excel would number them. Raises Refused for broken quotes, too many rows or columns."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        delimiter = _delimiter(text.read(65_536))
        text.seek(0)
        number = cells = 0
        for number, fields in enumerate(csv.reader(text, delimiter=delimiter, strict=True), 1):
            if number > limits.rows:
                raise refuse("too_many_rows", f"超过 {limits.rows} 行", "请分几次报送；登记名录请用命令行导入")
            row = Row(number, _cells(fields, number, limits))
            cells += len(row.cells)
            if cells > limits.cells:
                raise refuse("too_many_cells", "单元格过多", "请分几次报送；登记名录请用命令行导入")
            yield row
    except csv.Error:
        raise refuse("broken_csv", f"第{number + 1}行的引号不成对，或有一格过长", SAVE_AS) from None
    finally:
        text.detach()


def _cells(fields: list[str], number: int, limits: Limits) -> list[Raw]:
    while fields and not fields[-1]:
        fields.pop()
    if len(fields) > limits.columns:
        raise refuse(
            "too_many_columns", f"第{number}行有 {len(fields)} 列，超过上限 {limits.columns}", "请删去与本表无关的列"
        )
    return [Raw("t", field) if field else BLANK for field in fields]


def _delimiter(start: str) -> str:
    """The comma, unless the first filled lines have more tabs or semicolons."""
    lines = [line for line in start.splitlines()[:40] if line.strip()]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in (",", "\t", ";")}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > counts[","] else ","


def read_csv(file: IO[bytes], limits: Limits) -> Grid:
    """The whole file as one grid."""
    encoding = encoding_of(file)
    return Grid("", list(rows_of(file, encoding, limits)), told=told_of(encoding))


def told_of(encoding: str) -> list[str]:
    """A note on the encoding, unless it is the expected one."""
    return [] if NAMES[encoding] == "UTF-8" else [f"文件按 {NAMES[encoding]} 编码读取"]
