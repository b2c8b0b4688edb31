"""Registries of 200,000 and 2 million entities through the command; figures in docs/bench/import.md."""

import csv
import datetime as dt
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter

from data.intake.credit_code import check_character

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "bench" / "import.md"
HEADER = [
    "统一社会信用代码",
    "名称",
    "主体类型",
    "县(市)",
    "乡镇(街道)",
    "行业门类",
    "规模",
    "成立日期",
    "终止日期",
    "终止方式",
]
COUNTIES = ["临夏市", "临夏县", "康乐县", "永靖县", "广河县", "和政县", "东乡县", "积石山县"]
KINDS = {"企业": "91", "个体工商户": "92", "农民专业合作社": "93"}
MOST_MEMORY = 500_000  # kilobytes


def entities(count: int):
    """Rows as a registry office would export them: one in five has ended."""
    rng = random.Random(1)
    for number in range(count):
        kind = rng.choice(list(KINDS))
        body = f"{KINDS[kind]}6229{rng.randrange(100):02}{number:09}"
        ended = rng.random() < 0.2
        opened = f"{rng.randrange(2005, 2020)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        yield [
            body + check_character(body), f"示例主体第{number}号", kind, rng.choice(COUNTIES), f"第{number % 124}镇",
            rng.choice("ACEFGHLO"), "微型", opened,
            f"2020-0{rng.randrange(1, 3)}-11" if ended else "", rng.choice(["注销", "吊销"]) if ended else "",
        ]  # fmt: skip


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER])
        csv.writer(file).writerows(entities(count))


def write_xlsx(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for at, row in enumerate(entities(count), 1):
            sheet.write_row(at, 0, row)


@pytest.mark.heavy
def test_two_million_entities_pass_through_half_a_gigabyte(tmp_path, sqlite_template):
    lines = [_measured(tmp_path, sqlite_template, *case) for case in (
        (write_csv, "csv", 200_000), (write_xlsx, "xlsx", 200_000), (write_csv, "csv", 2_000_000),
    )]  # fmt: skip

    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(
        "# Importing a registry\n\n"
        "`python -m pytest -m heavy tests/heavy/test_large_registry.py` writes this page:\n"
        "`python -m data.intake FILE` on an empty SQLite database (WAL, synchronous=FULL). Every cell and credit code\n"
        "is checked, then everything is stored in one transaction. Memory: the largest resident size.\n"
        f"Measured on {dt.date.today()}, {os.cpu_count()} shared cores, load {os.getloadavg()[0]:.1f}.\n\n"
        "| file | rows | seconds | rows a second | processor seconds | memory MB |\n|---|---|---|---|---|---|\n"
        + "\n".join(lines) + "\n",
        encoding="utf-8",
    )  # fmt: skip


def _measured(folder: Path, template: Path, write, suffix: str, count: int) -> str:
    """Import one registry in a process of its own; a line of the report."""
    file, database = folder / f"{count}.{suffix}", folder / f"{count}.{suffix}.db"
    write(file, count)
    shutil.copyfile(template, database)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    watched = "import resource, sys; from data.intake.__main__ import main; code = main(sys.argv[1:]); " \
              "print('RSS', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss); sys.exit(code)"  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", watched, str(file), "--at", "2020-03-02T12:00+08:00"],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"}, capture_output=True, text=True,
    )  # fmt: skip
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = int(done.stdout.rpartition("RSS ")[2])
    conn = sqlite3.connect(database)
    stored = conn.execute("SELECT count(*) FROM entity").fetchone()[0]
    conn.close()
    database.unlink()
    file.unlink()

    assert done.returncode == 0, done.stdout
    assert stored == count
    assert memory < MOST_MEMORY
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"| {suffix} | {count:,} | {seconds:.0f} | {count / seconds:,.0f} | {processor:.0f} | {memory / 1000:.0f} |"
