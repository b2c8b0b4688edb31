"""Every change of a stock, split exactly: end = start + entries - deregistrations - revocations +- moves +- definition.

Two sources tell of it: the reported daily counts by county and kind, and the registry's monthly counts by section and
township with what was booked over (`monitoring/rebooking.py`). What neither explains stands in a part of its own, so
that the parts always sum to the change.
"""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

COUNTED = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
OUTWARD = frozenset({"deregistrations", "revocations", "moves_out"})
PARTS = (*COUNTED, "unexplained")
REGISTERED = {"opened": "entries", "deregistered": "deregistrations", "revoked": "revocations"}


def of_counts(daily_counts: pd.DataFrame, *, since: dt.date, until: dt.date, by: Sequence[str]) -> pd.DataFrame:
    """Each group's stock at the end of ``since``, its parts up to the end of ``until``, and the stock then.

    The keys of ``by`` (county, kind), before, the PARTS (signed: they add up to after - before), after. A stock
    stands in with the last one reported by then; ``unexplained`` is what the reported flows do not account for: days
    nobody reported, and series that had never reported by ``since``.
    """
    first, last = pd.Timestamp(since), pd.Timestamp(until)
    keys = ["county", "kind"]
    flows = daily_counts[(daily_counts["date"] > first) & (daily_counts["date"] <= last)]
    table = pd.DataFrame(
        {
            "before": _standing(daily_counts, first),
            **{name: flows.groupby(keys)[name].sum() * _sign(name) for name in COUNTED},
            "after": _standing(daily_counts, last),
        }
    )
    table = table.reindex(sorted(table.index)).rename_axis(keys).fillna(0).astype("int64")
    return _closed(table.groupby(level=list(by), sort=True).sum())


def of_registry(
    breakdown: pd.DataFrame, booked_over: pd.DataFrame, *, first: pd.Timestamp, last: pd.Timestamp, by: Sequence[str]
) -> pd.DataFrame:
    """The same from the registry's months ``first`` to ``last``, by county, kind, section or township.

    The breakdown counts an entity in its present cell for all months; ``booked_over`` (from `put_back`) brings it back
    to the cell it stood in, and says in which month it went over. Months without a row count nothing.
    """
    keys = list(by)
    within = breakdown[(breakdown["month"] >= first) & (breakdown["month"] <= last)]
    eve = first - pd.DateOffset(months=1)
    parts = {name: within.groupby(keys)[column].sum() * _sign(name) for column, name in REGISTERED.items()}
    stock = {
        "before": breakdown[breakdown["month"] == eve].groupby(keys)["closing"].sum(),
        "after": breakdown[breakdown["month"] == last].groupby(keys)["closing"].sum(),
    }
    table = pd.DataFrame({**stock, **parts}).reindex(columns=["before", *COUNTED, "after"])
    table = table.add(booked_over.groupby(keys)[list(table.columns)].sum(), fill_value=0).fillna(0).astype("int64")
    return _closed(table.rename_axis(keys))


def _closed(table: pd.DataFrame) -> pd.DataFrame:
    change = table["after"] - table["before"]
    table = table.assign(unexplained=change - table[list(COUNTED)].sum(axis=1))
    return table[["before", *PARTS, "after"]].reset_index()


def _standing(daily_counts: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    rows = daily_counts[daily_counts["date"] <= day].sort_values("date")
    return rows.groupby(["county", "kind"])["closing"].last()


def _sign(name: str) -> int:
    return -1 if name in OUTWARD else 1
