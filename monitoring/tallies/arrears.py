"""The arrears ledger on a day: what each item still owes, by county, month, age and debtor. Amounts in 10,000 yuan.

As in the indicators, payments count against the undisputed part only and never beyond it.
"""

import datetime as dt

import numpy as np
import pandas as pd

AGES = ("not_due", "to_30", "to_90", "to_180", "to_year", "over_year")
SETTLED = 0.005
"""Less than 50 yuan left is nothing left: the smallest figure printed is 0.01."""


def ledger(items: pd.DataFrame, payments: pd.DataFrame, *, on: dt.date) -> pd.DataFrame:
    """Every item formed by then.

    Adds to the items: cleared, left (of the undisputed part), paid_on (the last payment), overdue (days past due, 0 or
    more), age (one of ``AGES``; missing where nothing is left), state: cleared, overdue, not_due or disputed (nothing
    undisputed in it).
    """
    day = pd.Timestamp(on)
    paid = payments[payments["date"] <= day].groupby("item").agg(cleared=("paid", "sum"), paid_on=("date", "max"))
    frame = items[items["formed"] <= day].join(paid, on="item").reset_index(drop=True)
    frame["cleared"] = frame["cleared"].fillna(0.0).clip(upper=frame["undisputed"])
    frame["left"] = frame["undisputed"] - frame["cleared"]
    frame["overdue"] = (day - frame["due"]).dt.days.clip(lower=0)
    owing = frame["left"] > SETTLED
    frame["age"] = _ages(frame, day).where(owing)
    frame["state"] = np.select(
        [frame["undisputed"] <= SETTLED, ~owing, frame["overdue"] > 0], ["disputed", "cleared", "overdue"], "not_due"
    )
    return frame


def _ages(frame: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    ages = pd.cut(frame["overdue"], [-1, 0, 30, 90, 180, 100_000], labels=list(AGES[:5])).astype(object)
    return ages.mask(frame["due"] + pd.DateOffset(years=1) < day, "over_year")


def by_county(led: pd.DataFrame, payments: pd.DataFrame, *, counties: list[str], on: dt.date) -> pd.DataFrame:
    """county, items, undisputed, cleared, left, disputed, and of this year: cleared_year, arisen, net."""
    new_year = pd.Timestamp(on.year, 1, 1)
    before = payments[payments["date"] < new_year].groupby("item")["paid"].sum().rename("before")
    earlier = led[["item"]].join(before, on="item")["before"].fillna(0.0).clip(upper=led["undisputed"])
    arisen = led["undisputed"].where(led["new_arrears"] & (led["formed"] >= new_year), 0.0)
    told = led.assign(items=1, cleared_year=led["cleared"] - earlier, arisen=arisen)
    columns = ["items", "undisputed", "cleared", "left", "disputed", "cleared_year", "arisen"]
    sums = told.groupby("county")[columns].sum().reindex(counties, fill_value=0)
    return sums.assign(net=sums["cleared_year"] - sums["arisen"]).rename_axis("county").reset_index()


def months(led: pd.DataFrame, plan: pd.DataFrame, payments: pd.DataFrame, *, on: dt.date) -> pd.DataFrame:
    """The months of the plan: month, planned, paid, planned_total, paid_total, arisen, whole (the month is over).

    What was paid and what arose is missing for months that have not begun.
    """
    wanted = plan[plan["item"].isin(led["item"])]
    if wanted.empty:
        return pd.DataFrame(columns=["month", "planned", "paid", "planned_total", "paid_total", "arisen", "whole"])
    span = pd.date_range(wanted["month"].min(), wanted["month"].max(), freq="MS")
    frame = pd.DataFrame({"planned": _by_month(wanted, "month", "planned", span)}, index=span)
    told = _within(led, payments[(payments["date"] <= pd.Timestamp(on)) & (payments["date"] >= span[0])])
    frame["paid"] = _by_month(told, "date", "paid", span)
    frame["arisen"] = _by_month(led[led["new_arrears"]], "formed", "undisputed", span)
    frame[["planned_total", "paid_total"]] = frame[["planned", "paid"]].cumsum()
    begun = frame.index <= pd.Timestamp(on)
    frame.loc[~begun, ["paid", "paid_total", "arisen"]] = float("nan")
    frame["whole"] = frame.index + pd.offsets.MonthEnd(0) <= pd.Timestamp(on)
    return frame.rename_axis("month").reset_index()


def _by_month(rows: pd.DataFrame, day: str, amount: str, span: pd.DatetimeIndex) -> pd.Series:
    month = rows[day].dt.to_period("M").dt.to_timestamp()
    return rows.groupby(month)[amount].sum().reindex(span, fill_value=0.0)


def _within(led: pd.DataFrame, payments: pd.DataFrame) -> pd.DataFrame:
    """The payments with what of each counts: an item is never cleared beyond its undisputed part."""
    told = payments.merge(led[["item", "undisputed"]], on="item").sort_values(["item", "date", "voucher"])
    total = told.groupby("item")["paid"].cumsum()
    counted = total.clip(upper=told["undisputed"]) - (total - told["paid"]).clip(upper=told["undisputed"])
    return told.assign(paid=counted)


def ageing(led: pd.DataFrame, *, counties: list[str]) -> pd.DataFrame:
    """What is left by county and by how long it is overdue: county, then a column for each of ``AGES``."""
    sums = led.pivot_table(index="county", columns="age", values="left", aggfunc="sum", fill_value=0.0)
    return sums.reindex(index=counties, columns=list(AGES), fill_value=0.0).rename_axis("county").reset_index()


def debtors(led: pd.DataFrame) -> pd.DataFrame:
    """What each debtor owes, most first.

    county, debtor, debtor_kind, items (with something left), undisputed, cleared, left, oldest (the earliest due day of
    what is left), overdue (days, of the oldest), listed, complex_case.
    """
    open_items = led["left"] > SETTLED
    told = led.assign(
        items=open_items.astype(int),
        oldest=led["due"].where(open_items),
        overdue=led["overdue"].where(open_items, 0),
    )
    grouped = told.groupby(["county", "debtor"], sort=False)
    frame = grouped.agg(
        debtor_kind=("debtor_kind", "first"),
        items=("items", "sum"),
        undisputed=("undisputed", "sum"),
        cleared=("cleared", "sum"),
        left=("left", "sum"),
        oldest=("oldest", "min"),
        overdue=("overdue", "max"),
        listed=("listed", "any"),
        complex_case=("complex_case", "any"),
    )
    return frame.sort_values("left", ascending=False, kind="stable").reset_index()
