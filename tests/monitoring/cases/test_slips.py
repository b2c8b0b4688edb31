"""Slips and timeliness on a working-day clock with holidays."""

import datetime as dt

import pytest

from monitoring.cases.rules import Rules, after_workdays, due, sign_by
from monitoring.cases.slips import overdue, slip, timeliness
from tests.monitoring.literal import region

PLACE = region(timezone="Asia/Shanghai", is_workday=lambda d: d.isoweekday() <= 5 and d != dt.date(2020, 6, 25))
RULES = Rules(due_workdays={"red": 1, "yellow": 5}, up_after_workdays={"county": 3, "prefecture": 5})


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text + "+08:00")


CASE = {"status": "new", "opened_at": at("2020-06-01T12:00"), "sign_by": at("2020-06-02T18:00"),
        "due": at("2020-06-08T18:00"), "signed_at": None, "acted_at": None, "closed_at": None,
        "level_since": None, "missed_due": None, "first_due": None, "reported_at": None, "check_by": None}  # fmt: skip
REPORTED = {"status": "review", "signed_at": at("2020-06-02T09:00"), "reported_at": at("2020-06-04T09:00"),
            "check_by": at("2020-06-08T18:00"), "due": at("2020-06-05T18:00")}  # fmt: skip
POSTPONED = {"status": "handling", "signed_at": at("2020-06-02T09:00"), "acted_at": at("2020-06-02T10:00"),
             "first_due": at("2020-06-08T18:00"), "due": at("2020-06-22T18:00")}  # fmt: skip
LIFTED = {"level_since": at("2020-06-05T12:00"), "missed_due": at("2020-06-02T18:00"),
          "signed_at": at("2020-06-05T15:00"), "sign_by": at("2020-06-08T18:00"),
          "due": at("2020-06-12T18:00")}  # fmt: skip


@pytest.mark.parametrize(
    ("now", "more", "colour"),
    [
        ("2020-06-02T17:00", {}, "none"),
        ("2020-06-02T18:01", {}, "yellow"),
        ("2020-06-03T12:00", {"signed_at": at("2020-06-02T09:00")}, "none"),
        ("2020-06-05T18:00", {"signed_at": at("2020-06-02T09:00")}, "blue"),
        ("2020-06-08T18:01", {"signed_at": at("2020-06-02T09:00")}, "red"),
        ("2020-06-04T12:00", {"signed_at": at("2020-06-03T09:00")}, "yellow"),  # signed late: yellow all June
        ("2020-06-30T12:00", {"status": "closed", "closed_at": at("2020-06-20T09:00")}, "yellow"),
        ("2020-07-01T00:30", {"status": "closed", "closed_at": at("2020-06-20T09:00")}, "none"),
        ("2020-06-30T12:00", {"status": "closed", "closed_at": at("2020-06-05T09:00")}, "none"),
        ("2020-06-30T12:00", {"due": None, "sign_by": None}, "none"),
        ("2020-06-08T12:00", LIFTED, "yellow"),  # in time here, but the level below let it lie
        ("2020-06-12T18:01", LIFTED, "red"),
        ("2020-06-05T17:00", REPORTED, "none"),
        ("2020-06-06T12:00", REPORTED, "blue"),  # kept by the owner; its check is due on Monday
        ("2020-06-08T18:01", REPORTED, "red"),  # the reviewer is late
        ("2020-06-06T12:00", REPORTED | {"reported_at": at("2020-06-05T19:00")}, "yellow"),
        ("2020-06-30T12:00", REPORTED | {"status": "closed", "closed_at": at("2020-06-08T17:00")}, "none"),
        ("2020-06-30T12:00", REPORTED | {"status": "closed", "closed_at": at("2020-06-09T09:00")}, "yellow"),
        ("2020-06-10T12:00", POSTPONED, "none"),
        ("2020-06-10T12:00", POSTPONED | {"missed_due": at("2020-06-08T18:00")}, "yellow"),  # granted too late
        ("2020-06-22T18:01", POSTPONED, "red"),
        ("2020-06-30T12:00", LIFTED | {"status": "closed", "closed_at": at("2020-06-10T09:00")}, "yellow"),
        ("2020-07-01T12:00", LIFTED | {"status": "closed", "closed_at": at("2020-06-10T09:00")}, "none"),
    ],
)
def test_a_slip_has_the_colour_of_the_clock(now, more, colour):
    assert slip(CASE | more, now=at(now), rules=RULES, region=PLACE) == colour


def test_holidays_and_weekends_do_not_count_and_a_supply_shock_counts_hours():
    eve = at("2020-06-24T20:00")  # Wednesday; Thursday is a holiday

    assert after_workdays(eve, 1, PLACE) == at("2020-06-26T18:00")
    assert due("red", eve, rules=RULES, region=PLACE) == at("2020-06-26T18:00")
    assert sign_by("supply", "red", eve, rules=RULES, region=PLACE) == at("2020-06-24T22:00")
    assert sign_by("markets", "red", eve, rules=RULES, region=PLACE) == at("2020-06-26T18:00")


def test_timeliness_says_what_is_known_and_no_more():
    def stands(now="2020-06-05T12:00", **more):
        return [how for _, how, *_ in timeliness(CASE | more, now=at(now))]

    assert stands() == ["over", "incomplete", "incomplete"]
    assert stands(signed_at=at("2020-06-02T09:00")) == ["within", "incomplete", "incomplete"]
    assert stands(closed_at=at("2020-06-04T09:00")) == ["missing", "missing", "within"]
    assert stands(due=None, sign_by=None) == ["missing", "missing", "missing"]
    early = {"signed_at": at("2020-06-02T09:00"), "acted_at": at("2020-06-01T13:00")}
    assert stands(**early) == ["within", "data_error", "incomplete"]
    assert stands("2020-06-09T12:00", **early) == ["within", "data_error", "over"]


def test_what_was_let_pass_before_is_a_late_stage_of_its_own():
    told = timeliness(CASE | LIFTED, now=at("2020-06-08T12:00"))

    assert told[0] == ("before", "over", at("2020-06-05T12:00"), at("2020-06-02T18:00"))
    assert [how for _, how, *_ in told] == ["over", "within", "incomplete", "incomplete"]


def test_what_a_leader_put_off_is_done_neither_in_time_nor_late():
    def stands(closed: str) -> list[str]:
        ended = POSTPONED | {"status": "closed", "closed_at": at(closed)}
        return [how for _, how, *_ in timeliness(CASE | ended, now=at("2020-06-30T12:00"))]

    assert stands("2020-06-08T17:00") == ["within", "within", "within"]
    assert stands("2020-06-20T12:00") == ["within", "within", "extended"]
    assert stands("2020-06-22T19:00") == ["within", "within", "over"]


def test_a_reported_case_has_the_owners_stage_and_the_reviewers():
    told = timeliness(CASE | REPORTED | {"acted_at": at("2020-06-02T10:00")}, now=at("2020-06-09T12:00"))

    assert [(stage, how) for stage, how, *_ in told] == [
        ("sign", "within"), ("act", "within"), ("report", "within"), ("close", "over")
    ]  # fmt: skip


def test_overdue_are_the_living_cases_past_their_deadline_with_their_severities():
    past, due_then = at("2020-06-08T18:01"), at("2020-06-08T18:00")
    closed = {"status": "closed", "closed_at": at("2020-06-08T12:00")}
    told = [
        CASE | {"severity": "red"},
        CASE | {"severity": None},
        CASE | {"severity": "red"} | closed,
        CASE | {"severity": "blue", "due": None},
        CASE | {"severity": "orange", "due": past},
    ]

    assert overdue(told, now=past) == ["red", None]
    assert overdue(told, now=due_then) == []
