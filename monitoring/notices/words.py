"""The words of notices: who answers at which level, what is asked of them, and what happened."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

LEVELS = {"red": "Ⅰ级 红色", "orange": "Ⅱ级 橙色", "yellow": "Ⅲ级 黄色", "blue": "Ⅳ级 蓝色"}
OFFICE = "州级专班"
OFFICES = {"county": OFFICE, "prefecture": OFFICE, "province": "州级专班提请省级"}
ASKS = {
    "overdue": "已超期：请立即办结，办不结的书面说明",
    "take": "已提级，尚无人认领：请认领并签收",
    "sign": "请签收并组织核实",
    "check": "请核验佐证，决定是否销号",
    "near": "临近时限：请抓紧办理",
    "again": "销号后复测仍越线：请重新研究措施",
    "measure": "销号后一直没有新数：请报送最新数据",
    "stock": "请核实库存、在途和补货安排",
}
HAPPENED = {"open": "新立处置件", "raise": "级别升高", "return": "再次预警", "escalate": "提级"}
MARK = "演示数据 · 内容为虚构"


def day_of(day: dt.date) -> str:
    """``2020年9月30日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def asked_of(item: dict, region) -> str:
    """What is asked, and that the level below has let its deadline pass."""
    missed = until_of(item["missed"], region)
    return ASKS[item["ask"]] + (f"（下一级时限 {missed} 已超）" if missed else "")


def until_of(moment: dt.datetime | None, region) -> str:
    """``9月30日 18:00``, or nothing: a column with both holds NaT where there is none."""
    if pd.isna(moment):
        return ""
    here = moment.astimezone(ZoneInfo(region.timezone))
    return f"{here.month}月{here.day}日 {here:%H:%M}"
