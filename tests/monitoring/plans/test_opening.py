"""A plan opens itself when its trigger is met, once an alert, and people stand it down; on both databases."""

import datetime as dt

import pytest

from data.store import alerts, events
from data.store import plans as stored
from data.store.plans import OpeningChanged
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts.acting import Actor
from monitoring.plans.opening import NoSuchOpening, ReasonNeeded, StillMet, open_met, stand_down
from tests.data.store.sending import ALERT, START, put

DAY = dt.date(2020, 1, 2)
LATER = START + dt.timedelta(days=1)
STAFF = Actor(uid="staff", name="the office", role="staff", scope=EVERYTHING)


@pytest.fixture
def planned(store):
    """E1 has a plan for running short, from orange on."""
    put(store, "contingency_plan", [{"trigger": "days_of_cover", "severity": "orange"}])
    return store


def alarm(store, **more) -> int:
    with store.writing(at=START) as conn:
        return alerts.open(conn, {**ALERT, **more}, at=START, valid_for=DAY, actor="machine")


def run(store) -> int:
    with store.writing(at=LATER) as conn:
        return open_met(conn, day=DAY, now=LATER)


def opened(store):
    with store.reading() as conn:
        return stored.openings(conn, scope=EVERYTHING)


def quiet(store, number: int) -> None:
    with store.writing(at=LATER) as conn:
        held = alerts.get(conn, scope=EVERYTHING, alert=number)
        alerts.save(conn, {"alert": number, "active": False}, expected_revision=held["revision"], at=LATER,
                    valid_for=DAY, actor="machine", action="clear")  # fmt: skip


def test_a_grave_alert_of_the_firm_opens_its_plan_with_an_event(planned):
    number = alarm(planned)

    assert run(planned) == 1

    assert opened(planned)[["enterprise", "trigger", "alert", "severity"]].values.tolist() == [
        ["E1", "days_of_cover", number, "red"]
    ]
    with planned.reading() as conn:
        told = events.history(conn, scope=EVERYTHING, object_kind="plan")
    assert told["action"].tolist() == ["plan.open"]


def test_running_twice_opens_nothing_more(planned):
    alarm(planned)
    run(planned)

    assert run(planned) == 0
    assert len(opened(planned)) == 1


@pytest.mark.parametrize(
    "more", [{"severity": "yellow"}, {"enterprise": "E2", "subject": "E2:rice"}, {"active": False}]
)
def test_a_milder_alert_another_firms_or_a_quiet_one_opens_nothing(planned, more):
    alarm(planned, **more)

    assert run(planned) == 0


def test_the_plan_stays_open_while_its_alert_lasts(planned):
    number = alarm(planned)
    run(planned)

    with pytest.raises(StillMet):
        stand_down(planned, 1, actor=STAFF, now=LATER, expected_revision=1, note="done")
    quiet(planned, number)
    stand_down(planned, 1, actor=STAFF, now=LATER, expected_revision=1, note="goods arrived")

    assert opened(planned)["note"].tolist() == ["goods arrived"]
    assert run(planned) == 0


def test_of_two_who_stand_it_down_one_is_told(planned):
    number = alarm(planned)
    run(planned)
    quiet(planned, number)
    stand_down(planned, 1, actor=STAFF, now=LATER, expected_revision=1, note="done")

    with pytest.raises(OpeningChanged):
        stand_down(planned, 1, actor=STAFF, now=LATER, expected_revision=1, note="done too")


def test_standing_down_needs_a_reason_and_the_right_county(planned):
    alarm(planned)
    run(planned)
    stranger = Actor(uid="c", name="c", role="clerk", scope=Scope(counties=frozenset({"C2"})))

    with pytest.raises(ReasonNeeded):
        stand_down(planned, 1, actor=STAFF, now=LATER, expected_revision=1, note=" ")
    with pytest.raises(NoSuchOpening):
        stand_down(planned, 1, actor=stranger, now=LATER, expected_revision=1, note="done")
