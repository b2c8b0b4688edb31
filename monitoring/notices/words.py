"""The words of notices: who answers at which level, what is asked of them, and what happened."""

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd

LEVELS = {"red": "Ⅰ级 红色", "orange": "Ⅱ级 橙色", "yellow": "Ⅲ级 黄色", "blue": "Ⅳ级 蓝色"}
OFFICE = "州级专班"
LEADERS = "分管领导"
OFFICES = {"county": OFFICE, "prefecture": OFFICE, "province": "州级专班提请省级"}
ASKS = {
    "overdue": "已超期：请立即办结，办不结的书面说明",
    "take": "已提级，尚无人认领：请认领并签收",
    "sign": "请签收并组织核实",
    "check": "请核验佐证，决定是否销号",
    "check_late": "复核已超时：请立即核验佐证，销号或退回",
    "grant": "责任单位申请延期：请在时限前批复",
    "near": "临近时限：请抓紧办理",
    "again": "销号后复测仍越线：请重新研究措施",
    "measure": "销号后一直没有新数：请报送最新数据",
    "stock": "请核实库存、在途和补货安排",
}
MARKS = {"first": "已延期，原时限 {}", "asked": "申请延至 {}", "missed": "此前时限 {} 已超"}
HAPPENED = {"open": "新立处置件", "raise": "级别升高", "return": "再次预警", "escalate": "提级"}
MARK = "演示数据 · 内容为虚构"


def day_of(day: dt.date) -> str:
    """``2020年9月30日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def asked_of(item: dict, region) -> str:
    """What is asked, what was put off or is asked to be, and which deadline was let pass before."""
    told = [word.format(moment) for mark, word in MARKS.items() if (moment := until_of(item[mark], region))]
    return ASKS[item["ask"]] + (f"（{'；'.join(told)}）" if told else "")


def until_of(moment: dt.datetime | None, region) -> str:
    """``9月30日 18:00``, or nothing: a column with both holds NaT where there is none."""
    if pd.isna(moment):
        return ""
    here = moment.astimezone(ZoneInfo(region.timezone))
    return f"{here.month}月{here.day}日 {here:%H:%M}"
