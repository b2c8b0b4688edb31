"""Where a change sits: the section and township with the largest share of the excess."""

import datetime as dt

import pandas as pd

from monitoring.verdict.drivers import drivers, flow_of

UNTIL = dt.date(2020, 9, 30)


def registry(name: str, cells: dict[str, tuple[int, int]], *, county="C1") -> pd.DataFrame:
    """Each cell's exits a month from February to July, and in August and September."""
    rows = [
        {"county": county, "kind": "individual", name: cell, "month": pd.Timestamp(2020, month, 1), "opened": 0,
         "deregistered": then if month < 8 else now, "revoked": 0, "closing": 100}
        for cell, (then, now) in cells.items()
        for month in range(2, 10)
    ]  # fmt: skip
    return pd.DataFrame(rows)


TABLES = {
    "section": registry("section", {"H": (3, 33), "F": (6, 16)}),
    "township": registry("township", {"东镇": (9, 49), "西镇": (0, 0)}),
}


def test_the_section_and_the_township_with_the_largest_share_are_named():
    found = drivers(TABLES, subject="C1:individual", region_code="R", flow="exits", until=UNTIL)

    assert found == {"flow": "exits", "section": ["H", 75], "township": ["东镇", 100]}


def test_a_region_names_no_township():
    found = drivers(TABLES, subject="R", region_code="R", flow="exits", until=UNTIL)

    assert found == {"flow": "exits", "section": ["H", 75]}


def test_nothing_is_named_where_the_registry_says_too_little():
    ask = {"region_code": "R", "until": UNTIL}

    assert drivers(TABLES, subject="C2", flow="exits", **ask) == {}
    assert drivers(TABLES, subject="C1", flow="entries", **ask) == {}
    young = {"section": TABLES["section"][TABLES["section"]["month"] > pd.Timestamp("2020-05-01")]}
    assert drivers(young, subject="C1", flow="exits", **ask) == {}
    spread = {"section": registry("section", dict.fromkeys("ABCD", (1, 6)))}
    assert drivers(spread, subject="C1", flow="exits", **ask) == {}


def test_the_flow_follows_the_largest_part():
    assert flow_of({"parts": {"true_exits": 9, "true_entries": 4}}) == "exits"
    assert flow_of({"parts": {"common": 9}}) == "entries"
    assert flow_of({"parts": {"move": 9}}) is None
    assert flow_of({"parts": {}}) is None
