"""The detector's parts, each by a small example worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from monitoring.detectors.commons import lasting, without_common, without_outages
from monitoring.detectors.decision import flags_of, line_for
from monitoring.detectors.decline import detect
from monitoring.detectors.expectation import is_stock
from monitoring.detectors.filter import drawn_together
from monitoring.detectors.grid import panels_of
from monitoring.detectors.memory import supported
from monitoring.detectors.odds import odds
from monitoring.detectors.scale import restore, stabilise
from monitoring.detectors.seasons import design, festivals


def series(dates, values, name="c|k"):
    return pd.DataFrame({"series_id": name, "date": pd.to_datetime(list(dates)), "value": list(values)})


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


@pytest.mark.parametrize(
    ("freq", "step"),
    [("D", "daily"), ("B", "daily"), ("W-WED", "weekly"), ("2D", "daily"), ("MS", "monthly"), ("ME", "monthly")],
)
def test_the_step_is_read_off_the_dates(freq, step):
    frame = series(pd.date_range("2020-01-01", periods=20, freq=freq), range(20))

    assert [panel.step for panel in panels_of(frame)] == [step]


def test_a_skipped_week_is_an_empty_period():
    dates = pd.date_range("2020-01-05", periods=10, freq="W").delete(4)

    (panel,) = panels_of(series(dates, range(9)))

    assert panel.values.shape == (10, 1)
    assert np.isnan(panel.values[4, 0])
    assert panel.values[5, 0] == 4


def test_of_two_days_in_one_week_the_first_stands():
    dates = [*pd.date_range("2020-01-05", periods=9, freq="W"), pd.Timestamp("2020-03-04"), pd.Timestamp("2020-03-06")]

    result = detect(series(dates, [5] * 9 + [6, 0]))

    assert np.isfinite(result["score"].iloc[9])
    assert np.isnan(result["score"].iloc[10])


def test_series_of_different_steps_and_weekdays_lie_in_different_panels():
    frame = pd.concat(
        [
            series(pd.date_range("2020-01-05", periods=12, freq="W-SUN"), range(12), "a|k"),
            series(pd.date_range("2020-01-05", periods=12, freq="W-MON"), range(12), "b|k"),
            series(pd.date_range("2020-01-05", periods=12, freq="MS"), range(12), "c|k"),
        ]
    )

    assert [(panel.step, len(panel.rows)) for panel in panels_of(frame)] == [
        ("weekly", 12),
        ("weekly", 12),
        ("monthly", 12),
    ]


@pytest.mark.parametrize("day", ["1990-01-27", "2008-02-07", "2019-02-05", "2020-01-25", "2023-01-22", "2033-01-31"])
def test_the_first_day_of_the_lunar_year_is_known(day):
    assert np.datetime64(day) in festivals()


def test_a_named_event_becomes_one_effect_of_its_own():
    days = pd.date_range("2020-05-01", periods=30).to_numpy().astype("datetime64[D]")
    events = pd.DataFrame({"name": ["Eid"] * 2, "date": pd.to_datetime(["2020-05-24", "2020-05-25"])})

    effects, prior = design("daily", days, days, events)

    assert effects[:, -1].nonzero()[0].tolist() == [23, 24]
    assert effects.shape[1] == len(prior)


def test_an_event_known_beforehand_is_not_a_fall_the_next_time():
    days = pd.date_range("2019-01-01", periods=400)
    feast = pd.to_datetime(["2019-03-01", "2019-05-20", "2019-07-25", "2019-10-10", "2020-01-08"])
    values = np.random.default_rng(0).poisson(np.where(days.isin(feast), 12, 60)).astype(float)
    events = pd.DataFrame({"name": "feast", "date": feast})

    told = detect(series(days, values), events=events)["score"].to_numpy()
    untold = detect(series(days, values))["score"].to_numpy()

    last = days.get_loc(feast[-1])
    assert told[last] < 1.5 < untold[last]


def test_the_stabilised_scale_is_odd_and_can_be_undone():
    values = np.array([-1234.0, -3, 0, 1, 7, 50, 98450])

    np.testing.assert_allclose(restore(stabilise(values)), values, atol=1e-6)
    assert stabilise(np.array([0.0])) == 0


def test_only_the_depth_that_lasts_stays_in_a_common_fall():
    assert lasting(np.array([0.0, -5, 0, -4, -3, -6, 0])).tolist() == [0, 0, 0, 0, -3, -3, 0]


def test_what_all_members_share_for_one_period_is_taken_out():
    gap = np.zeros((10, 6))
    gap[5] = -6
    gap[7, 2] = -6

    own = without_common(gap, np.zeros(6, dtype=int))

    assert np.abs(own[5]).max() < 0.1
    assert own[7, 2] < -5.9


def test_a_period_in_which_a_whole_family_reports_zero_is_missing():
    values = np.full((10, 5), 8.0)
    values[6] = 0
    values[8, 1] = 0

    seen = without_outages(values, np.zeros(5, dtype=int))

    assert np.isnan(seen[6]).all()
    assert seen[8, 1] == 0


def test_a_family_that_often_reports_nothing_is_not_missing():
    values = np.zeros((30, 5))
    values[::3, 0] = 1

    assert np.isfinite(without_outages(values, np.zeros(5, dtype=int))).all()


def test_a_lone_hole_counts_little_in_a_net_figure_and_fully_in_a_count():
    gap = column(0, 0, 0, -9, 0, 0)
    no, yes = np.zeros(gap.shape, bool), np.ones(gap.shape, bool)

    assert supported(gap, no, no)[3, 0] == -4.5
    assert supported(gap, yes, no)[3, 0] == -0.5
    assert supported(gap, no, yes)[3, 0] == -0.5


def test_a_hole_that_repeats_counts_in_full():
    gap = column(0, 0, -9, -9, -9, -9)

    assert supported(gap, np.ones(gap.shape, bool), np.zeros(gap.shape, bool))[4:, 0].tolist() == [-9, -9]


def odds_of(*gap: float, signed: bool = False, empty: bool = False) -> np.ndarray:
    """The log odds of one series of surprises, in which batches or reports not sent are usual or not."""
    rows = column(*gap)
    return odds(rows, np.full(rows.shape, signed), np.full(rows.shape, empty))[:, 0]


def test_calm_is_much_likelier_than_a_fall_until_low_values_agree():
    said = odds_of(0, 0.5, -0.5, 0, -2, -2, -2, -2)

    assert (said[:4] < -3).all()
    assert (np.diff(said[3:]) > 0).all()
    assert said[-1] > 0


def test_one_hole_where_batches_occur_is_no_fall_and_what_goes_on_is():
    batch = odds_of(0, 0, -9, 0, 0, signed=True)
    fall = odds_of(0, 0, -9, -9, -9, -9, -9, -9, signed=True)

    assert batch.max() < 0
    assert fall[2] < 0 < fall[-1]


def test_a_zero_far_below_what_was_expected_is_taken_for_a_report_not_sent():
    assert odds_of(0, 0, -6, empty=True)[-1] < -1 < 0 < odds_of(0, 0, -6)[-1]


def test_zeros_among_small_counts_are_news_only_when_they_repeat():
    said = odds_of(0, 0, -1.4, -1.4, -1.4, -1.4, empty=True)

    assert said[2] < -2
    assert said[-1] > said[2] + 3


def test_the_odds_fall_back_when_a_fall_is_over_and_wait_where_nothing_is_known():
    said = odds_of(0, -3, -3, -3, np.nan, -3, 0.5, 0, 0.5)

    assert np.isnan(said[4])
    assert said[5] > said[3] > 0 > -2 > said[-1]


def test_first_deviations_are_drawn_together_as_far_as_they_do_not_differ_beyond_chance():
    alike, spread = np.ones(40, dtype=bool), np.exp(np.linspace(-0.3, 0.3, 40))

    near, far = drawn_together(spread, alike), drawn_together(spread**8, alike)

    assert near.max() / near.min() < 1.05
    assert far.max() / far.min() > 5


def test_a_flag_stays_on_through_a_wavering_fall_and_a_missing_report():
    scores = column(0, 3, 1.6, np.nan, 3, 1, 1.6, 2.5)

    assert flags_of(scores, 2.0)[:, 0].tolist() == [False, True, True, False, True, False, False, True]


def test_a_smaller_budget_draws_a_higher_line():
    assert line_for(0.1, "weekly") > line_for(None, "weekly") > line_for(2.0, "weekly")


def test_a_stock_is_known_by_moving_less_than_chance():
    rng = np.random.default_rng(0)
    stock = 9000 + np.cumsum(rng.poisson(12, (60, 1)), axis=0)

    assert is_stock(stock.astype(float))[20:].all()
    assert not is_stock(rng.poisson(9000, (60, 1)).astype(float)).any()
    assert not is_stock(stock / 7).any()


def test_a_stock_that_stops_growing_and_shrinks_is_a_fall_long_before_a_year_is_lost():
    rng = np.random.default_rng(3)
    change = rng.normal(15, 6, 150).round()
    change[120:] = rng.normal(-20, 6, 30).round()
    weeks = pd.date_range("2018-01-07", periods=150, freq="W")

    result = detect(series(weeks, 9000 + np.cumsum(change)))

    assert not result["flag"].iloc[:120].any()
    assert result["flag"].iloc[120:126].any()


def test_a_clean_up_of_the_register_is_no_fall_of_the_stock():
    change = np.random.default_rng(3).normal(15, 6, 150).round()
    change[120] = -800
    weeks = pd.date_range("2018-01-07", periods=150, freq="W")

    result = detect(series(weeks, 9000 + np.cumsum(change)))

    assert not result["flag"].iloc[118:130].any()
