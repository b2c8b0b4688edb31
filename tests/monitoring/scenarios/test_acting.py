"""Cards in the store: made once, computed again, judged, retired, answered late and scored."""

import datetime as dt

import pandas as pd
import pytest

from data.store import events, outlooks, scenarios
from data.store.scope import EVERYTHING, Scope
from monitoring.alerts.acting import Actor
from monitoring.outlook import making
from monitoring.scenarios import acting, daily
from monitoring.scenarios.card import Card, Unsound
from tests.data.store.sending import put
from tests.monitoring.rules import config, line
from tests.monitoring.scenarios.small import CARDS, ON, PLACES, inputs, with_lever

KNOWN = dt.datetime(2020, 9, 28, 4, tzinfo=dt.UTC)
NOW = KNOWN + dt.timedelta(hours=2)
DAY = dt.timedelta(days=1)
STAFF = Actor(uid="staff", name="staff", role="staff", scope=EVERYTHING)
CLERK = Actor(uid="clerk", name="clerk", role="clerk", scope=Scope(counties=frozenset({"C2"})))
RULES = config(line("days_of_cover", target=20, blue=20, yellow=15, orange=7, red=3), place=PLACES)
NAMES = {"entity_counts": "entity_count", "market_list": "market", "market_status": "market_status",
         "enterprise_list": "enterprise", "supply_daily": "supply", "arrears_items": "arrears_item",
         "arrears_plan": "arrears_plan", "arrears_payments": "arrears_payment"}  # fmt: skip


def send(store, told: dict[str, pd.DataFrame], *, at: dt.datetime) -> None:
    """The frames as reports."""
    for name, frame in told.items():
        if name == "entity_counts":
            frame = frame.assign(opening=frame["closing"] - frame.get("entries", 0) + frame.get("deregistrations", 0))
        rows = frame.rename(columns={"date": "valid_for"}).to_dict("records")
        put(store, NAMES[name], [{key: plain(value) for key, value in row.items()} for row in rows], at=at)


def plain(value):
    return value.date() if isinstance(value, pd.Timestamp) else value


@pytest.fixture
def town(store):
    """The small region's reports and its outlook of Sunday, made on Monday."""
    send(store, inputs(), at=KNOWN - DAY)
    made = making.due(store, PLACES, on=ON, now=KNOWN)
    with store.writing(at=KNOWN) as conn:
        outlooks.put(conn, made, known_at=KNOWN)
    return store


def make(store, name="net", *, actor=STAFF, key="click", assumption="as agreed", **levers) -> int:
    return acting.make(store, PLACES, with_lever(CARDS[name], **levers), assumption=assumption, actor=actor, now=NOW,
                       key=key)  # fmt: skip


def held(store, number: int) -> dict:
    with store.reading() as conn:
        return scenarios.get(conn, scope=EVERYTHING, scenario=number)


def read(store, which: str, scope=EVERYTHING, as_known=None) -> pd.DataFrame:
    with store.reading() as conn:
        return getattr(scenarios, which)(conn, scope=scope, as_known=as_known)


def told_events(store) -> list[str]:
    with store.reading() as conn:
        return list(events.history(conn, scope=EVERYTHING, object_kind="scenario")["action"])


def test_a_card_stands_beside_the_stored_outlook_and_is_made_once(town):
    number = make(town)

    assert make(town) == number
    with town.reading() as conn:
        made = outlooks.standing(conn, scope=EVERYTHING, as_known=None, until=ON)
    stored = dict(zip(zip(made["outlook"], made["subject"]), made["answer"]))
    said = read(town, "answers")
    assert list(said["subject"]) == ["C2", "R"]
    assert [stored[key] for key in zip(said["outlook"], said["subject"])] == list(said["baseline"])
    assert (held(town, number)["made_for"], held(town, number)["data_moment"]) == (ON, KNOWN)
    assert told_events(town) == ["scenario.make"]


def test_a_card_says_the_same_when_it_is_computed_again_after_more_has_come_in(town):
    numbers = [make(town, name, key=name) for name in CARDS]
    later = inputs()["entity_counts"].assign(entries=lambda f: f["entries"] + 5, closing=lambda f: f["closing"] + 5)
    send(town, {"entity_counts": later.tail(30)}, at=NOW + DAY)
    send(town, {"supply_daily": inputs(on_hand=(1.0, 1.0))["supply_daily"].tail(20)}, at=NOW + DAY)

    said = read(town, "answers")

    for number in numbers:
        again = acting.recomputed(town, PLACES, held(town, number))
        stored = said[said["scenario"] == number].set_index("subject")
        assert {row["subject"] for row in again} == set(stored.index)
        for row in again:
            assert row["answer"] == stored.at[row["subject"], "answer"]
            assert row["baseline"] == stored.at[row["subject"], "baseline"]
            assert row["checks"] == stored.at[row["subject"], "checks"]


def test_a_reader_sees_the_own_countys_cards_and_never_the_regions_numbers(town):
    own = make(town, "net", key="a")
    make(town, "region's net", key="b")
    make(town, "payment by", key="c")  # of the other county

    assert list(read(town, "cards", CLERK.scope)["scenario"]) == [own]
    assert set(read(town, "answers", CLERK.scope)["county"]) == {"C2"}
    with pytest.raises(acting.NoSuchCard):
        make(town, "payment by", actor=CLERK, key="d")
    with pytest.raises(acting.NoSuchCard):
        make(town, "region's net", actor=CLERK, key="e")


def test_an_assumption_needs_words_and_an_outlook_to_stand_beside(town, store_url):
    with pytest.raises(acting.ReasonNeeded):
        make(town, assumption="  ")
    with pytest.raises(Unsound):
        make(town, monthly=0)
    with town.writing(at=NOW) as conn:
        outlooks.put(conn, outlooks.standing(conn, scope=EVERYTHING, as_known=None, until=ON).iloc[:1], known_at=NOW)
    with pytest.raises(acting.NoOutlook):
        acting.make(town, PLACES, CARDS["net"], assumption="x", actor=STAFF, now=NOW - 30 * DAY, key="z")
    assert read(town, "cards").empty


def test_what_people_say_of_a_card_is_said_once_with_a_reason_and_known_from_then_on(town):
    number = make(town)
    acting.judge(town, number, True, why="it was so", actor=STAFF, now=NOW + DAY, expected_revision=1)
    acting.judge(town, number, True, why="it was so", actor=STAFF, now=NOW + DAY, expected_revision=1)
    with pytest.raises(scenarios.ScenarioChanged):
        acting.judge(town, number, False, why="it was not", actor=CLERK, now=NOW + DAY, expected_revision=1)
    with pytest.raises(acting.ReasonNeeded):
        acting.retire(town, number, why=" ", actor=STAFF, now=NOW + DAY, expected_revision=2)
    acting.retire(town, number, why="a typing error", actor=STAFF, now=NOW + 2 * DAY, expected_revision=2)
    acting.retire(town, number, why="a typing error", actor=STAFF, now=NOW + 3 * DAY, expected_revision=2)

    assert told_events(town) == ["scenario.retire", "scenario.judge", "scenario.make"]
    (now,) = read(town, "cards").to_dict("records")
    (before,) = read(town, "cards", as_known=NOW + DAY).to_dict("records")
    assert (now["came_true"], now["retired_why"], now["revision"]) == ("yes", "a typing error", 3)
    assert (before["came_true"], pd.isna(before["retired_at"])) == ("yes", True)
    assert pd.isna(read(town, "cards", as_known=NOW)["came_true"].iloc[0])
    assert read(town, "cards", as_known=KNOWN).empty
    assert len(read(town, "answers")) == 2


def test_a_closed_road_waits_for_the_daily_run_and_never_makes_a_shortage_smaller(town):
    card = Card(kind="road", county="C1", levers={"other": "C2"})
    with pytest.raises(acting.NoSuchCard):
        acting.make(town, PLACES, card, assumption="a landslide", actor=CLERK, now=NOW, key="road")
    number = acting.make(town, PLACES, card, assumption="a landslide", actor=STAFF, now=NOW, key="road")
    assert read(town, "answers").empty

    for _ in range(2):  # the second run finds nothing to do
        done = daily.work(town, RULES, on=ON, now=NOW + DAY)
        with town.writing(at=NOW + DAY) as conn:
            kept = daily.keep(conn, done, at=NOW + DAY)

    said = read(town, "answers").set_index("subject")
    assert kept == {"answered": 0, "scored": 0}
    assert set(said["scenario"]) == {number}
    assert said.at["R", "baseline"]["tonnes"] > said.at["R", "answer"]["tonnes"] == 0
    more = said.at["R", "answer"]["unmet"] - said.at["R", "baseline"]["unmet"]
    assert more == pytest.approx(said.at["R", "baseline"]["tonnes"], abs=0.02)
    assert said.at["C1:rice", "answer"]["days"]["middle"] < said.at["C1:rice", "baseline"]["days"]["middle"]
    assert told_events(town)[0] == "scenario.answer"


def test_a_closed_road_is_scored_by_what_its_counties_hold_a_week_on_when_nearly_all_firms_have_told(town):
    card = Card(kind="road", county="C1", levers={"other": "C2"})
    acting.make(town, PLACES, card, assumption="a landslide", actor=STAFF, now=NOW, key="road")
    with town.writing(at=NOW + DAY) as conn:
        daily.keep(conn, daily.work(town, RULES, on=ON, now=NOW + DAY), at=NOW + DAY)
    held = pd.DataFrame(
        {"enterprise": ["E1", "E3"], "county": "C1", "date": pd.Timestamp("2020-10-04"), "on_hand": [30.0, 12.0]}
    )

    said = read(town, "answers").set_index("subject").loc["C1:rice"]
    scores = []
    for told, at in ((held.iloc[:1], NOW + 8 * DAY), (held.iloc[1:], NOW + 9 * DAY)):
        send(town, {"supply_daily": told}, at=at)
        scores.append(daily.work(town, RULES, on=dt.date(2020, 10, 4), now=at + DAY).scores)

    (check,) = said["checks"]
    lost = said["baseline"]["received"] - said["answer"]["received"]
    assert (check["quantity"], check["date"]) == ("held", "2020-10-04")
    assert check["baseline"]["middle"] - check["scenario"]["middle"] == pytest.approx(lost, abs=0.02)
    assert lost > 0
    assert "C1:rice" not in set(scores[0]["subject"])
    assert scores[1].set_index("subject").at["C1:rice", "actual"] == 42.0
    assert "R" not in set(scores[1]["subject"])


def test_a_card_is_scored_when_its_days_have_come_and_a_correction_corrects_the_score(town):
    number = make(town, "outage", until="2020-10-03")
    days = pd.date_range(ON + DAY, periods=10)
    rows = [(firm, place, day, sold) for day in days for firm, place, sold in (("E2", "C2", 10.0), ("E3", "C1", 15.0))]
    came = pd.DataFrame(rows, columns=["enterprise", "county", "valid_for", "outflow"])
    came = came.rename(columns={"valid_for": "date"})

    assert daily.work(town, RULES, on=dt.date(2020, 10, 2), now=NOW + 5 * DAY).scores.empty
    send(town, {"supply_daily": came}, at=NOW + 10 * DAY)
    for at, sold in ((NOW + 11 * DAY, None), (NOW + 12 * DAY, 5.0)):
        if sold is not None:
            send(town, {"supply_daily": came.assign(outflow=sold)}, at=at)
        done = daily.work(town, RULES, on=dt.date(2020, 10, 7), now=at)
        with town.writing(at=at) as conn:
            daily.keep(conn, done, at=at)

    (first, _), (then, _) = (read(town, "scores", as_known=at).to_dict("records") for at in (NOW + 11 * DAY, None))
    assert (first["scenario"], first["subject"], first["actual"]) == (number, "C1:rice", 45.0)
    assert (first["scenario_inside"], first["baseline_inside"]) == (True, False)  # its customers went to the other firm
    assert first["baseline_error"] == pytest.approx(15 - 45, abs=3)
    assert (then["actual"], then["scenario_inside"], then["baseline_inside"]) == (15.0, False, True)


def test_each_kind_is_scored_against_what_was_reported(town):
    for name in ("net", "reopening", "payment by"):
        make(town, name, key=name)
    end = dt.date(2020, 12, 31)
    closing = pd.DataFrame({"county": ["C1", "C2"], "date": pd.Timestamp("2020-10-25"), "closing": [10_500, 9_500]})
    opened = pd.DataFrame({"market": ["M7"], "county": ["C2"], "date": pd.Timestamp("2020-10-20"), "status": "open"})
    paid = pd.DataFrame({"item": ["Q1"], "county": ["C1"], "voucher": "late", "date": pd.Timestamp("2020-11-09"),
                         "paid": [100.0]})  # fmt: skip
    send(town, {"entity_counts": closing, "market_status": opened, "arrears_payments": paid}, at=NOW + 50 * DAY)

    scores = daily.work(town, RULES, on=end - 31 * DAY, now=NOW + 60 * DAY).scores.set_index(["subject", "date"])

    assert scores.loc[("C2", pd.Timestamp("2020-10-25")), "actual"].tolist() == [9_500.0, 4.0]
    assert scores.loc[("C1:bureau", pd.Timestamp("2020-10-31")), "actual"] == 100
    assert scores.loc[("C1:bureau", pd.Timestamp("2020-11-30")), "actual"] == 0
    assert scores.loc[("C1:bureau", pd.Timestamp("2020-11-30")), "scenario_error"] == 0
