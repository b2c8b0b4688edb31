"""Farmers' markets on a day: what each last said, how many stand where, and why some are not open."""

import datetime as dt

import pandas as pd

from monitoring.indicators.markets import STANDS_FOR_DAYS

STATUSES = ("open", "partial", "closed", "missing")


def standing(
    markets: pd.DataFrame, reports: pd.DataFrame, *, on: dt.date, occupancy: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every market of the register with its last report not after ``on``, which stands for a limited time.

    Adds to the register: status (open, partial, closed; missing where nothing stands), stalls_open, integrated,
    reason, date (of the report), age (days), and, from values of ``stall_occupancy`` by subject, occupancy (%), state
    (``missing``: this period's report is late, the last one stands in) and whatever else they say.
    """
    first = pd.Timestamp(on) - pd.Timedelta(days=STANDS_FOR_DAYS)
    inside = reports[(reports["date"] <= pd.Timestamp(on)) & (reports["date"] >= first)]
    last = inside.sort_values("date").drop_duplicates("market", keep="last")
    told = last[["market", "status", "stalls_open", "integrated", "reason", "date"]]
    frame = markets.merge(told, on="market", how="left")
    frame["status"] = frame["status"].astype(object).fillna("missing")
    frame["age"] = (pd.Timestamp(on) - frame["date"]).dt.days
    values = pd.DataFrame(columns=["subject", "value", "state"]) if occupancy is None else occupancy
    return frame.merge(values.rename(columns={"subject": "market", "value": "occupancy"}), on="market", how="left")


def by_county(stood: pd.DataFrame, *, counties: list[str]) -> pd.DataFrame:
    """county, markets, open, partial, closed, missing, late (this period's report), stalls_open, stalls_known."""
    known = stood["status"] != "missing"
    counted = pd.DataFrame(
        {
            "county": stood["county"],
            "markets": 1,
            **{status: (stood["status"] == status).astype(int) for status in STATUSES},
            "late": (stood["state"] == "missing").astype(int),
            "stalls_open": stood["stalls_open"].fillna(0).astype(int),
            "stalls_known": stood["stalls_total"].where(known, 0).astype(int),
        }
    )
    sums = counted.groupby("county").sum()
    return sums.reindex(counties, fill_value=0).rename_axis("county").reset_index()


def reasons(stood: pd.DataFrame) -> pd.DataFrame:
    """Why markets are not fully open: reason (missing where none was given), markets, most frequent first."""
    shut = stood[stood["status"].isin(["partial", "closed"])]
    given = shut["reason"].where(shut["reason"].astype("str").str.strip().ne("") & shut["reason"].notna())
    counts = given.value_counts(dropna=False, sort=False).rename_axis("reason").reset_index(name="markets")
    return counts.sort_values(["markets", "reason"], ascending=[False, True], na_position="last", ignore_index=True)
