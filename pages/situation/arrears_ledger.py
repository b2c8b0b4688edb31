"""How single debts are shown: who owes most, and the ledger item by item."""

import pandas as pd

from pages.parts import number
from pages.parts.matrix import Cell, Column, Row
from pages.parts.tables import Field
from pages.situation.arrears_views import LEFT, address
from pages.situation.judgement import ruling
from pages.situation.latest import Latest
from pages.situation.moment import View
from pages.situation.words import DEBTOR_KINDS, SIZES, SUBJECT_MATTERS, county_names

STATE_WORDS = {"overdue": "逾期未清", "not_due": "未到应付日", "cleared": "已清偿", "disputed": "全额有分歧"}
STATE_MARKS = {"overdue": "■ 逾期未清", "not_due": "○ 未到应付日", "cleared": "● 已清偿", "disputed": "? 全额有分歧"}
DEBTOR_COLUMNS = (
    Column(title="欠款主体"),
    Column(title="县（市）", nowrap=True),
    Column(title="类型", nowrap=True),
    Column(title="无分歧余额", align="number"),
    Column(title="已清偿", align="number"),
    Column(title="未清", unit="笔", align="number"),
    Column(title="最早应付日", nowrap=True),
    Column(title="最长逾期", unit="天", align="number"),
    Column(title="列入原因"),
)
ITEM_FIELDS = {
    "item": Field(title="编号", pinned=True),
    "county": Field(title="县（市）"),
    "debtor": Field(title="欠款主体"),
    "debtor_kind": Field(title="主体类型", words=DEBTOR_KINDS),
    "creditor": Field(title="债权企业"),
    "creditor_size": Field(title="企业规模", words=SIZES),
    "subject_matter": Field(title="事项", words=SUBJECT_MATTERS),
    "undisputed": Field(title="无分歧", unit="万元", kind="number"),
    "cleared": Field(title="已清偿", unit="万元", kind="number"),
    "left": Field(title="余额", unit="万元", kind="number"),
    "disputed": Field(title="有分歧", unit="万元", kind="number"),
    "state": Field(title="清偿状态", words=STATE_MARKS),
    "due": Field(title="应付日", kind="day"),
    "overdue": Field(title="逾期天数", kind="number"),
    "paid_on": Field(title="最近清偿", kind="day"),
    "listed": Field(title="挂牌督办", kind="flag"),
    "new_arrears": Field(title="新增拖欠", kind="flag"),
}


def listing_line(view: View) -> float | None:
    """The amount from which a debtor is put under listed supervision."""
    lines = ruling(LEFT, f"{next(iter(view.counties), '')}:", day=view.at.day)
    return min((bound for line in lines for bound in line.levels.values()), default=None)


def debtor_rows(debtors: pd.DataFrame, told: Latest) -> list[Row]:
    """Those over the line, listed or specially complex, while they still owe."""
    rows = []
    for debtor in debtors[debtors["items"] > 0].itertuples(index=False):
        status = told.get(LEFT, f"{debtor.county}:{debtor.debtor}").status
        reasons = [
            *(["余额达到督办线"] if status == "red" else []),
            *(["台账已挂牌"] if debtor.listed else []),
            *(["情况特别复杂"] if debtor.complex_case else []),
        ]
        if reasons:
            rows.append(_debtor_row(debtor, status, reasons))
    return rows


def _debtor_row(debtor, status: str | None, reasons: list[str]) -> Row:
    return Row(
        cells=[
            Cell(text=debtor.debtor, href=address(county=debtor.county, q=debtor.debtor)),
            county_names().get(debtor.county, debtor.county),
            DEBTOR_KINDS.get(debtor.debtor_kind, debtor.debtor_kind),
            Cell(text=number.figure(debtor.left, "万元"), status=status),
            number.figure(debtor.cleared, "万元"),
            str(debtor.items),
            number.day(debtor.oldest),
            str(int(debtor.overdue)) if debtor.overdue else "未到期",
            "、".join(reasons),
        ]
    )


def chosen(led: pd.DataFrame, *, states: tuple[str, ...], kind: str | None, text: str) -> pd.DataFrame:
    """The items the filters leave, the largest remainder first, with county names."""
    kept = led["state"].isin(states or STATE_WORDS)
    if kind:
        kept &= led["debtor_kind"] == kind
    if text:
        kept &= (led["debtor"] + " " + led["creditor"] + " " + led["item"]).str.contains(text, regex=False)
    return named(led[kept].sort_values("left", ascending=False, kind="stable"))


def named(led: pd.DataFrame) -> pd.DataFrame:
    """Items with their counties' names."""
    return led.assign(county=led["county"].map(county_names()))
