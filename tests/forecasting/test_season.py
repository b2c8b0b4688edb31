"""The season a series is forecast with: its newest shape, no more of it than the past supports."""

import numpy as np

from forecasting.season import seasonal_indices

HIGH_IN_SUMMER = 10 * np.sin(2 * np.pi * np.arange(12) / 12)


def test_a_season_that_turned_around_is_the_one_of_the_newest_years():
    turned = np.concatenate([np.tile(HIGH_IN_SUMMER, 6), np.tile(-HIGH_IN_SUMMER, 4)])

    index = seasonal_indices(100 + turned[None], 12)[0]

    december, march = index[0], index[8]  # a place is counted back from the last month
    assert 2 < december < 6
    assert -12 < march < -4  # the mean of all ten years would be +2


def test_a_season_that_stays_is_averaged_over_all_its_years():
    rng = np.random.default_rng(2)
    values = 100 + np.tile(HIGH_IN_SUMMER, 15) + rng.normal(0, 4, (40, 180))

    index = seasonal_indices(values, 12)

    truth = HIGH_IN_SUMMER[::-1]
    assert np.sqrt(np.mean((index - truth) ** 2)) < 1.6  # one year alone would be off by 4


def test_noise_without_a_season_is_given_next_to_none():
    values = np.random.default_rng(3).normal(100, 10, (60, 120))

    assert np.abs(seasonal_indices(values, 12)).mean() < 1.0


def test_weeks_of_a_year_share_what_their_neighbours_show():
    rng = np.random.default_rng(4)
    wave = 10 * np.sin(2 * np.pi * np.arange(52) / 52)
    values = 100 + np.tile(wave, 4) + rng.normal(0, 8, (40, 208))

    index = seasonal_indices(values, 52)

    assert np.sqrt(np.mean((index - wave[::-1]) ** 2)) < 3.0  # alone, four looks at a week are off by 4


def test_a_trend_that_turns_in_the_last_half_year_is_not_taken_for_season():
    level = np.concatenate([np.full(90, 100.0), 100 + 5 * np.arange(1, 7)])

    assert np.abs(seasonal_indices(level[None], 12)).max() < 1.0
