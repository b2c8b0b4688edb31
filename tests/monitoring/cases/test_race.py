"""Two officers at the same case at the same moment: one wins, the other is told, and nothing is done twice."""

import threading

import pytest

from data.store import cases as stored
from data.store.cases import CaseChanged
from monitoring.alerts import Action
from monitoring.cases.acting import act_on_case
from monitoring.cases.keeping import missing_cases
from monitoring.cases.regrouping import merge, split
from tests.monitoring.cases.office import CONFIG, START, actor, alarm, run, statuses, steps, the_case


def together(*deeds) -> list:
    """Start every deed at the same moment in a thread of its own; what each came to, in their order."""
    gate, came = threading.Barrier(len(deeds)), [None] * len(deeds)

    def start(place: int, deed) -> None:
        gate.wait()
        try:
            came[place] = deed()
        except CaseChanged as lost:
            came[place] = lost

    threads = [threading.Thread(target=start, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def step(store, action: Action, uid: str, *, case=1, revision=1, **more):
    """One officer's click, of what they saw at a revision."""
    told = {"actor": actor("bureau", uid), "now": START, "expected_revision": revision, "config": CONFIG}
    return lambda: act_on_case(store, case, action, **told, **more)


def losers(came: list) -> int:
    return sum(isinstance(one, CaseChanged) for one in came)


def test_of_two_officers_who_sign_together_one_wins_and_the_other_is_told(store):
    for county in range(8):
        alarm(store, subject=f"K{county}:rice")
    run(store)

    for case in range(1, 9):
        came = together(*(step(store, Action.ACKNOWLEDGE, uid, case=case) for uid in ("first", "second")))

        assert losers(came) == 1
        assert steps(store, case) == ["open", "acknowledge"]
        assert the_case(store, case)["revision"] == 2


def test_of_different_steps_taken_together_one_stands_with_its_alerts(store):
    number = alarm(store)
    run(store)

    came = together(
        step(store, Action.HANDLE, "first"), step(store, Action.FALSE_ALARM, "second", note="a slip of the pen")
    )

    won = next(one for one in came if not isinstance(one, CaseChanged))
    assert losers(came) == 1
    assert the_case(store)["status"] == statuses(store)[number] == won


def test_one_click_sent_twice_by_a_bad_line_is_one_step(store):
    alarm(store)
    run(store)

    came = together(*[step(store, Action.ACKNOWLEDGE, "one", key="click")] * 2)

    assert came == ["acknowledged", "acknowledged"]
    assert steps(store) == ["open", "acknowledge"]


@pytest.mark.parametrize("other", ["act", "merge"])
def test_regrouping_and_another_step_together_leave_every_alert_one_home(store, other):
    rice, oil = alarm(store), alarm(store, subject="C1:oil")
    shop = alarm(store, "market_reopening_rate", "C1")
    run(store)
    told = {"now": START, "expected_revision": 1}

    rival = {
        "act": step(store, Action.HANDLE, "second"),
        "merge": lambda: merge(store, 1, 2, actor=actor("staff", "second"), **told),
    }[other]
    came = together(lambda: split(store, 1, [oil], actor=actor("staff", "first"), config=CONFIG, **told), rival)

    assert losers(came) == 1
    with store.reading() as conn:
        where = stored.cases_by_alert(conn)
        assert missing_cases(conn) == {}
    assert set(where) == {rice, oil, shop}
