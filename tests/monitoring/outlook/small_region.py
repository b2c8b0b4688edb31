"""A small region's reports: two counties, eight markets, two firms, two debtors."""

import datetime as dt

import numpy as np
import pandas as pd

from tests.monitoring.literal import region

ON = dt.date(2020, 9, 27)
PLACES = region()


def by_subject(rows: list[dict]) -> dict[str, dict]:
    return {row["subject"]: row for row in rows}


def counts(*, since="2019-06-01", daily=(3, -1), seed=1) -> pd.DataFrame:
    rng, rows = np.random.default_rng(seed), []
    days = pd.date_range(since, ON)
    for county, net in zip(("C1", "C2"), daily):
        entries, exits = rng.poisson(8 + max(net, 0), len(days)), rng.poisson(8 + max(-net, 0), len(days))
        closing = 10_000 + np.cumsum(entries - exits)
        rows.append(
            pd.DataFrame(
                {
                    "county": county, "kind": "individual", "date": days, "entries": entries, "deregistrations": exits,
                    "revocations": 0, "moves_in": 0, "moves_out": 0, "reclassified": 0, "closing": closing,
                }
            )
        )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


MARKETS = pd.DataFrame({"market": [f"M{k}" for k in range(8)], "county": ["C1"] * 4 + ["C2"] * 4})


def statuses(opened: list[int | None]) -> pd.DataFrame:
    """Weekly reports of twenty weeks; market k opened in week ``opened[k]`` (None: still closed)."""
    rows = []
    for week in range(20):
        day = pd.Timestamp(ON) - pd.Timedelta(weeks=19 - week)
        for k, since in enumerate(opened):
            status = "open" if since is not None and week >= since else "closed"
            rows.append({"market": f"M{k}", "county": MARKETS["county"][k], "date": day, "status": status})
    return pd.DataFrame(rows)


FIRMS = pd.DataFrame({"enterprise": ["E1", "E2"], "county": ["C1", "C2"], "categories": ["rice", "rice"]})


def stocks(*, on_hand=(100.0, 300.0), days=84, stockouts=()) -> pd.DataFrame:
    rng, rows = np.random.default_rng(3), []
    for firm, county, held in zip(("E1", "E2"), ("C1", "C2"), on_hand):
        for k, day in enumerate(pd.date_range(end=pd.Timestamp(ON), periods=days)):
            out = k in stockouts
            rows.append(
                {
                    "enterprise": firm, "county": county, "category": "rice", "date": day, "on_hand": held,
                    "inflow": 10.0, "outflow": 0.0 if out else rng.normal(10, 1), "stockout": out,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def ledger(left: float) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Two debtors; each planned 10 a month of 2020 and paid 10 until August."""
    items = pd.DataFrame(
        {
            "item": ["Q1", "Q2"], "county": ["C1", "C2"], "debtor": ["bureau", "school"], "undisputed": 80 + left,
            "disputed": 0.0, "formed": pd.Timestamp("2019-01-01"), "due": pd.Timestamp("2019-02-01"),
        }
    )  # fmt: skip
    months = pd.date_range("2020-01-01", "2020-12-01", freq="MS")
    plan = pd.concat([pd.DataFrame({"item": i, "county": c, "month": months, "planned": 10.0}) for i, c in
                      zip(items["item"], items["county"])])  # fmt: skip
    paid = pd.concat(
        [
            pd.DataFrame({"item": i, "county": c, "voucher": [f"{i}{k}" for k in range(8)],
                          "date": months[:8] + pd.Timedelta(days=24), "paid": 10.0})
            for i, c in zip(items["item"], items["county"])
        ]
    )  # fmt: skip
    return items, plan, paid
