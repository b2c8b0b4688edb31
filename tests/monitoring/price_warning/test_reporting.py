"""Recording reports in the store: one event each, twice is once, corrections, scope, and what cannot have been."""

import dataclasses
import datetime as dt

import pytest

from data.store import alerts, events, price_reports
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts.acting import Actor
from monitoring.price_warning.reporting import Incomplete, NoSuchLevel, NotNow, Report, record
from tests.data.store.sending import ALERT, DAY, START

HOUR = dt.timedelta(hours=1)
STAFF = Actor(uid="staff", name="staff", role="staff", scope=EVERYTHING)
REACH = {"level": "IV", "degree": "mild", "counties": ["one county"], "firms": 1, "lead": "a firm", "change": 35.0,
         "days_out": 0}  # fmt: skip
FIRST = Report(kind="first", reported_at=START + HOUR, unit="bureau", signer="a head", recipients=("government",),
               way="phone", situation="rice is dear", taken="asked the firms")  # fmt: skip


@pytest.fixture
def risen(store):
    """The level of a category appeared at START."""
    row = {**ALERT, "indicator": "price_reach", "subject": "R:rice", "county": "R", "enterprise": None,
           "evidence": {"reach": REACH}}  # fmt: skip
    with store.writing(at=START) as conn:
        alerts.open(conn, row, at=START, valid_for=START.date(), actor="machine")
    return store


def send(store, report=FIRST, *, after=HOUR, key="click", actor=STAFF, alert=1, **more) -> int:
    return record(store, alert, dataclasses.replace(report, **more), actor=actor, now=START + after, key=key)


def read(store, scope=EVERYTHING, as_known=None) -> list[dict]:
    with store.reading() as conn:
        return price_reports.reports(conn, scope=scope, as_known=as_known).to_dict("records")


def end(store, *, after) -> None:
    with store.writing(at=START + after) as conn:
        alerts.save(conn, {"alert": 1, "active": False}, expected_revision=1, at=START + after,
                    valid_for=START.date(), actor="machine", action="clear")  # fmt: skip


def test_a_report_is_one_transaction_and_one_event_and_the_same_click_twice_is_one(risen):
    assert send(risen, after=2 * HOUR) == send(risen, after=3 * HOUR) == 1

    (row,) = read(risen)
    assert (row["serial"], row["kind"], row["recipients"]) == (1, "first", ["government"])
    assert row["stands"] == REACH | {"severity": "red", "active": True}
    assert (row["reported_at"], row["known_at"]) == (START + HOUR, START + 2 * HOUR)
    with risen.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="price_report")
    assert list(told["action"]) == ["price_report.first"]


def test_what_was_recorded_later_is_not_known_earlier_and_not_another_countys(risen):
    send(risen, after=2 * HOUR)

    assert read(risen, as_known=START + HOUR) == []
    assert len(read(risen, as_known=START + 2 * HOUR)) == 1
    assert read(risen, scope=Scope(counties=frozenset({"C1"}))) == []


def test_reports_follow_each_other_in_order(risen):
    with pytest.raises(NotNow, match="first"):
        send(risen, kind="follow")
    send(risen)
    with pytest.raises(NotNow, match="first"):
        send(risen, key="again", reported_at=START + HOUR / 2)
    with pytest.raises(NotNow, match="stands"):
        send(risen, kind="final", key="early")
    send(risen, kind="follow", reported_at=START + DAY, after=DAY, key="day")
    end(risen, after=2 * DAY)
    with pytest.raises(NotNow, match="ended"):
        send(risen, kind="follow", reported_at=START + 2 * DAY, after=2 * DAY, key="late")
    send(risen, kind="final", reported_at=START + 2 * DAY + HOUR, after=3 * DAY, key="end")
    with pytest.raises(NotNow, match="ended"):
        send(risen, kind="final", reported_at=START + 2 * DAY + HOUR, after=3 * DAY, key="end again")

    assert [(row["serial"], row["kind"]) for row in read(risen)] == [(1, "first"), (2, "follow"), (3, "final")]


def test_a_correction_is_another_report_and_the_corrected_one_stays(risen):
    send(risen)
    send(risen, situation="rice is dearer", corrects=1, after=2 * HOUR, key="better")
    for kind, serial in (("follow", 1), ("first", 2), ("first", 9)):
        with pytest.raises(NotNow, match="unknown"):
            send(risen, kind=kind, corrects=serial, after=2 * HOUR, key=f"{kind}{serial}")

    assert [(r["serial"], r["corrects"], r["situation"]) for r in read(risen)] == [
        (1, 0, "rice is dear"), (2, 1, "rice is dearer")]  # fmt: skip


def test_what_cannot_have_been_is_refused_and_leaves_nothing(risen):
    with risen.writing(at=START) as conn:
        alerts.open(conn, ALERT, at=START, valid_for=START.date(), actor="machine")
    wrong = [
        ({"reported_at": START - HOUR}, NotNow), ({"reported_at": START + DAY}, NotNow),
        ({"situation": " "}, Incomplete),
        ({"recipients": ("",)}, Incomplete), ({"alert": 2}, NoSuchLevel), ({"alert": 9}, NoSuchLevel),
        ({"actor": dataclasses.replace(STAFF, role="leader")}, NoSuchLevel),
        ({"actor": dataclasses.replace(STAFF, scope=Scope(counties=frozenset({"C1"})))}, NoSuchLevel),
    ]  # fmt: skip

    for change, error in wrong:
        with pytest.raises(error):
            send(risen, **change)

    assert read(risen) == []
