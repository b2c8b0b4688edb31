"""The closed loop on a real store: from the alert over signing, proof and refusal to the second measurement."""

import datetime as dt

import pytest

from data.store import cases as stored
from data.store import evidence, signals, values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts import Action, NotAllowed
from monitoring.cases.acting import NoSuchDay, OwnerNeeded, ProofNeeded
from monitoring.cases.keeping import missing_cases
from monitoring.cases.proof import BadProof, NoFigure, add_figure, add_proof
from monitoring.cases.rechecking import for_the_meeting
from monitoring.cases.regrouping import NoSuchHome, NothingToSplit, decide, merge, split
from monitoring.cases.rules import rules_of
from tests.data.store.sending import signal_frame
from tests.monitoring.cases.office import (
    CONFIG,
    DAY,
    PDF,
    REGION,
    START,
    act,
    actor,
    alarm,
    change,
    prove,
    run,
    statuses,
    steps,
    the_case,
    told,
)  # fmt: skip

RULES = rules_of(CONFIG)


def test_a_case_runs_from_the_alert_to_its_proven_effect(store):
    number = alarm(store)
    assert run(store) == {"open": 1}
    act(store, Action.ACKNOWLEDGE, role="clerk", at=START + DAY / 24)
    act(store, Action.HANDLE, role="clerk", at=START + DAY / 12)
    with pytest.raises(ProofNeeded):
        act(store, Action.REPORT, role="clerk")
    prove(store)
    act(store, Action.REPORT, role="clerk", at=START + DAY / 8)
    with pytest.raises(NotAllowed, match="danger lasts"):
        act(store, Action.CLOSE, note="done")

    change(store, number, at=START + DAY, active=False, cleared_for=(START + DAY).date())
    assert run(store, START + DAY) == {"clear": 1}
    assert act(store, Action.CLOSE, note="delivered", at=START + 2 * DAY) == "closed"
    assert statuses(store) == {number: "closed"}
    assert run(store, START + 3 * DAY) == {}  # nothing new was measured
    with store.writing(at=START + 3 * DAY) as conn:
        values.put(conn, told("days_of_cover", "C1:rice", "2020-06-04", 20.0), known_at=START + 3 * DAY)
    assert run(store, START + 3 * DAY) == {"recovered": 1}

    assert steps(store) == [
        "open", "acknowledge", "handle", "prove", "report", "clear", "close", "recovered"
    ]  # fmt: skip
    case = the_case(store)
    assert (case["signed_at"], case["acted_at"], case["recheck"]) == (START + DAY / 24, START + DAY / 12, "recovered")


def signed_away(store, indicator: str, subject: str) -> None:
    """A leader closes case 1 while the danger lasts."""
    alarm(store, indicator, subject)
    run(store)
    act(store, Action.HANDLE)
    prove(store)
    act(store, Action.REPORT)
    with pytest.raises(NotAllowed):
        act(store, Action.CLOSE_SIGNED, note="enough done")
    act(store, Action.CLOSE_SIGNED, role="leader", note="enough done")


@pytest.mark.parametrize(
    ("indicator", "subject", "cause"),
    [
        ("stock_vs_year_end", "C1", "entities"),
        ("market_reopening_rate", "C1", "markets"),
        ("days_of_cover", "C1:rice", "supply"),
        ("arrears_outstanding", "C1:debtor", "arrears"),
        ("guarantee_fee_rate", "C1", "measures"),
        ("supply_silence", "E1", "reporting"),
    ],
)
def test_a_case_of_any_kind_that_is_signed_away_is_for_the_meeting_until_it_has_recovered(
    tmp_store_url, indicator, subject, cause
):
    store = Store(tmp_store_url)
    signed_away(store, indicator, subject)
    with store.writing(at=START + DAY) as conn:
        frame = signal_frame((indicator, subject, "C1", dt.date(2020, 6, 2), "yellow"))
        signals.put(conn, frame, known_at=START + DAY)
    assert run(store, START + DAY) == {"not_recovered": 1}
    case = the_case(store)
    assert (case["cause"], case["status"], case["waived"]) == (cause, "closed", "enough done")
    assert for_the_meeting(case, today=dt.date(2020, 6, 2), rules=RULES) == "not_recovered"

    later = START + 100 * DAY
    with store.writing(at=later) as conn:
        values.put(conn, told(indicator, subject, later.date(), 99.0), known_at=later)
    assert run(store, later) == {"recovered": 1}
    assert for_the_meeting(the_case(store), today=later.date(), rules=RULES) is None
    store.close()


def test_a_closed_case_of_which_nothing_new_is_reported_is_for_the_meeting_too(store):
    signed_away(store, "arrears_outstanding", "C1:debtor")

    assert run(store, START + 61 * DAY) == {}

    case = the_case(store)
    assert case["recheck"] == "pending"
    days = (60, 61)
    told = [for_the_meeting(case, today=(START + n * DAY).date(), rules=RULES) for n in days]
    assert told == [None, "unmeasured"]


def test_alerts_of_one_place_and_cause_share_a_case_and_a_later_one_joins_it_as_it_stands(store):
    first, other = alarm(store), alarm(store, subject="C1:oil")
    elsewhere = alarm(store, "market_reopening_rate", "C1")
    assert run(store) == {"open": 2}
    act(store, Action.HANDLE)
    prove(store)
    act(store, Action.REPORT)

    late = alarm(store, "price_change_7d", "C1:rice", severity="orange", at=START + DAY)
    assert run(store, START + DAY) == {"rework": 1, "raise": 1}

    assert statuses(store) == {first: "handling", other: "handling", elsewhere: "new", late: "handling"} | {
        first: "review", other: "review"
    }  # fmt: skip
    case = the_case(store)
    assert case["status"] == "handling"
    with store.reading() as conn:
        told = stored.events(conn, scope=EVERYTHING, case=case["case"])
    assert told.set_index("action").loc["rework", "note"] == "joined"


def test_a_score_at_the_mildest_level_is_watched_and_opens_no_case(store):
    score = alarm(store, "decline_in_net", "C1", severity="blue")
    orphan = alarm(store, "market_reopening_rate", "C1", owner="")

    assert run(store) == {}
    with store.reading() as conn:
        assert missing_cases(conn) == {score: "watch", orphan: "nobody"}


def test_what_nobody_took_up_ends_by_itself_when_its_alerts_do(store):
    number = alarm(store)
    run(store)

    change(store, number, at=START + DAY, active=False, status="closed")

    assert run(store, START + DAY) == {"clear": 1, "settle": 1}
    assert the_case(store)["status"] == "closed"


def test_a_supply_shortage_moves_up_by_reach_and_then_by_age_and_must_be_taken(store):
    for county in ("C1", "C2", "C3"):
        alarm(store, subject=f"{county}:rice", severity="red")

    assert run(store) == {"open": 3, "escalate": 3}
    case = the_case(store)
    assert (case["level"], case["owner"]) == ("prefecture", None)
    assert case["sign_by"] == START + dt.timedelta(hours=2)
    with pytest.raises(OwnerNeeded):
        act(store, Action.ACKNOWLEDGE)
    act(store, Action.TAKE, owner="bureau A")
    assert the_case(store)["signed_at"] == START

    assert case["missed_due"] is None  # by reach at once: nobody has missed anything
    quiet = run(store, START + 8 * DAY)  # due Tuesday 2 June; five working days later is Tuesday 9 June, 18:00
    assert "escalate" not in quiet
    assert run(store, START + 9 * DAY)["escalate"] == 3
    assert (the_case(store)["level"], the_case(store)["owner"]) == ("province", None)
    assert the_case(store)["missed_due"] == dt.datetime(2020, 6, 2, 10, tzinfo=dt.UTC)
    assert the_case(store)["due"] == dt.datetime(2020, 6, 11, 10, tzinfo=dt.UTC)  # the province's own clock
    assert run(store, START + 90 * DAY) == {}  # there is no higher level


def test_a_county_case_moves_up_by_age_over_a_weekend_and_not_while_silenced(store):
    alarm(store)  # yellow: five working days from Monday 1 June end Monday 8 June; three more Thursday 11 June
    run(store)
    with pytest.raises(NoSuchDay):
        act(store, Action.SILENCE, note="road works", until=START.date())
    act(store, Action.SILENCE, note="road works", until=dt.date(2020, 6, 14))

    assert run(store, START + 10 * DAY + DAY / 4) == {}  # Thursday 18:00 in China, and silenced
    act(store, Action.UNSILENCE, at=START + 11 * DAY)
    assert run(store, START + 11 * DAY) == {"escalate": 1}
    case = the_case(store)
    assert case["level"] == "prefecture"
    assert case["missed_due"] == dt.datetime(2020, 6, 8, 10, tzinfo=dt.UTC)
    assert case["sign_by"] == dt.datetime(2020, 6, 15, 10, tzinfo=dt.UTC)  # Friday 12 June's next working day
    assert case["due"] == dt.datetime(2020, 6, 19, 10, tzinfo=dt.UTC)
    assert run(store, START + 12 * DAY) == {}


def test_moved_up_in_time_by_hand_nothing_was_missed_and_the_new_level_signs_anew(store):
    alarm(store)
    run(store)
    act(store, Action.ACKNOWLEDGE)

    act(store, Action.ESCALATE, note="beyond the county", at=START + DAY)

    case = the_case(store)
    assert (case["missed_due"], case["signed_at"], case["owner"]) == (None, None, None)
    assert case["due"] == dt.datetime(2020, 6, 9, 10, tzinfo=dt.UTC)  # five working days from Tuesday
    act(store, Action.TAKE, owner="bureau A", at=START + 2 * DAY)
    assert the_case(store)["signed_at"] == START + 2 * DAY


def test_cases_merge_and_split_and_every_alert_stays_in_exactly_one(store):
    rice, oil = alarm(store), alarm(store, subject="C1:oil", severity="red")
    shop = alarm(store, "market_reopening_rate", "C1")
    run(store)
    told_by = {"actor": actor("staff"), "now": START, "config": CONFIG}

    part = split(store, 1, [oil], expected_revision=the_case(store)["revision"], **told_by)
    with pytest.raises(NothingToSplit):
        split(store, 1, [rice], expected_revision=the_case(store)["revision"], **told_by)
    told_by.pop("config")
    merge(store, 2, part, expected_revision=the_case(store, 2)["revision"], **told_by)

    with store.reading() as conn:
        where = stored.cases_by_alert(conn)
    assert where == {rice: 1, oil: part, shop: part}
    assert (the_case(store)["severity"], the_case(store, part)["severity"]) == ("yellow", "red")
    assert (the_case(store, 2)["status"], the_case(store, 2)["merged_into"]) == ("merged", part)
    assert run(store, START + DAY / 24) == {}


def test_what_was_split_off_can_be_split_again(store):
    rice, oil, eggs = alarm(store), alarm(store, subject="C1:oil"), alarm(store, subject="C1:eggs")
    run(store)
    told_by = {"actor": actor("staff"), "now": START, "config": CONFIG}

    part = split(store, 1, [rice, oil], expected_revision=the_case(store)["revision"], **told_by)
    again = split(store, part, [rice], expected_revision=the_case(store, part)["revision"], **told_by)

    with store.reading() as conn:
        assert stored.cases_by_alert(conn) == {rice: again, oil: part, eggs: 1}


def test_later_alerts_of_a_merged_case_go_where_it_went(store):
    alarm(store)
    alarm(store, "market_reopening_rate", "C1", owner="Second")
    run(store)
    act(store, Action.HANDLE)
    told_by = {"actor": actor("staff"), "now": START, "expected_revision": the_case(store, 2)["revision"], "key": "k"}

    merge(store, 2, 1, **told_by)
    merge(store, 2, 1, **told_by)  # the same click
    late = alarm(store, "stall_occupancy", "C1", at=START + DAY)

    assert run(store, START + DAY) == {}
    with store.reading() as conn:
        assert stored.cases_by_alert(conn) == {1: 1, 2: 1, late: 1}
        owners = {row["alert"]: (row["status"], row["owner"]) for row in stored.alerts_in(conn, 1)}
    assert owners[2] == ("handling", "First")
    assert steps(store, 2).count("merge") == 1


def test_once_the_home_has_ended_a_new_alert_opens_a_case_of_its_own(store):
    rice, shop = alarm(store), alarm(store, "market_reopening_rate", "C1")
    run(store)
    merge(store, 2, 1, actor=actor("staff"), now=START, expected_revision=the_case(store, 2)["revision"])
    act(store, Action.FALSE_ALARM, note="a slip of the pen")
    assert statuses(store) == {rice: "false_alarm", shop: "false_alarm"}

    alarm(store, "stall_occupancy", "C1", at=START + DAY)

    assert run(store, START + DAY) == {"open": 1}


def test_a_case_is_merged_into_another_living_one_with_alerts_only(store):
    alarm(store)
    alarm(store, "market_reopening_rate", "C1")
    run(store)
    asked = {"county": "C1", "title": "open it", "owner": "First", "until": dt.date(2020, 6, 8), "key": "d"}
    decision = decide(store, REGION, actor=actor("leader"), now=START, **asked)
    told_by = {"actor": actor("staff"), "now": START}

    for home in (1, decision):
        with pytest.raises(NoSuchHome):
            merge(store, 1, home, expected_revision=1, **told_by)
    with pytest.raises(NotAllowed):
        merge(store, 1, 2, expected_revision=1, actor=actor("clerk"), now=START)
    with pytest.raises(stored.CaseChanged):
        merge(store, 1, 2, expected_revision=9, **told_by)
    act(store, Action.FALSE_ALARM, case=2, note="a slip of the pen")
    with pytest.raises(NoSuchHome):
        merge(store, 1, 2, expected_revision=1, **told_by)
    assert steps(store) == ["open"]


def test_the_same_click_splits_once(store):
    alarm(store)
    oil = alarm(store, subject="C1:oil")
    run(store)
    told_by = {"actor": actor("staff"), "now": START, "expected_revision": 1, "key": "k", "config": CONFIG}

    assert [split(store, 1, [oil], **told_by) for _ in range(2)] == [2, 2]
    assert steps(store, 2) == ["open"]


def test_a_decision_is_a_case_there_at_once_and_once_a_click(store):
    asked = {"county": "C1", "title": " open the market ", "owner": "First", "until": dt.date(2020, 6, 8), "key": "k"}

    numbers = [decide(store, REGION, actor=actor("leader"), now=START, **asked) for _ in range(2)]

    case = the_case(store, numbers[0])
    assert numbers[0] == numbers[1]
    assert (case["title"], case["owner"], case["cause"]) == ("open the market", "First", "decision")
    assert case["due"] == dt.datetime(2020, 6, 8, 10, tzinfo=dt.UTC)
    for action in (Action.FALSE_ALARM, Action.KNOWN_CAUSE):
        with pytest.raises(NotAllowed):
            act(store, action, note="no longer wanted")
    act(store, Action.HANDLE)
    prove(store)
    act(store, Action.REPORT)
    assert act(store, Action.CLOSE, note="opened") == "closed"
    assert the_case(store)["recheck"] is None  # there is no figure behind it
    with pytest.raises(NotAllowed):
        decide(store, REGION, actor=actor("clerk", counties=["C1"]), now=START, **asked | {"key": "other"})


@pytest.mark.parametrize(
    ("filename", "content", "why"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"<html>", "kind"),
        ("a.exe", PDF, "kind"),
        ("a.pdf", b"%PDF-" + b"0" * (5 * 1024 * 1024), "large"),
    ],
)
def test_a_file_that_proves_nothing_is_refused(store, filename, content, why):
    alarm(store)
    run(store)

    with pytest.raises(BadProof, match=why):
        add_proof(store, 1, kind="document", said="", filename=filename, content=content, actor=actor("bureau"),
                  now=START)  # fmt: skip
    with store.reading() as conn:
        assert evidence.count(conn, case=1) == 0


def test_only_a_fresh_figure_of_a_quiet_alert_is_proof(store):
    number = alarm(store)
    run(store)
    with pytest.raises(NoFigure):
        add_figure(store, 1, number, actor=actor("bureau"), now=START)

    change(store, number, at=START + DAY, active=False, cleared_for=(START + DAY).date())
    with store.writing(at=START + DAY) as conn:
        values.put(conn, told("days_of_cover", "C1:rice", "2020-06-02", 20.0), known_at=START + DAY)
    add_figure(store, 1, number, actor=actor("bureau"), now=START + DAY)

    with store.reading() as conn:
        assert list(evidence.listed(conn, scope=EVERYTHING, case=1)["said"]) == ["days_of_cover|C1:rice|2020-06-02|20"]
