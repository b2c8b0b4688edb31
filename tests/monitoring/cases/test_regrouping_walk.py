"""Every sequence of steps on several alerts, with merging, splitting and holidays: each alert keeps one home."""

import contextlib
import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from data.reference.region import load_region
from data.store import alerts, cases
from data.store.scope import EVERYTHING
from monitoring.cases.keeping import keep_cases, missing_cases
from monitoring.cases.regrouping import NoSuchHome, NothingToSplit, merge, split
from monitoring.cases.rules import due, rules_of
from tests.monitoring.cases.office import (
    CONFIG,
    DAY,
    REFUSALS,
    STEP,
    WALK,
    act,
    actor,
    alarm,
    change,
    fresh_store,
    prove,
    the_case,
)
from tests.monitoring.literal import region
from tests.monitoring.rules import config

EVE = dt.datetime(2020, 9, 28, 2, tzinfo=dt.UTC)  # three days before eight days of holidays
REAL = load_region("linxia")
REAL_ZONE = ZoneInfo(REAL.timezone)
HOLIDAYS = config(place=region(timezone="Asia/Shanghai", is_workday=REAL.is_workday))
ALARMS = (
    ("days_of_cover", "C1:rice"), ("days_of_cover", "C1:oil"), ("price_change_7d", "C1:rice"), ("net_28d", "C2"),
    ("days_of_cover", "C2:rice"), ("net_28d", "R"),
)  # fmt: skip
ONE = st.integers(1, 7)
MOVES = st.one_of(
    st.tuples(st.just("act"), ONE, *STEP),
    st.tuples(st.just("merge"), ONE, ONE),
    st.tuples(st.just("split"), ONE, st.sets(st.integers(1, len(ALARMS)), min_size=1, max_size=3)),
    st.tuples(st.just("clear"), st.integers(1, len(ALARMS))),
    st.tuples(st.just("prove"), ONE),
    st.tuples(st.just("wait"), st.integers(1, 9)),
)


@WALK
@given(moves=st.lists(MOVES, min_size=5, max_size=14))
def test_whatever_is_merged_split_or_left_lying_every_alert_has_one_home(moves, sqlite_template):
    with fresh_store(sqlite_template) as store:
        walk(store, moves)


def walk(store, moves: list) -> None:
    for indicator, subject in ALARMS:
        alarm(store, indicator, subject, at=EVE)
    now = EVE
    keep(store, now)
    for move in moves:
        now += DAY / 4
        with contextlib.suppress(*REFUSALS, NothingToSplit, NoSuchHome):
            step(store, move, now)
            event(f"{move[0]} done")
        now += move[1] * DAY if move[0] == "wait" else 0 * DAY
        keep(store, now)
        check(store)


def keep(store, at) -> None:
    with store.writing(at=at) as conn:
        keep_cases(conn, HOLIDAYS, at=at, day=at.date())


def step(store, move, now) -> None:
    kind, first, *rest = move
    if kind == "clear":
        with store.reading() as conn:
            row = alerts.get(conn, scope=EVERYTHING, alert=first)
        if row["active"]:
            change(store, first, at=now, active=False, cleared_for=now.date())
        return
    case = the_case(store, first)
    if case is None:
        return
    told = {"actor": actor("bureau"), "now": now, "expected_revision": case["revision"]}
    if kind == "act":
        act(
            store,
            rest[0],
            role=rest[1],
            at=now,
            case=first,
            note="because",
            owner="First",
            until=(now + 12 * DAY).date(),
        )
    elif kind == "merge" and the_case(store, rest[0]) is not None:
        merge(store, first, rest[0], **told)
    elif kind == "split":
        split(store, first, sorted(rest[0]), config=HOLIDAYS, **told)
    elif kind == "prove":
        prove(store, at=now, case=first)


def check(store) -> None:
    with store.reading() as conn:
        assert None not in missing_cases(conn).values()
        members = cases.members(conn, scope=EVERYTHING)
        every = cases.all_cases(conn, scope=EVERYTHING, as_known=None)
        living = alerts.living(conn, scope=EVERYTHING, as_known=None).set_index("alert")
        here = {case["case"]: case for case in cases.living_now(conn)}
    at_home = members[members["left_at"].isna()]
    assert at_home["alert"].is_unique
    assert max(Counter((c["subject"], c["cause"]) for c in here.values()).values(), default=0) <= 1
    for number, case in here.items():
        own = at_home.loc[at_home["case"] == number, "alert"]
        beyond = bool(living.reindex(own)["active"].fillna(False).astype(bool).any())
        assert case["active"] == beyond
        assert case["due"] is None or not case["due"] < EVE
    for case in every.itertuples():
        if case.status == "merged":
            assert case.merged_into in set(every["case"])
            assert not (set(at_home.loc[at_home["case"] == case.case, "alert"]) & set(living.index))
        if case.status == "closed" and case.active:
            assert case.waived == "because"


@pytest.mark.parametrize("severity", ["red", "orange", "yellow", "blue"])
def test_no_deadline_falls_on_a_holiday(severity):
    """The walk's clock is the region's own: what is due in the holidays would be met by nobody."""
    for hours in range(0, 24 * 14, 5):
        until = due(severity, EVE + dt.timedelta(hours=hours), rules=rules_of(CONFIG), region=HOLIDAYS.region)
        assert REAL.is_workday(until.astimezone(REAL_ZONE).date())
