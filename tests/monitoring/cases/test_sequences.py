"""Every sequence of steps, gaps and reports: one case an alert, no end while it lasts, no green from silence."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from data.store import cases, values
from data.store.engine import Store
from data.store.scope import EVERYTHING
from monitoring.alerts.lifecycle import LIVING, Action
from monitoring.cases.keeping import missing_cases
from monitoring.cases.proof import BadProof
from monitoring.cases.rules import rules_of
from monitoring.cases.slips import slip
from tests.monitoring.cases.office import (
    CONFIG,
    DAY,
    REFUSALS,
    START,
    STEP,
    WALK,
    act,
    alarm,
    change,
    fresh_store,
    prove,
    run,
    statuses,
    steps,
    the_case,
    told,
)

MOVES = st.one_of(
    st.tuples(st.just("act"), *STEP),
    st.tuples(st.sampled_from(["prove", "recover", "wait", "holiday"])),
)


@WALK
@given(moves=st.lists(MOVES, min_size=4, max_size=14))
def test_whatever_people_do_the_case_stays_true(moves, sqlite_template):
    with fresh_store(sqlite_template) as store:
        walk(store, moves)


def walk(store: Store, moves: list) -> None:
    number, now, fresh, was_late = alarm(store), START, False, False
    run(store)

    for move in moves:
        now += DAY / 4
        before = the_case(store)
        if move[0] == "act":
            try:
                until = (now + 12 * DAY).date()
                act(store, move[1], role=move[2], at=now, note="because", owner="First", until=until)
                if move[1] is Action.GRANT:
                    assert the_case(store)["due"] == before["asked_due"]
                    assert the_case(store)["first_due"] == (before["first_due"] or before["due"])
            except REFUSALS:
                assert the_case(store)["revision"] == before["revision"]
        elif move[0] == "prove" and before["status"] in LIVING:
            with contextlib.suppress(BadProof):
                prove(store, at=now)
        elif move[0] == "recover" and not fresh and statuses(store)[number] in LIVING:
            fresh = True
            change(store, number, at=now, active=False, cleared_for=now.date())
        else:
            now += (9 if move[0] == "holiday" else 1) * DAY
        run(store, now)

        case = the_case(store)
        told_by = {"now": now, "rules": rules_of(CONFIG), "region": CONFIG.region}
        if case["level"] != before["level"]:
            assert (case["due"] or now) > now
            assert case["owner"] is None
        elif case["due"] > before["due"]:  # only a leader moves a deadline
            assert case["first_due"] is not None
            assert "grant" in steps(store)
        if case["status"] in LIVING and case["level"] == before["level"] == "county":
            was_late = was_late or slip(case, **told_by) == "red"
            assert not was_late or slip(case, **told_by) in ("yellow", "red")
        if case["status"] == "review":
            assert case["check_by"] > (case["reported_at"] or case["level_since"])
        if before["missed_due"] is not None:
            assert case["missed_due"] == before["missed_due"]
            if case["status"] in LIVING:
                assert slip(case, **told_by) in ("yellow", "red")
        assert case["active"] == (not fresh) or case["status"] not in LIVING
        if case["status"] == "closed" and not fresh:
            assert case["waived"] == "because"
        if case["status"] == "closed" and case["signed_at"] is not None and case["acted_at"] is not None:
            with store.reading() as conn:
                assert list(cases.events(conn, scope=EVERYTHING, case=1)["action"]).count("prove") == 1
        assert case["recheck"] != "recovered"  # nothing was measured since
        with store.reading() as conn:
            assert missing_cases(conn) == {}
    if the_case(store)["recheck"] == "pending" and fresh:
        with store.writing(at=now + 3 * DAY) as conn:
            day = (now + 2 * DAY).date()
            values.put(conn, told("days_of_cover", "C1:rice", day, 20.0), known_at=now + 3 * DAY)
        run(store, now + 3 * DAY)
        assert the_case(store)["recheck"] == "recovered"
