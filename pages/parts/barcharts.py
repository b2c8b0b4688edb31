"""Bars as plain dictionaries: plan against actual, ranked, a course of states, and how a stock changed."""

from collections.abc import Sequence

import pandas as pd

from pages.parts import ink, number, status


def plan_and_actual(
    frame: pd.DataFrame, *, unit: str, label: str, plan: str = "plan", actual: str = "actual", height: int = 300
) -> dict:
    """The plan as an outlined bar, what was done as a filled one inside it."""
    x = ink.texts(frame[label])
    outline = {"color": "rgba(0,0,0,0)", "line": {"color": ink.MUTED, "width": 1.5}}
    data = [
        _bar(x, frame[plan], "计划", unit) | {"width": 0.7, "marker": outline},
        _bar(x, frame[actual], "实际", unit) | {"width": 0.46, "marker": {"color": ink.BLUE}},
    ]
    figure = ink.figure(data, unit=unit, height=height)
    figure["layout"] |= {"barmode": "overlay", "xaxis": ink.LABELS}
    return figure


def ranked_bars(frame: pd.DataFrame, *, unit: str, label: str, value: str, height: int | None = None) -> dict:
    """Horizontal bars in the order given, the first on top, each with its number."""
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": ink.texts(frame[label]),
        "x": ink.numbers(frame[value]),
        "text": [f"{round(amount, 2):,}" for amount in frame[value].tolist()],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": ink.BLUE},
        "hovertemplate": f"%{{y}} %{{x:,}} {unit}<extra></extra>",
    }
    figure = ink.figure([trace], unit="", height=height or 60 + 26 * len(frame))
    figure["layout"]["yaxis"] = ink.LABELS | {"autorange": "reversed", "automargin": True}
    figure["layout"]["xaxis"] = {
        "gridcolor": ink.GRID, "zerolinecolor": ink.MUTED, "fixedrange": True, "tickformat": ","
    }  # fmt: skip
    figure["layout"]["margin"] |= {"t": 10, "r": 60}
    return figure


def waterfall(steps: Sequence[tuple[str, float, str]], *, unit: str, height: int = 320) -> dict:
    """How a stock became another. ``steps`` are (label, amount, measure): absolute, relative or total."""
    trace = {
        "type": "waterfall",
        "x": [label for label, _, _ in steps],
        "y": [amount for _, amount, _ in steps],
        "measure": [measure for _, _, measure in steps],
        "text": [_signed(amount) if measure == "relative" else f"{amount:,.0f}" for _, amount, measure in steps],
        "textposition": "outside",
        "cliponaxis": False,
        "connector": {"line": {"color": ink.GREY, "width": 1}},
        "increasing": {"marker": {"color": ink.PALE}},
        "decreasing": {"marker": {"color": ink.MUTED}},
        "totals": {"marker": {"color": ink.BLUE}},
        "hovertemplate": f"%{{x}} %{{text}} {unit}<extra></extra>",
    }
    figure = ink.figure([trace], unit=unit, height=height)
    ends = _running(steps)
    room = (max(ends) - min(ends)) * 0.25 or 1.0
    figure["layout"]["yaxis"]["range"] = [min(ends) - room, max(ends) + room]  # from zero no step could be seen
    figure["layout"]["xaxis"] = ink.LABELS
    return figure


def state_timeline(spans: pd.DataFrame, *, label: str, height: int | None = None) -> dict:
    """The history strip: which level each subject stood at, and when. ``spans`` has label, start, end, severity."""
    data = []
    for severity in reversed(status.SEVERITIES):
        part = spans[spans["severity"] == severity]
        if part.empty:
            continue
        look = status.LEVELS[severity]
        starts, ends = pd.to_datetime(part["start"]), pd.to_datetime(part["end"]) + pd.Timedelta(days=1)
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": ink.texts(part[label]),
                "base": ink.days(starts),
                "x": ((ends - starts).dt.days * 86_400_000).tolist(),
                "name": look.text,
                "text": [look.shape] * len(part),
                "textposition": "inside",
                "marker": {"color": look.fill, "line": {"color": look.edge, "width": 1}},
                "customdata": [f"{a} 至 {b}" for a, b in zip(ink.days(starts), ink.days(part["end"]))],
                "hovertemplate": "%{y}<br>%{customdata}<br>" + look.text + "<extra></extra>",
            }
        )
    figure = ink.figure(data, unit="", height=height or 70 + 30 * max(spans[label].nunique(), 1))
    figure["layout"] |= {"barmode": "overlay", "bargap": 0.35, "showlegend": True}
    figure["layout"]["xaxis"] |= {"type": "date"}
    figure["layout"]["yaxis"] = ink.LABELS | {"autorange": "reversed", "automargin": True}
    return figure


def _bar(x: list[str], values: pd.Series, name: str, unit: str) -> dict:
    hover = f"%{{x}}<br>{name} %{{y:,.2f}} {unit}<extra></extra>"
    return {"type": "bar", "x": x, "y": ink.numbers(values), "name": name, "hovertemplate": hover}


def _signed(amount: float) -> str:
    return f"{amount:+,.0f}".replace("-", number.MINUS)


def _running(steps: Sequence[tuple[str, float, str]]) -> list[float]:
    level, ends = 0.0, []
    for _, amount, measure in steps:
        level = level + amount if measure == "relative" else amount
        ends.append(level)
    return ends
