"""Monthly reports on the plan's measures: each county's own sheet, and one of the prefecture's departments."""

import datetime as dt
import math
from collections.abc import Iterator

import pandas as pd

from data.demo.measures.plan import MeasuresPlan, measures_plan, report_days
from data.demo.scene import Scene
from data.demo.sending import Parcel

COLUMNS = ("county", "target", "valid_for", "done", "total", "stage", "note", "evidence")
PACE = {"slow_cloud": 0.68, "slow_service": 0.88}
PLANNED_ONLY = ("work_6_4", "work_23")  # not begun by the first report


def progress_parcels(scene: Scene) -> Iterator[Parcel]:
    """Every month end in the afternoon; the silent county falls silent after its second report."""
    plan = measures_plan(scene)
    for number, day in enumerate(report_days(scene)):
        moment = scene.moment(day, "16:00")
        for county in scene.counties:
            if county == plan.silent and number >= 2:
                continue
            rows = pd.DataFrame(_county_rows(scene, plan, county, day), columns=COLUMNS)
            name = f"任务进展_{scene.short[county]}_{day:%Y%m}"
            yield Parcel(moment=moment, name=name, rows=rows, county=county)
        rows = pd.DataFrame(_region_rows(scene, plan, number, day), columns=COLUMNS)
        yield Parcel(moment=moment, name=f"任务进展_州本级_{day:%Y%m}", rows=rows)


def _county_rows(scene: Scene, plan: MeasuresPlan, county: str, day: dt.date) -> Iterator[tuple]:
    rng = scene.rng(f"measures {county} {day}")
    for target, slow in (("cloud_firms", plan.slow_cloud), ("service_visits", plan.slow_service)):
        pace = PACE["slow_cloud" if target == "cloud_firms" else "slow_service"] if county == slow else 1.04
        done = math.floor(_planned(scene, target, county, day) * pace)
        yield _row(scene, county, target, day, done=done)
    shops, rent = 120 + 15 * scene.counties.index(county), 60 + 10 * scene.counties.index(county)
    left = math.ceil(shops * 0.06) if county == plan.unopened else 0
    note = "少数商户因场地收回未能复业" if left else None
    yield _row(scene, county, "commerce_firms_reopened", day, done=shops - left, total=shops, note=note)
    yield _row(scene, county, "tenants_relieved", day, done=rent, total=rent)
    fee = 1.2 if county == plan.dear else round(float(rng.uniform(0.7, 0.95)), 2)
    yield _row(scene, county, "guarantee_fee_rate", day, done=fee)
    yield _row(scene, county, "power_price_share", day, done=95.0)
    yield _row(scene, county, "opening_workdays", day, done=round(float(rng.uniform(0.9, 1.6)), 1))
    tail = 4.5 if county == plan.long_tail else round(float(rng.uniform(1.7, 2.0)), 1)
    yield _row(scene, county, "opening_workdays_p95", day, done=tail)


def _region_rows(scene: Scene, plan: MeasuresPlan, number: int, day: dt.date) -> Iterator[tuple]:
    place, told = scene.region.code, scene.region.measure_targets
    own = {
        "departments_with_rules": plan.rules_out,
        "charges_outside_list": 0,
        "manager_trainees": plan.short_course if day >= dt.date(2020, 8, 31) else 0,
    }
    for target in told.loc[(told["reporter"] == "region") & told["way"].isin(("count", "most")), "target"]:
        done = own.get(target, _planned(scene, target, place, day))
        yield _row(scene, place, target, day, done=done)
    for target in told.loc[told["way"] == "work", "target"]:
        stage = "planned" if number == 0 and target in PLANNED_ONLY else "running"
        yield _row(scene, place, target, day, stage=stage, note="按方案推进、本月已调度(演示)")


def _row(
    scene: Scene, county: str, target: str, day: dt.date, *, done=None, total=None, stage=None, note=None
) -> tuple:
    short = scene.short.get(county, scene.region.short)
    return county, target, day, done, total, stage, note, f"演示:{short}任务台账{day:%Y年%m月}"


def _planned(scene: Scene, target: str, county: str, day: dt.date) -> float:
    """What the pack's plan wants of a place by a day."""
    plan = scene.region.measure_plan
    own = plan[(plan["target"] == target) & (plan["county"] == county) & (plan["date"] <= pd.Timestamp(day))]
    return float(own.sort_values("date")["planned"].iloc[-1]) if len(own) else 0.0
