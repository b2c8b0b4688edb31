"""Years whose end is known: counties that lose entities, markets that open, firms that run dry, debtors that lag.

Each world hands out everything that was to be reported in 2020 and, by subject, what then came true. ``calm`` ones hold
no trouble; the others hold one in some places.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

FIRST, LAST = pd.Timestamp("2019-01-01"), pd.Timestamp("2020-12-31")
DAYS = pd.date_range(FIRST, LAST, unit="us")
YEAR = DAYS.year == 2020
TROUBLED = 3  # of a world's counties


@dataclass(frozen=True, kw_only=True)
class World:
    """``inputs`` of outlooks and indicators, the days on which what is projected came true, and when it is settled."""

    inputs: dict[str, pd.DataFrame]
    came: dict[str, list[pd.Timestamp]]  # by subject: the days of 2020 on which it came true


def entities(rng: np.random.Generator, counties: list[str], *, calm: bool, wander: float = 0.0) -> World:
    """Counts a day: entries outnumber exits by a tenth; trouble is exits grown by half or doubled for four months."""
    rows, came = [], {}
    troubled = set() if calm else set(rng.choice(counties, TROUBLED, replace=False))
    for county in counties:
        level = np.exp(rng.normal(0, wander, len(DAYS)).cumsum())
        week = np.where(DAYS.day_of_week < 5, 1.3, 0.25)
        entries, exits = 9 * level * week, 8 * week
        if county in troubled:
            day = rng.integers(np.flatnonzero(YEAR)[45], np.flatnonzero(YEAR)[230])
            exits = (
                np.where((np.arange(len(DAYS)) >= day) & (np.arange(len(DAYS)) < day + 120), 1, 0)
                * 8
                * week
                * (rng.uniform(0.5, 1.2))
                + exits
            )
        entries, exits = rng.poisson(entries), rng.poisson(exits)
        closing = 10_000 + np.cumsum(entries - exits)
        base = closing[~YEAR][-1]
        came[county] = [LAST] if closing[-1] < base else []
        rows.append(
            pd.DataFrame(
                {
                    "county": county, "kind": "individual", "date": DAYS, "entries": entries, "deregistrations": exits,
                    "revocations": 0, "moves_in": 0, "moves_out": 0, "reclassified": 0, "closing": closing,
                    "opening": closing - entries + exits,
                }
            )
        )  # fmt: skip
    return World(inputs={"entity_counts": _known(pd.concat(rows, ignore_index=True))}, came=came)


def markets(rng: np.random.Generator, counties: list[str], *, calm: bool, deadline: dt.date) -> World:
    """Eleven markets a county, all closed in February, that open by chance; trouble is a county four times as slow."""
    days = pd.date_range("2020-02-23", LAST, freq="7D")
    troubled = set() if calm else set(rng.choice(counties, TROUBLED, replace=False))
    listed, rows, came = [], [], {}
    for county in counties:
        chance = rng.uniform(0.3, 0.45) / (4 if county in troubled else 1)
        opens = rng.geometric(chance, 11)
        listed += [{"market": f"{county}-{k:02d}", "county": county} for k in range(11)]
        for week, day in enumerate(days):
            rows += [
                {"market": f"{county}-{k:02d}", "county": county, "date": day, "stalls_open": 50, "integrated": 0,
                 "status": "open" if week >= opened else "closed", "reason": None}
                for k, opened in enumerate(opens)
            ]  # fmt: skip
        late = days[min(opens.max(), len(days) - 1)].date() > deadline
        came[county] = [pd.Timestamp(deadline)] if late else []
    register = pd.DataFrame(listed).assign(name="m", kind="urban", special=False, stalls_total=100)
    return World(inputs={"market_list": register, "market_status": _known(pd.DataFrame(rows))}, came=came)


def supply(rng: np.random.Generator, counties: list[str], *, calm: bool, covers: dict[str, float]) -> World:
    """A firm a county and category that keeps ``covers`` days; trouble is inflow that fails for five weeks.

    Every day is ordered what brings the stock back to its cover.
    """
    keys = [(county, category) for county in counties for category in covers]
    troubled = set() if calm else set(rng.choice(len(keys), 2 * TROUBLED, replace=False))
    register, rows, came = [], [], {}
    for number, (county, category) in enumerate(keys):
        firm = f"E{number:02d}"
        register.append({"enterprise": firm, "name": firm, "county": county, "categories": category})
        asked = 10 * (1 + 0.15 * np.sin(2 * np.pi * DAYS.day_of_week / 7)) * np.exp(rng.normal(0, 0.12, len(DAYS)))
        failing = np.zeros(len(DAYS), bool)
        if number in troubled:
            day = rng.integers(np.flatnonzero(YEAR)[20], np.flatnonzero(YEAR)[300])
            failing[day : day + 35] = True
        told = _sold(rng, asked, failing, covers[category])
        subject = f"{firm}:{category}"
        came[subject] = list(DAYS[YEAR & (told["on_hand"] <= 0)])
        came[f"{county}:{category}"] = came[subject]
        rows.append(pd.DataFrame(told).assign(enterprise=firm, county=county, category=category, date=DAYS))
    frame = pd.concat(rows, ignore_index=True).assign(in_transit=np.nan, wholesale_price=np.nan, retail_price=np.nan)
    return World(inputs={"enterprise_list": pd.DataFrame(register), "supply_daily": _known(frame)}, came=came)


def _sold(rng, asked: np.ndarray, failing: np.ndarray, cover, most: float = np.inf) -> dict[str, np.ndarray]:
    """Stock, inflow and outflow day by day: every day is ordered what brings the stock back to its cover."""
    wanted = np.broadcast_to(10 * np.asarray(cover, dtype=float), asked.shape)
    stock, held, brought, sold = wanted[0], [], [], []
    for want, fails, aim in zip(asked, failing, wanted):
        comes = 0.0 if fails else min(max(10 + (aim - stock) / 5, 0) * np.exp(rng.normal(0, 0.2)), most)
        out = min(want, stock + comes)
        stock = stock + comes - out
        held.append(round(stock, 2))
        brought.append(round(comes, 2))
        sold.append(round(out, 2))
    on_hand = np.array(held)
    return {"on_hand": on_hand, "inflow": np.array(brought), "outflow": np.array(sold),
            "stockout": (on_hand <= 0).astype(int)}  # fmt: skip


def festive(
    rng: np.random.Generator, counties: list[str], *, calm: bool, covers: dict[str, float], feasts: pd.DatetimeIndex
) -> World:  # fmt: skip
    """A firm a county and category that is asked for 2.3 times the usual in the week before a festival.

    No more than 1.3 times the usual can be brought in a day. Who is calm builds up eight days more in the three weeks
    before; who is troubled orders as ever. It came true where the store was empty in that week.
    """
    away = np.array([[(feast - day).days for feast in feasts] for day in DAYS])
    rush, before = ((away >= 1) & (away <= 7)).any(axis=1), ((away >= 1) & (away <= 28)).any(axis=1)
    troubled = set() if calm else set(rng.choice(counties, TROUBLED, replace=False))
    register, rows, came = [], [], {}
    for number, (county, category) in enumerate((c, k) for c in counties for k in covers):
        firm = f"E{number:02d}"
        register.append({"enterprise": firm, "name": firm, "county": county, "categories": category})
        asked = 10 * np.where(rush, 2.3, 1.0) * np.exp(rng.normal(0, 0.12, len(DAYS)))
        cover = covers[category] + (0 if county in troubled else 8 * before)
        told = _sold(rng, asked, np.zeros(len(DAYS), bool), cover, most=13.0)
        empty = DAYS[YEAR & rush & (told["on_hand"] <= 0)]
        came[f"{county}:{category}"] = [day for n, day in enumerate(empty) if not n or (day - empty[n - 1]).days > 7]
        rows.append(pd.DataFrame(told).assign(enterprise=firm, county=county, category=category, date=DAYS))
    frame = pd.concat(rows, ignore_index=True).assign(in_transit=np.nan, wholesale_price=np.nan, retail_price=np.nan)
    return World(inputs={"enterprise_list": pd.DataFrame(register), "supply_daily": _known(frame)}, came=came)


def arrears(rng: np.random.Generator, counties: list[str], *, calm: bool) -> World:
    """Four debtors a county that pay monthly by plan and settle the rest in December; trouble is one that pays half."""
    months = pd.date_range("2020-01-01", "2020-12-01", freq="MS")
    troubled = set() if calm else set(rng.choice(counties, TROUBLED, replace=False))
    items, plan, paid, came = [], [], [], {}
    for county in counties:
        owed = 0.0
        for k in range(4):
            name, amount = f"{county}-{k}", rng.uniform(5, 30)
            total, share = 12 * amount, rng.uniform(0.45, 0.6) if county in troubled and k == 0 else 1.02
            items.append({"item": name, "county": county, "debtor": name, "undisputed": total, "formed": "2018-01-01"})
            left = total
            for month in months:
                plan.append({"item": name, "county": county, "month": month, "planned": amount})
                now = min(left, amount * share * np.exp(rng.normal(0, 0.15)))
                if month == months[-1] and name[-1] != "0":
                    now = left  # the last month settles what is left
                left -= now
                paid.append({"item": name, "county": county, "voucher": f"{name}{month:%m}", "paid": now,
                             "date": month + pd.Timedelta(days=int(rng.integers(8, 27)))})  # fmt: skip
            owed += left if county in troubled else 0.0
            if county not in troubled and left > 0:
                paid[-1]["paid"] += left
        came[county] = [LAST] if owed > 0.01 else []
    ledger = pd.DataFrame(items).assign(
        disputed=0.0, due="2019-01-01", listed=False, complex_case=False, new_arrears=False
    )
    ledger = ledger.assign(**{n: pd.to_datetime(ledger[n]).astype("datetime64[us]") for n in ("formed", "due")})
    inputs = {"arrears_items": ledger, "arrears_plan": _us(pd.DataFrame(plan), "month"),
              "arrears_payments": _us(pd.DataFrame(paid), "date")}  # fmt: skip
    return World(inputs=inputs, came=came)


def _us(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype("datetime64[us]")})


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    """Each report came in at noon of its day."""
    frame = _us(frame, "date")
    noon = (frame["date"] + pd.Timedelta(hours=12)).dt.tz_localize("UTC")
    return frame.assign(known_at=noon, first_known_at=noon)
