"""The county map: plain SVG in the page, so it needs neither network nor WebGL; tiles where a boundary is missing.

It is for place, not for ranking: a table with the same figures always stands beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from pages.parts import status
from pages.parts.element import mount

DRAWN = "区划轮廓为示意，非测绘成果"
MANY = 20
TILES = "方格位置为示意，不代表实际边界"


@dataclass(frozen=True, kw_only=True)
class Area:
    """What one county shows: its status and the figure printed under its name."""

    code: str
    name: str
    full: str = ""
    text: str = ""
    status: str | None = None


def county_map(
    areas: Sequence[Area],
    *,
    boundary: Mapping | None,
    source: str = "",
    title: str = "县市状态图",
    chosen: str | None = None,
    clickable: bool = True,
    key: str = "map",
) -> str | None:
    """The map; the code of the county that was clicked (or reached by keyboard), or None.

    ``boundary`` is GeoJSON whose features carry ``properties.code``; a county without a shape gets a tile.
    """
    shapes = _shapes(boundary)
    drawn = bool(areas) and all(area.code in shapes for area in areas)
    rings = shapes if drawn else _tiles([area.code for area in areas])
    data = {
        "title": title,
        "clickable": clickable,
        "size": 14 if drawn or len(areas) < MANY else 11,
        "tiles": not drawn,
        "source": source or (DRAWN if drawn else TILES),
        "legend": [look.as_dict() for look in status.STATUS.values()],
        "areas": [_area(area, rings[area.code], chosen) for area in areas],
    }
    return mount("countymap", data, key=key) if areas else None


def _area(area: Area, rings: list, chosen: str | None) -> dict:
    return {
        "code": area.code,
        "name": area.name,
        "full": area.full or area.name,
        "text": area.text,
        "look": status.look(area.status).as_dict(),
        "rings": rings,
        "chosen": area.code == chosen,
    }


def _shapes(boundary: Mapping | None) -> dict[str, list]:
    found = {}
    for feature in (boundary or {}).get("features", []):
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        found[str(feature["properties"]["code"])] = [ring for polygon in parts for ring in polygon]
    return found


def _tiles(codes: Sequence[str]) -> dict[str, list]:
    across = ceil(sqrt(len(codes)) * 1.3)
    found = {}
    for place, code in enumerate(codes):
        x, y = (place % across) * 1.06, -(place // across) * 0.75
        found[code] = [[[x, y], [x + 1, y], [x + 1, y - 0.7], [x, y - 0.7], [x, y]]]
    return found
