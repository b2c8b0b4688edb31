"""A county's record of reporting: how much of what was owed came, how much in time, and for how long it owed."""

import pandas as pd

DAYS = 30
RATES = ("entity_reporting_rate", "supply_reporting_rate", "supply_on_time_rate")
SILENCES = ("entity_silence", "market_silence", "supply_silence", "measure_silence")
NUMBERED = ("ok", "provisional")


def of_county(values: pd.DataFrame, county: str) -> pd.DataFrame:
    """indicator, last (the newest value), mean (of a rate), owed_days (days on which anything was owed), days.

    values: RATES and SILENCES of some weeks; of markets and firms the worst of the county's on each day counts.
    """
    own = values[(values["county"] == county) & values["state"].isin(NUMBERED)]
    rows = []
    for name in (*RATES, *SILENCES):
        told = own[own["indicator"] == name]
        if name in RATES:
            told = told[told["subject"] == county]
        daily = told.groupby("date")["value"].max().sort_index()
        rows.append({
            "indicator": name,
            "last": float(daily.iloc[-1]) if len(daily) else float("nan"),
            "mean": float(daily.mean()) if len(daily) and name in RATES else float("nan"),
            "owed_days": int((daily > 0).sum()) if name in SILENCES else 0,
            "days": len(daily),
        })  # fmt: skip
    return pd.DataFrame(rows)


def summary(
    counties: list[str], *, alerts: pd.DataFrame, problems: pd.DataFrame, lines: pd.DataFrame, owed: dict[str, float]
) -> pd.DataFrame:
    """One row a county: active alerts (grave, all), open problems (late, all), targets behind, days a report is owed.

    alerts: living; problems: with ``late``; lines: the ledger of each county; owed: the longest silence by county.
    """
    active = alerts[alerts["active"]]
    living = problems[problems["status"].isin(("registered", "accepted", "answered"))]
    behind = lines[lines["slip"].isin(("overdue", "behind"))]
    rows = [
        {
            "county": county,
            "grave": int((active["severity"].isin(("red", "orange")) & (active["county"] == county)).sum()),
            "alerts": int((active["county"] == county).sum()),
            "late": int((living["late"] & (living["county"] == county)).sum()),
            "problems": int((living["county"] == county).sum()),
            "behind": int((behind["county"] == county).sum()),
            "targets": int((lines["county"] == county).sum()),
            "owed": owed.get(county, float("nan")),
        }
        for county in counties
    ]
    return pd.DataFrame(rows)
