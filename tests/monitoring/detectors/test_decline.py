"""What the decline detector promises: causal, orderless, quiet on noise and artefacts, quick on falls."""

import numpy as np
import pandas as pd
import pytest

from monitoring.detectors.decline import detect

WEEKS = pd.date_range("2019-01-06", periods=120, freq="W")


def frame_of(values: np.ndarray, dates: pd.DatetimeIndex, kind: str = "shops") -> pd.DataFrame:
    """(periods, series) as a long frame with ids `c0|kind`, `c1|kind`, ..."""
    parts = [
        pd.DataFrame({"series_id": f"c{n}|{kind}", "date": dates, "value": column}) for n, column in enumerate(values.T)
    ]
    return pd.concat(parts, ignore_index=True)


def noise(periods: int = 120, series: int = 8, mean: float = 40, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (periods, series)).astype(float)


def flags(result: pd.DataFrame, series_id: str) -> np.ndarray:
    return result.loc[result["series_id"] == series_id, "flag"].to_numpy()


def messy_panel(seed: int) -> pd.DataFrame:
    """Counts, net figures, stocks and late starters of three steps, with gaps and missing values."""
    rng = np.random.default_rng(seed)
    months, days = pd.date_range("2012-01-31", periods=50, freq="ME"), pd.date_range("2019-05-01", periods=150)
    parts = [
        frame_of(rng.poisson(20, (120, 6)).astype(float), WEEKS, "entries"),
        frame_of(rng.normal(1, 8, (120, 5)).round(), WEEKS, "net"),
        frame_of(np.cumsum(rng.poisson(5, (50, 4)), axis=0) + 900.0, months, "stock"),
        frame_of(rng.poisson(3, (150, 4)).astype(float), days, "daily"),
        frame_of(-rng.poisson(9, (120, 5)).astype(float), WEEKS, "minus exits"),
    ]
    parts[1].loc[parts[1]["date"] < "2019-10-01", "value"] = parts[1]["value"].abs()
    parts[0] = parts[0][(parts[0]["series_id"] != "c2|entries") | (parts[0]["date"] > "2020-03-01")]
    whole = pd.concat(parts, ignore_index=True).sample(frac=0.97, random_state=seed)
    whole.loc[whole.sample(frac=0.03, random_state=seed).index, "value"] = np.nan
    return whole.sort_values(["series_id", "date"], ignore_index=True)


@pytest.mark.parametrize("seed", range(3))
def test_cutting_the_future_off_changes_nothing_that_was_said(seed):
    panel = messy_panel(seed)
    whole = detect(panel)
    cuts = panel["date"].drop_duplicates().sample(6, random_state=seed)

    for cut in cuts:
        past = panel["date"] <= cut
        pd.testing.assert_frame_equal(detect(panel[past]), whole[past])


def test_a_week_reported_on_different_days_says_nothing_before_its_day():
    panel = frame_of(noise(60, series=8), WEEKS[:60])
    panel["date"] -= pd.to_timedelta(np.random.default_rng(1).choice([0, 0, 0, 2], len(panel)), unit="D")
    panel = panel[~panel["date"].between("2019-06-01", "2019-06-14")].reset_index(drop=True)
    whole = detect(panel)

    for cut in pd.date_range("2019-05-20", periods=40):
        past = panel["date"] <= cut
        pd.testing.assert_frame_equal(detect(panel[past]), whole[past])


def test_the_order_of_rows_and_the_index_do_not_matter():
    panel = messy_panel(5)
    shuffled = panel.sample(frac=1, random_state=1)

    result = detect(shuffled)

    assert result.index.equals(shuffled.index)
    pd.testing.assert_frame_equal(result.sort_index(), detect(panel), rtol=1e-9)


def test_the_frame_handed_in_is_left_alone():
    panel = messy_panel(1)
    before = panel.copy()

    detect(panel)

    pd.testing.assert_frame_equal(panel, before)


def test_a_drawn_fall_is_found_at_once_and_other_series_stay_silent():
    values = noise()
    values[80:, 3] *= 0.4

    result = detect(frame_of(values, WEEKS))

    assert flags(result, "c3|shops")[80:84].sum() >= 3
    assert flags(result, "c3|shops")[:80].sum() <= 1
    assert result.loc[result["series_id"] != "c3|shops", "flag"].mean() < 0.01


def test_a_slow_decline_is_found_before_half_is_gone():
    values = noise(mean=60)
    values[60:, 0] *= np.linspace(1, 0.4, 60)

    result = detect(frame_of(values, WEEKS))

    assert flags(result, "c0|shops")[60:105].any()


@pytest.mark.parametrize(("freq", "periods"), [("D", 200), ("W", 120), ("MS", 60), ("ME", 60)])
def test_every_step_is_understood(freq, periods):
    values = noise(periods)
    values[-4:, 2] *= 0.3

    result = detect(frame_of(values, pd.date_range("2015-03-01", periods=periods, freq=freq)))

    assert flags(result, "c2|shops")[-4:].any()
    assert not flags(result, "c1|shops")[:20].any()


def test_eight_periods_of_history_are_enough():
    values = noise(9, series=40, mean=60)
    values[8, :5] *= 0.35

    result = detect(frame_of(values, WEEKS[:9]))
    last = result[result["date"] == WEEKS[8]].reset_index(drop=True)

    assert last["flag"].tolist()[:5] == [True] * 5
    assert last["score"][:5].min() > last["score"][5:].max()
    assert result.loc[result["date"] < WEEKS[8], "score"].isna().all()


def test_less_history_is_no_score_and_no_alarm():
    result = detect(frame_of(noise(7), WEEKS[:7]))

    assert result["score"].isna().all()
    assert not result["flag"].any()


def test_a_missing_value_is_no_score_and_does_not_disturb_the_next():
    values = noise()
    values[50:53, 0] = np.nan

    result = detect(frame_of(values, WEEKS))
    own = result[result["series_id"] == "c0|shops"]

    assert own["score"].iloc[50:53].isna().all()
    assert own["score"].iloc[53:].notna().all()
    assert not own["flag"].iloc[50:56].any()


def test_a_day_on_which_everyone_reports_nothing_is_an_outage_not_a_fall():
    values = noise()
    values[70] = 0

    result = detect(frame_of(values, WEEKS))

    assert not result.loc[result["date"].between(WEEKS[70], WEEKS[73]), "flag"].any()


def test_a_batch_day_of_a_net_figure_is_no_fall():
    values = np.random.default_rng(4).normal(3, 6, (120, 8)).round()
    values[90, 5] = -160

    result = detect(frame_of(values, WEEKS))

    assert not flags(result, "c5|shops")[88:96].any()


def test_a_net_figure_that_stays_low_is_a_fall():
    values = np.random.default_rng(4).normal(3, 6, (120, 8)).round()
    values[90:98, 5] -= 25

    result = detect(frame_of(values, WEEKS))

    assert flags(result, "c5|shops")[90:93].any()


def test_the_spring_festival_is_no_fall_wherever_the_lunar_year_puts_it():
    days = pd.date_range("2011-12-26", periods=420 * 7)
    festival = pd.to_datetime(
        ["2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05"]
    )
    shut = np.array([any(0 <= (day - new_year).days < 14 for new_year in festival) for day in days])
    weeks, closed = days[6::7], shut.reshape(-1, 7).mean(axis=1)
    values = np.random.default_rng(2).poisson(np.repeat(50 - 35 * closed[:, None], 8, axis=1)).astype(float)
    alone = pd.concat([frame_of(column[:, None], weeks, f"kind {n}") for n, column in enumerate(values.T)])

    result = detect(alone)

    late = (result["date"] > "2015-01-01") & result["date"].isin(weeks[closed > 0])
    assert result.loc[late, "flag"].mean() < 0.04


def test_an_empty_frame_gives_an_empty_answer():
    empty = pd.DataFrame({"series_id": [], "date": pd.to_datetime([]), "value": []})

    result = detect(empty)

    assert list(result.columns) == ["series_id", "date", "score", "flag"]
    assert len(result) == 0


def test_one_series_alone_is_enough():
    values = noise(series=1)
    values[100:, 0] *= 0.3

    assert flags(detect(frame_of(values, WEEKS)), "c0|shops")[100:103].any()


@pytest.mark.parametrize("level", [0.0, 1.0, 100.0, 98450.0, -7.0, 0.5])
def test_a_constant_series_never_alarms(level):
    result = detect(frame_of(np.full((120, 2), level), WEEKS))

    assert not result["flag"].any()
    assert np.isfinite(result["score"].to_numpy()[20:100]).all()


def test_a_series_given_only_as_missing_is_never_scored():
    result = detect(frame_of(np.full((120, 2), np.nan), WEEKS))

    assert result["score"].isna().all()


def test_the_same_day_twice_is_read_as_its_mean():
    values = noise()
    panel = frame_of(values, WEEKS)
    twice = pd.concat([panel.assign(value=panel["value"] + 1), panel.assign(value=panel["value"] - 1)])

    result = detect(twice)

    np.testing.assert_allclose(result["score"][: len(panel)], detect(panel)["score"])


def test_a_hundred_and_sixty_weekly_series_take_less_than_a_second():
    from time import perf_counter

    panel = frame_of(noise(91, series=160), WEEKS[:91])
    start = perf_counter()

    detect(panel)

    assert perf_counter() - start < 1
