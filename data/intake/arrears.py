"""Arrears owed to firms: the itemised ledger, the monthly plan, and the payments."""

import datetime as dt

from data.intake import regional
from data.intake.arrears_checks import (
    due_follows_formation,
    nought_says_so,
    payments_within_item,
    something_is_owed,
)
from data.intake.sheet import MONEY, Column, Kind, Sheet
from data.intake.words import DEBTOR_KINDS, FLAGS, SIZES, SUBJECT_MATTERS

DAWN = dt.date(1990, 1, 1)


def _money(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.AMOUNT, units=MONEY, high=1e6,
                  **{"low": 0, **more})  # fmt: skip


def _text(name: str, header: str, *aliases: str, **more) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.TEXT, **more)


def _flag(name: str, header: str, *aliases: str) -> Column:
    return Column(name=name, header=header, aliases=aliases, kind=Kind.FLAG, words=FLAGS, required=False, blank=False,
                  example="否")  # fmt: skip


def _item(kind: Kind, **more) -> Column:
    return Column(name="item", header="台账编号", aliases=("编号", "台账号", "欠款编号", "item"), kind=kind,
                  longest=40, example="Q0001", **more)  # fmt: skip


ARREARS_ITEMS = Sheet(
    topic="arrears_items",
    title="拖欠账款台账",
    table="arrears_item",
    cadence="首次全量报送,以后报送新增和有变化的欠款",
    columns=(
        _item(Kind.IDENTIFIER),
        regional.COUNTY,
        _text("debtor", "欠款主体", "欠款单位", "债务人", "debtor", example="示例县示例局"),
        Column(name="debtor_kind", header="主体类型", aliases=("欠款主体类型", "欠款单位类型", "debtor_kind"),
               kind=Kind.WORD, words=DEBTOR_KINDS),
        _text("creditor", "债权企业", "债权人", "债权单位", "被欠企业", "creditor", example="示例建筑有限公司"),
        Column(name="creditor_size", header="企业规模", aliases=("规模", "债权企业规模", "creditor_size"),
               kind=Kind.WORD, words=SIZES, example="小型"),
        Column(name="subject_matter", header="事项", aliases=("欠款事项", "款项性质", "事项类型", "subject_matter"),
               kind=Kind.WORD, words=SUBJECT_MATTERS),
        _text("contract", "合同编号", "合同号", "contract", example="HT-2018-031"),
        _money("undisputed", "无分歧欠款", "无分歧", "无分歧金额", "拖欠金额无分歧", "其中无分歧", "undisputed",
               example="85.5"),
        _money("disputed", "有分歧欠款", "有分歧", "有分歧金额", "拖欠金额有分歧", "其中有分歧", "disputed",
               required=False, blank=0.0, example="0"),
        Column(name="formed", header="形成日期", aliases=("形成时间", "欠款形成时间", "formed"), kind=Kind.DAY,
               earliest=DAWN, example="2018-06-30"),
        Column(name="due", header="应付日期", aliases=("应付日", "到期日", "约定付款日", "due"), kind=Kind.DAY,
               earliest=DAWN, lead_days=3660, example="2018-08-29"),
        _flag("listed", "挂牌督办", "是否挂牌督办", "listed"),
        _flag("complex_case", "特别复杂", "是否特别复杂", "情况复杂", "complex_case"),
        _flag("new_arrears", "新增拖欠", "是否新增", "是否新增拖欠", "new_arrears"),
    ),
    key=("item",),
    row_checks=(something_is_owed, due_follows_formation),
)  # fmt: skip

ARREARS_PLAN = Sheet(
    topic="arrears_plan",
    title="拖欠账款清偿计划表",
    table="arrears_plan",
    cadence="按月排定,每笔欠款每月一行",
    columns=(
        _item(Kind.REFERENCE, hint="与《拖欠账款台账》一致"),
        Column(name="month", header="计划月份", aliases=("月份", "清偿月份", "month"), kind=Kind.MONTH, lead_days=3660,
               example="2020-03"),
        _money("planned", "计划清偿", "计划清偿金额", "计划金额", "planned", example="20"),
    ),
    key=("item", "month"),
    day="month",
)  # fmt: skip

ARREARS_PAYMENTS = Sheet(
    topic="arrears_payments",
    title="拖欠账款清偿明细表",
    table="arrears_payment",
    cadence="付款后三日内报,每张凭证一行",
    columns=(
        _item(Kind.REFERENCE, hint="与《拖欠账款台账》一致"),
        Column(name="voucher", header="付款凭证号", aliases=("凭证号", "凭证编号", "付款凭证", "voucher"),
               kind=Kind.IDENTIFIER, longest=60, example="PZ-2020-0007"),
        Column(name="valid_for", header="付款日期", aliases=("清偿日期", "支付日期", "日期", "date"), kind=Kind.DAY,
               example="2020-03-01"),
        _money("paid", "清偿金额", "付款金额", "已清偿金额", "本次清偿", "实付金额", "paid", example="20",
               hint="本月没有清偿的填 0,凭证号写“零报告-年-月”"),
    ),
    key=("item", "voucher"),
    day="valid_for",
    typed=("voucher", "valid_for"),
    row_checks=(nought_says_so,),
    stored_checks=(payments_within_item,),
)  # fmt: skip
