"""Reading and checking the files of a region pack: everything wrong is named at once."""

import json
import tomllib
from pathlib import Path

import pandas as pd

from data.reference.checks import (
    check_approval,
    check_boundary,
    check_counties,
    check_references,
    check_reporting,
    check_thresholds,
)
from data.reference.tables import TABLES, read_table


class BadPack(ValueError):
    """A region pack cannot be used; the message lists what is wrong in which file and row."""

    def __init__(self, folder: Path, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"region pack {folder} cannot be used:\n" + "\n".join(f"  - {p}" for p in problems))


def read_pack(folder: Path, *, national: Path) -> dict:
    """The fields of a Region. ``national`` holds the tables every pack of the country shares; a pack's own win."""
    problems: list[str] = []
    if not folder.is_dir():
        raise BadPack(folder, ["the folder does not exist"])
    head = _read_toml(folder / "region.toml", problems, required=True)
    problems += [f"region.toml: {key} is missing" for key in ("code", "name") if head and key not in head]
    frames = {name: read_table(_path(name, folder, national), problems) for name in TABLES}
    thresholds = _read_toml(folder / "thresholds.toml", problems).get("threshold", [])
    boundary = _read_boundary(folder / "boundary.geojson", problems)
    if problems:
        raise BadPack(folder, problems)
    frames["counties"] = _named(frames["counties"])
    aliases = county_aliases(frames["counties"], problems)
    check_counties(head, frames["counties"], problems)
    check_references(frames, problems)
    check_thresholds(thresholds, set(frames["categories"]["category"]), problems)
    check_reporting(head.get("reporting", []), problems)
    check_approval(head.get("approval", []), problems)
    check_boundary(boundary, list(frames["counties"]["county"]), problems)
    if problems:
        raise BadPack(folder, problems)
    return {
        **_heading(head, folder),
        **frames,
        "county_aliases": aliases,
        "thresholds": thresholds,
        "boundary": boundary,
    }


def county_aliases(counties: pd.DataFrame, problems: list[str]) -> dict[str, str]:
    """Every accepted spelling of a county to its code; a spelling two counties claim is a problem."""
    aliases: dict[str, str] = {}
    for row in counties.itertuples():
        for text in filter(None, (row.county, row.name, row.short, *row.aliases.split("|"))):
            if aliases.setdefault(text, row.county) != row.county:
                problems.append(f"counties.csv: alias {text!r} belongs to both {aliases[text]} and {row.county}")
    return aliases


def _named(counties: pd.DataFrame) -> pd.DataFrame:
    return counties.assign(short=counties["short"].where(counties["short"] != "", counties["name"]))


def _heading(head: dict, folder: Path) -> dict:
    return {
        "id": head.get("id", folder.name),
        "code": str(head["code"]),
        "name": head["name"],
        "short": head.get("short", head["name"]),
        "timezone": head.get("timezone", "Asia/Shanghai"),
        "population": head.get("population"),
        "demo": bool(head.get("demo", False)),
        "map_source": head.get("map_source", ""),
        "aliases": tuple(head.get("aliases", ())),
        "targets": dict(head.get("targets", {})),
        "reporting": tuple(head.get("reporting", ())),
        "approval": tuple(head.get("approval", ())),
    }


def _path(name: str, folder: Path, national: Path) -> Path:
    own = folder / f"{name}.csv"
    shared = national / f"{name}.csv"
    return shared if shared.is_file() and not own.is_file() else own


def _read_toml(path: Path, problems: list[str], *, required: bool = False) -> dict:
    if not path.is_file():
        if required:
            problems.append(f"{path.name}: the file is missing")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path.name}: {error}")
        return {}


def _read_boundary(path: Path, problems: list[str]) -> dict | None:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        problems.append(f"{path.name}: {error}")
        return None
