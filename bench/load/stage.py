"""What the load run needs on its copy of the demo: viewers' accounts, enterprises' tokens, everybody's reports."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.demo.sheets import as_csv
from data.reference.region import Region
from data.store import accounts, markets, supply
from data.store.engine import Store
from data.store.scope import EVERYTHING
from pages.api import tokens
from pages.door.passwords import make_hash

ROWS = 200  # of a report that catches up
FIRST = dt.date(2020, 10, 1)  # the day after the demo's last
PASSWORD = "kestrel marble thirty orchard"
BEGINS = dt.datetime(2022, 6, 30, 0, 30, tzinfo=dt.UTC)  # half past eight in Lanzhou, long after the demo's last day


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report ready to be sent: by an enterprise's system (rows, token) or as a market's file (content).

    ``names`` are what the store will know its rows by: sender, category (none for a market) and day.
    """

    sender: str
    key: str
    names: frozenset[tuple]
    rows: tuple[dict, ...] = ()
    token: str = ""
    content: bytes = b""


def make_viewers(store: Store, number: int) -> list[str]:
    """Accounts that look at everything: leaders, bureau and staff in turn."""
    hashed, now = make_hash(PASSWORD), dt.datetime.now(dt.UTC)
    names = [f"viewer{place:03d}" for place in range(number)]
    with store.noting() as conn:
        for place, uid in enumerate(names):
            role = ("leader", "bureau", "staff")[place % 3]
            accounts.create(
                conn, uid=uid, name=uid, role=role, password_hash=hashed, at=now, counties=None, enterprise=None
            )
            accounts.set_password(conn, uid, password_hash=hashed, must_change=False, at=now)
    return names


def enterprise_reports(store: Store, rng: np.random.Generator, sizes: tuple[int, ...]) -> list[list[Report]]:
    """For each size a list of reports, one an enterprise: its categories over the days that follow on the stored."""
    with store.reading() as conn:
        known = supply.daily(conn, scope=EVERYTHING, as_known=None)
    known = known.sort_values("date").groupby(["enterprise", "category"], as_index=False).last()
    out: list[list[Report]] = [[] for _ in sizes]
    for firm, mine in known.groupby("enterprise"):
        token = tokens.issue(store, enterprise=str(firm), by="bench", at=dt.datetime.now(dt.UTC))
        days = -(-sum(sizes) // len(mine))
        rows = sorted((row for one in mine.itertuples() for row in _days(one, days, rng)), key=lambda r: r["valid_for"])
        for place, size in enumerate(sizes):
            part, rows = tuple(rows[:size]), rows[size:]
            names = frozenset((firm, row["category"], dt.date.fromisoformat(row["valid_for"])) for row in part)
            key = f"load-{place}-{firm}"
            out[place].append(Report(sender=str(firm), key=key, names=names, rows=part, token=token))
    return out


def _days(last, days: int, rng: np.random.Generator):
    """What goes out comes in again, so that the stock stays believable for as many days as the run needs."""
    usual = max(float(last.outflow or 0), 0.1)
    stock = max(float(last.on_hand), 5 * usual)
    for day in range(days):
        moved = round(usual * rng.uniform(0.9, 1.1), 3)
        filled = stock - float(last.on_hand) if day == 0 else 0.0
        yield {
            "category": last.category, "valid_for": (FIRST + dt.timedelta(days=day)).isoformat(),
            "on_hand": round(stock, 3), "inflow": round(moved + filled, 3), "outflow": moved,
            "retail_price": float(last.retail_price) if pd.notna(last.retail_price) else None,
        }  # fmt: skip


def market_reports(store: Store, region: Region, sizes: tuple[int, ...]) -> list[list[Report]]:
    """A list of files for each size, one a market: it is open, day after day."""
    with store.reading() as conn:
        listed = markets.markets(conn, scope=EVERYTHING, as_known=None)
    out: list[list[Report]] = [[] for _ in sizes]
    for one in listed.itertuples():
        first = FIRST
        for place, size in enumerate(sizes):
            days = [first + dt.timedelta(days=day) for day in range(size)]
            first = days[-1] + dt.timedelta(days=1)
            rows = {"market": one.market, "valid_for": days, "status": "open", "stalls_open": one.stalls_total}
            content = as_csv("market_status", pd.DataFrame(rows), region)
            names = frozenset((one.market, None, day) for day in days)
            out[place].append(Report(sender=str(one.market), key=f"load-{place}", names=names, content=content))
    return out
