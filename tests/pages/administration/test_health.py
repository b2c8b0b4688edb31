"""The health page: what is fresh, what is not, what to do; and starting the run."""

import datetime as dt
import os
import time

import pytest

from data.store import events
from data.store.backup import back_up
from data.store.scope import EVERYTHING
from pages.administration import checks, evaluation
from pages.door import clock, open_store
from tests.pages import small_town
from tests.pages.conftest import NOW
from tests.pages.reading import cards_of, marked, rows_of, user_of


@pytest.fixture
def page_store_url(tmp_store_url, tmp_path, monkeypatch):
    monkeypatch.setenv("MONITOR_LOCAL", str(tmp_path / "local"))
    (tmp_path / "local").mkdir()
    small_town.build(tmp_store_url)
    return tmp_store_url


@pytest.fixture
def seen(signed_in):
    """Open the page; it must not break."""

    def open_it(role="admin"):
        app = signed_in(role, "health")
        assert not app.exception
        return app

    return open_it


def test_the_headline_says_how_far_the_run_is_and_who_is_in_time(seen):
    cards = cards_of(seen())

    assert (cards["每日评估"]["figure"], cards["每日评估"]["look"]["word"]) == ("9月29日", "正常")
    assert cards["每日评估"]["target"] == "完成于 2020年9月30日 11:00"
    assert cards["按时报送"]["figure"] == "3/5"
    assert float(cards["数据库大小"]["figure"]) > 0


def test_each_kind_of_report_stands_against_its_rule_in_plain_words(seen):
    sources = marked(seen(), "health_sources")

    assert sources["生活必需品供应日报表"] == [
        "● 按时", "2020年9月29日", "2020年9月30日 10:00", "每日 12:00 前报前 1 日数据", "2020年9月29日", "3",
    ]  # fmt: skip
    assert sources["农贸市场复市情况表"][3] == "每周五一期，当日 18:00 前报"
    assert sources["市场主体日报表"][0] == "◇ 从未报送"
    assert sources["农贸市场名录"][0] == "有变化时报送"


def test_a_late_report_is_named_with_what_to_do(signed_in, page_store):
    clock.fix(NOW + dt.timedelta(days=2))

    checked = marked(signed_in("admin", "health"), "health_checks")

    assert checked["数据报送"][:2] == ["▲ 请留意", "逾期未报：生活必需品供应日报表"]
    assert checked["每日评估"][0] == "▲ 请留意"


def test_what_needs_somebody_comes_first_and_what_is_well_needs_nothing(seen):
    rows = rows_of(seen(), "health_checks")
    words = [row[1] for row in rows]

    assert words == sorted(words, key=["要处理", "请留意", "正常"].index)
    assert {row[3] for row in rows if row[1] == "正常"} == {"无须处理"}


def test_a_missing_an_old_and_an_untried_backup_are_told_from_a_fresh_one(seen, page_store, tmp_path):
    folder = tmp_path / "local" / "backups"
    assert marked(seen(), "health_checks")["备份"][1] == "没有发现备份"

    made = back_up(page_store.url, folder, at=NOW)
    os.utime(made, (NOW.timestamp(), NOW.timestamp()))
    status, now, _ = marked(seen(), "health_checks")["备份"]
    assert (status, "已试恢复并核对" in now) == ("● 正常", True)

    os.utime(made, ((NOW - dt.timedelta(days=3)).timestamp(),) * 2)
    assert marked(seen(), "health_checks")["备份"][0] == "▲ 请留意"

    copy = folder / "copied-by-hand.db"
    copy.write_bytes(made.read_bytes())
    os.utime(copy, (NOW.timestamp(), NOW.timestamp()))
    status, now, _ = marked(seen(), "health_checks")["备份"]
    assert (status, "没有试恢复的记录" in now) == ("▲ 请留意", True)


def test_an_old_sqlite_is_pointed_out_only_where_it_is_one(seen, monkeypatch):
    monkeypatch.setattr(checks, "races_with_itself", lambda: True)
    assert "数据库引擎版本" in marked(seen(), "health_checks")

    monkeypatch.setattr(checks, "races_with_itself", lambda: False)
    assert "数据库引擎版本" not in marked(seen(), "health_checks")


def test_the_last_runs_are_listed(seen):
    assert rows_of(seen(), "health_runs") == [
        ["2020年9月30日 11:00", "2020年9月29日", "2020年9月27日", "6.5", "30 / 2", "1 / 0"]
    ]


class Standing:
    """A rule as the table hands it over."""

    def __init__(self, cadence, *, due="18:00", weekday=None, lag_days=0):
        self.cadence, self.due, self.weekday, self.lag_days = cadence, due, weekday, lag_days


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing("daily", due="12:00"), "每日 12:00 前报当日数据"),
        (Standing("daily", due="12:00", lag_days=1), "每日 12:00 前报前 1 日数据"),
        (Standing("weekly", weekday=5, lag_days=1), "每周五一期，1 日后的 18:00 前报"),
        (Standing("monthly"), "每月一期，月末 18:00 前报"),
        (Standing("monthly", lag_days=3), "每月一期，次月 3 日 18:00 前报"),
        (Standing(None), "有变化时报送"),
        (Standing(float("nan")), "有变化时报送"),
    ],
)
def test_a_rule_is_said_in_words(standing, said):
    assert checks.rule(standing) == said


class Process:
    """Stands for the run in a process of its own."""

    def __init__(self, command, **more):
        self.command, self.more, self.returncode = command, more, None

    def poll(self):
        return self.returncode


@pytest.fixture
def processes(monkeypatch):
    """The processes that were started, instead of real ones."""
    started = []
    monkeypatch.setattr(evaluation.subprocess, "Popen", lambda *a, **k: started.append(Process(*a, **k)) or started[-1])
    monkeypatch.setattr(evaluation, "_running", {})
    return started


def click(app):
    return next(one for one in app.button if one.label == "立即评估").click().run()


def test_the_run_is_started_once_as_of_the_story_s_present_and_written_down(seen, page_store, processes):
    app = click(seen())

    assert processes[0].command[1:] == ["-m", "monitoring", "evaluate", "--at", NOW.isoformat()]
    assert processes[0].more["env"]["DATABASE_URL"] == open_store.settings().url
    assert "正在评估" in str(app.get("progress")[0].proto)
    assert "立即评估" not in [one.label for one in app.button]
    evaluation.start(user_of("staff"), now=NOW)
    assert len(processes) == 1
    with page_store.reading() as conn:
        assert events.history(conn, scope=EVERYTHING, object_kind="run")["actor"].tolist() == ["admin"]


@pytest.mark.parametrize(("code", "kind", "said"), [(0, "success", "评估已完成"), (1, "error", "评估没有完成")])
def test_how_a_run_ended_is_told(seen, processes, code, kind, said):
    click(seen())
    processes[0].returncode = code

    assert said in getattr(seen(), kind)[0].value


def test_a_real_run_answers_for_the_day_and_moves_the_figures_on(page_store):
    before = page_store.version()

    run = evaluation.start(user_of("admin"), now=NOW)
    deadline = time.monotonic() + 120
    while not run.over and time.monotonic() < deadline:
        time.sleep(0.2)

    assert run.process.returncode == 0
    assert page_store.version() > before
