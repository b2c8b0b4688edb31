"""Days that move: learned where they matter, harmless where they do not, never from what was not known yet."""

import numpy as np
import pandas as pd
import pytest

from forecasting import BadFrame, forecast
from forecasting.festivals import added, festivals_of
from forecasting.panel import read_panel

NEW_YEAR = pd.to_datetime(
    ["2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05"]
)
CALENDAR = pd.DataFrame({"event": "new_year", "date": NEW_YEAR})
AHEAD = 10  # weeks from 2019 on: New Year is in the sixth


def weekly(*, lift: float, series: int = 20, seed: int = 1) -> pd.DataFrame:
    """Weekly counts until the tenth week of 2019, raised by ``lift`` in the seven days before New Year."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2012-01-02", "2019-03-10")
    raised = np.zeros(len(days), bool)
    for day in NEW_YEAR:
        raised |= (days >= day - pd.Timedelta(days=7)) & (days < day)
    level = 40 * np.exp(rng.normal(0, 0.003, (series, len(days))).cumsum(axis=1)) * (1 + lift * raised)
    return pd.DataFrame(rng.poisson(level).T, index=days).resample("W-SUN").sum()


def errors(panel: pd.DataFrame, calendar: pd.DataFrame | None) -> np.ndarray:
    """(series, weeks) of what was missed in the last weeks, in percent."""
    past, truth = panel.iloc[:-AHEAD], panel.iloc[-AHEAD:].to_numpy().T
    made = forecast(long(past), AHEAD, calendar=calendar)
    return 100 * np.abs(made["mean"].to_numpy().reshape(truth.shape) / truth - 1)


def long(panel: pd.DataFrame) -> pd.DataFrame:
    return panel.reset_index(names="date").melt("date", var_name="series_id")


def test_a_festival_that_moves_is_met_at_its_date():
    panel = weekly(lift=0.6)

    blind, told = errors(panel, None), errors(panel, CALENDAR)

    around = slice(3, 7)
    assert told[:, around].mean() < 0.6 * blind[:, around].mean()
    assert told.mean() < blind.mean()


def test_who_knows_no_festival_is_left_as_it_was():
    panel = weekly(lift=0.0)
    past = long(panel.iloc[:-AHEAD])

    blind, told = forecast(past, AHEAD), forecast(past, AHEAD, calendar=CALENDAR)

    apart = np.abs(told["mean"] / blind["mean"] - 1)
    assert (apart < 0.005).mean() > 0.95
    assert apart.max() < 0.06  # chance looks like a festival in one of twenty


def doubt_of(panel: pd.DataFrame) -> np.ndarray:
    """(series, weeks) of how far what the calendar adds to the last weeks may be off."""
    read = read_panel(long(panel.iloc[:-AHEAD]))
    return added(read.values, festivals_of(CALENDAR, read, AHEAD), read.step.season)[1]


def test_what_a_festival_adds_is_in_doubt_in_its_weeks_alone_and_the_more_the_fewer_were_seen():
    panel = weekly(lift=0.6)

    once, often = doubt_of(panel.iloc[-70:]), doubt_of(panel)

    assert (once[:, :4] == 0).all()
    assert (often[:, 4:6] > 0).all()
    assert once[:, 4:6].mean() > 1.3 * often[:, 4:6].mean()


def test_days_beyond_the_horizon_say_nothing_and_an_empty_calendar_is_none():
    past = long(weekly(lift=0.6, series=5).iloc[:-AHEAD])
    later = pd.concat([CALENDAR, pd.DataFrame({"event": "new_year", "date": pd.to_datetime(["2020-01-25"])})])

    pd.testing.assert_frame_equal(forecast(past, AHEAD, calendar=CALENDAR), forecast(past, AHEAD, calendar=later))
    pd.testing.assert_frame_equal(forecast(past, AHEAD), forecast(past, AHEAD, calendar=CALENDAR[:0]))


def test_series_that_end_on_different_days_each_meet_the_festival_at_its_own_distance():
    panel = weekly(lift=0.6, series=12)
    whole = long(panel.iloc[:-AHEAD])
    early = whole["series_id"] < 6
    cut = whole[~early | (whole["date"] <= panel.index[-AHEAD - 4])]

    made = forecast(cut, AHEAD, calendar=CALENDAR)

    top = made.loc[made.groupby("series_id")["mean"].idxmax()].set_index("series_id")["date"]
    assert (top == pd.Timestamp("2019-02-03")).mean() > 0.8


def test_a_calendar_without_its_columns_is_refused():
    with pytest.raises(BadFrame, match="calendar"):
        forecast(long(weekly(lift=0.0, series=1)), 2, calendar=pd.DataFrame({"day": []}))
