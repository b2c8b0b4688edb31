"""The two price indicators, what their signals say, and that silence never turns green."""

import numpy as np
import pandas as pd
import pytest

from monitoring.alerts.sentence_reason import reason
from monitoring.indicators.prices import price_anomaly, price_reach
from monitoring.price_warning.explain import priced
from tests.monitoring import literal
from tests.monitoring.literal import days, state_of, value_of

FIRMS = [
    {"enterprise": "E1", "county": "C1", "categories": "rice"},
    {"enterprise": "E2", "county": "C2", "categories": "rice"},
]
WINDOW = days("2020-03-10", "2020-03-16")
CALM, UP = [5.0] * 15, [5.0] * 11 + [7.0] * 4  # forty percent from 12 March


def given(first: list, second: list) -> dict:
    """Daily reports of the two firms from 1 March on; None is a day without one, 0 a day out of stock."""
    rows = []
    for firm, county, prices in (("E1", "C1", first), ("E2", "C2", second)):
        for day, price in zip(days("2020-03-01", "2020-03-15"), prices):
            if price is not None:
                said = {"retail_price": price} if price else {"stockout": True, "on_hand": 0.0}
                rows.append({"enterprise": firm, "county": county, "date": day, **said})
    return {
        "enterprise_list": literal.firms(FIRMS),
        "supply_daily": literal.supply(rows),
        "price_rules": literal.price_rules(),
        "region": literal.region(),
        "parameters": literal.PARAMETERS,
        "now": literal.NOW,
        "window": WINDOW,
    }


def test_one_county_then_two():
    one = price_reach.answer(given(UP, CALM))
    two = price_reach.answer(given(UP, UP))

    assert value_of(one, "R:rice", "2020-03-11") == 0
    assert value_of(one, "R:rice", "2020-03-12") == 1
    assert value_of(two, "R:rice", "2020-03-12") == 2
    assert state_of(two, "R:rice", "2020-03-12") == "ok"


def test_a_firm_that_falls_silent_at_a_high_price_stays_counted():
    silent = price_reach.answer(given(UP[:12] + [None] * 3, CALM))

    assert value_of(silent, "R:rice", "2020-03-15") == 1
    assert state_of(silent, "R:rice", "2020-03-15") == "provisional"


def test_silence_is_missing_and_never_a_quiet_zero():
    silent = price_reach.answer(given(CALM[:11] + [None] * 4, CALM[:11] + [None] * 4))

    assert state_of(silent, "R:rice", "2020-03-11") == "ok"
    assert state_of(silent, "R:rice", "2020-03-13") == "missing"


def test_random_gaps_and_prices_never_give_a_sure_zero_with_anybody_unheard():
    rng = np.random.default_rng(11)
    for _ in range(12):
        prices = [[None if rng.random() < 0.3 else p for p in UP] for _ in range(2)]
        answer = price_reach.answer(given(*prices))
        for day in days("2020-03-10", "2020-03-15"):
            unheard = any(line[day.day - 1] is None for line in prices)
            state = state_of(answer, "R:rice", str(day.date()))
            assert state != "ok" or not unheard


def signals_of(inputs, indicator: str, *subjects_days):
    """Bare signals for explaining."""
    rows = [
        {"indicator": indicator, "subject": s, "date": pd.Timestamp(d), "evidence": {"clears_at": 2.0}}
        for s, d in subjects_days
    ]
    return priced(pd.DataFrame(rows), inputs, WINDOW)["evidence"]


def test_a_reach_says_level_degree_places_and_the_worst_firm():
    inputs = given(UP, CALM[:11] + [0.0] * 4)
    (evidence,) = signals_of(inputs, "price_reach", ("R:rice", "2020-03-15"))

    text = reason("price_reach", evidence, sections={})

    assert evidence["reach"]["level"] == "III"
    assert text == (
        "市场异常波动Ⅲ级(按波及范围,不与颜色混用),程度较大;波及First、Second,共2家企业;"
        "最重为a firm,连续断供4天。七日涨幅30%以下且断供不足3天的企业退出。"
    )


@pytest.mark.parametrize(
    ("change", "held", "said"),
    [(41.0, 1, ",其中1家未报、沿用原有判断;最重为甲,七日涨41.0%。"), (-2.0, 0, ";最重为甲,七日跌2.0%。"),
     (None, 1, ";最重为甲,目前未报价。")],
)  # fmt: skip
def test_how_the_worst_firm_is_told(change, held, said):
    reach = {"level": "IV", "degree": "mild", "counties": ["乙县"], "firms": 1, "held": held, "lead": "甲",
             "change": change, "days_out": 0, "rise": 30.0, "stockout": 3.0}  # fmt: skip

    assert said in reason("price_reach", {"reach": reach}, sections={})


def history(last: float) -> dict:
    """Five whole years of rice at E1 with a season, the last month at ``last`` times its usual price."""
    months = days("2015-01-01", "2020-02-01")
    months = months[months.is_month_start]
    rng = np.random.default_rng(2)
    usual = 5 * np.exp(0.1 * np.sin(2 * np.pi * np.arange(len(months)) / 12) + rng.normal(0, 0.02, len(months)))
    usual[-1] *= last
    rows = [{"month": month, "retail_price": price} for month, price in zip(months, usual)]
    return given(CALM, CALM) | {"price_months": literal.price_months(rows)}


def test_an_unusual_month_scores_high_until_the_next_one_ends():
    calm, high = price_anomaly.answer(history(1.0)), price_anomaly.answer(history(1.5))

    assert abs(value_of(calm, "R:rice", "2020-03-12")) < 1.5
    assert value_of(high, "R:rice", "2020-03-12") > 3
    assert value_of(high, "C1:rice", "2020-03-16") == value_of(high, "C1:rice", "2020-03-10")
    assert state_of(high, "C2:rice", "2020-03-12") == "not_assessable"


def test_a_short_history_is_not_assessed():
    inputs = history(1.5)
    inputs["price_months"] = inputs["price_months"].iloc[-20:]

    assert state_of(price_anomaly.answer(inputs), "R:rice", "2020-03-12") == "not_assessable"


def test_a_season_says_both_growths_and_what_would_clear_it():
    (evidence,) = signals_of(history(1.5), "price_anomaly", ("R:rice", "2020-03-12"))

    text = reason("price_anomaly", evidence, sections={})

    assert text.startswith("2020年2月价格与往年同月相比,季增幅偏离")
    assert text.endswith(f"价格再低{evidence['season']['fall']}%即降到警戒线以下。")
    assert 5 < evidence["season"]["fall"] < 40
