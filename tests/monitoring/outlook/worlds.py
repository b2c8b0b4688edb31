"""Worlds whose future is known: markets that open by chance, firms that sell from stock, debtors that pay by plan.

Each hands out what had been reported by ``ON`` and, by subject, what then came true.
"""

import datetime as dt

import numpy as np
import pandas as pd

ON = dt.date(2020, 9, 30)
NEVER = 10**6


def first(happened: np.ndarray) -> int:
    """The number of the first period in which it happened, counted from one."""
    return int(happened.argmax()) + 1 if happened.any() else NEVER


def by_place(county: np.ndarray) -> dict[str, np.ndarray]:
    return {"C1": county == "C1", "C2": county == "C2", "R": np.ones(len(county), bool)}


def markets(seed: int, *, weeks: int, number: int, pace: float, relapse: float = 0.003):
    """Market list, weekly reports, {subject: week of full reopening}. ``pace``: how four weeks differ (log odds)."""
    rng = np.random.default_rng(seed)
    county = np.repeat(["C1", "C2"], number // 2)
    chance = np.clip(rng.uniform(0.04, 0.2) * np.exp(rng.normal(0, 0.4, 2)), 0.01, 0.6)[(county == "C2").astype(int)]
    total = weeks + 160
    swing = np.exp(np.repeat(rng.normal(0, pace, total // 4 + 1), 4)[:total])
    state, course = np.zeros(number, bool), []
    for week in range(total):
        odds = chance / (1 - chance) * swing[week]
        luck = rng.random(number)
        state = np.where(state, luck >= relapse, luck < odds / (1 + odds))
        course.append(state)
    course = np.array(course)
    names = np.array([f"M{k:02d}" for k in range(number)])
    days = pd.date_range(end=pd.Timestamp(ON), periods=weeks, freq="7D")
    reports = pd.DataFrame(
        {
            "market": np.tile(names, weeks), "county": np.tile(county, weeks), "date": np.repeat(days, number),
            "status": np.where(course[:weeks].ravel(), "open", "closed"),
        }
    )  # fmt: skip
    truth = {s: first(course[weeks:, own].all(axis=1)) for s, own in by_place(county).items()}
    return pd.DataFrame({"market": names, "county": county}), reports, truth


def firms(seed: int, *, noise: float, memory: float, drift: float, number: int = 8):
    """Firms, twelve weeks of daily reports, {subject: day on which the stock is gone without inflow}."""
    rng = np.random.default_rng(seed)
    days, ahead = 84, 60
    shocks = rng.normal(0, noise, (number, days + ahead))
    for day in range(1, days + ahead):
        shocks[:, day] += memory * shocks[:, day - 1]
    walk = rng.normal(0, drift, shocks.shape).cumsum(axis=1)
    week = 1 + 0.2 * np.sin(2 * np.pi * np.arange(days + ahead) / 7 + rng.uniform(0, 6, (number, 1)))
    asked = np.exp(rng.normal(2, 1, (number, 1)) + shocks + walk) * week
    stock = rng.uniform(8, 35, number) * asked[:, days - 28 : days].mean(axis=1)
    county = np.repeat(["C1", "C2"], number // 2)
    names = np.array([f"E{k}" for k in range(number)])
    sold = asked[:, :days].ravel()
    reports = pd.DataFrame(
        {
            "enterprise": np.repeat(names, days), "county": np.repeat(county, days), "category": "rice",
            "date": np.tile(pd.date_range(end=pd.Timestamp(ON), periods=days), number), "outflow": sold,
            "inflow": sold, "on_hand": np.repeat(stock, days), "stockout": False,
        }
    )  # fmt: skip
    each = {name: names == name for name in names}
    gone = asked[:, days:].cumsum(axis=1)
    truth = {
        f"{s}:rice": first(gone[own].sum(axis=0) >= stock[own].sum()) for s, own in (by_place(county) | each).items()
    }
    return pd.DataFrame({"enterprise": names, "county": county, "categories": "rice"}), reports, truth


def debtors(seed: int, *, together: float, alone: float, memory: float, over: int = 9, number: int = 6):
    """Items, plan, payments, {subject: month of clearance}. A month's share of plan: a county's luck and one's own."""
    rng = np.random.default_rng(seed)
    county = np.repeat(["C1", "C2"], number // 2)
    luck = rng.normal(0, together, (2, over + 60))
    for month in range(1, over + 60):
        luck[:, month] += memory * luck[:, month - 1]
    share = 0.9 * np.exp(luck[(county == "C2").astype(int)] + rng.normal(0, alone, (number, over + 60)))
    amount = rng.uniform(5, 30, number)
    paid = amount[:, None] * np.clip(share, 0, 2)
    left = amount * rng.uniform(3, 12, number)
    names = np.array([f"d{k}" for k in range(number)])
    planned = pd.date_range(pd.Timestamp("2020-09-01") - pd.DateOffset(months=over - 1), periods=over + 12, freq="MS")
    items = pd.DataFrame(
        {
            "item": names, "county": county, "debtor": names, "undisputed": left + paid[:, :over].sum(axis=1),
            "disputed": 0.0, "formed": pd.Timestamp("2018-01-01"), "due": pd.Timestamp("2019-02-01"),
        }
    )  # fmt: skip
    plan = pd.DataFrame(
        {
            "item": np.repeat(names, over + 12), "county": np.repeat(county, over + 12),
            "month": np.tile(planned, number), "planned": np.repeat(amount, over + 12),
        }
    )  # fmt: skip
    payments = pd.DataFrame(
        {
            "item": np.repeat(names, over), "county": np.repeat(county, over),
            "voucher": np.arange(number * over).astype(str),
            "date": np.tile(planned[:over] + pd.Timedelta(days=20), number), "paid": paid[:, :over].ravel(),
        }
    )  # fmt: skip
    rest = np.maximum(left[:, None] - paid[:, over:].cumsum(axis=1), 0)
    places = by_place(county) | {f"{c}:{n}": names == n for c, n in zip(county, names)}
    return items, plan, payments, {s: first(rest[own].sum(axis=0) < 1e-6) for s, own in places.items()}
