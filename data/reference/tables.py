"""What the csv files of a region pack must contain, and how their cells are read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True, kw_only=True)
class PackTable:
    """One csv file: its columns, which of them are needed, the unique key, and what its cells are."""

    needed: tuple[str, ...]
    extra: tuple[str, ...] = ()
    key: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    required: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every promised column, in order."""
        return self.needed + self.extra


MARKED = ("source", "mark")
TABLES = {
    "counties": PackTable(
        needed=("county", "name"),
        extra=("short", "aliases", "population", "lon", "lat", *MARKED),
        key=("county",),
        numbers=("population", "lon", "lat"),
        required=True,
    ),
    "kinds": PackTable(needed=("kind", "name"), extra=("short", "code_prefix", "note"), key=("kind",), required=True),
    "townships": PackTable(needed=("county", "township"), extra=("kind", "code", *MARKED), key=("county", "township")),
    "categories": PackTable(
        needed=("category", "name"),
        extra=("kg_per_head_year", "shelf_life_days", "perishable", *MARKED),
        key=("category",),
        numbers=("kg_per_head_year", "shelf_life_days"),
        flags=("perishable",),
    ),
    "distances": PackTable(
        needed=("origin", "destination", "km"),
        extra=MARKED,
        key=("origin", "destination"),
        numbers=("km",),
    ),
    "sections": PackTable(needed=("section", "name"), extra=("short", "divisions"), key=("section",)),
    "calendar": PackTable(needed=("date", "kind"), extra=("festival", *MARKED), key=("date",), days=("date",)),
    "festivals": PackTable(
        needed=("festival", "date"), extra=("name", *MARKED), key=("festival", "date"), days=("date",)
    ),
    "measures": PackTable(
        needed=("measure", "title"),
        extra=("kind", "group", "leads", "responsible", "target", "deadline", "deadline_text", "source"),
        key=("measure",),
        days=("deadline",),
    ),
    "measure_targets": PackTable(
        needed=("measure", "target"),
        extra=("value", "unit", "deadline", "title", "way", "reporter", "indicator", "note"),
        key=("target",),
        numbers=("value",),
        days=("deadline",),
    ),
    "measure_plan": PackTable(
        needed=("target", "date", "planned"),
        extra=("county", *MARKED),
        key=("target", "county", "date"),
        numbers=("planned",),
        days=("date",),
    ),
}


def read_table(path: Path, problems: list[str]) -> pd.DataFrame:
    """The typed frame of one csv; what is wrong is added to ``problems`` and the frame is then of no use."""
    table = TABLES[path.stem]
    if not path.is_file():
        if table.required:
            problems.append(f"{path.name}: the file is missing")
        return _typed(pd.DataFrame(columns=list(table.columns), dtype="object"), table, path.name, problems)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    missing = [column for column in table.needed if column not in frame]
    problems += [f"{path.name}: column {column} is missing" for column in missing]
    for column in (*missing, *(c for c in table.extra if c not in frame)):
        frame[column] = ""
    frame = frame[list(table.columns)].apply(lambda cells: cells.str.strip())
    if not missing:
        _check_cells(frame, table, path.name, problems)
    return _typed(frame, table, path.name, problems)


def _check_cells(frame: pd.DataFrame, table: PackTable, name: str, problems: list[str]) -> None:
    for column in table.needed:
        problems += [f"{name} row {row + 2}: {column} is empty" for row in frame.index[frame[column] == ""]]
    repeated = frame.index[frame.duplicated(list(table.key))]
    problems += [
        f"{name} row {row + 2}: {', '.join(frame.loc[row, list(table.key)])} appears twice" for row in repeated
    ]


def _typed(frame: pd.DataFrame, table: PackTable, name: str, problems: list[str]) -> pd.DataFrame:
    typed = frame.astype("object").copy()
    readers: list[tuple[tuple[str, ...], Callable, str]] = [
        (table.numbers, lambda cells: pd.to_numeric(cells, errors="coerce").astype("float64"), "a number"),
        (
            table.days,
            lambda cells: pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]"),
            "a day like 2020-01-31",
        ),
        (table.flags, lambda cells: cells.map({"1": 1.0, "0": 0.0}).astype("float64"), "1 or 0"),
    ]
    for columns, read, expected in readers:
        for column in columns:
            typed[column] = read(frame[column])
            wrong = frame.index[typed[column].isna() & (frame[column] != "")]
            problems += [f"{name} row {r + 2}: {column} {frame.at[r, column]!r} is not {expected}" for r in wrong]
    for column in table.flags:
        typed[column] = typed[column] == 1
    return typed.reset_index(drop=True)
