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
WIDEST = 280  # pixels
WHOSE = "whose"
PICKED = (Kind.WORD, Kind.FLAG, Kind.COUNTY)


def show(form: Form, cells: Cells, *, key: str) -> None:
    """The grid. What is typed is text, read by intake like a file's; nothing of it is believed but the text."""
    columns = _columns(form)
    st.data_editor(
        frame_of(form, cells),
        key=key,
        disabled=[WHOSE, *[f"{REFERENCE}{c.name}" for c in columns]],
        column_config=_config(form, columns, cells),
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
            row[column.name] = (text or None) if _picked(form, column) else text
            if column.name in beside:
                row[f"{REFERENCE}{column.name}"] = line.beside.get(column.name, "尚无往期")
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def _columns(form: Form) -> list[Column]:
    return form.asked(form.lines[0]) if form.lines else []


def _beside(form: Form) -> set[str]:
    return {name for line in form.lines for name in line.beside}


def _config(form: Form, columns: Iterable[Column], cells: Cells) -> dict:
    whose = _width([line.name for line in form.lines], least=80)
    config = {WHOSE: st.column_config.TextColumn("填报对象", pinned=True, width=whose)}
    for column in columns:
        config[column.name] = _cell(form, column, cells)
        title = f"{REFERENCE}{column.header}"
        told = [title, *[line.beside.get(column.name, "尚无往期") for line in form.lines]]
        config[f"{REFERENCE}{column.name}"] = st.column_config.TextColumn(title, width=_width(told, least=80))
    return config


def _width(texts: Iterable[str], *, least: int) -> int:
    """Pixels that hold the longest of these."""
    longest = max((sum(14 if ord(one) > 0x2E7F else 8 for one in text) for text in texts), default=0)
    return max(least, min(WIDEST, longest + 18))


def _picked(form: Form, column: Column) -> bool:
    """Whether the cells of a column are picked from a list."""
    return column.kind in PICKED or (column.kind is Kind.REFERENCE and bool(form.choices))


def _offered(form: Form, column: Column, cells: Cells) -> list[str]:
    """What there is to pick; what somebody typed elsewhere stays, for intake to say what is wrong with it."""
    if column.kind in PICKED:
        return offered(column, open_store.region())
    typed = [form.text(line, column.name, cells) for line in form.lines]
    return list(dict.fromkeys([*form.choices, *filter(None, typed)]))


def _cell(form: Form, column: Column, cells: Cells):
    label = ("★" if column.required else "") + column.printed
    told = "；".join(
        part for part in (column.hint, f"不填按“{column.blank_means}”" if column.blank_means else "") if part
    )
    if _picked(form, column):
        width = 330 if column.kind is Kind.REFERENCE else None
        return st.column_config.SelectboxColumn(
            label, options=_offered(form, column, cells), format_func=lambda one: form.choices.get(one, one),
            width=width, help=told or None,
        )  # fmt: skip
    align = "right" if numeric(column) else None
    return st.column_config.TextColumn(label, help=told or None, max_chars=LONGEST_CELL, alignment=align)
