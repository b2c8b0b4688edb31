"""The printable 调运单: every line with its reason, and room for signatures."""

import datetime as dt

import pandas as pd

from monitoring.notices import paper
from monitoring.notices.words import MARK

HEADERS = (("序号", 5), ("品类", 9), ("调出企业", 28), ("调入企业", 28), ("数量(吨)", 10), ("里程(公里)", 10),
           ("调出后(天)", 10), ("调入后(天)", 10), ("理由", 70))  # fmt: skip
SIGNERS = ((0, "填报人："), (3, "审核人："), (8, "负责人："))


def slip(
    lines: pd.DataFrame, *, firms: dict[str, str], goods: dict[str, str], place: str, day: dt.date, demo: bool
) -> bytes:
    """The proposal as an .xlsx; a number that is not known is a dash."""
    mark = f"{MARK}；" if demo else ""
    return paper.table(
        "调运单", title=f"{place}生活必需品调运单（建议）", columns=HEADERS, signers=SIGNERS,
        note=f"{mark}数据截至 {day:%Y年%m月%d日}；供商务部门研究，不是调度指令",
        rows=[
            (serial, goods.get(line.category, line.category), firms.get(line.sender, line.sender),
             firms.get(line.receiver, line.receiver),
             *map(_figure, (line.tonnes, line.km, line.sender_after, line.receiver_after)), line.reason)
            for serial, line in enumerate(lines.itertuples(index=False), 1)
        ],
    )  # fmt: skip


def _figure(value: float) -> float | str:
    return "—" if pd.isna(value) else float(value)
