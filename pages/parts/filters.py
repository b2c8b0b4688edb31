"""Filters whose one truth is the URL: a view can be forwarded, and a value from outside is checked before use.

Codes (622921), not labels, stand in the address: they survive a change of name.
"""

import datetime as dt
from collections.abc import Mapping

import pandas as pd
import streamlit as st

EVERY = ""  # None would be an empty box asking for a choice
LONGEST_SEARCH = 40
LONGEST_NUMBER = 10  # digits; no number of ours has as many


def given(name: str, allowed: Mapping[str, object]) -> str | None:
    """What the address says, when it is one of the allowed codes; anything else counts as not said."""
    code = st.query_params.get(name)
    return code if code in allowed else None


def choose(
    name: str, label: str, options: Mapping[str, str], *, every: str | None = "全部", help: str | None = None
) -> str | None:
    """A choice of one code; None stands for all of them (``every`` is its label; None where one must be chosen)."""
    codes = [*([EVERY] if every is not None else []), *options]
    if not codes:
        return None
    widget = f"filter_{name}"
    st.session_state[widget] = given(name, options) or codes[0]
    chosen = st.selectbox(
        label,
        codes,
        format_func=lambda code: every if code == EVERY else options[code],
        key=widget,
        on_change=_say,
        args=(name, widget, codes[0]),
        help=help,
    )
    return chosen or None


def switch(name: str, label: str, options: Mapping[str, str], *, hidden: bool = False) -> str:
    """A choice of one out of few, all of them in sight; the first is the one not said."""
    codes = list(options)
    widget = f"filter_{name}"
    st.session_state[widget] = given(name, options) or codes[0]
    return st.segmented_control(
        label,
        codes,
        format_func=options.__getitem__,
        key=widget,
        required=True,
        wrap=True,
        label_visibility="collapsed" if hidden else "visible",
        on_change=_say,
        args=(name, widget, codes[0]),
    )


def several(name: str, label: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """A choice of some codes (``?status=new,handling``); none chosen means all of them."""
    said = (st.query_params.get(name) or "").split(",")
    widget = f"filter_{name}"
    st.session_state[widget] = [code for code in options if code in said]
    chosen = st.pills(
        label,
        list(options),
        format_func=options.__getitem__,
        selection_mode="multi",
        key=widget,
        on_change=_say,
        args=(name, widget, []),
    )
    return tuple(chosen)


def county(counties: Mapping[str, str], *, whole: bool, every: str = "全州") -> str | None:
    """The county (``?county=``): a reader of one county has no choice, and a forged one is never heard."""
    if not whole and len(counties) <= 1:
        return next(iter(counties), None)
    return choose("county", "县市", counties, every=every if whole else "本人负责的县市")


def day(*, first: dt.date, last: dt.date, label: str = "数据日期") -> dt.date | None:
    """The date control (``?on=2020-03-15``): None is the last evaluated day; an earlier one is seen as known then."""
    said = _iso(st.query_params.get("on"))
    chosen = said if said is not None and first <= said < last else None
    st.session_state["filter_on"] = chosen or last
    st.date_input(
        label,
        min_value=first,
        max_value=last,
        key="filter_on",
        format="YYYY-MM-DD",
        on_change=_say,
        args=("on", "filter_on", last),
        help="选择以前的日期，可按当时所知的数据回看",
    )
    return chosen


def given_day() -> dt.date | None:
    """The day the address says, whatever it is: for a page that shows no date control of its own."""
    return _iso(st.query_params.get("on"))


def search(name: str, label: str, *, placeholder: str = "") -> str:
    """A short text to look for."""
    widget = f"filter_{name}"
    st.session_state[widget] = (st.query_params.get(name) or "")[:LONGEST_SEARCH]
    return st.text_input(
        label, key=widget, max_chars=LONGEST_SEARCH, placeholder=placeholder, on_change=_say, args=(name, widget, "")
    ).strip()


def numbered(said: str | None) -> int | None:
    """The number of a thing as an address says it; None where it says none, whatever else it says."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < LONGEST_NUMBER else None


def named(things: pd.DataFrame, name: str):
    """The row whose number stands in the address under the column's name, where the reader may see it."""
    number = numbered(st.query_params.get(name))
    found = things[things[name] == number] if number is not None else things.iloc[:0]
    return next(found.itertuples(index=False), None)


def page_number(rows: int, *, size: int, name: str = "page") -> int:
    """Which page of a long list (``?page=2``), from 1; nothing is drawn while one page is enough."""
    pages = max(1, -(-rows // size))
    said = st.query_params.get(name, "1")
    current = min(max(int(said), 1), pages) if said.isascii() and said.isdigit() and len(said) < 7 else 1
    if pages == 1:
        return 1
    widget = f"filter_{name}_{current}"  # a fixed key would be both given a default and set
    return st.pagination(pages, default=current, key=widget, on_change=_say, args=(name, widget, 1))


def _say(name: str, widget: str, unsaid: object) -> None:
    """Write the reader's choice into the address; the usual one is left out. Touches nothing but the address."""
    value = st.session_state[widget]
    st.query_params.pop("page", None)
    if value == unsaid or value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = ",".join(value) if isinstance(value, list) else str(value)


def _iso(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
