"""The ledger, the plan and the payments as they are sent."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from data.demo.arrears.ledger import PLAN_WEIGHTS, SMALL_ITEM, ledger
from data.demo.arrears.plan import BASE_DAY, PLAN_SENT, arrears_plan
from data.demo.scene import Scene
from data.demo.sending import Parcel, gathered

SHEET = ["item", "county", "debtor", "debtor_kind", "creditor", "creditor_size", "subject_matter", "contract",
         "undisputed", "disputed", "formed", "due", "listed", "complex_case", "new_arrears"]  # fmt: skip
BY_COUNTY_SINCE = dt.date(2020, 9, 10)
"""From then on each county sends its own payments, and they are reviewed and issued."""


def item_parcels(scene: Scene) -> Iterator[Parcel]:
    """The ledger as first drawn up, the new items, and the listing of the large debtors."""
    rows = ledger(scene)
    old = rows[~rows["new_arrears"]]
    first = scene.since + dt.timedelta(days=1)
    listed_later = scene.since < PLAN_SENT
    yield Parcel(moment=scene.moment(first, "09:10"), name="拖欠账款台账",
                 rows=old[SHEET].assign(listed=old["listed"] & ~listed_later))  # fmt: skip
    if listed_later:
        yield Parcel(
            moment=scene.moment(PLAN_SENT, "09:30"), name="拖欠账款台账_挂牌督办", rows=old.loc[old["listed"], SHEET]
        )
    new = rows[rows["new_arrears"]].sort_values("due")
    for row in new.index:
        sent = max(new.at[row, "due"] + dt.timedelta(days=5), first)
        yield Parcel(moment=scene.moment(sent, "15:00"), name=f"拖欠账款台账_新增{new.at[row, 'item']}",
                     rows=new.loc[[row], SHEET], county=new.at[row, "county"])  # fmt: skip


def plan_parcels(scene: Scene) -> Iterator[Parcel]:
    """The plan of 2020, once."""
    sent = max(PLAN_SENT, scene.since + dt.timedelta(days=1))
    yield Parcel(moment=scene.moment(sent, "09:40"), name="拖欠账款清偿计划表_2020年", rows=monthly_plan(scene))


def payment_parcels(scene: Scene) -> Iterator[Parcel]:
    """Twice a month; what was paid before the first day comes with the ledger."""
    rows = payments(scene)
    first = scene.since + dt.timedelta(days=1)
    sent = [max(_next_filing(day), first) for day in rows["valid_for"]]
    names = [f"拖欠账款清偿明细_{day:%Y%m%d}" for day in sent]
    county = ledger(scene).set_index("item")["county"]
    sender = [county[item] if day >= BY_COUNTY_SINCE else "" for item, day in zip(rows["item"], sent)]
    names = [f"{name}_{scene.short[one]}" if one else name for name, one in zip(names, sender)]
    yield from gathered(rows.assign(moment=[scene.moment(day, "10:00") for day in sent], file=names, sender=sender))


def _next_filing(day: dt.date) -> dt.date:
    return day.replace(day=16) if day.day <= 15 else (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@cache
def monthly_plan(scene: Scene) -> pd.DataFrame:
    """item, month, planned: what is left at the base day laid over the months of 2020."""
    rows = []
    open_items = ledger(scene).query("left_base > 0 and not new_arrears")
    for item in open_items.itertuples():
        weights = np.array(PLAN_WEIGHTS)
        if item.left_base < SMALL_ITEM and not item.listed:
            weights = weights * (1, 1, 1, 1, 1, 1, 0.3, 0.2, 0.2)
        amounts = [*_laid(item.planned_by_end, weights), *_laid(item.left_base - item.planned_by_end, np.ones(3))]
        rows += [(item.item, dt.date(2020, month, 1), amount) for month, amount in enumerate(amounts, 1) if amount > 0]
    return pd.DataFrame(rows, columns=["item", "month", "planned"])


def _laid(total: float, weights: np.ndarray) -> list[float]:
    """A sum over the months to the cent, the last month taking the rounding."""
    if total < 0.005:
        return [0.0] * len(weights)
    edges = np.round(total * np.cumsum(weights) / weights.sum(), 2)
    return [round(float(amount), 2) for amount in np.diff([0.0, *edges])]


@cache
def payments(scene: Scene) -> pd.DataFrame:
    """item, voucher, valid_for, paid: before the base day as it came, since then the county's pace of the plan."""
    rng = scene.rng("payments")
    rows = [*_before_base(scene, rng), *_since_base(scene, rng)]
    frame = pd.DataFrame(rows, columns=["item", "valid_for", "paid"]).query("paid > 0")
    frame = frame[frame["valid_for"] <= scene.until].sort_values(["valid_for", "item"]).reset_index(drop=True)
    frame.insert(1, "voucher", [f"演示凭证{n:05d}" for n in range(1, len(frame) + 1)])
    return frame


def _before_base(scene: Scene, rng: np.random.Generator) -> Iterator[tuple]:
    """One to four payments an item from December 2018, more of them at month ends and before Spring Festival."""
    for item in ledger(scene).query("not new_arrears").itertuples():
        paid = round(item.undisputed - item.left_base, 2)
        count = int(rng.integers(1, 5))
        days = sorted(_pay_day(rng, dt.date(2018, 12, 1), int(rng.integers(0, 13))) for _ in range(count))
        for day, amount in zip(days, _laid(paid, rng.uniform(0.5, 1.5, count))):
            yield item.item, min(day, BASE_DAY), amount


def _since_base(scene: Scene, rng: np.random.Generator) -> Iterator[tuple]:
    items = ledger(scene).set_index("item")
    left = items["left_base"].to_dict()
    plan = arrears_plan(scene)
    for row in monthly_plan(scene).sort_values("month").itertuples():
        pace = plan.progress(items.at[row.item, "county"])
        amount = round(min(row.planned * pace * float(rng.uniform(0.97, 1.03)), left[row.item]), 2)
        left[row.item] = round(left[row.item] - amount, 2)
        yield row.item, _pay_day(rng, row.month, 0), amount


def _pay_day(rng: np.random.Generator, month: dt.date, later: int) -> dt.date:
    """A day of the month so many months later, seven times in ten after the 20th."""
    start = (month + dt.timedelta(days=31 * later)).replace(day=1)
    return start.replace(day=int(rng.integers(20, 29) if rng.random() < 0.7 else rng.integers(3, 20)))
