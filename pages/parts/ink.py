"""What all figures share: fonts, colours, axes with Chinese dates, and the plain dictionaries of a trace."""

import pandas as pd

FONT = "Microsoft YaHei, Noto Sans CJK SC, PingFang SC, sans-serif"
INK, MUTED, GRID, EDGE, GREY = "#1F2329", "#5A6270", "#E6E9EE", "#C3C9D2", "#9AA1AC"
BLUE, PALE = "#1F5FAE", "#7FA8D6"
BAND = "rgba(31,95,174,0.15)"
SERIES = (BLUE, "#B5560F", "#2C7D56", "#6A4C93", "#008B8B", "#8A6100", "#9E1B1B", MUTED)
DAY = "%Y年%-m月%-d日"
TICKS = [
    {"dtickrange": [None, "M1"], "value": "%-m月%-d日"},
    {"dtickrange": ["M1", "M11"], "value": "%Y年%-m月"},
    {"dtickrange": ["M11", None], "value": "%Y年"},
]
# Never slanted: words that do not fit are set in two lines by whoever makes them.
LABELS = {"type": "category", "tickfont": {"size": 13}, "tickangle": 0, "fixedrange": True, "linecolor": EDGE}


def figure(data: list[dict], *, unit: str, height: int) -> dict:
    """A figure with our axes; nothing on it can be zoomed by accident."""
    axis = {"gridcolor": GRID, "linecolor": EDGE, "zeroline": False, "fixedrange": True, "automargin": True}
    layout = {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": INK},
        "margin": {"l": 56, "r": 16, "t": 34, "b": 36},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "hovermode": "x unified" if any(trace["type"] == "scatter" for trace in data) else "closest",
        "hoverlabel": {"font": {"family": FONT}},
        "legend": {
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 12},
        },
        "showlegend": len(data) > 1,
        "xaxis": axis | {"tickformatstops": TICKS, "hoverformat": DAY, "showgrid": False, "nticks": 6},
        "yaxis": axis | {"tickformat": ","},
        "annotations": [unit_note(unit)] if unit else [],
        "separators": ".,",
    }
    return {"data": data, "layout": layout}


def course(dates: pd.Series, values: pd.Series, name: str, unit: str, colour: str = BLUE, **line: object) -> dict:
    """A drawn line; a day without a number is a gap, never bridged."""
    return drawn(days(dates), numbers(values), name, unit, colour, **line)


def drawn(x: list[str], y: list[float | None], name: str, unit: str, colour: str = BLUE, **line: object) -> dict:
    """The same, of lists."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": name,
        "connectgaps": False,
        "line": {"color": colour, "width": 2} | line,
        "hovertemplate": f"{name} %{{y:,}} {unit}<extra></extra>",
    }


def hollow(part: pd.DataFrame, unit: str) -> dict:
    """Figures not yet approved: open circles."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": days(part["date"]),
        "y": numbers(part["value"]),
        "name": "初步",
        "marker": {"symbol": "circle-open", "size": 8, "color": BLUE},
        "hovertemplate": f"初步 %{{y:,}} {unit}<extra></extra>",
    }


def band(frame: pd.DataFrame, name: str) -> list[dict]:
    """Two unmarked lines with the room between them filled, in one hue; nothing where no band is known."""
    if "low" not in frame or "high" not in frame:
        return []
    known = frame.dropna(subset=["low", "high"])
    if known.empty:
        return []
    edge = {"type": "scatter", "mode": "lines", "x": days(known["date"]), "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": numbers(known["low"]), "showlegend": False, "name": ""},
        edge | {"y": numbers(known["high"]), "fill": "tonexty", "fillcolor": BAND, "name": name},
    ]


def unit_note(unit: str) -> dict:
    """The unit, upright at the top left: a letter turned on its side is hard to read."""
    place = {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": 1.02,
        "yanchor": "bottom",
        "showarrow": False,
    }
    return place | {"text": f"单位：{unit}", "font": {"size": 12, "color": MUTED}}


def level(value: float) -> dict:
    """A threshold: a dashed line across."""
    line = {"color": INK, "width": 1, "dash": "dash"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": value, "y1": value, "line": line}


def level_note(value: float, text: str) -> dict:
    """What the threshold is, written on it."""
    place = {"xref": "paper", "x": 0, "y": value, "xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return place | {"text": text, "font": {"size": 11, "color": MUTED}}


def days(dates: pd.Series) -> list[str]:
    """Days as plotly reads them."""
    return pd.to_datetime(dates).dt.strftime("%Y-%m-%d").tolist()


def numbers(values: pd.Series) -> list[float | None]:
    """Numbers as JSON knows them: no NaN, no needless digits."""
    return [None if value != value else round(value, 4) for value in values.astype(float).tolist()]


def texts(values: pd.Series) -> list[str]:
    """Labels as text."""
    return [str(value) for value in values]
