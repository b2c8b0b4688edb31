"""A point map (markets, alerts) on the counties' outlines: an extra where there is WebGL, never the only view."""

from collections.abc import Mapping

import pandas as pd
import pydeck as pdk
import streamlit as st

OFFLINE = "__MAP_STYLE__"  # deck.gl's own sentinel: any other empty value still asks a tile server


def point_map(
    points: pd.DataFrame,
    *,
    boundary: Mapping | None = None,
    height: int = 420,
    key: str = "points",
) -> None:
    """Points on the outlines: lon, lat, name, text, colour (#RRGGBB); rows without a place are left out."""
    placed = points.dropna(subset=["lon", "lat"])
    if placed.empty:
        st.caption("没有带坐标的点位")
        return
    layers = [_outline(boundary)] if boundary else []
    deck = pdk.Deck(
        [*layers, _dots(placed)],
        initial_view_state=_view(placed, boundary),
        map_provider=None,
        map_style=OFFLINE,
        tooltip={"text": "{name}\n{text}"},
    )
    st.pydeck_chart(deck, height=height, key=key)


def _outline(boundary: Mapping) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        dict(boundary),
        id="outline",
        filled=True,
        get_fill_color=[246, 248, 251],
        get_line_color=[154, 161, 172],
        line_width_min_pixels=1,
    )


def _dots(points: pd.DataFrame) -> pdk.Layer:
    rows = [
        {"position": [float(r.lon), float(r.lat)], "name": str(r.name_), "text": str(r.text), "fill": _rgb(r.colour)}
        for r in points.rename(columns={"name": "name_"}).itertuples()
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        rows,
        id="points",
        get_position="position",
        get_fill_color="fill",
        get_line_color=[31, 35, 41],
        stroked=True,
        line_width_min_pixels=1,
        radius_min_pixels=5,
        radius_max_pixels=9,
        get_radius=600,
        pickable=True,
    )


def _view(points: pd.DataFrame, boundary: Mapping | None) -> pdk.ViewState:
    """Wide enough for all of it; without a boundary, for the points alone."""
    xs, ys = _corners(boundary) if boundary else (points["lon"].tolist(), points["lat"].tolist())
    span = max(max(xs) - min(xs), max(ys) - min(ys), 0.05)
    zoom = next((z for z in range(12, 2, -1) if 360 / 2**z > span * 0.62), 3)
    return pdk.ViewState(longitude=(min(xs) + max(xs)) / 2, latitude=(min(ys) + max(ys)) / 2, zoom=zoom - 0.2)


def _corners(boundary: Mapping) -> tuple[list[float], list[float]]:
    xs, ys = [], []
    for feature in boundary["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for ring in (ring for polygon in parts for ring in polygon):
            xs += [point[0] for point in ring]
            ys += [point[1] for point in ring]
    return xs, ys


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
