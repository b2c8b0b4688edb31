"""Small multiples: one little course a county, all on one scale, each with its usual band."""

import pandas as pd
import streamlit as st

from pages import reads
from pages.parts import charts, status
from pages.situation import board
from pages.situation.moment import View

MOST = 16
HEIGHT = 118  # pixels a row
USUAL = (
    "浅蓝带为此前 26 周中八成周次所在的区间，落在带下为偏低；"
    "各图同一纵轴，▼▲ 为超出纵轴的个别周次（多为迁移或批量清理）。"
)


def county_panels(
    user,
    view: View,
    alerts: pd.DataFrame,
    *,
    value: str,
    said: str,
    unit: str,
    kind: str | None = None,
    columns: int = 4,
) -> None:
    """The weeks of one flow (entries, exits, net or rate) by county; the gravest alone where not all fit."""
    by = ("county",) if kind is None else ("county", "kind")
    weeks = reads.weekly_flows(user, view.at, by=by, value=value).rename(columns={value: "value"})
    weeks = weeks if kind is None else weeks[weeks["kind"] == kind]
    grave = {code: severity for code, severity in _grave(alerts).items() if code in view.counties}
    order = {code: i for i, code in enumerate(_shown(view, grave))}
    weeks = weeks[weeks["county"].isin(order)].sort_values("county", key=lambda c: c.map(order), kind="stable")
    if weeks.empty:
        st.info("尚无完整周次的户数。")
        return
    marks = {view.counties[code]: "■" if severity in ("red", "orange") else "▲" for code, severity in grave.items()}
    figure = charts.small_multiples(
        weeks.assign(name=weeks["county"].map(view.counties)),
        unit=unit,
        panel="name",
        marks=marks,
        columns=columns,
        row_height=HEIGHT if columns > 1 else 2 * HEIGHT,
    )
    charts.show(figure, key="county_panels", alt=f"各县市近一年{said}与常态区间，同一纵轴")
    few = f"县市较多，仅列预警较重的 {MOST} 个。" if len(view.counties) > MOST else ""
    st.caption(f"蓝线为{said}（{unit}），{USUAL}{few}")


def _grave(alerts: pd.DataFrame) -> dict[str, str]:
    """The gravest alert about each county's own entities."""
    own = alerts[alerts["indicator"].isin(board.indicators_of("entities")) & (alerts["subject"] == alerts["county"])]
    found: dict[str, list[str]] = {}
    for county, severity in zip(own["county"].tolist(), own["severity"].tolist()):
        found.setdefault(county, []).append(severity)
    return {county: status.gravest(severities) for county, severities in found.items()}


def _shown(view: View, grave: dict[str, str]) -> list[str]:
    """All counties in their order where they fit, else the gravest."""
    if len(view.counties) <= MOST:
        return list(view.counties)
    rank = {code: -status.SEVERITIES.index(grave[code]) if code in grave else 1 for code in view.counties}
    return sorted(view.counties, key=rank.__getitem__)[:MOST]
