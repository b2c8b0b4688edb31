"""Every indicator of the catalog keeps the promises of its passport, with no line of test added for a new one."""

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd
import pytest

from data.settings import load_settings
from monitoring.config import load_config
from monitoring.indicators.catalog import CATALOG
from monitoring.indicators.states import COLUMNS, WORDS
from tests.monitoring import literal

WINDOW = literal.days("2020-03-01", "2020-03-10")
every_indicator = pytest.mark.parametrize("thing", CATALOG.values(), ids=list(CATALOG))


def quiet_detector(frame: pd.DataFrame) -> pd.DataFrame:
    """Stands in for the detector: nothing is falling."""
    return frame[["series_id", "date"]].assign(score=0.0, flag=False)


def inputs(*, empty: bool = False) -> dict[str, object]:
    """The same frames for every test (that nobody changes them is one of the tests), in a dictionary of its own."""
    return dict(_inputs(empty))


@cache
def _inputs(empty: bool) -> dict[str, object]:
    rng = np.random.default_rng(3)
    dates = literal.days("2019-01-01", "2020-03-10")
    places = [(c, k) for c in ("C1", "C2") for k in ("individual", "enterprise")]
    counts = [
        {"county": c, "kind": k, "date": day, "entries": int(rng.poisson(3)), "closing": 1000 + n}
        for c, k in places
        for n, day in enumerate(dates)
    ]
    recent = dates[-40:]
    supply = [
        {"date": day, "category": category, "retail_price": 5.0} for day in recent for category in ("rice", "oil")
    ]
    frames = {
        "entity_counts": literal.counts([] if empty else counts),
        "market_list": literal.market_list([] if empty else [{"market": "M1"}, {"market": "M2", "county": "C2"}]),
        "market_status": literal.market_status([] if empty else [{"date": day} for day in recent]),
        "enterprise_list": literal.firms(
            [] if empty else [{"enterprise": "E1", "county": "C1", "categories": "rice,oil"}]
        ),
        "supply_daily": literal.supply([] if empty else supply),
        "price_months": literal.price_months([] if empty else _prices()),
        "arrears_items": literal.items([] if empty else [{}, {"item": "Q2", "county": "C2", "debtor": "a school"}]),
        "arrears_plan": literal.plan(
            [] if empty else [{"item": "Q1", "county": "C1", "month": "2020-01-01", "planned": 10.0}]
        ),
        "measure_progress": literal.measure_progress([] if empty else _progress()),
        "arrears_payments": literal.payments([] if empty else [{"date": "2020-02-03", "paid": 4.0}]),
        "outlooks": literal.outlooks([] if empty else _outlooks()),
    }
    region = literal.region()
    return {
        **frames,
        "region": region,
        "calendar": region.calendar,
        "parameters": literal.PARAMETERS,
        "price_rules": literal.price_rules(),
        "outlook_rules": literal.outlook_rules(),
        "detect": quiet_detector,
        "now": literal.NOW,
        "window": WINDOW,
    }


def _outlooks() -> list[dict]:
    """Each outlook on four Sundays, a little worse each week; the last speaks of the window's later days."""
    days = literal.days("2020-02-16", "2020-03-08")[::7]
    dates = {"low": "2020-08-01", "middle": "2020-09-01", "high": None}
    said = [
        ("year_end_stock", "C1", "C1", {}), ("full_reopening", "C1", "C1", {"dates": dates}),
        ("days_to_stockout", "C1:rice", "C1", {}),
        ("festival_demand", "C1:rice:spring_festival", "C1", {"day": "2021-02-12"}),
        ("clearance", "C1", "C1", {}), ("clearance", "C1:a bureau", "C1", {}), ("clearance", "R", "R", {}),
    ]  # fmt: skip
    return [
        {"outlook": outlook, "subject": subject, "county": county, "date": day,
         "answer": more | {"chance": 60.0 - n, "chance_14": 10.0 + n, "short": 20.0 + n, "left": 50.0,
                           "past": {"value": [10.0]}, "ahead": {"low": [20.0 + n]}}}
        for n, day in enumerate(days) for outlook, subject, county, more in said
    ]  # fmt: skip


def _prices() -> list[dict]:
    """Five years of rice of one firm, and a year of oil."""
    months = literal.days("2015-01-01", "2020-03-01")
    return [
        {"category": category, "month": month, "retail_price": 5 + 0.5 * np.sin(n)}
        for category, first in (("rice", 2015), ("oil", 2019))
        for n, month in enumerate(months[months.is_month_start])
        if month.year >= first
    ]


def _progress() -> list[dict]:
    """Every target of the literal region, told on the last days of February and March's tenth."""
    places = [(t, p) for t, r in zip(*(literal.measure_targets()[n] for n in ("target", "reporter")))
              for p in (("C1", "C2") if r == "counties" else ("R",))]  # fmt: skip
    return [
        {"county": place, "target": target, "date": day, "done": 4.0, "total": 8.0}
        for day in literal.days("2020-02-01", "2020-03-10")
        for target, place in places
    ]


@every_indicator
def test_an_answer_has_the_promised_columns_and_one_row_a_subject_and_day(thing):
    answer = thing.answer(inputs())

    assert list(answer.columns) == COLUMNS
    assert str(answer["date"].dtype) == "datetime64[us]"
    assert answer["value"].dtype == "float64"
    assert len(answer) > 0
    assert not answer.duplicated(["subject", "date"]).any()
    assert set(answer["date"]) == set(WINDOW)


@every_indicator
def test_only_ok_and_provisional_values_have_a_number(thing):
    answer = thing.answer(inputs())

    assert set(answer["state"]) <= set(WORDS)
    assert (answer["value"].notna() == answer["state"].isin(["ok", "provisional"])).all()
    assert np.isfinite(answer["value"].dropna()).all()


@every_indicator
def test_the_frames_handed_in_are_not_changed(thing):
    given = _inputs.__wrapped__(empty=False)
    before = {name: given[name].copy(deep=True) for name in thing.inputs if isinstance(given[name], pd.DataFrame)}

    thing.answer(given)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(given[name], frame)


@every_indicator
def test_nothing_reported_gives_no_number_and_the_same_columns(thing):
    answer = thing.answer(inputs(empty=True))

    assert list(answer.columns) == COLUMNS
    assert answer["value"].isna().all()


@every_indicator
def test_days_before_anybody_reported_have_no_number(thing):
    answer = thing.answer({**inputs(), "window": literal.days("2017-05-01", "2017-05-03")})

    assert answer["value"].isna().all()


@every_indicator
def test_asked_for_one_day_it_says_what_it_says_of_that_day_among_others(thing):
    of_all = thing.answer(inputs())
    of_one = thing.answer({**inputs(), "window": WINDOW[-1:]})

    last = of_all[of_all["date"] == WINDOW[-1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(of_one, last)


@every_indicator
def test_what_is_reported_later_does_not_change_an_earlier_day(thing):
    later = inputs()
    earlier = {
        name: frame[frame["date"] <= WINDOW[4]] if "known_at" in getattr(frame, "columns", ()) else frame
        for name, frame in later.items()
    }
    window = WINDOW[:5]

    answer = thing.answer({**earlier, "window": window})

    whole = thing.answer(later)
    before = whole[whole["date"].isin(window)].reset_index(drop=True)
    pd.testing.assert_frame_equal(answer, before)


@every_indicator
def test_its_passport_is_complete(thing):
    assert thing.definition
    assert thing.title
    assert thing.owner
    assert thing.since <= dt.date(2020, 1, 1)
    assert set(thing.subjects) <= {
        "region", "county", "region:kind", "county:kind", "region:category", "county:category",
        "enterprise:category", "enterprise", "market", "debtor",
        "county:target", "region:target",
    }  # fmt: skip


@pytest.fixture(scope="module")
def config(region):
    return load_config(load_settings().config, region)


@every_indicator
def test_it_is_judged_by_a_threshold_or_said_not_to_be(thing, config):
    judged = any(line.indicator == thing.id for line in config.thresholds.entries)

    assert judged != (thing.id in config.unjudged)
