"""The parts of a change sum to it exactly, whatever was reported, late or never."""

import datetime as dt

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.decomposition import PARTS, of_counts, of_registry

SINCE, UNTIL = dt.date(2020, 1, 1), dt.date(2020, 1, 6)
FLOWS = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
SMALL = st.integers(0, 9)
ROW = st.tuples(
    st.sampled_from(["A", "B"]),
    st.sampled_from(["individual", "enterprise"]),
    st.integers(0, 6),
    SMALL, SMALL, SMALL, SMALL, SMALL, st.integers(-9, 9), st.integers(0, 200),
)  # fmt: skip


def counts(rows) -> pd.DataFrame:
    """Reports of some days; a stock may be anything: the parts must own up to what the flows do not explain."""
    frame = pd.DataFrame(rows, columns=["county", "kind", "date", *FLOWS, "closing"])
    frame["date"] = pd.Timestamp(SINCE) + pd.to_timedelta(frame["date"].astype("int64"), unit="D")
    return frame.drop_duplicates(["county", "kind", "date"], keep="last")


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=24), st.sampled_from([("county",), ("kind",), ("county", "kind")]))
def test_the_parts_sum_to_the_change_exactly(rows, by):
    daily = counts(rows)

    table = of_counts(daily, since=SINCE, until=UNTIL, by=by)

    assert (table["before"] + table[list(PARTS)].sum(axis=1) == table["after"]).all()
    last = daily[daily["date"] <= pd.Timestamp(UNTIL)].sort_values("date").groupby(["county", "kind"])["closing"].last()
    assert table["after"].sum() == last.sum()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from("FH"), st.integers(1, 4), SMALL, SMALL, SMALL, SMALL),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([("section",), ("township",), ("township", "section")]),
)
def test_sections_and_townships_sum_to_the_change_of_the_registry(rows, by):
    frame = pd.DataFrame(
        rows, columns=["township", "section", "month", "opened", "deregistered", "revoked", "closing"]
    ).drop_duplicates(["township", "section", "month"])
    frame["month"] = pd.to_datetime([f"2020-{month:02d}-01" for month in frame["month"]])

    nothing = pd.DataFrame(columns=[*by, "before", *FLOWS, "after"])
    table = of_registry(frame, nothing, first=pd.Timestamp("2020-02-01"), last=pd.Timestamp("2020-04-01"), by=by)

    assert (table["before"] + table[list(PARTS)].sum(axis=1) == table["after"]).all()
    assert table["after"].sum() == frame.loc[frame["month"] == pd.Timestamp("2020-04-01"), "closing"].sum()


def test_every_step_is_named_with_its_sign():
    daily = counts([("A", "individual", 0, 0, 0, 0, 0, 0, 0, 100), ("A", "individual", 2, 7, 3, 2, 1, 4, -5, 90)])

    table = of_counts(daily, since=SINCE, until=UNTIL, by=("county",)).iloc[0].to_dict()

    assert table == {
        "county": "A", "before": 100, "entries": 7, "deregistrations": -3, "revocations": -2, "moves_in": 1,
        "moves_out": -4, "reclassified": -5, "unexplained": -4, "after": 90,
    }  # fmt: skip
