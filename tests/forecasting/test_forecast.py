"""The forecast's promises: its shape, its steps, and what it must never say."""

import numpy as np
import pandas as pd
import pytest

from forecasting import BadFrame, backtest, forecast

COLUMNS = ["series_id", "date", "mean", "low_80", "high_80", "low_95", "high_95", "method"]


def series(values, start="2015-01-31", freq="ME", name="a"):
    dates = pd.date_range(start, periods=len(values), freq=freq)
    return pd.DataFrame({"series_id": name, "date": dates, "value": np.asarray(values, float)})


def seasonal_counts(rng, years=6, level=200.0):
    months = np.arange(12 * years)
    return rng.poisson(level * (1 + 0.3 * np.sin(2 * np.pi * months / 12))).astype(float)


@pytest.mark.parametrize(
    ("freq", "start", "after"),
    [
        ("D", "2020-01-01", ["2020-03-01", "2020-03-02"]),
        ("W-SUN", "2019-01-06", ["2020-03-01", "2020-03-08"]),
        ("ME", "2015-01-31", ["2020-02-29", "2020-03-31"]),
        ("MS", "2015-01-01", ["2020-02-01", "2020-03-01"]),
        ("QE", "2005-03-31", ["2020-03-31", "2020-06-30"]),
    ],
)
def test_the_step_is_inferred_and_the_dates_go_on(freq, start, after):
    stop = pd.Timestamp(after[0]) - pd.Timedelta(days=1)
    dates = pd.date_range(start, stop, freq=freq)
    frame = pd.DataFrame({"series_id": "a", "date": dates, "value": np.arange(len(dates)) % 7 + 20.0})

    made = forecast(frame, 2)

    assert list(made.columns) == COLUMNS
    assert [d.date().isoformat() for d in made["date"]] == after


def test_counts_are_never_negative_and_intervals_are_nested():
    rng = np.random.default_rng(3)
    frame = pd.concat([series(rng.poisson(m, 60), name=str(m)) for m in (0.2, 1, 3, 50)])

    made = forecast(frame, 12)

    assert (made[["mean", "low_80", "low_95"]] >= 0).all(axis=None)
    ordered = made[["low_95", "low_80", "mean", "high_80", "high_95"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= -1e-9).all()


def test_signed_series_may_go_below_zero():
    made = forecast(series(np.linspace(40, -80, 60)), 6)

    assert (made["mean"] < -70).all()


@pytest.mark.parametrize("length", [1, 2, 3, 5, 8, 13, 25])
def test_a_short_series_is_still_answered(length):
    made = forecast(series([7.0, 9.0, 8.0, 7.0, 9.0] * 5)[:length], 4)

    assert len(made) == 4
    assert made[COLUMNS[2:-1]].notna().all(axis=None)
    assert made["mean"].between(4, 12).all()


def test_a_strong_season_is_carried_forward():
    rng = np.random.default_rng(5)
    values = seasonal_counts(rng)

    made = forecast(series(values), 12)["mean"].to_numpy()

    assert made[:6].mean() > 1.25 * made[6:].mean()  # the year's first half is the high one


def test_a_constant_series_stays_where_it_is():
    made = forecast(series([50.0] * 40), 6)

    assert np.allclose(made["mean"], 50, atol=0.5)


def test_gaps_and_the_order_of_rows_change_nothing_but_what_they_must():
    rng = np.random.default_rng(7)
    frame = series(seasonal_counts(rng))
    shuffled = frame.sample(frac=1, random_state=1)
    gapped = frame.drop(index=[20, 21, 40])

    straight = forecast(frame, 6)

    pd.testing.assert_frame_equal(forecast(shuffled, 6), straight)
    assert np.abs(forecast(gapped, 6)["mean"] / straight["mean"] - 1).max() < 0.15


def test_a_series_is_forecast_from_its_own_last_day():
    frame = pd.concat([series([5.0] * 30, name="long"), series([5.0] * 20, name="stopped")])

    first = forecast(frame, 1).set_index("series_id")["date"]

    assert first["long"] == pd.Timestamp("2017-07-31")
    assert first["stopped"] == pd.Timestamp("2016-09-30")


def test_an_empty_frame_gives_an_empty_answer_with_the_promised_columns():
    made = forecast(series([1.0])[:0], 3)

    assert list(made.columns) == COLUMNS
    assert made.empty


def test_a_repeated_row_is_refused():
    with pytest.raises(BadFrame, match="two rows"):
        forecast(pd.concat([series([1.0, 2.0]), series([1.0, 2.0])]), 1)


def test_intervals_cover_what_they_say_on_panels_they_have_not_seen():
    inside = {80: [], 95: []}
    for seed in (11, 12, 13):
        rng = np.random.default_rng(seed)
        shocks = rng.normal(0, 0.05, (120, 90)).cumsum(1)
        season = 0.25 * np.sin(2 * np.pi * np.arange(90) / 12 + rng.uniform(0, 6, (120, 1)))
        values = rng.poisson(300 * np.exp(shocks + season)).astype(float)
        frame = pd.concat([series(row[:78], name=f"{k:03d}") for k, row in enumerate(values)])
        made = forecast(frame, 12)
        truth = values[:, 78:].ravel()
        for level, hits in inside.items():
            hits.append(((made[f"low_{level}"] <= truth) & (truth <= made[f"high_{level}"])).mean())

    assert 0.76 <= np.mean(inside[80]) <= 0.84
    assert 0.925 <= np.mean(inside[95]) <= 0.975


def test_the_backtest_always_shows_seasonal_naive_and_says_who_beats_it():
    rng = np.random.default_rng(9)
    frame = pd.concat([series(seasonal_counts(rng), name=str(k)) for k in range(40)])

    table = backtest(frame, 6)

    assert {"combination", "seasonal_naive"} <= set(table["method"])
    assert not table.loc[table["method"] == "seasonal_naive", "beats_naive"].any()
    combination = table[table["method"] == "combination"]
    assert combination["mase"].mean() < 0.85
    assert combination["coverage_80"].mean() == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.assign(date="first of May"), "dates"),
        (lambda rows: rows.assign(date=rows["date"].where(rows.index != 3)), "without a date"),
        (lambda rows: rows.assign(value=["about 7", *rows["value"][1:]]), "no numbers"),
        (lambda rows: rows.assign(value=rows["value"] / 0), "finite"),
        (lambda rows: rows.assign(series_id=None), "series_id"),
        (lambda rows: pd.concat([rows, rows.assign(series_id=7)]), "series_id"),
        (lambda rows: pd.concat([rows, series([1.0] * 30, freq="D", name="b")]), "apart"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(change, said):
    with pytest.raises(BadFrame, match=said):
        forecast(change(series([3.0, 4.0, 5.0] * 4)), 2)


@pytest.mark.parametrize("asked", [{"horizon": 0}, {"horizon": 1.5}, {"horizon": 2, "levels": (80, 150)}])
def test_a_question_without_sense_is_refused_by_both_entries(asked):
    for entry in (forecast, backtest):
        with pytest.raises(BadFrame):
            entry(series([3.0, 4.0] * 6), **asked)


@pytest.mark.parametrize("dtype", ["int64", "Int64", "Float64", "float32", object])
def test_the_type_of_a_number_changes_nothing(dtype):
    rows = series([30.0, 34.0, 31.0] * 12)

    pd.testing.assert_frame_equal(forecast(rows.astype({"value": dtype}), 3), forecast(rows, 3))


def test_dates_with_a_zone_are_read_as_its_clock_shows_them():
    rows = series([30.0, 34.0, 31.0] * 12)
    zoned = rows.assign(date=rows["date"].dt.tz_localize("Asia/Shanghai"))

    pd.testing.assert_frame_equal(forecast(zoned, 3), forecast(rows, 3))


@pytest.mark.parametrize("day", ["MON", "WED", "SAT", "SUN"])
def test_weeks_go_on_ending_on_their_own_day(day):
    rows = series([30.0, 34.0, 31.0] * 12, start="2019-01-01", freq=f"W-{day}")

    first = forecast(rows, 1)["date"].iloc[0]

    assert first == rows["date"].iloc[-1] + pd.Timedelta(days=7)


def test_few_errors_still_tell_a_wide_level_from_a_narrow_one():
    rng = np.random.default_rng(4)

    made = forecast(series(rng.poisson(50, 60)), 1).iloc[0]

    assert made["high_95"] - made["low_95"] > 1.2 * (made["high_80"] - made["low_80"])


def test_levels_and_walks_in_one_panel_are_each_covered_far_ahead():
    """One growth of errors for all covered 96 % of the levels' last third and 74 % of the walks' here."""
    rng = np.random.default_rng(21)
    levels = 500 + rng.normal(0, 20, (60, 96))
    walks = 500 + rng.normal(0, 8, (60, 96)).cumsum(1)
    values = np.concatenate([levels, walks])
    frame = pd.concat([series(row[:78], name=f"{k:03d}") for k, row in enumerate(values)])

    made = forecast(frame, 18)

    truth = values[:, 78:]
    low, high = (made[f"{side}_80"].to_numpy().reshape(truth.shape) for side in ("low", "high"))
    inside = ((low <= truth) & (truth <= high))[:, 12:]
    assert 0.68 <= inside[:60].mean() <= 0.92
    assert 0.68 <= inside[60:].mean() <= 0.92
