"""The commands of the daily run, on a database of their own."""

import datetime as dt
import json

import pytest
import structlog

from data.demo.scene import FULL, LAST_DAY, QUICK, Scene
from data.store import setting
from data.store.engine import Store
from monitoring.__main__ import last_due_day, main
from monitoring.demo import StoreNotEmpty, checkpoints, play
from tests.data.store.sending import put
from tests.monitoring.literal import region as literal_region
from tests.monitoring.rules import config

STOCK = {"opening": 100, "closing": 100}


@pytest.fixture(autouse=True)
def log_as_before():
    yield
    structlog.reset_defaults()


@pytest.fixture
def database(tmp_store_url, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", tmp_store_url)
    monkeypatch.setenv("MONITOR_LOCAL", str(tmp_path / "local"))
    store = Store(tmp_store_url)
    yield store
    store.close()


def test_the_daily_run_on_an_empty_database_says_so(database, capsys):
    assert main(["evaluate"]) == 0

    assert "nothing to evaluate" in capsys.readouterr().out


def test_the_daily_run_logs_one_json_line_and_status_reads_it_back(database, capsys):
    put(database, "entity_count", [{"county": "622901", "valid_for": dt.date(2020, 3, 1), **STOCK}])

    assert main(["evaluate", "--on", "2020-03-02"]) == 0

    told = capsys.readouterr()
    logged = json.loads(told.err.strip().splitlines()[-1])
    assert (logged["event"], logged["level"], logged["on"]) == ("evaluated", "info", "2020-03-02")
    assert logged["ts"].endswith("Z")
    assert main(["status"]) == 0
    assert "for 2020-03-02" in capsys.readouterr().out


def test_the_daily_run_ends_with_the_days_files_and_notify_writes_them_anew(database, capsys, tmp_path):
    put(database, "entity_count", [{"county": "622901", "valid_for": dt.date(2020, 3, 1), **STOCK}])
    at = ["--at", "2020-03-03T12:30:00+08:00"]

    assert main(["evaluate", *at]) == 0
    assert "2 files, 0 new messages, 0 sent, 0 failed" in capsys.readouterr().out
    assert main(["notify", *at]) == 0

    names = sorted(path.name for path in (tmp_path / "local" / "notices").iterdir())
    assert names == ["每日通报_20200303.html", "电话通知单_20200303.xlsx"]


def test_a_list_of_people_that_cannot_be_used_fails_the_sender_and_not_the_figures(database, capsys, tmp_path):
    put(database, "entity_count", [{"county": "622901", "valid_for": dt.date(2020, 3, 1), **STOCK}])
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "notify.toml").write_text("[[to", encoding="utf-8")

    assert main(["evaluate", "--on", "2020-03-02"]) == 1

    assert "nothing sent: notify.toml" in capsys.readouterr().out
    assert main(["status"]) == 0


def test_status_of_a_database_never_evaluated(database, capsys):
    assert main(["status"]) == 1

    assert "never evaluated" in capsys.readouterr().out


def test_a_demo_left_alone_is_not_answered_for_the_years_since(database, capsys):
    put(database, "entity_count", [{"county": "622901", "valid_for": dt.date(2020, 3, 1), **STOCK}])
    with database.writing(at=dt.datetime(2020, 3, 1, tzinfo=dt.UTC)) as conn:
        setting.put(conn, setting.DEMO, {"seed": 1, "until": "2020-03-03"})

    assert main(["evaluate"]) == 0

    assert "evaluated 2020-03-01 to 2020-03-03" in capsys.readouterr().out


def test_a_demo_is_played_into_an_empty_database_only(tmp_store_url, region):
    store = Store(tmp_store_url)
    with store.writing(at=dt.datetime(2020, 3, 1, tzinfo=dt.UTC)) as conn:
        setting.put(conn, setting.REGION, "somewhere")

    with pytest.raises(StoreNotEmpty):
        play(store, region, config(), seed=1, until=LAST_DAY)

    store.close()


def test_the_last_due_day_is_the_one_whose_reports_are_due_by_now():
    daily = {"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00", "lag_days": 1}
    weekly = {"topic": "market_status", "from": dt.date(2020, 1, 1), "cadence": "weekly", "lag_days": 5}
    place = literal_region(reporting=(daily, weekly))
    place.reporting_on = lambda topic, day: next(r for r in place.reporting if r["topic"] == topic)

    assert last_due_day(place, dt.datetime(2020, 3, 2, 13, tzinfo=dt.UTC)) == dt.date(2020, 3, 1)
    assert last_due_day(literal_region(), dt.datetime(2020, 3, 2, 13, tzinfo=dt.UTC)) == dt.date(2020, 3, 2)


def test_the_demo_is_evaluated_by_month_then_by_week_then_by_day(region):
    scene = Scene(region=region, seed=1, until=LAST_DAY, size=FULL)

    days = [point.on for point in checkpoints(scene)]

    assert days[:12] == [(dt.date(2019, n, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
                         for n in range(1, 13)]  # fmt: skip
    assert days[12:14] == [dt.date(2020, 1, 5), dt.date(2020, 1, 12)]
    assert days[-30:] == [dt.date(2020, 9, n) for n in range(1, 31)]
    assert all(point.now > scene.moment(point.on, "23:59") for point in checkpoints(scene))
    assert [point.now for point in checkpoints(scene)] == sorted(point.now for point in checkpoints(scene))
    assert checkpoints(Scene(region=region, seed=1, until=LAST_DAY, size=QUICK))[-1].on == LAST_DAY
