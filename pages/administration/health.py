"""运行状况: whether the figures are fresh and the machine does its work, in plain words, and what to do next."""

import datetime as dt

import pandas as pd
import streamlit as st

from data.intake import SHEETS
from data.store import readiness as store_readiness
from data.store import runs
from monitoring.tallies import reporting
from pages import reads
from pages.administration import checks, evaluation
from pages.door import clock, open_store, readiness
from pages.door.session import require
from pages.parts import cards, matrix, number
from pages.parts.status import Status

RUNS = 14


def page() -> None:
    """The page."""
    user = require("health")
    st.title("运行状况", anchor=False)
    at = reads.as_of()
    standings = reporting.standings(reads.freshness(user, at), open_store.region(), list(SHEETS), now=clock.now())
    machine = readiness.recent_report()
    found = checks.all_checks(at, standings, machine)
    cards.headline_cards(_headline(at, standings, machine), key="health_cards")
    st.subheader("检查结果", anchor=False)
    matrix.table(checks.COLUMNS, checks.rows(found), key="health_checks", heads=False)
    evaluation.offer(user, "health")
    st.subheader("各类数据的新旧", anchor=False)
    matrix.table(checks.SOURCE_COLUMNS, checks.source_rows(standings), key="health_sources")
    st.caption("“截至”是报表说的日期，不是收到的日期；没有固定时限的名录类报表有变化时报送。")
    _runs()


def _headline(at: reads.AsOf, standings: pd.DataFrame, machine: dict) -> list[cards.Card]:
    asked = standings[standings["deadline"].notna()]
    on_time = int((asked["state"] == "on_time").sum())
    last = reads.last_run(at)
    behind = checks.evaluation_behind(at, standings)
    return [
        cards.Card(
            title="每日评估", value=None, figure=number.short_day(at.day) or "尚未评估", unit="",
            target=f"完成于 {number.moment(last['known_at'])}" if last else "请先报送数据，再点“立即评估”",
            status=Status.AMBER if behind or last is None else Status.GREEN,
        ),
        cards.Card(
            title="按时报送", value=None, figure=number.of_total(on_time, len(asked)), unit="种报表",
            target="有时限的报表中，最近一期已报到的",
            status=Status.GREEN if on_time == len(asked) else Status.AMBER,
        ),
        cards.Card(
            title="数据库大小", value=None, unit="MB",
            figure=_megabytes(store_readiness.size_bytes(open_store.store())),
            target=checks.engine(machine),
        ),
        cards.Card(
            title="磁盘剩余", value=None, figure=_gigabytes(machine["detail"]["free_bytes"]), unit="GB",
            target="低于 0.5 GB 时系统停止对外服务",
            status=Status.GREEN if machine["holds"]["disk"] else Status.RED,
        ),
    ]  # fmt: skip


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}"


def _gigabytes(size: int) -> str:
    return f"{size / 1_000_000_000:,.1f}"


def _day_said(said: str | None) -> str:
    """The day of a run's own account of itself, as the other columns write days."""
    return number.day(dt.date.fromisoformat(said)) if said else ""


def _runs() -> None:
    st.subheader(f"最近 {RUNS} 次评估", anchor=False)
    with open_store.store().reading() as conn:
        told = runs.history(conn, limit=RUNS)
    columns = (
        matrix.Column(title="完成时间", nowrap=True),
        matrix.Column(title="评估到", nowrap=True),
        matrix.Column(title="起自", nowrap=True),
        matrix.Column(title="用时", unit="秒", align="number"),
        matrix.Column(title="指标值（新增/更正）", align="number"),
        matrix.Column(title="信号（新增/更正）", align="number"),
    )
    rows = [
        matrix.Row(
            cells=[
                number.moment(run.known_at),
                number.day(run.date),
                _day_said(run.detail.get("since")),
                f"{run.seconds:.1f}",
                _changes(run.detail.get("values")),
                _changes(run.detail.get("signals")),
            ]
        )
        for run in told.itertuples(index=False)
    ]
    matrix.table(columns, rows, key="health_runs", empty="还没有评估过")


def _changes(counts: dict | None) -> str:
    return "" if not counts else f"{counts.get('new', 0):,} / {counts.get('changed', 0):,}"
