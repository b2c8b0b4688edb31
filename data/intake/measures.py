"""Progress on the plan's measures, as counties and departments report it: a row a place, target and day."""

from typing import TYPE_CHECKING

from data.intake.measure_checks import (
    as_the_target_wants,
    done_within_total,
    fallen_back,
    its_own_target,
    says_something,
)
from data.intake.sheet import Column, Kind, Sheet
from data.intake.words import MEASURE_STAGES

if TYPE_CHECKING:
    from data.reference.region import Region

REPORTED = ("count", "share", "most", "work")
"""Ways of measuring a target that somebody must report; the others the system sees by itself."""
REGION_ITSELF = "州本级"


def places(region: "Region") -> dict[str, str]:
    """Counties, and the region itself for what its departments do."""
    short = dict(zip(region.counties["short"], region.counties["county"]))
    own = dict.fromkeys((REGION_ITSELF, "本级", region.code), region.code)
    return short | own | region.county_aliases


def targets(region: "Region") -> dict[str, str]:
    """What is reported: ``第12条 新增上云企业`` first, then the bare title and the id."""
    told = region.measure_targets[region.measure_targets["way"].isin(REPORTED)]
    told = told.sort_values(["reporter", "way"], kind="stable")  # what counties count comes first in their drop-down
    rows = list(zip(told["measure"], told["title"], told["target"]))
    numbered = {f"{ordinal(measure)}{title}".replace(" ", ""): target for measure, title, target in rows}
    return numbered | {title: target for _, title, target in rows} | {target: target for _, _, target in rows}


def ordinal(measure: str) -> str:
    """``第12条``, ``第6(2)条``; a mechanism is its own name."""
    return measure if measure.startswith("机制") else f"第{measure}条"


MEASURE_PROGRESS = Sheet(
    topic="measure_progress",
    title="工作任务进展情况表",
    table="measure_progress",
    cadence="每月末一报,每项任务指标一行",
    columns=(
        Column(name="county", header="填报地区", aliases=("填报单位", "地区", "县(市)", "县市", "county"),
               kind=Kind.WORD, words=places, hint="县(市)写通用简称;州级牵头部门写“州本级”"),
        Column(name="target", header="任务指标", aliases=("任务", "指标", "任务名称", "target"), kind=Kind.WORD,
               words=targets),
        Column(name="valid_for", header="统计日期", aliases=("日期", "数据日期", "截止日期", "date"), kind=Kind.DAY,
               example="2020-02-29"),
        Column(name="done", header="累计完成数", aliases=("完成数", "累计完成", "完成情况", "实际值", "done"),
               kind=Kind.AMOUNT, low=0, high=1e6, required=False, example="36",
               hint="按任务指标的单位填自年初(方案起)累计数;费率、用时等填当前实际值"),
        Column(name="total", header="应完成总数", aliases=("总数", "应完成数", "分母", "total"), kind=Kind.AMOUNT,
               low=0, high=1e7, required=False, hint="复工复市率、免租率等比例类指标必填"),
        Column(name="stage", header="进展阶段", aliases=("阶段", "进展状态", "stage"), kind=Kind.WORD,
               words=MEASURE_STAGES, required=False, hint="没有数量指标的任务必填"),
        Column(name="note", header="进展说明", aliases=("说明", "进展情况", "存在问题", "note"), kind=Kind.TEXT,
               required=False, longest=300),
        Column(name="evidence", header="佐证材料", aliases=("佐证", "文号", "依据", "evidence"), kind=Kind.TEXT,
               required=False, longest=200, hint="文号、台账或文件名"),
    ),
    key=("county", "target", "valid_for"),
    day="valid_for",
    row_checks=(says_something, done_within_total),
    region_checks=(its_own_target, as_the_target_wants),
    stored_checks=(fallen_back,),
)  # fmt: skip
