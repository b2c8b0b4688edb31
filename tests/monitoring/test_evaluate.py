"""The daily run on a small literal store: idempotent, incremental, whole, and the same live as replayed."""

import datetime as dt

import pandas as pd
import pytest

from data.store import alerts, runs, signals, values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring import evaluate as module
from monitoring.alerts import Action, Actor, act
from monitoring.evaluate import evaluate
from monitoring.indicators.catalog import CATALOG
from monitoring.span import NothingReported, spans
from tests.data.store.sending import put
from tests.monitoring.literal import region
from tests.monitoring.rules import config, line

DAY = dt.timedelta(days=1)
FIRST = dt.date(2020, 3, 2)
RULES = config(
    line("days_of_cover", blue=15, yellow=10, orange=7, red=3, persist=2),
    line("supply_silence", worse="high", yellow=2),
    line("arrears_outstanding", worse="high", orange=50, subjects=["debtor"]),
    place=region(reporting=({"topic": "supply", "from": dt.date(2020, 1, 1), "cadence": "daily", "due": "12:00"},)),
)
MACHINE = ["indicator", "subject", "severity", "active", "status", "opened_for", "last_signal_for", "cleared_for",
           "value", "threshold", "evidence", "sentence", "owner", "due"]  # fmt: skip


def moment(day, hour=13):
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


def registered(url):
    opened = Store(url)
    put(opened, "enterprise", [{"categories": "rice"}], at=moment(FIRST, 1))
    put(opened, "arrears_item", [{"undisputed": 60.0}], at=moment(FIRST, 1))
    return opened


@pytest.fixture
def store(tmp_store_url):
    opened = registered(tmp_store_url)
    yield opened
    opened.close()


def day(number):
    return FIRST + (number - 1) * DAY


def report(store, number, cover, *, at=None):
    """One day's report: as many days of cover as said."""
    row = {"valid_for": day(number), "on_hand": float(cover), "outflow": 1.0}
    put(store, "supply", [row], at=at or moment(day(number), 11))


def run(store, number, *, rules=RULES, **more):
    return evaluate(store, rules, on=day(number), now=moment(day(number)), **more)


def living(store, indicator="days_of_cover"):
    with store.reading() as conn:
        frame = alerts.all_alerts(conn, scope=EVERYTHING, as_known=None)
    return frame[(frame["indicator"] == indicator) & (frame["subject"] == "E1:rice")]


def stored(store, read, **more):
    with store.reading() as conn:
        return read.history(conn, scope=EVERYTHING, as_known=None, since=None, until=None, **more)


def cover_of(store, number, as_known=None):
    with store.reading() as conn:
        frame = values.on(conn, scope=EVERYTHING, as_known=as_known, date=day(number), indicators=["days_of_cover"])
    return frame.set_index("subject").loc["E1:rice"]


def test_a_run_goes_from_report_to_alert(store):
    for number, cover in enumerate((20, 6, 6), 1):
        report(store, number, cover)

    run(store, 3)

    assert cover_of(store, 3)["value"] == 6
    found = living(store).iloc[0]
    assert (found["severity"], found["active"], found["status"]) == ("orange", True, "new")
    assert found["opened_for"] == pd.Timestamp(day(3))
    assert found["sentence"].startswith("one firmRice可供天数6.0天,低于橙色警戒线7.0天(依据:a document)")
    assert found["due"] == pd.Timestamp(2020, 3, 6)


def test_every_database_is_run_alike(store_url):
    store = registered(store_url)
    for number, cover in {1: 2, 2: 2, 4: 30, 5: 30}.items():
        report(store, number, cover)
        run(store, number)
    again = run(store, 5)

    found = living(store).iloc[0]

    assert (found["severity"], found["active"], found["cleared_for"]) == ("red", False, pd.Timestamp(day(5)))
    assert again.detail["values"]["new"] == again.detail["values"]["changed"] == 0
    assert again.detail["alerts"] == {}
    store.close()


def test_the_same_run_twice_changes_nothing(store):
    for number, cover in enumerate((20, 6, 6), 1):
        report(store, number, cover)
    run(store, 3)
    before = [stored(store, values, indicators=None), stored(store, signals), living(store)]

    again = run(store, 3)

    assert again.detail["values"]["new"] == again.detail["values"]["changed"] == 0
    assert again.detail["signals"]["new"] == again.detail["signals"]["changed"] == 0
    assert again.detail["alerts"] == {}
    after = [stored(store, values, indicators=None), stored(store, signals), living(store)]
    for one, other in zip(before, after):
        pd.testing.assert_frame_equal(one, other)


def test_a_run_answers_only_the_days_since_the_last(store):
    for number, cover in enumerate((20, 20, 20, 20), 1):
        report(store, number, cover, at=moment(day(number), 11))
    run(store, 3)

    second = run(store, 4)

    assert second.since == day(2)  # one day before the last run is always looked at again
    assert second.detail["values"]["changed"] == 0


def test_a_late_report_changes_its_day_and_what_follows(store):
    report(store, 1, 20)
    report(store, 3, 20)
    run(store, 3)
    assert cover_of(store, 2)["state"] == "missing"
    report(store, 2, 12, at=moment(day(6), 11))

    second = run(store, 6)

    assert second.since == day(2)
    assert cover_of(store, 2)["value"] == 12
    assert cover_of(store, 2, as_known=moment(day(3)))["state"] == "missing"


def test_a_report_too_far_back_is_kept_but_not_evaluated_again(store):
    report(store, 1, 20)
    report(store, 40, 20)
    run(store, 40)
    report(store, 2, 1, at=moment(day(41), 11))

    second = run(store, 41)

    assert second.since == day(39)
    assert cover_of(store, 2)["state"] == "missing"


def test_silence_keeps_an_alert_and_two_good_reports_clear_it(store):
    for number, cover in enumerate((2, 2), 1):
        report(store, number, cover)
    run(store, 5)

    silent = living(store).iloc[0]
    assert silent["active"]
    assert silent["last_signal_for"] == pd.Timestamp(day(5))
    assert "目前未报,预警不因沉默解除" in silent["sentence"]

    report(store, 6, 30)
    run(store, 6)
    assert living(store).iloc[0]["active"]
    report(store, 7, 30)
    run(store, 7)

    cleared = living(store).iloc[0]
    assert not cleared["active"]
    assert cleared["cleared_for"] == pd.Timestamp(day(7))
    assert cleared["sentence"] == "one firmRice可供天数现为30.0天,红色预警已解除,待销号。"


def test_a_correction_takes_back_what_was_never_true(store):
    for number in (1, 2):
        report(store, number, 2)
    run(store, 2)
    for number in (1, 2):
        report(store, number, 30, at=moment(day(3), 10))
    report(store, 3, 30)

    run(store, 3)

    assert not living(store).iloc[0]["active"]
    firm = {"indicators": ["days_of_cover"], "subjects": ["E1:rice"], "since": None, "until": None}
    with store.reading() as conn:
        now = signals.history(conn, scope=EVERYTHING, as_known=None, **firm)
        then = signals.history(conn, scope=EVERYTHING, as_known=moment(day(2)), **firm)
    assert now.empty
    assert len(then) == 1


REPORTS = {1: 20, 2: 12, 3: 9, 4: 2, 6: 2, 7: 30, 8: 30, 9: 9, 10: 9, 13: 9, 14: 20, 15: 20, 16: 20, 17: 20, 18: 20}


LAST_SUNDAY = pd.Timestamp("2020-03-15")
PROJECTED = {thing.id for thing in CATALOG.values() if thing.behind}


def since_sunday(told):
    """Without what older outlooks said: those a catch-up has missed are not made after the event."""
    kept = told[~told["indicator"].isin(PROJECTED) | (told["date"] >= LAST_SUNDAY)]
    return kept.reset_index(drop=True)


def test_a_replay_ends_where_the_live_runs_ended(store, tmp_path, sqlite_template):
    (tmp_path / "replay.db").write_bytes(sqlite_template.read_bytes())
    replayed = registered(f"sqlite:///{tmp_path / 'replay.db'}")
    for number, cover in REPORTS.items():
        report(replayed, number, cover)
    end = max(REPORTS)

    for number in range(1, end + 1):
        if number in REPORTS:
            report(store, number, REPORTS[number])
        run(store, number)
    run(replayed, end)

    for read, more in ((values, {"indicators": None}), (signals, {})):
        live, again = (stored(one, read, **more).drop(columns="known_at", errors="ignore") for one in (store, replayed))
        pd.testing.assert_frame_equal(since_sunday(live), since_sunday(again))
    live, again = (living(one)[MACHINE].reset_index(drop=True) for one in (store, replayed))
    # what was raised and lowered while nobody looked has the same end, and a deadline counted from its own day
    pd.testing.assert_frame_equal(live, again)
    replayed.close()


def test_a_run_is_whole_or_not_at_all(store, monkeypatch):
    report(store, 1, 20)
    version = store.version()
    monkeypatch.setattr(module, "keep", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run(store, 1)

    assert store.version() == version
    assert stored(store, values, indicators=None).empty
    with store.reading() as conn:
        assert runs.latest(conn, as_known=None) is None


def test_a_run_never_answers_less_far_than_the_one_before(store):
    report(store, 1, 20)
    run(store, 5)

    again = evaluate(store, RULES, on=day(3), now=moment(day(6)))

    assert again.until == day(5)


def test_a_long_catch_up_is_answered_in_pieces_without_a_gap(store):
    report(store, 1, 20)

    pieces = list(spans(store, RULES, on=day(200), now=moment(day(200)), since=None))

    assert [piece.since for piece in pieces[1:]] == [piece.until + DAY for piece in pieces[:-1]]
    assert pieces[0].since == day(1)
    assert pieces[-1].until == day(200)
    assert max(len(piece.days) for piece in pieces) == 62


def test_since_answers_from_that_day_again(store):
    for number in range(1, 6):
        report(store, number, 20)
    run(store, 5)

    again = run(store, 5, since=day(2))

    assert again.since == day(2)
    assert again.detail["values"]["changed"] == 0


def test_before_anything_is_reported_there_is_nothing_to_evaluate(tmp_store_url):
    store = Store(tmp_store_url)

    with pytest.raises(NothingReported):
        run(store, 1)

    store.close()


def test_a_settled_alert_makes_room_for_a_new_one(store):
    reports = {1: 2, 2: 2, **dict.fromkeys(range(3, 15), 30), 15: 2, 16: 2}
    for number, cover in reports.items():
        report(store, number, cover)
        run(store, number)

    found = living(store)

    assert list(found["status"]) == ["closed", "new"]
    assert found["opened_for"].tolist() == [pd.Timestamp(day(2)), pd.Timestamp(day(16))]


def test_a_raised_alert_is_due_earlier_and_a_lowered_one_no_later(store):
    found = []
    for number, cover in enumerate((9, 9, 2, 2, 9, 9), 1):
        report(store, number, cover)
        run(store, number)
        rows = living(store)
        found.append((rows["severity"].iloc[0], str(rows["due"].iloc[0].date())) if len(rows) else None)

    assert found == [
        None,
        ("yellow", "2020-03-10"),  # five working days after Tuesday the third
        ("yellow", "2020-03-10"),
        ("red", "2020-03-06"),
        ("red", "2020-03-06"),
        ("yellow", "2020-03-06"),
    ]


def test_what_people_did_stays_while_the_machine_goes_on(store):
    for number in (1, 2):
        report(store, number, 2)
        run(store, number)
    seen = living(store).iloc[0]
    bureau = Actor(uid="b1", name="Bureau", role="bureau", scope=EVERYTHING)
    act(store, int(seen["alert"]), Action.ASSIGN, actor=bureau, now=moment(day(2), 14), owner="Second",
        expected_revision=int(seen["revision"]))  # fmt: skip

    report(store, 3, 2)
    run(store, 3)

    found = living(store).iloc[0]
    assert (found["owner"], found["last_signal_for"]) == ("Second", pd.Timestamp(day(3)))
    with store.reading() as conn:
        told = alerts.events(conn, scope=EVERYTHING, alert=int(found["alert"]))
    assert list(told["action"]) == ["open", "assign", "refresh"]
    assert list(told["actor"]) == ["machine", "b1", "machine"]


def test_the_run_is_recorded_with_its_seconds_and_counts(store):
    report(store, 1, 20)

    run(store, 1)

    with store.reading() as conn:
        last = runs.latest(conn, as_known=None)
    assert last["valid_for"] == day(1)
    assert last["config_hash"] == "test"
    assert last["seconds"] > 0
    assert last["detail"]["values"]["new"] > 0
