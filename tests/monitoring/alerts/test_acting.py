"""People's steps on a real store: one transaction, compare-and-set, an event, and no step twice."""

import datetime as dt

import pytest

from data.store import alerts, events
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts import Action, Actor, AlertChanged, NoSuchAlert, NotAllowed, ReasonNeeded, act

NOW = dt.datetime(2020, 6, 2, 4, tzinfo=dt.UTC)
BUREAU = Actor(uid="b1", name="Bureau", role="bureau", scope=EVERYTHING)
CLERK = Actor(uid="c1", name="Clerk", role="clerk", scope=Scope(counties=frozenset({"C1"})))
ELSEWHERE = Actor(uid="c2", name="Clerk", role="clerk", scope=Scope(counties=frozenset({"C2"})))


@pytest.fixture
def number(store):
    with store.writing(at=NOW) as conn:
        return alerts.open(
            conn,
            {
                "indicator": "days_of_cover", "subject": "C1:rice", "county": "C1", "enterprise": None,
                "severity": "red", "active": True, "status": "new", "opened_for": dt.date(2020, 6, 1),
                "last_signal_for": dt.date(2020, 6, 1), "cleared_for": None, "owner": "First", "due": None,
                "value": 1.0, "threshold": 3.0, "evidence": {"since": "2020-06-01"}, "sentence": "why",
            },
            at=NOW, valid_for=dt.date(2020, 6, 1), actor="machine",
        )  # fmt: skip


def take(store, number, action, *, actor=BUREAU, revision=1, **more):
    return act(store, number, action, actor=actor, now=NOW, expected_revision=revision, **more)


def told(store, number):
    with store.reading() as conn:
        return list(alerts.events(conn, scope=EVERYTHING, alert=number)["action"])


def test_a_step_moves_the_status_and_leaves_an_event_and_an_audit(store, number):
    status = take(store, number, Action.ACKNOWLEDGE, actor=CLERK)

    assert status == "acknowledged"
    assert told(store, number) == ["open", "acknowledge"]
    with store.reading() as conn:
        audit = events.history(conn, scope=EVERYTHING, object_kind="alert", object_id=str(number))
    assert list(audit["action"]) == ["alert.acknowledge"]
    assert audit["county"].iloc[0] == "C1"


def test_the_same_click_twice_is_one_step(store, number):
    first = take(store, number, Action.ACKNOWLEDGE, key="k1")
    again = take(store, number, Action.ACKNOWLEDGE, key="k1")

    assert (first, again) == ("acknowledged", "acknowledged")
    assert told(store, number) == ["open", "acknowledge"]


def test_who_looked_at_an_older_state_must_look_again(store, number):
    take(store, number, Action.ACKNOWLEDGE)

    with pytest.raises(AlertChanged):
        take(store, number, Action.HANDLE, revision=1)

    assert told(store, number) == ["open", "acknowledge"]


def test_a_clerk_of_another_county_finds_no_such_alert(store, number):
    with pytest.raises(NoSuchAlert):
        take(store, number, Action.ACKNOWLEDGE, actor=ELSEWHERE)


def test_a_role_may_do_only_what_the_table_says(store, number):
    with pytest.raises(NotAllowed):
        take(store, number, Action.FALSE_ALARM, actor=CLERK, note="I think so")

    assert told(store, number) == ["open"]


def test_an_alert_is_closed_with_its_case_only(store, number):
    take(store, number, Action.HANDLE)

    with pytest.raises(NotAllowed):
        take(store, number, Action.CLOSE, revision=2, note="done")


@pytest.mark.parametrize("action", [Action.NOTE, Action.FALSE_ALARM, Action.KNOWN_CAUSE, Action.RETURN])
def test_some_steps_must_say_why(store, number, action):
    with pytest.raises(ReasonNeeded):
        take(store, number, action, note="  ")


def test_assigning_changes_the_owner_and_not_the_status(store, number):
    with pytest.raises(ReasonNeeded):
        take(store, number, Action.ASSIGN)

    status = take(store, number, Action.ASSIGN, owner=" Second ")

    assert status == "new"
    with store.reading() as conn:
        assert alerts.get(conn, scope=EVERYTHING, alert=number)["owner"] == "Second"
