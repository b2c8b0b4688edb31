"""The grid of a web form: a line a row, each cell with its unit, and beside it what it was last and usually is."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from data.intake.forms import LONGEST_CELL, Cells, Form, numeric
from data.intake.sheet import Column, Kind
from data.intake.stamp import REFERENCE
from data.intake.templates import offered
from pages.door import open_store

ROW, HEAD, BAR, MOST_SHOWN = 35, 38, 14, 14  # pixels; the last is rows
WHOSE = "whose"
PICKED = (Kind.WORD, Kind.FLAG, Kind.COUNTY)


def show(form: Form, cells: Cells, *, key: str) -> None:
    """The grid. What is typed is text, read by intake like a file's; nothing of it is believed but the text."""
    columns = _columns(form)
    st.data_editor(
        frame_of(form, cells),
        key=key,
        disabled=[WHOSE, *[f"{REFERENCE}{c.name}" for c in columns]],
        column_config=_config(form, columns),
        hide_index=True,
        num_rows="fixed",
        placeholder="—",
        row_height=ROW,
        height=HEAD + ROW * min(len(form.lines), MOST_SHOWN) + BAR,
        alt=f"{form.sheet.title}填报表格",
    )


def frame_of(form: Form, cells: Cells) -> pd.DataFrame:
    """What stands in the grid before this person types: a row a line."""
    columns = _columns(form)
    beside = _beside(form)
    rows = []
    for line in form.lines:
        row: dict[str, str | None] = {WHOSE: line.name}
        for column in columns:
            text = form.text(line, column.name, cells)
            row[column.name] = (text or None) if column.kind in PICKED else text
            if column.name in beside:
                row[f"{REFERENCE}{column.name}"] = line.beside.get(column.name, "尚无往期")
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def _columns(form: Form) -> list[Column]:
    return form.asked(form.lines[0]) if form.lines else []


def _beside(form: Form) -> set[str]:
    return {name for line in form.lines for name in line.beside}


def _config(form: Form, columns: Iterable[Column]) -> dict:
    config = {WHOSE: st.column_config.TextColumn("填报对象", pinned=True, width=270 if form.owed else 80)}
    for column in columns:
        config[column.name] = _cell(column)
        config[f"{REFERENCE}{column.name}"] = st.column_config.TextColumn(f"{REFERENCE}{column.header}", width=215)
    return config


def _cell(column: Column):
    label = ("★" if column.required else "") + column.printed
    told = "；".join(
        part for part in (column.hint, f"不填按“{column.blank_means}”" if column.blank_means else "") if part
    )
    if column.kind in PICKED:
        options = offered(column, open_store.region())
        return st.column_config.SelectboxColumn(label, options=options, help=told or None)
    align = "right" if numeric(column) else None
    return st.column_config.TextColumn(label, help=told or None, max_chars=LONGEST_CELL, alignment=align)
