"""Filters live in the address, and what comes from outside is checked."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import datetime as dt

    import streamlit as st

    from pages.parts import filters

    counties = {"622901": "临夏市", "622921": "临夏县"}
    chosen = {
        "county": filters.county(counties, whole=True),
        "tab": filters.switch("tab", "口径", {"stock": "存量", "flow": "流量"}),
        "status": filters.several("status", "状态", {"new": "待签收", "closed": "已销号"}),
        "on": filters.day(first=dt.date(2019, 1, 1), last=dt.date(2020, 9, 30)),
        "page": filters.page_number(45, size=20),
        "q": filters.search("q", "查找"),
    }
    st.session_state["chosen"] = chosen


def opened(**address):
    app = AppTest.from_function(page, default_timeout=20)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_an_address_restores_every_choice():
    app = opened(county="622921", tab="flow", status="new,closed", on="2020-03-15", page="2", q="百盛")

    assert app.session_state["chosen"] == {
        "county": "622921",
        "tab": "flow",
        "status": ("new", "closed"),
        "on": dt.date(2020, 3, 15),
        "page": 2,
        "q": "百盛",
    }


def test_without_an_address_nothing_is_chosen():
    assert opened().session_state["chosen"] == {
        "county": None,
        "tab": "stock",
        "status": (),
        "on": None,
        "page": 1,
        "q": "",
    }


@pytest.mark.parametrize(
    "forged",
    [
        {"county": "622999"},
        {"county": "' OR 1=1 --"},
        {"tab": "<script>"},
        {"status": "deleted"},
        {"on": "2031-01-01"},
        {"on": "1900-01-01"},
        {"on": "yesterday"},
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"page": "٣"},
    ],
    ids=str,
)
def test_a_forged_value_is_as_if_not_said(forged):
    assert opened(**forged).session_state["chosen"] == opened().session_state["chosen"]


def test_a_page_beyond_the_last_is_the_last():
    assert opened(page="99").session_state["chosen"]["page"] == 3


def test_a_choice_is_written_into_the_address_and_the_usual_one_is_left_out():
    app = opened(page="2")

    app.selectbox(key="filter_county").select("622921").run()
    assert app.query_params == {"county": "622921"}

    app.selectbox(key="filter_county").select("").run()
    assert app.query_params == {}


def test_going_back_in_time_is_an_address():
    app = opened()

    app.date_input(key="filter_on").set_value(dt.date(2020, 3, 15)).run()

    assert app.query_params == {"on": "2020-03-15"}
    assert app.session_state["chosen"]["on"] == dt.date(2020, 3, 15)


def one_county():
    import streamlit as st

    from pages.parts import filters

    st.session_state["chosen"] = filters.county({"622921": "临夏县"}, whole=False)


def test_a_reader_of_one_county_has_no_choice_and_cannot_forge_one():
    app = AppTest.from_function(one_county)
    app.query_params["county"] = "622901"
    app.run()

    assert app.session_state["chosen"] == "622921"
    assert not app.selectbox
