"""The machine's side of alerts: signals folded over the alerts there are."""

import datetime as dt

import pandas as pd
import pytest

from monitoring.alerts.follow import follow

COLUMNS = [
    "alert", "indicator", "subject", "county", "enterprise", "severity", "active", "status", "opened_for",
    "last_signal_for", "cleared_for", "owner", "due", "value", "threshold", "evidence", "sentence", "revision",
]  # fmt: skip
NOBODY = pd.DataFrame(columns=COLUMNS)
LETTERS = {"b": "blue", "y": "yellow", "o": "orange", "r": "red"}


def day(number):
    return dt.date(2020, 6, number)


def signalled(drawn, first=1, since=None):
    """One letter a day: the level, or "." for none."""
    rows, begun = [], None
    for n, letter in enumerate(drawn, first):
        begun = (begun or day(n)) if letter != "." else None
        if letter != ".":
            rows.append(
                {
                    "indicator": "days_of_cover", "subject": "C1:rice", "county": "C1", "enterprise": None,
                    "date": pd.Timestamp(day(n)), "severity": LETTERS[letter], "value": float(n), "threshold": 10.0,
                    "evidence": {"since": (since or begun).isoformat(), "state": "ok"},
                }
            )  # fmt: skip
    return pd.DataFrame(rows, columns=["indicator", "subject", "county", "enterprise", "date", "severity", "value",
                                       "threshold", "evidence"])  # fmt: skip


def alert(**more):
    row = {
        "alert": 7, "indicator": "days_of_cover", "subject": "C1:rice", "county": "C1", "enterprise": None,
        "severity": "yellow", "active": True, "status": "new", "opened_for": pd.Timestamp(day(1)),
        "last_signal_for": pd.Timestamp(day(1)), "cleared_for": pd.NaT, "owner": "a bureau",
        "due": pd.Timestamp(day(5)), "value": 1.0, "threshold": 10.0,
        "evidence": {"since": day(1).isoformat(), "state": "ok"}, "sentence": "why", "revision": 3,
    }  # fmt: skip
    return pd.DataFrame([row | more], columns=COLUMNS)


def steps(drawn, *, alerts=NOBODY, first=1, settle_days=7, since=None):
    days = [day(n) for n in range(first, first + len(drawn))]
    found = list(follow(alerts, signalled(drawn, first, since), days=days, settle_days=settle_days))
    assert len(found) <= 1
    return found[0] if found else []


def actions(*args, **kwargs):
    return [(step.action, step.day.day) for step in steps(*args, **kwargs)]


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ("...", []),
        (".y.", [("open", 2), ("clear", 3)]),
        ("yor", [("open", 1), ("raise", 2), ("raise", 3)]),
        ("ryb", [("open", 1), ("lower", 2), ("lower", 3)]),
        ("yy", [("open", 1), ("refresh", 2)]),
        ("y.y", [("open", 1), ("clear", 2), ("return", 3)]),
        ("y..", [("open", 1), ("clear", 2)]),
    ],
)
def test_an_alert_follows_its_signals(drawn, expected):
    assert actions(drawn) == expected


def test_an_opened_alert_knows_since_when_and_carries_its_numbers():
    first = steps(".o")[0]

    assert first.row["opened_for"] == first.row["last_signal_for"] == day(2)
    assert (first.row["severity"], first.row["active"], first.row["status"]) == ("orange", True, "new")
    assert first.row["value"] == 2.0


def test_a_repeated_signal_refreshes_the_alert_instead_of_opening_another():
    found = steps("y", alerts=alert(), first=2)

    assert [step.action for step in found] == ["refresh"]
    assert found[0].row["alert"] == 7
    assert found[0].row["last_signal_for"] == day(2)
    assert found[0].row["opened_for"] == day(1)


def test_the_same_day_again_changes_nothing():
    assert actions("y", alerts=alert()) == []


def test_a_corrected_day_takes_the_alert_back():
    assert actions(".", alerts=alert()) == [("clear", 1)]


def test_a_quiet_alert_nobody_took_up_is_settled_after_a_while():
    quiet = alert(active=False, cleared_for=pd.Timestamp(day(2)))

    found = steps("......", alerts=quiet, first=4)

    assert [(step.action, step.day.day) for step in found] == [("settle", 9)]
    assert found[0].row["status"] == "closed"


@pytest.mark.parametrize("status", ["acknowledged", "handling"])
def test_what_somebody_took_up_is_closed_by_people(status):
    quiet = alert(active=False, cleared_for=pd.Timestamp(day(2)), status=status)

    assert actions("." * 20, alerts=quiet, first=4) == []


def test_people_work_on_while_the_danger_returns():
    handled = alert(active=False, cleared_for=pd.Timestamp(day(2)), status="handling")

    found = steps("y", alerts=handled, first=4)

    assert found[0].action == "return"
    assert found[0].row["status"] == "handling"
    assert found[0].row["cleared_for"] is None


def test_a_false_alarm_is_not_raised_again_while_the_same_danger_goes_on():
    false = alert(status="false_alarm")

    assert actions("yy", alerts=false, first=2, since=day(1)) == []


def test_a_false_alarm_is_raised_again_when_it_gets_worse():
    false = alert(status="false_alarm")

    assert actions("yo", alerts=false, first=2, since=day(1)) == [("open", 3)]


def test_a_false_alarm_is_raised_again_when_the_danger_ended_and_came_back():
    false = alert(status="false_alarm")

    assert actions(".y", alerts=false, first=2) == [("open", 3)]


def test_what_silence_keeps_leaves_the_last_value_on_the_alert():
    silent = signalled("y", first=2)
    silent["value"] = float("nan")

    found = list(follow(alert(), silent, days=[day(2)], settle_days=7))

    assert found[0][0].row["value"] == 1.0
    assert found[0][0].row["last_signal_for"] == day(2)


def test_after_settling_a_new_danger_opens_a_new_alert():
    quiet = alert(active=False, cleared_for=pd.Timestamp(day(2)))

    found = steps("......y", alerts=quiet, first=4)

    assert [(step.action, step.day.day) for step in found] == [("settle", 9), ("open", 10)]
    assert "alert" not in found[1].row


def test_a_catch_up_ends_as_daily_runs_do():
    drawn = ".yy.yoo..y........."
    caught_up = steps(drawn)[-1].row

    rows = NOBODY
    for n, letter in enumerate(drawn, 1):
        before = drawn[: n - 1]
        begun = n - (len(before) - len(before.rstrip("byor")))
        for step in steps(letter, alerts=rows, first=n, since=day(begun)):
            kept = {"alert": 1, "revision": 1, "owner": "", "sentence": "", "due": None} | step.row
            rows = pd.DataFrame([kept], columns=COLUMNS)

    for name in ("active", "status", "severity", "opened_for", "last_signal_for", "cleared_for"):
        assert rows[name].iloc[0] == caught_up[name], name
