"""What time it is: the real one, the story's, and a fixed one."""

import datetime as dt

import pytest

from pages.door import clock


@pytest.fixture
def running(monkeypatch):
    monkeypatch.setattr(clock, "_offset", None)
    yield monkeypatch
    clock.fix(None)


def test_without_a_story_both_clocks_agree(running):
    running.delenv("MONITOR_NOW", raising=False)
    assert abs(clock.now() - clock.wall()) < dt.timedelta(seconds=1)
    assert abs(clock.wall() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=1)


def test_a_story_begins_where_it_is_told_and_runs_on_while_sessions_keep_real_time(running):
    running.setenv("MONITOR_NOW", "2020-09-30T09:00:00+08:00")

    first = clock.now()
    assert abs(first - dt.datetime(2020, 9, 30, 1, 0, tzinfo=dt.UTC)) < dt.timedelta(seconds=1)
    assert clock.today() == dt.date(2020, 9, 30)
    assert clock.now() > first
    assert abs(clock.wall() - dt.datetime.now(dt.UTC)) < dt.timedelta(seconds=1)


def test_a_demonstration_begins_its_story_unless_the_environment_says_where(running):
    running.delenv("MONITOR_NOW", raising=False)
    clock.begin(dt.datetime(2020, 10, 1, 4, 40, tzinfo=dt.UTC))
    assert clock.today() == dt.date(2020, 10, 1)

    running.setattr(clock, "_offset", None)
    running.setenv("MONITOR_NOW", "2019-05-05T09:00:00+08:00")
    clock.begin(dt.datetime(2020, 10, 1, 4, 40, tzinfo=dt.UTC))
    assert clock.today() == dt.date(2019, 5, 5)


def test_the_day_changes_at_midnight_in_shanghai(running):
    clock.fix(dt.datetime(2020, 9, 30, 16, 0, tzinfo=dt.UTC))
    assert clock.today() == dt.date(2020, 10, 1)
    clock.fix(dt.datetime(2020, 9, 30, 15, 59, tzinfo=dt.UTC))
    assert clock.today() == dt.date(2020, 9, 30)
