"""The ledger: large debtors' items and everybody else's, what is left at the base day and planned since."""

import datetime as dt
from functools import cache

import numpy as np
import pandas as pd

from data.demo.arrears.plan import LargeDebtor, arrears_plan
from data.demo.scene import Scene

OFFICES = {
    "government": ("住建局", "交通局", "教育局", "水务局", "卫健局", "农业农村局", "自然资源局", "文旅局"),
    "institution": ("第一中学", "中医院", "职业学校", "公路管理站"),
    "state_firm": ("供排水公司", "粮食收储公司"),
    "platform": ("城镇建设公司",),
}
MATTERS, MATTER_SHARE = ("works", "goods", "services", "deposit"), (0.62, 0.18, 0.14, 0.06)
CREDITORS = {"works": "建筑", "goods": "商贸", "services": "服务", "deposit": "工程"}
ITEMS_OF_LARGE = 6
SMALL_ITEM = 500.0  # undisputed items below were to be cleared by the end of June 2020
PLAN_WEIGHTS = (0.5, 0.3, 1.0, 1.1, 1.2, 1.4, 1.1, 1.1, 1.3)  # January to September


@cache
def ledger(scene: Scene) -> pd.DataFrame:
    """One row an item: the sheet's columns, and left_base, planned_by_end (undisputed, 10,000 yuan)."""
    rng = scene.rng("ledger")
    rows = [row for debtor in arrears_plan(scene).large for row in _large_items(scene, rng, debtor)]
    small = _small_items(scene, rng, rows)
    frame = pd.DataFrame(rows + small)
    frame = _with_dispute(scene, rng, frame)
    new = pd.DataFrame(_new_items(scene, rng, frame))
    frame = pd.concat([frame, new], ignore_index=True)
    frame.insert(0, "item", [f"Q{n:04d}" for n in range(1, len(frame) + 1)])
    frame["contract"] = [f"演示合同-{formed.year}-{n:04d}" for n, formed in enumerate(frame["formed"], 1)]
    names = zip(frame["item"], frame["subject_matter"])
    frame["creditor"] = [f"演示债权{item}号{CREDITORS[matter]}有限公司" for item, matter in names]
    return frame


def _item(scene: Scene, rng, *, county, debtor, kind, owed, left, left_end, listed, formed=None, new=False) -> dict:
    formed = formed or dt.date(2018, 10, 31) - dt.timedelta(days=int(rng.integers(60, 1500)))
    progress = arrears_plan(scene).progress(county)
    return {
        "county": county,
        "debtor": debtor,
        "debtor_kind": kind,
        "creditor_size": str(rng.choice(["small", "micro", "medium"], p=[0.5, 0.35, 0.15])),
        "subject_matter": str(rng.choice(MATTERS, p=MATTER_SHARE)),
        "undisputed": round(owed, 2),
        "disputed": 0.0,
        "formed": formed,
        "due": formed + dt.timedelta(days=int(rng.choice([30, 60]))),
        "listed": listed,
        "complex_case": False,
        "new_arrears": new,
        "left_base": round(min(left, owed), 2),
        "planned_by_end": round(min((left - left_end) / progress, left), 2),
    }


def _large_items(scene: Scene, rng: np.random.Generator, debtor: LargeDebtor) -> list[dict]:
    shares = rng.dirichlet(np.full(ITEMS_OF_LARGE, 6.0))
    return [
        _item(scene, rng, county=debtor.county, debtor=debtor.name, kind=debtor.kind, owed=debtor.owed * share,
              left=debtor.left_at_base * share, left_end=debtor.left_at_end * share, listed=True)
        for share in shares
    ]  # fmt: skip


def _small_items(scene: Scene, rng: np.random.Generator, large: list[dict]) -> list[dict]:
    """The other items: many small ones, most of them paid by the base day, the rest planned mostly by June."""
    target = scene.baseline["arrears"]
    count = target["items"] - len(large)
    owed = np.minimum(rng.lognormal(4.8, 0.9, count), 1600)
    owed *= (target["undisputed"] - sum(row["undisputed"] for row in large)) / owed.sum()
    open_share = np.where(rng.random(count) < 0.45, rng.uniform(0.3, 1.0, count), 0.0)
    wanted = (1 - target["paid_by_base"]) * target["undisputed"] - sum(row["left_base"] for row in large)
    open_share *= min(wanted / (owed * open_share).sum(), 1 / open_share.max())
    counties = rng.choice(scene.counties, size=count, p=_weights(scene))
    return [
        _item(scene, rng, county=str(county), **_debtor(scene, rng, str(county)), owed=float(amount),
              left=float(amount * share), left_end=float(amount * share * rng.uniform(0.0, 0.12)), listed=False)
        for county, amount, share in zip(counties, owed, open_share)
    ]  # fmt: skip


def _weights(scene: Scene) -> np.ndarray:
    people = scene.region.counties["population"].to_numpy(dtype=float)
    return people / people.sum()


def _debtor(scene: Scene, rng: np.random.Generator, county: str) -> dict:
    kind = str(rng.choice(list(OFFICES), p=[0.62, 0.22, 0.10, 0.06]))
    return {"debtor": f"{scene.short[county]}演示{rng.choice(OFFICES[kind])}", "kind": kind}


def _with_dispute(scene: Scene, rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    struck = rng.choice(len(frame), size=len(frame) // 8, replace=False)
    shares = rng.dirichlet(np.full(len(struck), 1.5)) * scene.baseline["arrears"]["disputed"]
    disputed = np.zeros(len(frame))
    disputed[struck] = np.round(shares, 2)
    complex_case = (disputed > 350) | frame["complex_case"]
    return frame.assign(disputed=disputed, complex_case=complex_case)


def _new_items(scene: Scene, rng: np.random.Generator, frame: pd.DataFrame) -> list[dict]:
    """Arrears that arose in 2020: a little in three counties, more than it cleared in one."""
    plan = arrears_plan(scene)
    here = frame["county"] == plan.relapsing
    cleared = frame.loc[here, "planned_by_end"].sum() * plan.progress(plan.relapsing)
    wanted = [(plan.relapsing, cleared * 0.5), (plan.relapsing, cleared * 0.45), (plan.relapsing, cleared * 0.55)]
    wanted += [(scene.role(n), float(rng.uniform(40, 120))) for n in (0, 3, 6)]
    return [
        _item(scene, rng, county=county, **_debtor(scene, rng, county), owed=owed, left=owed, left_end=owed,
              listed=False, formed=scene.before(int(rng.integers(50, 110))), new=True)
        for county, owed in wanted
    ]  # fmt: skip
