"""Lines as plain dictionaries: one series with its expected band, several of one unit, and a small panel a county."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure

from pages.parts import ink

EXPECTED = "预期区间"
RARE, SPIKE = 0.03, 1.8
"""A scale is cut where all values reach that much further than all but the rarest."""


class Drawn(BaseFigure):
    """A finished figure. Given a plain dictionary, Streamlit checks every number of it on every run; our tests do."""

    def __init__(self, figure: dict) -> None:
        object.__setattr__(self, "_figure", figure)

    def to_dict(self) -> dict:
        """The figure as it is."""
        return self._figure


def show(figure: dict, *, key: str, alt: str) -> None:
    """Draw a figure of this package; ``alt`` says in words what it shows."""
    config = {"displayModeBar": False, "responsive": True}
    st.plotly_chart(Drawn(figure), key=key, theme=None, alt=alt, config=config)


def line(
    frame: pd.DataFrame,
    *,
    unit: str,
    name: str = "实际",
    compare: Mapping[str, str] | None = None,
    band: str = EXPECTED,
    thresholds: Sequence[tuple[float, str]] = (),
    height: int = 300,
    zero: bool = False,
) -> dict:
    """One series against its expected band.

    ``frame`` has date, value and optionally low, high and provisional (bool: drawn hollow). ``compare`` names further
    columns drawn dotted in grey (``{"last_year": "上年同期"}``); ``thresholds`` are (value, what and whose line it is).
    """
    compared = [
        ink.course(frame["date"], frame[column], title, unit, ink.GREY, width=1.5, dash="dot")
        for column, title in (compare or {}).items()
    ]
    data = [*ink.band(frame, band), *compared, ink.course(frame["date"], frame["value"], name, unit)]
    if "provisional" in frame and frame["provisional"].any():
        data.append(ink.hollow(frame[frame["provisional"]], unit))
    figure = ink.figure(data, unit=unit, height=height)
    figure["layout"]["yaxis"]["rangemode"] = "tozero" if zero else "normal"
    figure["layout"]["shapes"] = [ink.level(value) for value, _ in thresholds]
    figure["layout"]["annotations"] += [ink.level_note(value, text) for value, text in thresholds]
    return figure


def lines(frame: pd.DataFrame, *, unit: str, series: str, height: int = 320) -> dict:
    """Several series of one unit. ``frame`` has date, value and the column ``series`` with their Chinese names."""
    data = [
        ink.course(part["date"], part["value"], str(name), unit, ink.SERIES[i % len(ink.SERIES)])
        for i, (name, part) in enumerate(frame.groupby(series, sort=False))
    ]
    return ink.figure(data, unit=unit, height=height)


def small_multiples(
    frame: pd.DataFrame,
    *,
    unit: str,
    panel: str,
    columns: int = 4,
    row_height: int = 150,
    marks: Mapping[str, str] | None = None,
) -> dict:
    """One small panel a subject, all on the same two axes, in the order of the frame.

    ``frame`` has the column ``panel`` (Chinese names), date, value and optionally low and high. ``marks`` puts a shape
    before a panel's name (``{"东乡县": "■"}``).
    """
    names = list(dict.fromkeys(frame[panel]))
    columns = min(columns, max(len(names), 1))
    rows = max(1, -(-len(names) // columns))
    figure = ink.figure([], unit="", height=rows * row_height + 50)
    layout = figure["layout"]
    del layout["xaxis"], layout["yaxis"]
    layout |= {"showlegend": False, "hovermode": "x", "margin": {"l": 56, "r": 8, "t": 28, "b": 26}}
    limits = _limits(frame)
    for i, (name, part) in enumerate(_parts(frame, panel).items()):
        place = _panel(layout, i, columns, rows, limits)
        band = [trace for trace in (_ribbon(part),) if trace]
        line = ink.drawn(part["date"], part["value"], str(name), unit)
        figure["data"] += [trace | place for trace in [*band, line, *_beyond(part, limits, unit)]]
        layout["annotations"].append(_panel_title(place, f"{(marks or {}).get(name, '')} {name}".strip()))
    return figure


def _parts(frame: pd.DataFrame, panel: str) -> dict[str, dict[str, list]]:
    """The frame cut into panels, as lists: a hundred small frames would cost more than everything else."""
    edges = [name for name in ("low", "high") if name in frame]
    columns = {"date": ink.days(frame["date"]), **{name: ink.numbers(frame[name]) for name in ("value", *edges)}}
    found: dict[str, dict[str, list]] = {}
    for i, name in enumerate(frame[panel]):
        part = found.setdefault(str(name), {column: [] for column in columns})
        for column, values in columns.items():
            part[column].append(values[i])
    return found


def _ribbon(part: dict[str, list]) -> dict | None:
    """The band as one closed shape."""
    known = [i for i, low in enumerate(part.get("low", ())) if low is not None and part["high"][i] is not None]
    if not known:
        return None
    back = known[::-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [part["date"][i] for i in (*known, *back)],
        "y": [part["high"][i] for i in known] + [part["low"][i] for i in back],
        "fill": "toself",
        "fillcolor": ink.BAND,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "name": EXPECTED,
    }


def _limits(frame: pd.DataFrame) -> list[float]:
    """One scale for all panels, with a little room; a single spike must not press all the others flat."""
    ends = frame[[column for column in ("value", "low", "high") if column in frame]].astype(float)
    low, high = ends.min().min(), ends.max().max()
    if low != low:
        return [0.0, 1.0]
    usual_low, usual_high = frame["value"].astype(float).quantile([RARE, 1 - RARE])
    if high - low > SPIKE * (usual_high - usual_low) > 0:
        reach = usual_high - usual_low
        low, high = max(low, usual_low - reach / 4), min(high, usual_high + reach / 4)
    room = (high - low) * 0.08 or 1.0
    return [float(low - room), float(high + room)]


def _beyond(part: dict[str, list], limits: list[float], unit: str) -> list[dict]:
    """Arrowheads at the edge where a value lies outside the scale; the true number is said on them."""
    out = [i for i, v in enumerate(part["value"]) if v is not None and not limits[0] <= v <= limits[1]]
    if not out:
        return []
    up = [part["value"][i] > limits[1] for i in out]
    marker = {"symbol": ["triangle-up" if u else "triangle-down" for u in up], "size": 9, "color": ink.INK}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [part["date"][i] for i in out],
            "y": [limits[1] if u else limits[0] for u in up],
            "customdata": [part["value"][i] for i in out],
            "marker": marker,
            "cliponaxis": False,
            "hovertemplate": f"超出纵轴：%{{customdata:,}} {unit}<extra></extra>",
        }
    ]


def _panel(layout: dict, i: int, columns: int, rows: int, limits: list[float]) -> dict:
    """Add the i-th pair of axes; answers what a trace must say to be drawn there."""
    gap_x, gap_y = 0.03, min(0.26 / rows, 0.2)
    wide, tall = (1 - gap_x * (columns - 1)) / columns, (1 - gap_y * (rows - 1)) / rows
    column, row = i % columns, i // columns
    left, top = column * (wide + gap_x), 1 - row * (tall + gap_y)
    number = "" if i == 0 else str(i + 1)
    quiet = {
        "gridcolor": ink.GRID,
        "zerolinecolor": ink.GREY,
        "fixedrange": True,
        "tickfont": {"size": 11, "color": ink.MUTED},
    }
    layout[f"xaxis{number}"] = quiet | {
        "domain": [left, left + wide],
        "anchor": f"y{number}",
        "type": "date",
        "showgrid": False,
        "linecolor": ink.EDGE,
        "nticks": 3,
        "tickangle": 0,
        "tickformatstops": ink.TICKS,
        "hoverformat": ink.DAY,
        "showticklabels": row == rows - 1,
    }
    layout[f"yaxis{number}"] = quiet | {
        "domain": [max(top - tall, 0), top],
        "anchor": f"x{number}",
        "range": limits,
        "nticks": 4,
        "showticklabels": column == 0,
        "tickformat": ",",
    }
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _panel_title(place: dict, text: str) -> dict:
    where = {"xref": f"{place['xaxis']} domain", "yref": f"{place['yaxis']} domain", "x": 0, "y": 1.02}
    look = {"xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 13, "color": ink.INK}}
    return where | look | {"text": f"<b>{text}</b>"}
