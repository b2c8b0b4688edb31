"""Fall or artefact: each cause planted alone in a calm town is called by its name."""

import numpy as np
import pandas as pd
import pytest

from monitoring.verdict.call import ARTEFACTS, Call, judge
from monitoring.verdict.explain import expected_week, explained, verdict_on
from monitoring.verdict.parts import Parts
from tests.monitoring.rules import line, thresholds
from tests.monitoring.verdict.town import COUNTIES, LAST, Town, day_before_end, place


def call(town: Town, indicator: str, *, subject="C1", told=True, days=0):
    found, _, parts = verdict_on(
        town.books(), indicator, subject, LAST, since=day_before_end(days).isoformat(), told=told
    )
    return found, parts


def test_openings_that_stop_in_one_county_are_a_true_fall():
    town = Town()
    town.flows["C1"]["entries"][town.last(28)] = 0

    found, _ = call(town, "decline_in_entries")

    assert (found.call, found.parts) == (Call.TRUE, {"true_entries": 60})
    assert found.confidence > 0.9


def test_exits_that_rise_day_after_day_are_a_true_fall():
    town = Town()
    town.flows["C1"]["deregistrations"][town.last(21)] *= 4

    found, _ = call(town, "rise_in_exits")

    assert (found.call, found.parts) == (Call.TRUE, {"true_exits": 90})


@pytest.mark.parametrize(("lacking", "expected"), [(34, Call.UNCLEAR), (35, Call.TRUE)])
def test_what_chance_may_bring_to_a_county_of_that_size_is_not_called_a_fall(lacking, expected):
    assert (
        judge(Parts(true_entries=lacking, usual_entries=99), indicator="decline_in_entries", told=True).call is expected
    )


@pytest.mark.parametrize(
    ("all_lose", "own_loses", "expected", "parts"),
    [
        (2, 7, Call.UNCLEAR, {"true_entries": 15, "common": 6}),
        (10, 14, Call.COMMON, {"common": 30, "true_entries": 12}),
        (6, 20, Call.TRUE, {"true_entries": 42, "common": 18}),
    ],
)
def test_a_shock_of_all_counties_is_not_called_the_countys_own_until_that_goes_much_further(
    all_lose, own_loses, expected, parts
):
    town = Town()
    offices = np.flatnonzero(town.days.day_of_week < 5)[-20:]
    for county in COUNTIES:
        town.flows[county]["entries"][offices[: own_loses if county == "C1" else all_lose]] = 0

    found, _ = call(town, "decline_in_entries")

    assert (found.call, found.parts) == (expected, parts)


def test_exits_are_weighed_by_the_noise_of_exits_and_not_by_that_of_openings():
    parts = Parts(true_exits=30, usual_entries=76, usual_exits=24)

    assert judge(parts, indicator="rise_in_exits", told=True).call is Call.TRUE
    assert judge(parts, indicator="decline_in_net", told=True).call is Call.UNCLEAR


def test_beneath_a_shock_that_hits_counties_unlike_each_other_a_county_must_go_further_to_be_called_its_own():
    parts = {"true_entries": 40, "common": 30, "usual_entries": 100}

    assert judge(Parts(**parts), indicator="decline_in_entries", told=True).call is Call.TRUE
    assert judge(Parts(**parts, doubt_entries=200), indicator="decline_in_entries", told=True).call is Call.COMMON


def test_a_stock_lost_to_what_all_counties_share_is_common_though_others_still_grow():
    town = Town()
    town.flows["C1"]["entries"] -= town.days.day_of_week < 5  # it held its stock where the others grew
    for flows in town.flows.values():
        flows["deregistrations"][town.last(60)] *= 2

    found, parts = call(town, "stock_vs_year_end")

    assert found.call is Call.COMMON, parts


def test_revocations_in_bulk_are_a_clean_up():
    town = Town()
    town.flows["C1"]["revocations"][-10] = 120

    found, _ = call(town, "stock_vs_last_month")

    assert (found.call, found.parts) == (Call.CLEANUP, {"cleanup": 120})


def test_exits_of_one_day_are_a_batch_and_no_fall():
    town = Town()
    town.flows["C1"]["deregistrations"][-9] = 150

    found, _ = call(town, "deregistration_ratio")

    assert found.call is Call.BATCH
    assert found.parts["batch"] > 140


def test_entities_booked_to_another_county_are_a_move():
    town = Town()
    town.flows["C1"]["moves_out"][-12:-10] = 60
    town.flows["C2"]["moves_in"][-12:-10] = 60

    found, _ = call(town, "stock_vs_last_month")

    assert (found.call, found.parts) == (Call.MOVE, {"move": 120})


def test_a_change_of_definition_is_named_where_everything_is_weighed():
    town = Town()
    town.flows["C1"]["reclassified"][-5] = -200

    books = town.books()
    found = judge(verdict_on(books, "", "C1", LAST, since=day_before_end(0).isoformat(), told=True)[2],
                  indicator=None, told=True)  # fmt: skip

    assert (found.call, found.parts) == (Call.DEFINITION, {"definition": 200})


def test_a_county_that_stopped_reporting_is_never_called_falling():
    town = Town()
    town.silent["C1"][town.last(20)] = True

    found, parts = call(town, "decline_in_entries")

    assert found.call is Call.UNREPORTED
    assert parts.heard == pytest.approx(8 / 28)


def test_some_silent_days_are_taken_off_before_a_fall_is_weighed():
    town = Town()
    town.silent["C1"][town.last(12)] = True

    found, _ = call(town, "decline_in_entries")

    assert found.call is Call.UNREPORTED
    assert "true_entries" not in found.parts


def test_zeros_everywhere_for_a_week_are_silence_and_not_a_standstill():
    town = Town()
    for name in ("entries", "deregistrations"):
        town.flows["C1"][name][town.last(17)] = 0

    found, parts = call(town, "decline_in_entries")

    assert parts.heard == pytest.approx(15 / 28, abs=0.1)
    assert found.call is Call.UNREPORTED


@pytest.mark.parametrize("indicator", ["decline_in_entries", "stock_vs_year_end", "rise_in_exits", "entity_silence"])
def test_a_value_that_is_not_there_is_never_a_fall(indicator):
    town = Town()
    town.flows["C1"]["entries"][town.last(60)] = 0

    found, _ = call(town, indicator, told=False)

    assert (found.call, found.confidence, found.parts) == (Call.UNREPORTED, 1.0, {})


def test_what_every_county_shares_is_common_and_not_the_countys_own():
    town = Town()
    for county in COUNTIES:
        town.flows[county]["entries"][town.last(28)] = 1

    found, _ = call(town, "decline_in_entries")

    assert found.call is Call.COMMON


def test_a_deeper_fall_than_the_common_one_is_true():
    town = Town()
    for county in COUNTIES:
        town.flows[county]["entries"][town.last(28)] = [2, 2, 2, 2, 3, 0, 0] * 4
    town.flows["C1"]["entries"][town.last(28)] = 0

    found, _ = call(town, "decline_in_entries")

    assert found.call is Call.TRUE


def test_offices_closed_for_the_festival_are_the_season():
    town = Town()
    eve = (pd.Timestamp("2020-01-20") - town.days[0]).days
    for flows in town.flows.values():
        flows["entries"][eve : eve + 14] = 0
    books = town.books()
    day = pd.Timestamp("2020-02-09")

    found, _, _ = verdict_on(books, "decline_in_entries", "C1", day, since="2020-02-02", told=True)

    assert found.call is Call.SEASON


def test_a_stock_below_last_years_end_is_split_by_what_took_it_down():
    town = Town()
    town.flows["C1"]["entries"][-150:] = 0

    found, parts = call(town, "stock_vs_year_end")

    assert found.call is Call.TRUE
    assert parts.cleanup == parts.move == parts.batch == 0


def test_a_little_is_not_clear():
    found = judge(Parts(true_entries=5, usual_entries=100), indicator="decline_in_entries", told=True)

    assert (found.call, found.parts) == (Call.UNCLEAR, {"true_entries": 5})


def test_half_true_is_called_by_the_larger_artefact():
    parts = Parts(true_exits=40, cleanup=35, batch=30, usual_exits=20)

    assert judge(parts, indicator="rise_in_exits", told=True).call is Call.CLEANUP


def test_what_an_indicator_leaves_out_cannot_explain_it():
    parts = Parts(true_entries=40, cleanup=300, usual_entries=20)

    assert judge(parts, indicator="decline_in_stock", told=True).call is Call.TRUE
    assert judge(parts, indicator="decline_in_net", told=True).call is Call.CLEANUP


def test_a_true_fall_and_a_shared_one_are_no_artefacts():
    assert {Call.TRUE, Call.COMMON, Call.UNCLEAR}.isdisjoint(ARTEFACTS)


def test_the_expected_week_is_of_the_weeks_before_it():
    town = Town()
    town.flows["C1"]["entries"][town.last(14)] = 1

    week = expected_week(town.books(), "decline_in_entries", "C1", LAST)

    assert week == {"ends": "2020-05-31", "value": 7, "low": 15, "high": 15}


def test_no_week_is_expected_of_a_young_series_or_said_of_a_silent_one():
    town = Town()
    town.silent["C1"][town.last(4)] = True

    assert expected_week(town.books(), "decline_in_entries", "C1", LAST) is None
    assert expected_week(Town().books(), "decline_in_net", "C1", town.days[60]) is None


def test_signals_carry_verdict_week_and_turning_point_and_others_are_left_alone():
    town = Town()
    town.flows["C1"]["entries"][town.last(28)] = 0
    told = {"since": day_before_end(7).isoformat(), "state": "ok"}
    signal = {"county": "C1", "enterprise": None, "date": LAST, "severity": "blue", "threshold": 0.0, "subject": "C1"}
    rows = [
        {**signal, "indicator": "decline_in_entries", "value": 3.0, "evidence": told},
        {**signal, "indicator": "stock_vs_last_month", "value": -1.0, "evidence": told},
        {**signal, "indicator": "days_of_cover", "value": 3.0, "evidence": told},
        {**signal, "indicator": "stock_vs_last_month", "value": np.nan, "evidence": {**told, "state": "missing"}},
    ]
    rules = thresholds(line("stock_vs_last_month", worse="low", blue=0, yellow=-2))

    result = explained(
        pd.DataFrame(rows), {"entity_counts": town.counts(), "region": place()},
        pd.date_range(LAST - pd.Timedelta(days=13), LAST, unit="us"), rules,
    )["evidence"].tolist()  # fmt: skip

    assert result[0]["verdict"]["call"] == "true"
    assert result[0]["week"]["value"] == 0
    assert set(result[1]) == {"since", "state", "verdict", "turning"}
    assert result[2] == told
    assert set(result[3]) == {"since", "state", "verdict"}
    assert result[3]["verdict"]["call"] == "unreported"
