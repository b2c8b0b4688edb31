"""Whom the agenda asks for what: a leader about a later deadline, the reviewer once he is late, the owner again."""

import datetime as dt

import pytest

from data.store import alerts, cases
from data.store.scope import EVERYTHING
from monitoring.alerts import Action
from monitoring.cases.rules import rules_of
from monitoring.notices.agenda import agenda
from monitoring.notices.gathering import within
from monitoring.notices.words import asked_of
from tests.monitoring.cases.office import CONFIG, DAY, REGION, START, act, alarm, prove, run

DUE = dt.datetime(2020, 6, 8, 10, tzinfo=dt.UTC)  # yellow: Monday a week later, 18:00 in China


@pytest.fixture
def asked(store):
    """asked(at) -> whom the one case's agenda asks for what, in words; the case is being handled."""
    alarm(store)
    run(store)
    act(store, Action.HANDLE)

    def told(at: dt.datetime) -> list[tuple[str, str]]:
        with store.reading() as conn:
            every = cases.all_cases(conn, scope=EVERYTHING, as_known=None)
            inside = within(alerts.living(conn, scope=EVERYTHING, as_known=None), cases.members(conn, scope=EVERYTHING))
        items = agenda(every, inside, now=at, today=at.date(), rules=rules_of(CONFIG), region=REGION)
        return [(item["who"], asked_of(item, REGION)) for item in items.to_dict("records")]

    return told


def test_a_leader_is_asked_about_a_later_deadline_and_what_was_put_off_is_said(store, asked):
    act(store, Action.POSTPONE, role="clerk", note="parts are on their way", until=dt.date(2020, 6, 15), at=START + DAY)
    before = asked(START + DAY)
    act(store, Action.GRANT, role="leader", at=START + 2 * DAY)

    assert before == [("分管领导", "责任单位申请延期：请在时限前批复（申请延至 6月15日 18:00）")]
    assert asked(START + 2 * DAY) == []
    assert asked(DUE + 7 * DAY + DAY / 24) == [
        ("First", "已超期：请立即办结，办不结的书面说明（已延期，原时限 6月8日 18:00）")
    ]


def test_what_waits_to_be_checked_is_asked_of_the_reviewer_and_pressed_once_he_is_late(store, asked):
    prove(store)
    act(store, Action.REPORT, at=START + DAY)  # Tuesday; to be checked by Thursday

    assert asked(START + 2 * DAY) == [("州级专班", "请核验佐证，决定是否销号")]
    assert asked(START + 4 * DAY) == [("州级专班", "复核已超时：请立即核验佐证，销号或退回")]
