"""Starting the daily run from a page: in a process of its own, so that nobody's page waits for it, one at a time."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import streamlit as st

from data.settings import ROOT
from data.store import events
from pages import reads
from pages.door import clock, open_store
from pages.door.identity import User
from pages.door.session import require
from pages.registry import may

USUAL_SECONDS = 20.0
LOG = "evaluate.log"
_running: dict[str, "Running"] = {}
_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Running:
    """A run that was started here: who started it, when, and its process."""

    who: str
    since: float
    process: subprocess.Popen

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.since

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None


def offer(user: User, page: str) -> None:
    """The button, how far a started run is, and how it ended; for those who may start one."""
    if not may(user.role, page, "evaluate"):
        return
    run = _running.get(_url())
    if run is not None and not run.over:
        _progress(page)
        return
    if run is not None and run.process.returncode == 0:
        st.success("评估已完成，页面数据已更新。")
    elif run is not None:
        st.error("评估没有完成。数据未受影响；请再试一次，仍不成功时请系统管理员查看运行日志。")
    st.button("立即评估", key=f"evaluate_{page}", on_click=_start, args=(page,), icon=":material/refresh:")


def _start(page: str) -> None:
    """A button was clicked. Runs without the router, so it asks for the right itself."""
    user = require(page, "evaluate")
    start(user, now=clock.now())


def start(user: User, *, now: dt.datetime) -> Running:
    """Start the run as of a moment, unless one is under way; the start is written into the audit."""
    with _lock:
        run = _running.get(_url())
        if run is not None and not run.over:
            return run
        _running[_url()] = Running(who=user.name, since=time.monotonic(), process=launch("evaluate", now=now))
    with open_store.store().noting() as conn:
        events.append(conn, at=clock.wall(), actor=user.uid, action="evaluate", object_kind="run",
                      object_id=now.isoformat(), detail={"page_role": user.role})  # fmt: skip
    return _running[_url()]


def launch(command: str, *, now: dt.datetime) -> subprocess.Popen:
    """One of the commands of `python -m monitoring` as of a moment, in a process of its own."""
    line = [sys.executable, "-m", "monitoring", command, "--at", now.isoformat()]
    environment = os.environ | {"DATABASE_URL": _url(), "MONITOR_REGION": open_store.settings().region}
    with (open_store.settings().local / LOG).open("ab") as log:
        return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603 - ours


@st.fragment(run_every=1.0)
def _progress(page: str) -> None:
    """How long the run has been going, against the last one; when it ends, the whole page is run again."""
    require(page, "evaluate")
    run = _running.get(_url())
    if run is None or run.over:
        st.rerun()
    last = reads.last_run(reads.as_of())
    usual = max(float(last["seconds"]) * 1.5, 5.0) if last else USUAL_SECONDS
    share = min(run.seconds / usual, 0.97)
    st.progress(share, text=f"正在评估（{run.who} 发起，已用 {run.seconds:.0f} 秒）…可以离开本页，评估会继续完成。")


def _url() -> str:
    return open_store.settings().url
