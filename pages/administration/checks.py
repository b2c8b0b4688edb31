"""What must hold for the figures to be trusted: each with how it stands, in plain words, and what to do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.intake import SHEETS
from data.store import backup
from data.store.readiness import races_with_itself
from pages import reads
from pages.door import clock, open_store
from pages.parts import number
from pages.parts.matrix import Cell, Column, Row
from pages.parts.status import Status

OLD_BACKUP_DAYS = 2
COLUMNS = (
    Column(title="项目", nowrap=True, width="11em"),
    Column(title="状态", nowrap=True, width="7em"),
    Column(title="现在"),
    Column(title="怎么办"),
)
SOURCE_COLUMNS = (
    Column(title="报表", nowrap=True),
    Column(title="状态", nowrap=True),
    Column(title="数据截至", nowrap=True),
    Column(title="最近收到", nowrap=True),
    Column(title="报送时限"),
    Column(title="应报到", nowrap=True),
    Column(title="文件", unit="份", align="number"),
)
WORDS = {Status.GREEN: "正常", Status.AMBER: "请留意", Status.RED: "要处理"}
STATES = {
    "on_time": ("按时", Status.GREEN),
    "late": ("逾期", Status.AMBER),
    "never": ("从未报送", Status.STALE),
    "as_needed": ("有变化时报送", None),
}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked after."""

    what: str
    status: Status
    now: str
    todo: str = ""


def engine(machine: dict) -> str:
    """The database's name and version as people write it."""
    name, _, version = str(machine["detail"]["engine"]).partition(" ")
    return f"{ENGINES.get(name, name)} {version}".strip()


def all_checks(at: reads.AsOf, standings: pd.DataFrame, machine: dict) -> list[Check]:
    """Every check, those that need somebody first."""
    found = [
        _evaluation(at, standings),
        _reports(standings),
        _database(machine),
        _schema(machine),
        _disk(machine),
        _heartbeat(machine),
        *_sqlite(machine),
        _backup(),
    ]
    order = {Status.RED: 0, Status.AMBER: 1, Status.GREEN: 2}
    return sorted(found, key=lambda check: order[check.status])


def rows(checks: Sequence[Check]) -> list[Row]:
    """The checks as a table."""
    return [
        Row(
            cells=[check.what, Cell(text=WORDS[check.status], status=check.status), check.now, check.todo or "无须处理"]
        )
        for check in checks
    ]


def evaluation_behind(at: reads.AsOf, standings: pd.DataFrame) -> bool:
    """Whether a day whose daily reports are all due by now has not been evaluated."""
    daily = standings.loc[standings["cadence"] == "daily", "due_day"].dropna()
    return at.day is None or (len(daily) > 0 and pd.Timestamp(at.day) < daily.min())


def _evaluation(at: reads.AsOf, standings: pd.DataFrame) -> Check:
    if at.day is None:
        return Check(what="每日评估", status=Status.AMBER, now="还没有评估过", todo="报送数据后，点下方“立即评估”")
    behind = evaluation_behind(at, standings)
    return Check(
        what="每日评估",
        status=Status.AMBER if behind else Status.GREEN,
        now=f"已评估到 {number.day(at.day)}",
        todo="点下方“立即评估”；若每天都要手工点，请系统管理员检查定时任务" if behind else "",
    )


def _reports(standings: pd.DataFrame) -> Check:
    late = standings[standings["state"] == "late"]
    if late.empty:
        return Check(what="数据报送", status=Status.GREEN, now="有时限的报表都已报到最近一期")
    names = "、".join(SHEETS[topic].title for topic in late["topic"])
    return Check(what="数据报送", status=Status.AMBER, now=f"逾期未报：{names}", todo="请按下表联系报送单位补报")


def _database(machine: dict) -> Check:
    good = machine["holds"]["database"]
    return Check(
        what="数据库",
        status=Status.GREEN if good else Status.RED,
        now=f"正常应答（{engine(machine)}）" if good else "没有应答",
        todo="" if good else "请系统管理员检查数据库服务和连接地址",
    )


def _schema(machine: dict) -> Check:
    good, detail = machine["holds"]["schema"], machine["detail"]
    return Check(
        what="数据库结构",
        status=Status.GREEN if good else Status.RED,
        now=f"版本 {detail['revision'] or '未知'}" + ("，与程序一致" if good else f"，程序需要 {detail['expected']}"),
        todo="" if good else "先备份（python -m data.store backup），再执行：python -m data.store migrate",
    )


def _disk(machine: dict) -> Check:
    good, free = machine["holds"]["disk"], machine["detail"]["free_bytes"]
    return Check(
        what="磁盘空间",
        status=Status.GREEN if good else Status.RED,
        now=f"剩余 {free / 1_000_000_000:,.1f} GB",
        todo="" if good else "请清理磁盘；空间不足时系统会拒收新文件，已入库的数据不受影响",
    )


def _heartbeat(machine: dict) -> Check:
    good = machine["holds"]["heartbeat"]
    return Check(
        what="后台心跳",
        status=Status.GREEN if good else Status.AMBER,
        now=f"{machine['detail']['heartbeat_seconds']:.0f} 秒前有应答",
        todo="" if good else "可能有长时间的导入正在进行；十分钟后仍如此，请重启服务",
    )


def _sqlite(machine: dict) -> list[Check]:
    if not str(machine["detail"]["engine"]).startswith("sqlite") or not races_with_itself():
        return []
    return [
        Check(
            what="数据库引擎版本",
            status=Status.AMBER,
            now=f"{engine(machine)}，低于 3.51.3：两个程序同时写入时有丢失数据的隐患",
            todo="只运行一个服务进程；正式使用请换用 PostgreSQL（见运行手册）",
        )
    ]


def _backup() -> Check:
    folder = open_store.settings().local / backup.FOLDER
    newest = backup.newest(folder)
    how = "请每日备份（python -m data.store backup，见运行手册第4节）"
    if newest is None:
        return Check(what="备份", status=Status.AMBER, now="没有发现备份", todo=how)
    made, note = dt.datetime.fromtimestamp(newest.stat().st_mtime, dt.UTC), backup.note_of(newest)
    old = clock.wall() - made > dt.timedelta(days=OLD_BACKUP_DAYS)
    tried = "没有试恢复的记录" if note is None else f"已试恢复并核对，用时 {note.trial_seconds:,.1f} 秒"
    return Check(
        what="备份",
        status=Status.AMBER if old or note is None else Status.GREEN,
        now=f"最近一份：{number.moment(made)}，{tried}",
        todo=how if old else "请用 python -m data.store backup 备份，当即试恢复并核对" if note is None else "",
    )


def source_rows(standings: pd.DataFrame) -> list[Row]:
    """One row a kind of report."""
    return [_source_row(standing) for standing in standings.itertuples(index=False)]


def _source_row(standing) -> Row:
    word, status = STATES[standing.state]
    late = f"逾期 {standing.overdue} 天" if standing.state == "late" else word
    return Row(
        cells=[
            SHEETS[standing.topic].title,
            Cell(text=late, status=status),
            number.day(standing.last_day) or "—",
            number.moment(standing.last_received_at) or "—",
            rule(standing),
            number.day(standing.due_day) or "—",
            f"{standing.files:,}",
        ]
    )


def rule(standing) -> str:
    """The rule in words: 每日12:00前报前1日数据."""
    if standing.cadence not in ("daily", "weekly", "monthly"):
        return "有变化时报送"
    hour = standing.due or "24:00"
    lag = int(standing.lag_days or 0)
    if standing.cadence == "daily":
        return f"每日 {hour} 前报{f'前 {lag} 日' if lag else '当日'}数据"
    if standing.cadence == "weekly":
        day = WEEKDAYS[int(standing.weekday or 7) - 1]
        after = f"，{lag} 日后的" if lag else "，当日"
        return f"每周{day}一期{after} {hour} 前报"
    return f"每月一期，次月 {lag} 日 {hour} 前报" if lag else f"每月一期，月末 {hour} 前报"
