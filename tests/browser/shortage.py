"""A prefecture whose rice runs short, day by day: reports through intake, the daily run as a command."""

import contextlib
import csv
import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.intake.answers import Receipt, Reporter
from data.intake.reception import receive
from data.reference.region import load_region
from data.settings import ROOT
from data.store import cases
from data.store.engine import Store
from data.store.scope import EVERYTHING
from tests.pages.door.serving import serve

REGION = load_region("linxia")
SHORT = ("康乐县", "临夏县", "永靖县", "广河县", "和政县")
STAFF = Reporter(name="专班", scope=EVERYTHING, role="staff")


def noon(day: dt.date) -> dt.datetime:
    """When the report of the day before is due and the daily run begins."""
    return dt.datetime.combine(day, dt.time(12, 40), tzinfo=dt.timezone(dt.timedelta(hours=8)))


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """The prefecture's database and what happens to it."""

    url: str
    folder: Path

    def send(self, topic: str, rows: list[dict], at: dt.datetime) -> Receipt:
        """One file through intake; whoever is asked about an odd figure confirms it."""
        text = io.StringIO()
        sheet = csv.DictWriter(text, list(rows[0]))
        sheet.writeheader()
        sheet.writerows(rows)
        told = {"filename": f"{topic}.csv", "reporter": STAFF, "received_at": at, "topic": topic}
        store = Store(self.url)
        try:
            return receive(store, REGION, text.getvalue().encode("utf-8-sig"), because=lambda _: "已核对属实", **told)
        finally:
            store.close()

    def register(self, at: dt.datetime) -> None:
        """One rice firm a county."""
        self.send("enterprises", [
            {"企业编号": f"E{n:02}", "企业名称": f"{county}粮油公司", "县(市)": county, "企业类型": "粮油加工经销",
             "报送品类": "大米", "联系人": "马某", "联系电话": "13800000000"}
            for n, county in enumerate(SHORT, 1)
        ], at)  # fmt: skip

    def report(self, day: dt.date, days_of_cover: dict[str, float]) -> None:
        """Every firm's report of a day, sent the next morning; ten tonnes leave a day."""
        rows = [
            {"企业编号": f"E{n:02}", "品类": "大米", "日期": day.isoformat(), "进货(吨)": 10, "出库(吨)": 10,
             "库存(吨)": 10 * days_of_cover.get(county, 30), "零售价(元/公斤)": 6}
            for n, county in enumerate(SHORT, 1)
        ]  # fmt: skip
        self.send("supply", rows, noon(day + dt.timedelta(days=1)) - dt.timedelta(hours=3))

    def daily_run(self, day: dt.date) -> None:
        """The command, as cron calls it after noon."""
        command = [sys.executable, "-m", "monitoring", "evaluate", "--at", noon(day).isoformat()]
        environment = os.environ | {"DATABASE_URL": self.url, "MONITOR_LOCAL": str(self.folder)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    @contextlib.contextmanager
    def open_at(self, window, day: dt.date) -> Iterator[None]:
        """Serve the pages as on that day, an hour after the daily run; the window looks there."""
        os.environ["MONITOR_NOW"] = (noon(day) + dt.timedelta(hours=1)).isoformat()
        try:
            with serve(self.url, self.folder) as host:
                window.host = host
                yield
        finally:
            del os.environ["MONITOR_NOW"]

    def case(self, county: str) -> dict:
        """The living or last case of a county's supply."""
        code = REGION.counties.set_index("short").at[county, "county"]
        store = Store(self.url)
        with store.reading() as conn:
            frame = cases.all_cases(conn, scope=EVERYTHING, as_known=None)
        store.close()
        own = frame[(frame["county"] == code) & (frame["cause"] == "supply")]
        return own.iloc[-1].to_dict()
