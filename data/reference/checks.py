"""What must hold between the files of a region pack; each check adds what is wrong to a list."""

import datetime as dt

import pandas as pd

LEVELS = ("blue", "yellow", "orange", "red")
WAYS = {"", "count", "share", "most", "system", "list", "standard", "work"}
CADENCES = ("daily", "weekly", "monthly")


def check_counties(head: dict, counties: pd.DataFrame, problems: list[str]) -> None:
    """There are counties, none carries the region's own code or a ':' (subject ids are joined by it)."""
    if counties.empty:
        problems.append("counties.csv: there is no county")
    for code in counties["county"]:
        if code == str(head["code"]):
            problems.append(f"counties.csv: {code} is the region's own code")
        if ":" in code:
            problems.append(f"counties.csv: {code!r} contains ':'")
    if (counties["population"] <= 0).any():
        problems.append("counties.csv: a population is not above zero")


def check_references(frames: dict[str, pd.DataFrame], problems: list[str]) -> None:
    """What one table names exists in the other."""
    known = set(frames["counties"]["county"])
    strange = sorted(set(frames["townships"]["county"]) - known)
    problems += [f"townships.csv: county {code} is not in counties.csv" for code in strange]
    strange = sorted(set(frames["measure_targets"]["measure"]) - set(frames["measures"]["measure"]))
    problems += [f"measure_targets.csv: measure {measure} is not in measures.csv" for measure in strange]
    strange = sorted(set(frames["measure_plan"]["target"]) - set(frames["measure_targets"]["target"]))
    problems += [f"measure_plan.csv: target {target} is not in measure_targets.csv" for target in strange]
    strange = sorted(set(frames["measure_targets"]["way"]) - WAYS)
    problems += [f"measure_targets.csv: way {way!r} is none of {', '.join(sorted(WAYS))}" for way in strange]
    strange = sorted(set(frames["calendar"]["kind"]) - {"holiday", "makeup"})
    problems += [f"calendar.csv: kind {kind!r} is neither holiday nor makeup" for kind in strange]


def check_thresholds(thresholds: list[dict], categories: set[str], problems: list[str]) -> None:
    """Each threshold is dated, sourced, about known categories, and its levels run one way."""
    for number, entry in enumerate(thresholds, 1):
        where = f"thresholds.toml entry {number}"
        for key in ("indicator", "from", "worse", "source"):
            if not entry.get(key):
                problems.append(f"{where}: {key} is missing")
        if not isinstance(entry.get("from", dt.date.min), dt.date):
            problems.append(f"{where}: from is not a date")
        strange = sorted(set(entry.get("categories", ["*"])) - categories - {"*"})
        problems += [f"{where}: category {category!r} is not in categories.csv" for category in strange]
        _check_levels(where, entry, problems)


def _check_levels(where: str, entry: dict, problems: list[str]) -> None:
    levels = [entry[level] for level in LEVELS if level in entry]
    if not levels:
        problems.append(f"{where}: it has none of the levels {', '.join(LEVELS)}")
    if entry.get("worse") not in ("low", "high"):
        problems.append(f"{where}: worse is neither low nor high")
    elif levels != sorted(levels, reverse=entry["worse"] == "low"):
        problems.append(f"{where}: the levels do not run from mild to severe")


def check_reporting(rules: list[dict], problems: list[str]) -> None:
    """Each reporting rule names a topic, its first day and how often it is due."""
    for number, rule in enumerate(rules, 1):
        if not rule.get("topic") or not isinstance(rule.get("from"), dt.date):
            problems.append(f"region.toml reporting {number}: topic or from (a date) is missing")
        if rule.get("cadence") not in CADENCES:
            problems.append(f"region.toml reporting {number}: cadence is none of {', '.join(CADENCES)}")
        workday = rule.get("workday")
        if workday is not None and (not isinstance(workday, int) or not 1 <= workday <= 22):
            problems.append(f"region.toml reporting {number}: workday is not a number of working days from 1 to 22")


def check_approval(rules: list[dict], problems: list[str]) -> None:
    """Each approval rule names a topic and its first day; ``needed = false`` ends an earlier one."""
    for number, rule in enumerate(rules, 1):
        if not rule.get("topic") or not isinstance(rule.get("from"), dt.date):
            problems.append(f"region.toml approval {number}: topic or from (a date) is missing")
        if not isinstance(rule.get("needed", True), bool):
            problems.append(f"region.toml approval {number}: needed is neither true nor false")


def check_boundary(boundary: dict | None, counties: list[str], problems: list[str]) -> None:
    """One feature a county, and outer rings that run clockwise (d3 fills the rest of the globe otherwise)."""
    if boundary is None:
        return
    codes = [feature["properties"].get("code") for feature in boundary["features"]]
    problems += [f"boundary.geojson: county {code} has no outline" for code in counties if code not in codes]
    problems += [f"boundary.geojson: {code} is not in counties.csv" for code in codes if code not in counties]
    for feature in boundary["features"]:
        shape = feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        if any(_signed_area(polygon[0]) > 0 for polygon in polygons):
            problems.append(f"boundary.geojson: an outer ring of {feature['properties'].get('code')} is anticlockwise")


def _signed_area(ring: list[list[float]]) -> float:
    """Positive for a ring that runs anticlockwise on the map."""
    following = [*ring[1:], ring[0]]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, following)) / 2
