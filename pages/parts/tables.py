"""Long lists: Chinese headings with units, figures in their own decimals, short enough not to scroll inside a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.parts import number

ROW, HEAD = 35, 38  # pixels
MOST_ROWS = 25


@dataclass(frozen=True, kw_only=True)
class Field:
    """How one column is shown. ``unit`` stands in the heading; ``words`` turns codes into Chinese."""

    title: str
    unit: str = ""
    words: Mapping[str, str] | None = None
    width: str | int | None = None
    pinned: bool = False
    kind: str = "text"  # text, number, day, flag, link
    help: str | None = None


def listing(
    frame: pd.DataFrame, fields: Mapping[str, Field], *, key: str, alt: str, empty: str = "没有符合条件的记录"
) -> None:
    """The columns named in ``fields``, in that order; an empty frame says why in a sentence."""
    if frame.empty:
        st.info(empty)
        return
    shown = readable(frame, fields)
    st.dataframe(
        shown,
        column_config={field.title: _config(field) for field in fields.values()},
        hide_index=True,
        key=key,
        alt=alt,
        placeholder="—",
        height=HEAD + ROW * min(len(shown), MOST_ROWS) + 2,
        row_height=ROW,
    )


def readable(frame: pd.DataFrame, fields: Mapping[str, Field]) -> pd.DataFrame:
    """The frame as people read it: Chinese headings and words. Also what an export writes."""
    return pd.DataFrame({field.title: _column(frame[name], field) for name, field in fields.items()})


def _column(values: pd.Series, field: Field) -> pd.Series:
    if field.words is not None:
        return values.map(lambda code: field.words.get(code, code)).astype(object)
    if field.kind == "day":
        return pd.to_datetime(values).dt.strftime("%Y-%m-%d").astype(object)
    if field.kind == "flag":
        return values.map({True: "是", False: "否"}).astype(object)
    return values


def _config(field: Field) -> object:
    label = f"{field.title}（{field.unit}）" if field.unit else field.title
    common = {"label": label, "width": field.width, "pinned": field.pinned, "help": field.help}
    if field.kind == "number":
        return st.column_config.NumberColumn(format=_format(field.unit), **common)
    if field.kind == "link":
        return st.column_config.LinkColumn(display_text="查看", **common)
    return st.column_config.TextColumn(**common)


def _format(unit: str) -> str:
    places = number.decimals(unit) if unit else 0
    return "localized" if places == 0 else f"%,.{places}f"
