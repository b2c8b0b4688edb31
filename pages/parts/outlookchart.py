"""What comes next as a plain dictionary: the past, the band that holds eight times out of ten, and the naive rival."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pages.parts import ink

BAND = "十次有八次落在此区间"
NAIVE = "照近期平均推算"
PLAIN, ASSUMED = "基线（十次有八次）", "情景（十次有八次）"
PALE = "rgba(90,98,112,0.16)"
COURSES = ("low", "middle", "high", "naive")
SEEN = 0.02  # of the height: a band thinner than this hides behind its middle line


def fan(
    past: dict,
    ahead: dict,
    *,
    unit: str,
    height: int = 320,
    line: tuple[float, str] | None = None,
    zero: bool = False,
    narrow: bool = False,
) -> dict:
    """``past`` has date and value; ``ahead`` date, low, middle, high, naive. ``line`` is a goal and what it is;
    a ``narrow`` figure leaves the unit to its heading."""
    known, coming = _known(past), _joined(_known(past), ahead)
    data = [*ink.band(coming, BAND)]
    if "naive" in coming:
        data.append(ink.course(coming["date"], coming["naive"], NAIVE, unit, ink.GREY, width=1.5, dash="dot"))
    if len(known):
        data.append(ink.course(known["date"], known["value"], "实际", unit))
    data.append(ink.course(coming["date"], coming["middle"], "预测", unit, dash="dash"))
    figure = ink.figure(data, unit=unit, height=height)
    if narrow:
        figure["layout"]["annotations"] = []
        figure["layout"]["xaxis"] |= {"dtick": "M4", "tickangle": 0}
    figure["layout"]["yaxis"]["rangemode"] = "tozero" if zero else "normal"
    if thin(figure):
        data[1]["showlegend"] = False
    if line is not None:
        figure["layout"]["shapes"] = [ink.level(line[0])]
        figure["layout"]["annotations"] += [ink.level_note(*line)]
    return figure


def thin(figure: dict) -> bool:
    """Whether the band of a :func:`fan` is too narrow to be seen: then a legend would promise what nobody finds."""
    if "fill" not in figure["data"][1]:
        return False
    low, high = (np.array(trace["y"], dtype=float) for trace in figure["data"][:2])
    drawn = [value for trace in figure["data"] for value in trace["y"] if value is not None]
    floor = 0.0 if figure["layout"]["yaxis"]["rangemode"] == "tozero" else min(drawn)
    return bool(np.max(high - low) < SEEN * (max(drawn) - floor))


def beside(past: dict, before: dict, after: dict, *, unit: str, zero: bool = False) -> dict:
    """The baseline's course and a scenario's, with a band each, and the naive rival. Frames as for :func:`fan`."""
    known = _known(past)
    plain, assumed = _joined(known, before), _joined(known, after)
    edge, grey = ink.band(plain, PLAIN)
    data = [edge, grey | {"fillcolor": PALE}, *ink.band(assumed, ASSUMED)]
    if "naive" in plain:
        data.append(ink.course(plain["date"], plain["naive"], NAIVE, unit, ink.GREY, width=1.5, dash="dot"))
    data.append(ink.course(plain["date"], plain["middle"], "基线", unit, ink.GREY, dash="dash"))
    data.append(ink.course(assumed["date"], assumed["middle"], "情景", unit))
    if len(known) > 1:
        data.append(ink.course(known["date"], known["value"], "实际", unit, ink.INK))
    figure = ink.figure(data, unit=unit, height=340)
    figure["layout"]["yaxis"]["rangemode"] = "tozero" if zero else "normal"
    return figure


def ranges(rows: dict[str, dict], *, level: float, unit: str) -> dict:
    """A dot and its band a row, the first on top; an upright dashed line where nothing would change."""
    middle = [round(float(row["middle"]), 2) for row in rows.values()]
    more = [round(float(row["high"]) - at, 2) for row, at in zip(rows.values(), middle)]
    less = [round(at - float(row["low"]), 2) for row, at in zip(rows.values(), middle)]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": middle,
        "y": list(rows),
        "error_x": {"type": "data", "array": more, "arrayminus": less, "color": ink.PALE, "thickness": 4, "width": 0},
        "marker": {"color": ink.BLUE, "size": 10},
        "customdata": [[row["low"], row["high"]] for row in rows.values()],
        "hovertemplate": f"%{{y}} %{{x}} {unit}（%{{customdata[0]}}–%{{customdata[1]}}）<extra></extra>",
    }
    figure = ink.figure([dots], unit="", height=70 + 34 * len(rows))
    line = {"color": ink.INK, "width": 1, "dash": "dash"}
    figure["layout"] |= {
        "hovermode": "closest",
        "yaxis": ink.LABELS | {"autorange": "reversed", "automargin": True},
        "xaxis": {"gridcolor": ink.GRID, "zeroline": False, "fixedrange": True, "ticksuffix": f" {unit}"},
        "shapes": [{"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": level, "x1": level, "line": line}],
    }
    figure["layout"]["margin"] |= {"t": 10}
    return figure


def _known(past: dict) -> pd.DataFrame:
    return pd.DataFrame({"date": pd.to_datetime(past["date"]), "value": pd.Series(past["value"], dtype=float)})


def _joined(known: pd.DataFrame, ahead: dict) -> pd.DataFrame:
    """What is to come, from the last known value on: a band begins there, not in the air."""
    coming = pd.DataFrame({name: ahead[name] for name in COURSES if name in ahead}, dtype=float)
    coming = coming.assign(date=pd.to_datetime(ahead["date"]))
    if known.empty:
        return coming
    last = known.iloc[[-1]]
    begin = {name: last["value"] for name in coming if name != "date"}
    return pd.concat([last[["date"]].assign(**begin), coming], ignore_index=True)


def months(labels: Sequence[str], values: Sequence[float], *, running: bool, needed: float, unit: str) -> dict:
    """Bars a month, the one that is not over hatched; a line at what each month to come would have to bring."""
    last = len(values) - 1
    hatch = ["/" if running and i == last else "" for i in range(len(values))]
    bars = {
        "type": "bar",
        "x": list(labels),
        "y": [None if v is None else round(float(v), 2) for v in values],
        "name": "实际清偿",
        "marker": {"color": ink.BLUE, "pattern": {"shape": hatch, "fillmode": "replace", "fgcolor": ink.BLUE}},
        "hovertemplate": f"%{{x}} %{{y:,}} {unit}<extra></extra>",
    }
    figure = ink.figure([bars], unit=unit, height=320)
    figure["layout"] |= {"xaxis": ink.LABELS, "bargap": 0.35, "shapes": [ink.level(needed)]}
    return figure
