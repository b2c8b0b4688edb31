"""The firms' register and their reports: weekly in normal times, daily in the emergency, some late, some never."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.demo.scene import Scene
from data.demo.sending import Parcel, gathered
from data.demo.supply.firms import firm_list, lines
from data.demo.supply.plan import supply_plan
from data.demo.supply.prices import WHOLESALE_SHARE, retail_prices
from data.demo.supply.stocks import supply_stocks

NEVER_SENT, SENT_LATE, TARDY_LATE = 0.008, 0.035, 0.7
DAYS_LATE = (0.75, 0.15, 0.10)  # the same afternoon, the next, the one after


def list_parcels(scene: Scene) -> Iterator[Parcel]:
    """The register, once."""
    moment = scene.moment(scene.since + dt.timedelta(days=1), "09:05")
    yield Parcel(moment=moment, name="重点保供企业名录", rows=firm_list(scene))


def supply_parcels(scene: Scene) -> Iterator[Parcel]:
    """The files of the reports, in order of moment."""
    rows = supply_rows(scene)
    delivery = _delivery(scene, rows)
    yield from gathered(rows.assign(**delivery)[delivery["sent"]].drop(columns="sent"))


def supply_rows(scene: Scene) -> pd.DataFrame:
    """Every report that is due: a row a line and reporting day, in tonnes and yuan a kilogram."""
    days = [n for n, day in enumerate(scene.days) if _due(scene, day)]
    stocks, prices, keys = supply_stocks(scene), retail_prices(scene), lines(scene)
    tonnes = {name: getattr(stocks, name)[:, days].T.ravel() / 1000 for name in ("on_hand", "inflow", "outflow")}
    retail = np.round(prices[:, days], 2)
    sells_on = keys["kind"].isin(["wholesaler", "grain_and_oil", "slaughter", "dairy", "poultry"]).to_numpy()
    wholesale = np.where(sells_on[:, None], np.round(retail * WHOLESALE_SHARE, 2), np.nan)
    return pd.DataFrame(
        {
            "enterprise": np.tile(keys["enterprise"], len(days)),
            "category": np.tile(keys["category"], len(days)),
            "valid_for": np.repeat(np.array(scene.days, dtype=object)[days], len(keys)),
            **tonnes,
            "in_transit": stocks.in_transit[:, days].T.ravel() / 1000,
            "wholesale_price": wholesale.T.ravel(),
            "retail_price": retail.T.ravel(),
            "stockout": stocks.stockout[:, days].T.ravel(),
        }
    )


def _due(scene: Scene, day: dt.date) -> bool:
    rule = scene.region.reporting_on("supply", day) or {"cadence": "daily"}
    return rule["cadence"] == "daily" or day.isoweekday() == rule["weekday"]


def _delivery(scene: Scene, rows: pd.DataFrame) -> dict[str, list]:
    """Whether and when each row is sent: a firm's lines of one day travel together."""
    rng = scene.rng("supply delivery")
    found = {}
    for firm, day in dict.fromkeys(zip(rows["enterprise"], rows["valid_for"])):
        found[firm, day] = _sent(scene, firm, day, rng.random(3))
    sent, moments, names = zip(*(found[key] for key in zip(rows["enterprise"], rows["valid_for"])))
    return {"sent": list(sent), "moment": list(moments), "file": list(names), "sender": [""] * len(rows)}


def _sent(scene: Scene, firm: str, day: dt.date, chance: np.ndarray) -> tuple[bool, dt.datetime, str]:
    plan = supply_plan(scene)
    quiet = any(
        s.enterprise == firm and s.first <= day <= s.last for s in (plan.silent, plan.silent_when_short, plan.lapsed)
    )
    planted = {s.enterprise for s in plan.squeezes} | {j.enterprise for j in plan.jumps}
    close = firm in planted and day >= scene.before(10)  # what is planted must be heard of
    tardy = firm in plan.tardy and day >= scene.before(60)
    late = chance[1] < (TARDY_LATE if tardy else SENT_LATE) and not close
    morrow = day + dt.timedelta(days=1)
    if not late:
        sent = not quiet and (chance[0] >= NEVER_SENT or close)
        return sent, scene.moment(morrow, "11:40"), f"生活必需品供应_{day:%Y%m%d}"
    wait = 0 if tardy else int(np.searchsorted(np.cumsum(DAYS_LATE), chance[2]))
    arrival = morrow + dt.timedelta(days=wait)
    return not quiet, scene.moment(arrival, "17:30"), f"生活必需品供应_迟报_{arrival:%Y%m%d}"
