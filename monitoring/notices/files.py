"""The two files every day leaves in the local folder, with or without any network: digest and call list."""

import csv
import datetime as dt
import io
import os
from pathlib import Path

import pandas as pd

from monitoring.alerts.sentence_shown import brief
from monitoring.notices import paper, words

HEADERS = (("序号", 5), ("级别", 11), ("通知对象", 26), ("电话", 16), ("事项", 24), ("要求", 30), ("时限", 13),
           ("情况", 50), ("通知时间、接听人", 18))  # fmt: skip
FOLDER = "notices"


def read_phones(path: Path) -> dict[str, str]:
    """Unit to its number, from a table 单位,电话 kept outside the repository; empty where there is none."""
    if not path.exists():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    return {row["单位"].strip(): row["电话"].strip() for row in rows if row.get("单位") and row.get("电话")}


def call_sheet(calls: pd.DataFrame, *, region, place: str, now: dt.datetime, demo: bool) -> bytes:
    """The printable 电话通知单, with room to write down who answered."""
    mark = f"{words.MARK}；" if demo else ""
    return paper.table(
        "电话通知单", title=f"{place}电话通知单", columns=HEADERS,
        note=f"{mark}制单 {words.until_of(now, region)}；按级别由重到轻，逐一电话通知并记录",
        rows=[(number, *row, "") for number, row in enumerate(call_rows(calls, region), 1)],
    )  # fmt: skip


def call_rows(calls: pd.DataFrame, region) -> list[tuple[str, ...]]:
    """The calls in words: level, who, phone, matter, what is asked, until when, why."""
    return [
        (words.LEVELS[one["severity"]], one["who"], one["phone"], f"{one['case']}号 {one['name']}",
         words.asked_of(one, region), words.until_of(one["until"], region), brief(one["why"]))
        for one in calls.to_dict("records")
    ]  # fmt: skip


def write_files(folder: Path, today: dt.date, contents: dict[str, bytes]) -> list[Path]:
    """Keep the day's files, readable by the service's own account only: the list has full numbers."""
    place = folder / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = []
    for name, content in contents.items():
        stem, _, ending = name.rpartition(".")
        path = place / f"{stem}_{today:%Y%m%d}.{ending}"
        aside = path.with_suffix(path.suffix + ".part")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        aside.replace(path)
        written.append(path)
    return written
