"""Raising, solving, merging and calling back, on both databases: one transaction, one event, one winner."""

import datetime as dt

import pytest

from data.store import events
from data.store import problems as stored
from data.store.problems import ProblemChanged
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts.acting import Actor
from monitoring.problems.acting import Incomplete, NoSuchProblem, act, masked, merge, report
from monitoring.problems.alike import alike
from monitoring.problems.lifecycle import NotAllowed, Step

NOW = dt.datetime(2020, 9, 21, 2, tzinfo=dt.UTC)  # a Monday
COUNTY, OTHER = "622921", "622922"
CLERK = Actor(uid="clerk", name="a clerk", role="clerk", scope=Scope(counties=frozenset({COUNTY})))
STAFF = Actor(uid="staff", name="the office", role="staff", scope=EVERYTHING)
SAID = {"entity": "one shop", "category": "rent", "title": "rent is due", "phone": "138-1234-5678"}


def raised(store, region, *, actor=STAFF, county=COUNTY, **more) -> int:
    return report(store, region, actor=actor, now=NOW, county=county, **{**SAID, **more})


def held(store, number) -> dict:
    with store.reading() as conn:
        return stored.get(conn, scope=EVERYTHING, problem=number)


def step(store, region, number, one, *, actor=STAFF, note="done so", revision=None, key=None):
    revision = held(store, number)["revision"] if revision is None else revision
    return act(store, region, number, one, actor=actor, now=NOW, expected_revision=revision, note=note, key=key)


def test_a_problem_starts_at_its_county_with_five_working_days_and_a_masked_number(store, region):
    problem = held(store, raised(store, region, actor=CLERK))

    assert (problem["level"], problem["status"], problem["owner"]) == ("county", "registered", None)
    assert problem["contact"] == "138****5678"
    assert problem["due"] == dt.date(2020, 9, 27)  # a make-up day before the October holiday counts


def test_the_whole_number_is_nowhere_in_the_store(store, region):
    number = raised(store, region)

    with store.reading() as conn:
        told = str(events.history(conn, scope=EVERYTHING)["detail"].tolist()) + str(held(store, number))
    assert "12345678" not in told.replace("-", "")


def test_a_way_from_report_to_call_back_is_kept_step_by_step(store, region):
    number = raised(store, region, actor=CLERK)
    for one in (Step.ACCEPT, Step.ANSWER, Step.UNSATISFIED, Step.ANSWER, Step.SATISFIED):
        step(store, region, number, one, actor=CLERK)

    with store.reading() as conn:
        told = stored.events(conn, scope=EVERYTHING, problem=number)
        chain = events.verify(conn)
    assert told["action"].tolist() == ["report", "accept", "answer", "unsatisfied", "answer", "satisfied"]
    assert held(store, number)["status"] == "closed"
    assert chain.whole
    assert chain.events == 6


def test_handed_up_it_has_no_owner_until_the_next_level_takes_it(store, region):
    number = raised(store, region, actor=CLERK)
    step(store, region, number, Step.ACCEPT, actor=CLERK)
    step(store, region, number, Step.ESCALATE, actor=CLERK)

    problem = held(store, number)
    assert (problem["level"], problem["status"], problem["owner"]) == ("prefecture", "registered", None)
    with pytest.raises(NotAllowed):
        step(store, region, number, Step.ACCEPT, actor=CLERK)
    step(store, region, number, Step.ACCEPT, actor=STAFF)
    assert held(store, number)["owner"] == "the office"


def test_of_two_officers_one_wins_and_the_other_is_told(store, region):
    number = raised(store, region)
    step(store, region, number, Step.ACCEPT, revision=1)

    with pytest.raises(ProblemChanged):
        step(store, region, number, Step.NOTE, revision=1)


def test_the_same_click_twice_is_one_step_and_the_same_form_one_problem(store, region):
    first = raised(store, region, key="form 1")
    assert raised(store, region, key="form 1") == first

    step(store, region, first, Step.ACCEPT, revision=1, key="click")
    step(store, region, first, Step.ACCEPT, revision=1, key="click")
    assert held(store, first)["revision"] == 2


def test_one_cause_in_two_counties_merges_and_rises_to_the_prefecture(store, region):
    first, second = raised(store, region), raised(store, region, county=OTHER, entity="another shop")
    with store.reading() as conn:
        groups = alike(stored.all_problems(conn, scope=EVERYTHING, as_known=None))
    assert groups[["why", "problems"]].values.tolist() == [["shared", [first, second]]]

    assert merge(store, region, first, [second], actor=STAFF, now=NOW, note="one cause") == "prefecture"

    assert held(store, second)["merged_into"] == first
    assert held(store, second)["status"] == "merged"
    assert held(store, first)["level"] == "prefecture"
    with store.reading() as conn:
        assert alike(stored.all_problems(conn, scope=EVERYTHING, as_known=None)).empty


def test_the_same_entitys_second_report_is_a_duplicate_and_stays_at_its_county(store, region):
    first, second = raised(store, region), raised(store, region, title="rent again")
    with store.reading() as conn:
        groups = alike(stored.all_problems(conn, scope=EVERYTHING, as_known=None))

    assert groups["why"].tolist() == ["duplicate"]
    assert merge(store, region, first, [second], actor=STAFF, now=NOW, note="twice") == "county"


def test_a_clerk_neither_merges_nor_touches_another_county(store, region):
    first, second = raised(store, region), raised(store, region, county=OTHER)

    with pytest.raises(NoSuchProblem):
        merge(store, region, first, [second], actor=CLERK, now=NOW, note="one")
    with pytest.raises(NoSuchProblem):
        raised(store, region, actor=CLERK, county=OTHER)
    with store.reading() as conn:
        assert stored.all_problems(conn, scope=CLERK.scope, as_known=None)["problem"].tolist() == [first]
    assert held(store, first)["status"] == "registered"


def test_what_must_be_said_is_asked_for(store, region):
    with pytest.raises(Incomplete, match="title"):
        raised(store, region, title=" ")
    with pytest.raises(Incomplete, match="note"):
        step(store, region, raised(store, region), Step.DECLINE, note="  ")


def test_the_list_is_read_as_it_was_known(store, region):
    number = raised(store, region)
    later = NOW + dt.timedelta(days=1)
    act(store, region, number, Step.ACCEPT, actor=STAFF, now=later, expected_revision=1)

    with store.reading() as conn:
        then = stored.all_problems(conn, scope=EVERYTHING, as_known=NOW)
        now = stored.all_problems(conn, scope=EVERYTHING, as_known=None)
    assert (then["status"].tolist(), now["status"].tolist()) == (["registered"], ["accepted"])
    assert list(then.columns) == list(now.columns)


@pytest.mark.parametrize(
    ("phone", "kept"), [("13812345678", "138****5678"), ("0930-6212345", "093****2345"), ("6212345", "****2345"),
                        ("110", "****"), ("", None), (None, None)]
)  # fmt: skip
def test_a_phone_number_is_masked(phone, kept):
    assert masked(phone) == kept
