"""Answers on a small region: coherent, monotone, never negative, silent where too little is known."""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.outlook.arrears import clearance
from monitoring.outlook.entities import year_end_stock
from monitoring.outlook.festivals import uplift
from monitoring.outlook.markets import full_reopening
from monitoring.outlook.supply import Outage, days_to_stockout
from tests.monitoring.outlook.small_region import (
    FIRMS,
    MARKETS,
    ON,
    PLACES,
    by_subject,
    counts,
    ledger,
    statuses,
    stocks,
)


def test_a_county_that_grows_will_hold_its_stock_and_one_that_shrinks_will_not():
    told = by_subject(year_end_stock(counts(), PLACES, ON))

    assert told["C1"]["answer"]["chance"] > 95
    assert told["C2"]["answer"]["chance"] < 5
    assert told["C2"]["answer"]["needed"] > 0 > told["C1"]["answer"]["needed"]


def test_the_region_is_the_sum_of_its_counties():
    told = {s: r["answer"] for s, r in by_subject(year_end_stock(counts(), PLACES, ON)).items()}

    assert told["R"]["now"] == told["C1"]["now"] + told["C2"]["now"]
    assert told["R"]["base"] == told["C1"]["base"] + told["C2"]["base"]
    middles = told["C1"]["final"]["middle"] + told["C2"]["final"]["middle"]
    assert abs(told["R"]["final"]["middle"] - middles) < 0.005 * middles


def test_more_net_a_week_never_makes_the_goal_less_likely():
    chances = [
        by_subject(year_end_stock(counts(daily=(0, 0)), PLACES, ON, net_more={"C1": more, "C2": more}))["R"]["answer"][
            "chance"
        ]
        for more in (-40, -5, 0, 5, 40)
    ]

    assert chances == sorted(chances)
    assert chances[0] < 20
    assert chances[-1] > 80


def test_too_few_weeks_are_not_assessed():
    told = by_subject(year_end_stock(counts(since="2020-07-01"), PLACES, ON))

    assert {row["state"] for row in told.values()} == {"not_assessable"}
    assert told["R"]["answer"] == {"weeks": 12, "needs": 26}


def test_the_same_inputs_give_the_same_answers():
    assert year_end_stock(counts(), PLACES, ON) == year_end_stock(counts(), PLACES, ON)


def test_a_county_whose_markets_all_trade_has_reached_its_goal():
    told = by_subject(full_reopening(MARKETS, statuses([0, 2, 4, 6, 8, 10, 17, None]), PLACES, ON))

    assert told["C1"]["state"] == "reached"
    assert told["C2"]["state"] == "ok"
    assert told["R"]["answer"]["now"] == 7
    dates = told["R"]["answer"]["dates"]
    assert "2020-09-27" < dates["low"] <= dates["middle"]


def test_the_region_reopens_no_earlier_than_its_slowest_county():
    told = by_subject(full_reopening(MARKETS, statuses([0, 2, 4, None, 8, 17, 18, None]), PLACES, ON))
    county = max(told[c]["answer"]["dates"]["low"] for c in ("C1", "C2"))

    assert told["R"]["answer"]["dates"]["low"] >= county
    assert told["R"]["answer"]["within"] <= min(told[c]["answer"]["within"] for c in ("C1", "C2"))


def test_a_county_whose_day_nobody_can_tell_leaves_none_to_be_told_of_the_region():
    told = by_subject(full_reopening(MARKETS, statuses([0, 0, 0, None, 8, 17, 18, None]), PLACES, ON))

    assert (told["C1"]["state"], told["C2"]["state"]) == ("not_assessable", "ok")
    assert told["R"]["state"] == "not_assessable"
    assert told["R"]["answer"]["reason"] == "no_pace_somewhere"
    assert told["R"]["answer"]["dates"] == {"low": None, "middle": None, "high": None}


def test_markets_that_never_reopened_say_no_date():
    told = by_subject(full_reopening(MARKETS, statuses([None] * 8), PLACES, ON))

    assert told["R"]["state"] == "not_assessable"
    assert told["R"]["answer"]["dates"] == {"low": None, "middle": None, "high": None}


def test_a_closure_of_all_markets_at_once_is_no_luck_that_may_strike_each_of_them_any_week():
    opened = statuses([4, 4, 5, 5, 6, 6, 7, None])
    early = opened["date"] < opened["date"].min() + pd.Timedelta(weeks=3)
    closed_by_order = opened.assign(status=opened["status"].where(~early, "open"))

    told = by_subject(full_reopening(MARKETS, closed_by_order, PLACES, ON))["R"]["answer"]

    assert told["now"] == 7
    assert told["ahead"]["low"][3] >= 6
    assert told["ahead"]["high"][3] == 8


def test_stock_over_demand_is_how_long_it_lasts():
    told = by_subject(days_to_stockout(FIRMS, stocks(), PLACES, ON))

    assert 9 <= told["E1:rice"]["answer"]["days"]["middle"] <= 11
    assert 28 <= told["E2:rice"]["answer"]["days"]["middle"] <= 32
    assert told["R:rice"]["answer"]["first_county"] == "C1"
    assert told["E1:rice"]["enterprise"] == "E1"


def test_days_without_stock_are_no_days_without_demand():
    straight = by_subject(days_to_stockout(FIRMS, stocks(), PLACES, ON))
    gapped = by_subject(days_to_stockout(FIRMS, stocks(stockouts=range(40, 60)), PLACES, ON))

    difference = gapped["E1:rice"]["answer"]["days"]["middle"] - straight["E1:rice"]["answer"]["days"]["middle"]
    assert abs(difference) <= 1


def test_more_stock_lasts_longer_and_a_firm_taken_out_brings_the_day_nearer():
    lasts = [
        by_subject(days_to_stockout(FIRMS, stocks(on_hand=(held, 300.0)), PLACES, ON))["E1:rice"]["answer"]["days"]
        for held in (0.0, 50.0, 100.0, 200.0)
    ]
    whole = by_subject(days_to_stockout(FIRMS, stocks(), PLACES, ON))
    gone = Outage(enterprise="E2", since=ON)
    without = by_subject(days_to_stockout(FIRMS, stocks(), PLACES, ON, out=gone))

    assert [days["middle"] for days in lasts] == sorted(days["middle"] for days in lasts)
    assert lasts[0]["middle"] == 0
    assert without["R:rice"]["answer"]["days"]["middle"] < whole["R:rice"]["answer"]["days"]["middle"]
    assert without["C2:rice"]["answer"]["days"]["high"] == 0
    assert without["C1:rice"]["answer"] == whole["C1:rice"]["answer"]
    assert "E2:rice" not in without


def test_a_firm_with_two_weeks_of_silence_is_not_assessed():
    quiet = stocks()
    quiet = quiet[(quiet["enterprise"] != "E1") | (quiet["date"] < pd.Timestamp(ON) - pd.Timedelta(days=15))]

    told = by_subject(days_to_stockout(FIRMS, quiet, PLACES, ON))

    assert told["E1:rice"]["state"] == "not_assessable"
    assert told["E2:rice"]["state"] == "ok"


def test_days_nobody_reported_are_no_days_without_inflow():
    told = stocks(on_hand=(30.0, 300.0))
    heard = told[(told["enterprise"] != "E1") | ((pd.Timestamp(ON) - told["date"]).dt.days % 2 == 0)]
    unsaid = told.assign(inflow=told["inflow"].where(told["enterprise"] != "E1"))

    chances = [
        by_subject(days_to_stockout(FIRMS, reports, PLACES, ON))["E1:rice"]["answer"]["chance_14"]
        for reports in (told, heard, unsaid)
    ]

    assert chances == [0, 0, None]


def test_the_week_before_a_festival_asks_for_more_as_it_did_before():
    days = pd.DataFrame(
        {"festival": ["eid_al_adha", "mid_autumn"], "name": ["a", "b"], "date": ["2020-08-10", "2020-10-04"]}
    )
    busy = stocks()
    before = busy["date"].between(pd.Timestamp("2020-08-03"), pd.Timestamp("2020-08-09"))
    busy.loc[before, "outflow"] *= 2

    learned = uplift(busy, days, ON)
    plain = by_subject(days_to_stockout(FIRMS, busy, PLACES, ON))["E2:rice"]["answer"]["days"]["middle"]
    raised = by_subject(days_to_stockout(FIRMS, busy, PLACES, ON, uplift=learned))["E2:rice"]["answer"]["days"][
        "middle"
    ]

    middle = float(np.median(learned.more["mid_autumn"]))
    assert 1.2 < middle < 1.9  # one festival that doubled, drawn to the belief that any other one asks for nothing
    assert learned.coming == (("mid_autumn", "b", dt.date(2020, 10, 4)),)
    assert raised < plain


def test_who_paid_as_planned_will_be_cleared_by_the_end_of_the_plan():
    told = by_subject(clearance(*ledger(40.0), PLACES, ON))

    assert told["R"]["answer"]["chance"] == 100
    assert told["R"]["answer"]["dates"]["middle"] == "2020-12-31"
    assert told["C1:bureau"]["answer"]["needed"] == 10
    assert told["C1"]["answer"]["late_share"] == 100


def test_what_no_plan_covers_is_said_and_not_cleared_in_time():
    told = by_subject(clearance(*ledger(100.0), PLACES, ON))

    assert told["R"]["answer"]["chance"] == 0
    assert told["R"]["answer"]["plan_short"] == 120
    assert told["C1"]["answer"]["left"] + told["C2"]["answer"]["left"] == told["R"]["answer"]["left"] == 200


def test_more_money_never_makes_the_deadline_less_likely_and_nothing_left_is_cleared():
    chances = [
        by_subject(clearance(*ledger(40.0), PLACES, ON, share=share))["R"]["answer"]["chance"]
        for share in (0.5, 0.9, 1, 2)
    ]
    cleared = by_subject(clearance(*ledger(0.0), PLACES, ON))

    assert chances == sorted(chances)
    assert cleared["R"]["state"] == "reached"
    assert min(cleared["R"]["answer"]["ahead"]["low"]) == 0


def test_months_before_there_was_a_plan_say_nothing_of_how_one_is_kept():
    items, plan, paid = ledger(36.0)
    paid = paid.assign(paid=paid["paid"].where(paid["county"] != "C1", 7.0))
    before = pd.DataFrame(
        {"item": "Q1", "county": "C1", "voucher": ["a", "b", "c", "d"], "paid": 5.0,
         "date": pd.to_datetime(["2019-09-20", "2019-10-20", "2019-11-20", "2019-12-20"])}
    )  # fmt: skip

    told = by_subject(clearance(items, plan, pd.concat([paid, before]), PLACES, ON))["C1"]["answer"]

    assert told["left"] == 40
    assert told["ahead"]["low"] == told["ahead"]["middle"] == told["ahead"]["high"] == [33, 26, 19, 12]


def test_what_was_paid_early_in_the_running_month_is_no_more_than_the_month_brings():
    items, plan, paid = ledger(36.0)
    paid = paid.assign(paid=paid["paid"].where(paid["county"] != "C1", 7.0))
    early = pd.DataFrame(
        {"item": ["Q1"], "county": ["C1"], "voucher": ["z"], "date": [pd.Timestamp("2020-09-05")], "paid": [5.0]}
    )

    told = by_subject(clearance(items, plan, pd.concat([paid, early]), PLACES, ON))["C1"]["answer"]

    assert told["left"] == 55
    assert told["ahead"]["middle"] == [53, 46, 39, 32]
    assert told["plan_left"] == 35


def test_three_months_of_payments_are_too_few():
    items, plan, paid = ledger(40.0)
    told = by_subject(clearance(items, plan, paid[paid["date"] >= "2020-06-01"], PLACES, ON))

    assert told["R"]["state"] == "not_assessable"
