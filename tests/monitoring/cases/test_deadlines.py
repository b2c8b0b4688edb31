"""Deadlines that move: put off by a leader, the reviewer's own, and those of what is split off."""

import datetime as dt

import pytest

from data.store.engine import Store
from monitoring.alerts import Action, NotAllowed, ReasonNeeded
from monitoring.cases.acting import NoSuchDay, OwnerNeeded
from monitoring.cases.regrouping import merge, split
from monitoring.cases.rules import rules_of
from monitoring.cases.slips import slip, timeliness
from tests.monitoring.cases.office import CONFIG, DAY, REGION, START, act, actor, alarm, prove, run, steps, the_case

HOUR = dt.timedelta(hours=1)
DUE = dt.datetime(2020, 6, 8, 10, tzinfo=dt.UTC)  # yellow, five working days from Monday 1 June, 18:00 in China
UNTIL = dt.date(2020, 6, 22)
LATER = dt.datetime(2020, 6, 22, 10, tzinfo=dt.UTC)


def colour(store, at, case: int = 1) -> str:
    return slip(the_case(store, case), now=at, rules=rules_of(CONFIG), region=REGION)


def handled(store, **more) -> int:
    """Case 1, signed for and being handled."""
    number = alarm(store, **more)
    run(store)
    act(store, Action.HANDLE, role="clerk")
    return number


def asked(store, at=START + 2 * DAY, until=UNTIL) -> None:
    act(store, Action.POSTPONE, role="clerk", at=at, note="spare parts are on their way", until=until)


def reported(store, at=START + 2 * DAY) -> None:
    prove(store, at=at)
    act(store, Action.REPORT, role="clerk", at=at)


def test_asked_for_in_time_and_granted_the_first_deadline_stays_on_record(store):
    handled(store)
    asked(store)
    before = the_case(store)
    act(store, Action.GRANT, role="leader", at=START + 3 * DAY)

    case = the_case(store)
    assert (before["due"], before["asked_due"], before["asked_by"]) == (DUE, LATER, "clerk")
    assert (case["due"], case["first_due"], case["missed_due"], case["asked_due"]) == (LATER, DUE, None, None)
    assert (colour(store, DUE + DAY), colour(store, LATER + HOUR)) == ("none", "red")
    assert steps(store)[-2:] == ["postpone", "grant"]


def test_put_off_twice_the_first_deadline_is_still_the_first(store):
    handled(store)
    asked(store)
    act(store, Action.GRANT, role="leader", at=START + 3 * DAY)
    asked(store, at=START + 20 * DAY, until=dt.date(2020, 7, 10))
    act(store, Action.GRANT, role="leader", at=START + 20 * DAY)

    assert the_case(store)["first_due"] == DUE


def test_refused_the_deadline_stays_and_the_reason_is_told(store):
    handled(store)
    asked(store)
    with pytest.raises(ReasonNeeded):
        act(store, Action.REFUSE, role="leader")
    act(store, Action.REFUSE, role="leader", note="promised by the plan")

    case = the_case(store)
    assert (case["due"], case["first_due"], case["asked_due"], case["asked_why"]) == (DUE, None, None, None)
    with pytest.raises(NotAllowed):
        act(store, Action.GRANT, role="leader")


def test_late_before_it_was_granted_stays_late_on_record(store):
    handled(store)
    asked(store)
    assert colour(store, DUE + HOUR) == "red"

    act(store, Action.GRANT, role="leader", at=DUE + HOUR)

    assert the_case(store)["missed_due"] == DUE
    assert colour(store, DUE + 2 * HOUR) == "yellow"


@pytest.mark.parametrize(
    ("at", "until", "refusal"),
    [
        (DUE + HOUR, UNTIL, NotAllowed),  # asked too late
        (START, dt.date(2020, 6, 8), NoSuchDay),  # the same day
        (START, dt.date(2020, 7, 9), NoSuchDay),  # more than thirty days
        (START, None, NoSuchDay),
    ],
)
def test_what_cannot_be_asked_for_is_refused(tmp_store_url, at, until, refusal):
    store = Store(tmp_store_url)
    handled(store)
    with pytest.raises(refusal):
        asked(store, at=at, until=until)
    assert the_case(store)["asked_due"] is None
    store.close()


def test_only_an_owner_asks_only_a_leader_grants_and_a_supply_shock_is_handed_up(store):
    handled(store)
    for role in ("clerk", "staff", "bureau"):
        with pytest.raises(NotAllowed):
            act(store, Action.GRANT, role=role)
    with pytest.raises(NotAllowed):
        act(store, Action.POSTPONE, role="leader", note="mine", until=UNTIL)
    act(store, Action.ESCALATE, note="beyond the county")
    with pytest.raises(OwnerNeeded):
        asked(store)

    alarm(store, subject="C2:rice", severity="red")
    run(store)
    act(store, Action.HANDLE, case=2)
    with pytest.raises(NotAllowed, match="shock"):
        act(store, Action.POSTPONE, case=2, note="no truck", until=dt.date(2020, 6, 9))


def test_a_graver_danger_takes_back_what_was_granted(store):
    handled(store, indicator="market_reopening_rate", subject="C1")
    asked(store)
    act(store, Action.GRANT, role="leader", at=START + 2 * DAY)
    alarm(store, "stall_occupancy", "C1", severity="red", at=START + 3 * DAY)

    run(store, START + 3 * DAY)

    case = the_case(store)
    assert (case["due"], case["first_due"]) == (dt.datetime(2020, 6, 5, 10, tzinfo=dt.UTC), None)


def test_reported_in_time_the_reviewers_clock_runs_and_his_silence_moves_the_case_up(store):
    handled(store)
    reported(store, DUE - HOUR)  # Monday; two working days end Wednesday 10 June; three more Monday 15 June

    check_by = the_case(store)["check_by"]
    assert check_by == dt.datetime(2020, 6, 10, 10, tzinfo=dt.UTC)
    assert (colour(store, check_by - HOUR), colour(store, check_by + HOUR)) == ("blue", "red")
    assert run(store, check_by + DAY) == {}
    late = dt.datetime(2020, 6, 15, 11, tzinfo=dt.UTC)
    assert run(store, late) == {"escalate": 1}

    case = the_case(store)
    assert (case["level"], case["status"], case["owner"], case["missed_due"]) == (
        "prefecture",
        "review",
        None,
        check_by,
    )
    assert (case["reported_at"], case["check_by"]) == (None, dt.datetime(2020, 6, 17, 10, tzinfo=dt.UTC))
    act(store, Action.TAKE, owner="bureau A", at=late + HOUR)
    told = timeliness(the_case(store), now=late + DAY)
    assert [(stage, how) for stage, how, *_ in told] == [
        ("before", "over"), ("sign", "within"), ("close", "incomplete")
    ]  # fmt: skip


def test_a_reviewers_silence_stays_on_record_when_the_work_goes_back(store):
    handled(store)
    reported(store, START + DAY)  # checked by Thursday, long before the owner's deadline
    check_by = the_case(store)["check_by"]

    act(store, Action.REWORK, note="not enough", at=check_by + HOUR)

    case = the_case(store)
    assert (case["missed_due"], case["reported_at"], case["check_by"], case["due"]) == (check_by, None, None, DUE)
    assert colour(store, check_by + 2 * HOUR) == "yellow"


def test_a_report_leaves_nothing_to_be_put_off(store):
    handled(store)
    asked(store)
    reported(store)

    assert the_case(store)["asked_due"] is None


def test_what_is_split_off_has_the_time_it_would_have_had_by_itself(store):
    alarm(store)
    run(store)
    act(store, Action.ACKNOWLEDGE)
    later = alarm(store, subject="C1:oil", at=START + 3 * DAY)
    run(store, START + 3 * DAY)
    mild = alarm(store, subject="C1:eggs", severity="blue", at=START + 3 * DAY)
    run(store, START + 3 * DAY)

    def part(alert: int) -> dict:
        number = split(store, 1, [alert], actor=actor("staff"), now=START + 20 * DAY, config=CONFIG,
                       expected_revision=the_case(store)["revision"])  # fmt: skip
        return the_case(store, number)

    late = part(later)
    assert late["due"] == dt.datetime(2020, 6, 11, 10, tzinfo=dt.UTC)  # five working days from Thursday 4 June
    assert (late["opened_at"], late["signed_at"]) == (START + 3 * DAY, START + 3 * DAY)
    assert part(mild)["due"] == dt.datetime(2020, 6, 18, 10, tzinfo=dt.UTC)  # ten
    assert the_case(store)["due"] == DUE


def test_splitting_what_was_there_from_the_start_gains_no_time_not_by_merging_first(store):
    alarm(store)
    oil = alarm(store, subject="C1:oil")
    alarm(store, "market_reopening_rate", "C1")
    run(store)
    told = {"actor": actor("staff"), "now": START + 10 * DAY}

    part = split(store, 1, [oil], config=CONFIG, expected_revision=the_case(store)["revision"], **told)
    assert the_case(store, part)["due"] == DUE
    merge(store, part, 2, expected_revision=the_case(store, part)["revision"], **told)
    again = split(store, 2, [oil], config=CONFIG, expected_revision=the_case(store, 2)["revision"], **told)

    assert the_case(store, again)["due"] == DUE
    assert colour(store, START + 10 * DAY, again) == "red"


def test_what_was_put_off_is_put_off_for_what_is_split_off_too(store):
    handled(store)
    oil = alarm(store, subject="C1:oil")
    run(store)
    asked(store)
    act(store, Action.GRANT, role="leader", at=START + 3 * DAY)

    part = split(store, 1, [oil], actor=actor("staff"), now=START + 4 * DAY, config=CONFIG,
                 expected_revision=the_case(store)["revision"])  # fmt: skip

    case = the_case(store, part)
    assert (case["due"], case["first_due"]) == (LATER, DUE)
