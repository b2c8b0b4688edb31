"""Figures are plain dictionaries that say what they draw."""

import json

import pandas as pd
import pytest
from plotly.graph_objects import Figure

from pages.parts import barcharts, charts, outlookchart

DAYS = pd.to_datetime(["2020-09-28", "2020-09-29", "2020-09-30"])


def test_a_day_without_a_number_is_a_gap_and_not_a_zero():
    frame = pd.DataFrame({"date": DAYS, "value": [1.0, None, 3.0]})

    trace = charts.line(frame, unit="户")["data"][-1]

    assert trace["y"] == [1.0, None, 3.0]
    assert trace["connectgaps"] is False


def test_the_expected_band_lies_behind_the_line_and_is_named():
    frame = pd.DataFrame({"date": DAYS, "value": [1, 2, 3], "low": [0, 1, None], "high": [2, 3, 4]})

    low, high, line = charts.line(frame, unit="户")["data"]

    assert (low["y"], high["y"]) == ([0, 1], [2, 3])
    assert high["fill"] == "tonexty"
    assert [trace["name"] for trace in (low, high, line)] == ["", "预期区间", "实际"]


@pytest.mark.parametrize(("half", "named"), [(20.0, True), (0.5, False)])
def test_the_legend_names_the_band_of_an_outlook_only_where_it_can_be_seen(half, named):
    middle = [100.0, 50.0]
    ahead = {"date": ["2020-10-31", "2020-11-30"], "low": [m - half for m in middle], "middle": middle,
             "high": [m + half for m in middle], "naive": middle}  # fmt: skip

    figure = outlookchart.fan({"date": ["2020-09-30"], "value": [120.0]}, ahead, unit="万元", zero=True)

    assert figure["data"][1]["name"] == "十次有八次落在此区间"
    assert figure["data"][1].get("showlegend", True) is named
    assert outlookchart.thin(figure) is not named


def test_a_threshold_is_a_dashed_line_with_its_source():
    frame = pd.DataFrame({"date": DAYS, "value": [9, 8, 7]})

    layout = charts.line(frame, unit="天", thresholds=[(7, "7 天（州商务局）")])["layout"]

    assert [(s["y0"], s["line"]["dash"]) for s in layout["shapes"]] == [(7, "dash")]
    assert [a["text"] for a in layout["annotations"]] == ["单位：天", "7 天（州商务局）"]


def test_unapproved_figures_are_hollow():
    frame = pd.DataFrame({"date": DAYS, "value": [1, 2, 3], "provisional": [False, False, True]})

    marks = charts.line(frame, unit="户")["data"][-1]

    assert marks["marker"]["symbol"] == "circle-open"
    assert marks["y"] == [3]


def test_small_multiples_share_one_scale():
    frame = pd.DataFrame({"date": list(DAYS) * 2, "value": [0, 1, 2, 50, 60, 100], "name": ["甲"] * 3 + ["乙"] * 3})

    figure = charts.small_multiples(frame, unit="户", panel="name", marks={"乙": "■"})

    assert figure["layout"]["yaxis"]["range"] == figure["layout"]["yaxis2"]["range"] == [-8, 108]
    assert [a["text"] for a in figure["layout"]["annotations"]] == ["<b>甲</b>", "<b>■ 乙</b>"]
    assert [trace["yaxis"] for trace in figure["data"]] == ["y", "y2"]


def test_small_multiples_of_nothing_are_an_empty_figure():
    empty = pd.DataFrame({"date": pd.to_datetime([]), "value": pd.Series([], dtype=float), "name": []})

    assert charts.small_multiples(empty, unit="户", panel="name")["data"] == []


def test_months_are_written_in_chinese():
    frame = pd.DataFrame({"date": DAYS, "value": [1, 2, 3]})

    stops = charts.line(frame, unit="户")["layout"]["xaxis"]["tickformatstops"]

    assert [stop["value"] for stop in stops] == ["%-m月%-d日", "%Y年%-m月", "%Y年"]


def test_a_waterfall_shows_small_steps_of_a_large_stock():
    steps = [("上年末", 98450, "absolute"), ("注销", -120, "relative"), ("期末", 98330, "total")]

    figure = barcharts.waterfall(steps, unit="户")

    assert figure["data"][0]["text"] == ["98,450", "−120", "98,330"]
    assert figure["layout"]["yaxis"]["range"] == [98300, 98480]


def test_a_state_timeline_ends_with_the_last_day_whole():
    spans = pd.DataFrame({"who": ["东乡县"], "start": ["2020-08-01"], "end": ["2020-08-02"], "severity": ["yellow"]})

    trace = barcharts.state_timeline(spans, label="who")["data"][0]

    assert trace["base"] == ["2020-08-01"]
    assert trace["x"] == [2 * 86_400_000]
    assert trace["name"] == "Ⅲ 黄色"


def test_bars_of_labels_are_json_though_a_number_is_missing():
    frame = pd.DataFrame({"label": ["1月", "2月"], "plan": [1.0, None], "actual": [2.0, 3.0]})
    figures = [
        barcharts.plan_and_actual(frame, unit="万元", label="label"),
        barcharts.ranked_bars(frame, unit="户", label="label", value="actual"),
    ]

    assert all(json.loads(json.dumps(figure, allow_nan=False)) == figure for figure in figures)


def all_figures() -> list[dict]:
    day = pd.DataFrame({"date": DAYS, "value": [1, 2, 900], "low": [0, 1, 2], "high": [2, 3, 4], "before": [3, 2, 1]})
    many = pd.concat([day.assign(name=name, value=range(3)) for name in "甲乙丙丁戊己庚辛"] + [day.assign(name="壬")])
    bars = pd.DataFrame({"label": ["1月", "2月"], "plan": [1.0, None], "actual": [2.0, 3.0]})
    spans = pd.DataFrame({"who": ["甲"], "start": ["2020-08-01"], "end": ["2020-08-02"], "severity": ["red"]})
    return [
        charts.line(
            day.assign(provisional=[False, False, True]),
            unit="户",
            compare={"before": "上年"},
            thresholds=[(2, "线")],
            zero=True,
        ),
        charts.lines(many, unit="户", series="name"),
        charts.small_multiples(many, unit="户", panel="name"),
        barcharts.plan_and_actual(bars, unit="万元", label="label"),
        barcharts.ranked_bars(bars, unit="户", label="label", value="actual"),
        barcharts.waterfall([("a", 5, "absolute"), ("b", -1, "relative"), ("c", 4, "total")], unit="户"),
        barcharts.state_timeline(spans, label="who"),
    ]


@pytest.mark.parametrize("figure", all_figures(), ids=range(7))
def test_every_figure_is_one_plotly_knows(figure):
    """Checked here once, so that no run of a page needs to."""
    assert Figure(figure).to_dict()["data"]
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure


def test_a_single_spike_is_cut_and_pointed_at_instead_of_flattening_the_rest():
    days = pd.date_range("2020-01-01", periods=200)
    values = [float(i % 10) for i in range(200)]
    values[100] = -500.0
    frame = pd.DataFrame({"date": days, "value": values, "name": "甲"})

    figure = charts.small_multiples(frame, unit="户", panel="name")

    line, arrow = figure["data"]
    assert figure["layout"]["yaxis"]["range"][0] > -10
    assert line["y"][100] == -500
    assert (arrow["x"], arrow["customdata"], arrow["marker"]["symbol"]) == (["2020-04-10"], [-500], ["triangle-down"])
