"""Workbooks, parsed in a process of their own under a time and a memory limit."""

import io
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from data.intake.answers import Refused
from data.intake.grid import BLANK, Grid, Merge, Raw, Row
from data.intake.guard import SAVE_AS, refuse
from data.intake.limits import Limits

PIPE = 1 << 20  # fewer, larger turns between the two processes
ROOT = Path(__file__).resolve().parents[2]
REASONS = {
    "xml_entities": ("工作簿内部含有 XML 实体定义", SAVE_AS),
    "deep_xml": ("工作簿内部结构嵌套过深", SAVE_AS),
    "zip_size": ("工作簿展开后过大", "请删去多余的格式、图片和空白行，或分几次报送"),
    "long_text": ("有单元格的文字超过 Excel 允许的长度", "请检查并缩短后再报"),
    "too_many_rows": ("行数过多", "请分几次报送；登记名录请用命令行导入"),
    "too_many_columns": ("列数过多", "请删去与本表无关的列"),
    "too_many_cells": ("单元格过多", "请分几次报送；登记名录请用命令行导入"),
    "too_much_text": ("文字总量过多", "请分几次报送；登记名录请用命令行导入"),
    "too_many_merges": ("合并单元格过多", "请取消合并单元格后再报"),
    "bad_rows": ("工作簿内部的行列编号有误", SAVE_AS),
    "broken_workbook": ("工作簿内部已损坏，读不出来", SAVE_AS),
}


def refusal(code: str) -> Refused:
    """The child's refusal in words."""
    reason, advice = REASONS[code]
    return refuse(code, reason, advice)


@contextmanager
def lines_of(file: IO[bytes], limits: Limits) -> Iterator[Iterator[list]]:
    """The child's lines as they come. Raises Refused when it refuses, dies, or takes too long."""
    with _real(file) as source:
        yield from _lines_of(source, limits)


@contextmanager
def _real(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file the operating system knows: the child reads it by its handle."""
    file.seek(0)
    if not isinstance(file, io.BytesIO):
        yield file
        return
    with tempfile.TemporaryFile() as copy:
        copy.write(file.getbuffer())
        copy.flush()
        copy.seek(0)
        yield copy


def _lines_of(file: IO[bytes], limits: Limits) -> Iterator[Iterator[list]]:
    command = [sys.executable, "-m", "data.intake.workbook_child", json.dumps(asdict(limits))]
    child = subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, bufsize=PIPE
    )
    too_slow = threading.Event()
    clock = threading.Timer(3 * limits.seconds, lambda: (too_slow.set(), child.kill()))
    clock.daemon = True
    clock.start()
    try:
        yield _read(child.stdout, too_slow, limits)
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _read(stream: IO[bytes], too_slow: threading.Event, limits: Limits) -> Iterator[list]:
    for line in stream:
        if not line.endswith(b"\n"):
            break  # it died in the middle of a line
        item = json.loads(line)
        if item[0] == "refuse":
            raise refusal(item[1])
        if item[0] == "end":
            return
        yield item
    if too_slow.is_set():
        raise refuse(
            "too_slow", f"工作簿在 {3 * limits.seconds} 秒内没有读完", "请删去多余的格式和空白行，或分几次报送"
        )
    raise refuse("reader_died", "读取工作簿时内存或时间超限，已中止", SAVE_AS)


def row_of(item: list) -> Row:
    """A line of the child as a row."""
    return Row(item[1], [BLANK if cell is None else Raw(*cell) for cell in item[3]])


def read_workbook(file: IO[bytes], limits: Limits) -> tuple[list[Grid], list[str]]:
    """Every visible worksheet, and the names of the hidden ones."""
    grids: list[Grid] = []
    hidden: list[str] = []
    epoch_1904 = False
    with lines_of(file, limits) as lines:
        for item in lines:
            if item[0] == "epoch_1904":
                epoch_1904 = True
            elif item[0] == "hidden_sheet":
                hidden.append(item[1])
            elif item[0] == "sheet":
                grids.append(Grid(item[1], [], typed=True, epoch_1904=epoch_1904))
            elif item[0] == "row":
                grids[-1].rows.append(row_of(item))
                if item[2]:
                    grids[-1].hidden_rows.append(item[1])
            elif item[0] == "merges":
                grids[-1].merges = [Merge(*merge) for merge in item[1]]
            elif item[0] == "hidden_columns":
                grids[-1].hidden_columns = [c for first, last in item[1] for c in range(first, min(last, 200) + 1)]
    return grids, hidden
