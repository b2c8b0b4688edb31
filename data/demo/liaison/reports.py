"""Four sheets about the invented enterprises: officers, visits, contingency plans and drills."""

import datetime as dt
from collections.abc import Iterator
from functools import cache

import pandas as pd

from data.demo.scene import Scene
from data.demo.sending import Parcel
from data.demo.supply.firms import firm_list

BEGINS = dt.date(2020, 6, 8)
DRILLED = dt.date(2020, 8, 14)
WITHOUT_OFFICER, WITHOUT_PLAN = 3, 6
DEPARTMENTS = {
    "supermarket": "州商务局", "wholesaler": "州商务局", "grain_and_oil": "州发改委", "slaughter": "州农业农村局",
    "dairy": "州工信局", "poultry": "州农业农村局", "instant_food": "州市场监管局",
}  # fmt: skip
SURNAMES = "马祁韩王张李赵陈杨孔"
FINDINGS = ("生产经营正常、库存充足", "员工已全部返岗", "物流基本顺畅", "正在补充库存", "已按要求填报监测数据")
NEEDS = (("materials", "外地货源运费上涨、补货慢"), ("cash", "回款周期长、周转资金偏紧"), ("staff", "夜班配送司机不足"))
TRIGGERS = (
    ("stockout_run", "yellow", "两小时内从州级储备调拨、同步联系两家备选供应商"),
    ("days_of_cover", "orange", "启动跨县调剂、限量供应并增加批发市场直供"),
    ("supply_silence", "orange", "联络员当日上门核实库存并代为填报"),
)


@cache
def _firms(scene: Scene) -> pd.DataFrame:
    order = scene.rng("liaison").permutation(len(firm_list(scene)))
    return firm_list(scene).iloc[order].reset_index(drop=True)


def _first(scene: Scene) -> dt.date:
    return max(BEGINS, scene.since + dt.timedelta(days=3))


def list_parcels(scene: Scene) -> Iterator[Parcel]:
    """The officers, once; a few enterprises are left without one."""
    if _first(scene) > scene.until:
        return
    firms = _firms(scene).iloc[WITHOUT_OFFICER:]
    rows = pd.DataFrame({
        "enterprise": firms["enterprise"], "officer": [f"{SURNAMES[i % len(SURNAMES)]}某" for i in range(len(firms))],
        "department": firms["kind"].map(DEPARTMENTS), "since": _first(scene),
    })  # fmt: skip
    yield Parcel(moment=scene.moment(_first(scene), "15:00"), name="联络员派驻表", rows=rows)


def visit_parcels(scene: Scene) -> Iterator[Parcel]:
    """Every second Friday what was found in the fortnight before; the last visits of some firms lie long back."""
    days = [d for d in scene.days if d > _first(scene) and d.isoweekday() == 5 and (d.toordinal() // 7) % 2 == 0]
    for number, friday in enumerate(days):
        frame = pd.DataFrame(
            _visits(scene, number, friday), columns=["enterprise", "valid_for", "way", "finding", "need"]
        )
        yield Parcel(moment=scene.moment(friday, "17:00"), name=f"走访联系记录_{friday:%Y%m%d}", rows=frame)


def _visits(scene: Scene, number: int, friday: dt.date) -> Iterator[dict]:
    rng = scene.rng(f"visits {friday}")
    for place, firm in enumerate(_firms(scene)["enterprise"]):
        seldom = place % 7 == 0  # seen once at the beginning, then forgotten
        if place < WITHOUT_OFFICER or (seldom and number > 0) or (not seldom and rng.random() > 0.45):
            continue
        found = (None, FINDINGS[int(rng.integers(len(FINDINGS)))])
        need, finding = NEEDS[place % len(NEEDS)] if rng.random() < 0.06 else found
        way = ("on_site", "phone", "online")[int(rng.integers(3))]
        yield {"enterprise": firm, "valid_for": friday - dt.timedelta(days=int(rng.integers(0, 10))), "way": way,
               "finding": f"{finding}(演示)", "need": need}  # fmt: skip


def plan_parcels(scene: Scene) -> Iterator[Parcel]:
    """The plans, once: each firm with one for stockouts, most with a second; a few firms have none."""
    if _first(scene) >= scene.until:
        return
    rows = []
    for place, firm in enumerate(_firms(scene).iloc[WITHOUT_PLAN:].itertuples(index=False)):
        for trigger, severity, actions in TRIGGERS[: 1 + place % 3]:
            rows.append({"enterprise": firm.enterprise, "trigger": trigger, "severity": severity,
                         "actions": f"{actions}(演示)", "lead": f"{DEPARTMENTS[firm.kind]}包抓组",
                         "drawn_on": _first(scene)})  # fmt: skip
    moment = scene.moment(_first(scene) + dt.timedelta(days=1), "15:00")
    yield Parcel(moment=moment, name="一企一策应急预案", rows=pd.DataFrame(rows))


def drill_parcels(scene: Scene) -> Iterator[Parcel]:
    """One sheet of drills in the middle of August; a third of the firms took part."""
    if not _first(scene) < DRILLED <= scene.until:
        return
    firms = _firms(scene)["enterprise"].iloc[WITHOUT_PLAN::3]
    wanting = [n % 5 == 4 for n in range(len(firms))]
    rows = pd.DataFrame({
        "enterprise": firms, "valid_for": DRILLED, "content": "断供四小时补货演练(演示)",
        "result": ["wanting" if one else "good" for one in wanting],
        "note": ["备选供应商联系方式需更新" if one else None for one in wanting],
    })  # fmt: skip
    yield Parcel(moment=scene.moment(DRILLED, "18:00"), name="应急预案演练记录", rows=rows)
