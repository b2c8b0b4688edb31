"""Alerts: one living a subject, nobody's step is lost, and the past can be read."""

import datetime as dt
import threading

import pandas as pd
import pytest

from data.store import alerts
from data.store.alerts import AlertChanged, AlreadyLiving
from data.store.scope import EVERYTHING, Scope
from tests.data.store.sending import ALERT, DAY, START

JANUARY_1 = dt.date(2020, 1, 1)


def opened(store, at=START, **more) -> int:
    with store.writing(at=at) as conn:
        return alerts.open(conn, {**ALERT, **more}, at=at, valid_for=JANUARY_1, actor="machine")


def saved(store, number: int, revision: int, at=START, action="acknowledge", note="", **values) -> int:
    with store.writing(at=at) as conn:
        row = {"alert": number, **values}
        step = {"at": at, "valid_for": JANUARY_1, "actor": "clerk", "action": action, "note": note}
        return alerts.save(conn, row, expected_revision=revision, **step)


def statuses(store, as_known=None, read=alerts.all_alerts, scope=EVERYTHING, **more) -> dict:
    with store.reading() as conn:
        frame = read(conn, scope=scope, as_known=as_known, **more)
    return dict(zip(frame["alert"], frame["status"]))


def test_a_subject_has_one_living_alert_an_indicator(store):
    opened(store)

    with pytest.raises(AlreadyLiving, match="days_of_cover of E1:rice"):
        opened(store)


def test_after_an_alert_is_closed_another_may_open(store):
    first = opened(store)
    saved(store, first, 1, status="closed")

    second = opened(store)

    assert statuses(store) == {first: "closed", second: "new"}
    assert statuses(store, read=alerts.living) == {second: "new"}


def test_a_step_on_an_outdated_alert_is_refused_and_leaves_no_trace(store):
    number = opened(store)
    saved(store, number, 1, status="acknowledged")

    with pytest.raises(AlertChanged):
        saved(store, number, 1, status="false_alarm")

    assert statuses(store) == {number: "acknowledged"}
    with store.reading() as conn:
        assert list(alerts.events(conn, scope=EVERYTHING, alert=number)["action"]) == ["open", "acknowledge"]


def test_the_same_step_of_many_alerts_is_taken_by_all_or_by_none(store):
    numbers = [opened(store, subject=subject) for subject in ("E1:rice", "E2:rice")]
    step = {"at": START + DAY, "valid_for": JANUARY_1, "actor": "machine", "action": "refresh"}
    with store.reading() as conn:
        rows = [{**alerts.get(conn, scope=EVERYTHING, alert=number), "value": 2.0} for number in numbers]

    with store.writing(at=START + DAY) as conn:
        alerts.save_all(conn, rows, **step)
    with pytest.raises(AlertChanged), store.writing(at=START + DAY) as conn:
        alerts.save_all(conn, [{**rows[0], "revision": 2, "value": 1.0}, rows[1]], **step)

    with store.reading() as conn:
        now = alerts.living(conn, scope=EVERYTHING, as_known=None)
        then = alerts.living(conn, scope=EVERYTHING, as_known=START + DAY)
        steps = [list(alerts.events(conn, scope=EVERYTHING, alert=number)["action"]) for number in numbers]
    assert list(zip(now["value"], now["revision"])) == [(2.0, 2), (2.0, 2)]
    pd.testing.assert_frame_equal(now, then)
    assert steps == [["open", "refresh"], ["open", "refresh"]]


def test_an_alert_is_read_as_it_was_known_then(store):
    number = opened(store)
    saved(store, number, 1, at=START + DAY, severity="orange", status="handling")
    saved(store, number, 2, at=START + 2 * DAY, status="closed", cleared_for=JANUARY_1)

    assert statuses(store, START - DAY) == {}
    assert statuses(store, START + DAY, read=alerts.living) == {number: "handling"}
    assert statuses(store, START + 2 * DAY, read=alerts.living) == {}
    with store.reading() as conn:
        then = alerts.living(conn, scope=EVERYTHING, as_known=START).iloc[0]
        steps = alerts.events(conn, scope=EVERYTHING, alert=number)
    assert (then["severity"], then["revision"], then["opened_for"].date()) == ("red", 1, JANUARY_1)
    assert then["evidence"] == {"days": 3}
    assert list(steps["severity"]) == ["red", "orange", "orange"]


def test_closed_alerts_that_signalled_before_a_day_are_left_out(store):
    old = opened(store)
    saved(store, old, 1, status="closed")
    late = opened(store, last_signal_for=dt.date(2020, 1, 5))
    saved(store, late, 1, status="closed")
    living = opened(store, subject="E2:rice")

    assert set(statuses(store, since=dt.date(2020, 1, 5))) == {late, living}


def test_an_alert_of_another_county_is_nobodys(store):
    number = opened(store)
    neighbour = Scope(counties=frozenset({"C2"}))

    with store.reading() as conn:
        assert alerts.get(conn, scope=neighbour, alert=number) is None
        assert alerts.events(conn, scope=neighbour, alert=number).empty
        assert alerts.get(conn, scope=EVERYTHING, alert=number)["due"] is None
    assert statuses(store, scope=neighbour) == {}
    assert statuses(store, START, scope=neighbour) == {}


def test_twenty_editors_lose_no_step(store):
    number = opened(store)
    conflicts, done = [], []

    def edit(editor: int) -> None:
        for step in range(5):
            while True:
                with store.reading() as conn:
                    revision = alerts.get(conn, scope=EVERYTHING, alert=number)["revision"]
                try:
                    saved(store, number, revision, note=f"{editor}.{step}")
                    done.append(f"{editor}.{step}")
                    break
                except AlertChanged:
                    conflicts.append(editor)

    editors = [threading.Thread(target=edit, args=(n,)) for n in range(20)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    with store.reading() as conn:
        notes = list(alerts.events(conn, scope=EVERYTHING, alert=number)["note"])[1:]
        assert alerts.get(conn, scope=EVERYTHING, alert=number)["revision"] == 101
    assert sorted(notes) == sorted(done)
    assert len(notes) == len(set(notes)) == 100


def refreshed(store, rows, at):
    with store.writing(at=at) as conn:
        alerts.save_all(conn, rows, at=at, valid_for=JANUARY_1, actor="machine", action="refresh")


def test_many_alerts_are_saved_as_one_by_one(store):
    numbers = [opened(store, subject=f"E{n}:rice") for n in (1, 2)]
    with store.reading() as conn:
        rows = [{**alerts.get(conn, scope=EVERYTHING, alert=number), "value": 2.5} for number in numbers]

    refreshed(store, rows, START + DAY)

    with store.reading() as conn:
        after = alerts.living(conn, scope=EVERYTHING, as_known=None)
        then = alerts.living(conn, scope=EVERYTHING, as_known=START + DAY)
        steps = alerts.events(conn, scope=EVERYTHING, alert=numbers[1])
    assert list(after["value"]) == [2.5, 2.5]
    assert list(after["revision"]) == [2, 2]
    assert list(steps["action"]) == ["open", "refresh"]
    assert after.equals(then)


def test_one_outdated_alert_among_many_refuses_them_all(store):
    numbers = [opened(store, subject=f"E{n}:rice") for n in (1, 2)]
    with store.reading() as conn:
        rows = [alerts.get(conn, scope=EVERYTHING, alert=number) for number in numbers]
    saved(store, numbers[1], 1, status="acknowledged")

    with pytest.raises(AlertChanged):
        refreshed(store, [{**row, "status": "closed"} for row in rows], START + DAY)

    assert statuses(store) == {numbers[0]: "new", numbers[1]: "acknowledged"}


def test_no_alert_to_save_is_no_step(store):
    refreshed(store, [], START)

    assert statuses(store) == {}
