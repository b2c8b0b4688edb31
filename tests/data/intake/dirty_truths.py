"""What is true, a topic: rows as offices print them, and beside each printed word what is to be stored of it."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from data.intake.credit_code import check_character


@dataclass(frozen=True)
class Word:
    """A printed word and what it means; ``also`` is another word for it."""

    said: str
    stored: object
    also: str = ""


YES, NO = Word("是", True, "√"), Word("否", False, "×")
COUNTY, CITY, FAR = (
    Word("临夏县", "622921", "622921"), Word("临夏市", "622901", "622901"), Word("积石山县", "622927", "622927"),
)  # fmt: skip
INDIVIDUAL, FIRM = Word("个体工商户", "individual", "个体户"), Word("企业", "enterprise", "公司")
MICRO, SMALL, MEDIUM = (
    Word("微型", "micro", "微型企业"),
    Word("小型", "small", "小"),
    Word("中型", "medium", "中型企业"),
)
Row = dict[str, object]


def day(dice: random.Random, n: int) -> dt.date:
    """A day of February 2020, another for each row."""
    return dt.date(2020, 2, 3 + 5 * n + dice.randrange(4))


def code(kind: str, n: int) -> str:
    """A credit code that is one."""
    body = f"{kind}622921MA{n:07d}"
    return body + check_character(body)


def registry(dice: random.Random) -> list[Row]:
    more = {"county": COUNTY, "township": "韩集镇"}
    return [
        {"credit_code": code("92", 12 + dice.randrange(900)), "name": "老马牛肉面馆", "kind": INDIVIDUAL, **more,
         "section": Word("住宿和餐饮业", "H", "H"), "size": MICRO, "opened": day(dice, 0), "closed": None,
         "ended_by": None},
        {"credit_code": code("91", 1012), "name": "东川建筑有限公司", "kind": FIRM, **more,
         "section": Word("建筑业", "E", "E"), "size": SMALL, "opened": day(dice, 1), "closed": day(dice, 4),
         "ended_by": Word("注销", "deregistered", "注销")},
        {"credit_code": code("93", 2012), "name": "北塬种植专业合作社",
         "kind": Word("农民专业合作社", "cooperative", "合作社"), **more, "section": Word("农、林、牧、渔业", "A", "A"),
         "size": MEDIUM, "opened": day(dice, 2), "closed": None, "ended_by": None},
    ]  # fmt: skip


def counts(dice: random.Random) -> list[Row]:
    rows, stock = [], 8000 + dice.randrange(900)
    for n in range(4):
        new, gone, moved, anew = dice.randrange(5, 30), dice.randrange(4), dice.randrange(3), dice.choice([0, -2, 3])
        closing = stock + new - gone - 1 + 2 - moved + anew
        rows.append({"county": COUNTY, "kind": INDIVIDUAL, "valid_for": dt.date(2020, 2, 10 + n), "opening": stock,
                     "entries": new, "deregistrations": gone, "revocations": 1, "moves_in": 2, "moves_out": moved,
                     "reclassified": anew, "closing": closing})  # fmt: skip
        stock = closing
    return rows


def markets(dice: random.Random) -> list[Row]:
    return [
        {"market": f"M{n:03d}", "name": f"{name}市场", "county": county, "township": "韩集镇",
         "kind": Word(*kind), "special": special, "stalls_total": 1000 + dice.randrange(500),
         "lon": 102.99, "lat": 35.5 + n / 100}
        for n, (name, county, kind, special) in enumerate(
            [("东门", COUNTY, ("乡镇农贸市场", "township", "农贸市场"), NO),
             ("皮毛", FAR, ("专业市场", "specialised", "特色市场"), YES),
             ("西门", CITY, ("城区菜市场", "urban", "菜市场"), NO)], 11)
    ]  # fmt: skip


def status(dice: random.Random) -> list[Row]:
    return [
        {"market": Word("M001", "M001", "韩集农贸市场"), "county": "622921", "valid_for": day(dice, n),
         "status": Word("部分复市", "partial", "部分营业"), "stalls_open": 1040 + dice.randrange(200),
         "integrated": YES if n % 2 else NO, "reason": None}
        for n in range(4)
    ]  # fmt: skip


def enterprises(dice: random.Random) -> list[Row]:
    return [
        {"enterprise": f"E{n:03d}", "name": f"{name}有限公司", "county": county, "kind": Word(*kind),
         "provincial": YES if n % 2 else NO, "prefectural": NO if n % 2 else YES,
         "categories": Word("大米、蔬菜", "rice,vegetables", "大米，蔬菜"), "contact": "马某",
         "phone": f"1380000{dice.randrange(1000, 9999)}"}
        for n, (name, county, kind) in enumerate(
            [("清河", COUNTY, ("大型商超", "supermarket", "超市")),
             ("万粮", CITY, ("粮油加工经销", "grain_and_oil", "粮油")),
             ("高原", FAR, ("乳品", "dairy", "乳业"))], 11)
    ]  # fmt: skip


def items(dice: random.Random) -> list[Row]:
    return [
        {"item": f"Q1{n:03d}", "county": COUNTY, "debtor": "临夏县水务局",
         "debtor_kind": Word("政府部门", "government", "政府机关"), "creditor": f"东川{n}建筑有限公司",
         "creditor_size": SMALL, "subject_matter": Word("工程", "works", "工程款"), "contract": f"HT-{n}",
         "undisputed": 1085.5 + dice.randrange(900), "disputed": 2.25 * n, "formed": day(dice, n),
         "due": day(dice, n) + dt.timedelta(days=60), "listed": YES if n else NO, "complex_case": NO,
         "new_arrears": YES}
        for n in range(3)
    ]  # fmt: skip


ITEM = Word("Q0001", "Q0001", "Q0001")


def plan(dice: random.Random) -> list[Row]:
    return [
        {"item": ITEM, "county": "622921", "month": dt.date(2020, 3 + n, 1), "planned": 1000.5 + dice.randrange(100)}
        for n in range(4)
    ]


def payments(dice: random.Random) -> list[Row]:
    return [
        {"item": ITEM, "county": "622921", "voucher": f"PZ-{n:03d}", "valid_for": day(dice, n),
         "paid": 1000.25 + n + dice.randrange(100)}
        for n in range(4)
    ]  # fmt: skip


def progress(dice: random.Random) -> list[Row]:
    cloud = Word("第12条新增上云企业", "cloud_firms", "新增上云企业")
    return [
        {"county": county, "target": cloud, "valid_for": dt.date(2020, 2, 29), "done": 1000.0 + 10 * n, "total": None,
         "stage": Word("推进中", "running", "进行中"), "note": "按月推进",
         "evidence": f"州工信〔2020〕{dice.randrange(90)}号"}
        for n, county in enumerate((COUNTY, CITY, FAR, Word("康乐县", "622922", "康乐")))
    ]  # fmt: skip


E001, E002, E003 = (
    Word("E001", "E001", "清泉粮油有限公司"),
    Word("E002", "E002", "大众超市有限公司"),
    Word("E003", "E003", "E003"),
)


def liaison(dice: random.Random) -> list[Row]:
    return [
        {"enterprise": firm, "county": county, "officer": f"马{'甲乙丙'[n]}", "department": "州商务局",
         "since": day(dice, n)}
        for n, (firm, county) in enumerate(((E001, "622921"), (E002, "622901"), (E003, "622921")))
    ]  # fmt: skip


def visits(dice: random.Random) -> list[Row]:
    return [
        {"enterprise": E001, "county": "622921", "valid_for": day(dice, n), "way": Word("现场走访", "on_site", "走访"),
         "finding": "库存充足", "need": Word("资金周转", "cash", "资金") if n else None}
        for n in range(4)
    ]  # fmt: skip


def plans(dice: random.Random) -> list[Row]:
    return [
        {"enterprise": firm, "county": county, "trigger": Word("断供", "stockout_run", "断货"),
         "severity": Word("黄色", "yellow", "黄"), "actions": "调拨储备", "lead": "市场科", "drawn_on": day(dice, n)}
        for n, (firm, county) in enumerate(((E001, "622921"), (E002, "622901"), (E003, "622921")))
    ]  # fmt: skip


def drills(dice: random.Random) -> list[Row]:
    return [
        {"enterprise": E001, "county": "622921", "valid_for": day(dice, n), "content": "断供补货",
         "result": Word("达到要求", "good", "合格"), "note": None if n else "补货再快些"}
        for n in range(4)
    ]  # fmt: skip


TRUTHS: dict[str, Callable[[random.Random], list[Row]]] = {
    "entity_registry": registry, "entity_counts": counts, "markets": markets, "market_status": status,
    "enterprises": enterprises, "arrears_items": items, "arrears_plan": plan, "arrears_payments": payments,
    "measure_progress": progress, "liaison": liaison, "visits": visits, "contingency_plans": plans, "drills": drills,
}  # fmt: skip
"""Topic -> true rows by column; a column that no sheet prints (the county of a reference) is what is stored."""
LISTS = (
    "企业编号,企业名称,县(市),企业类型,报送品类\n"
    "E001,清泉粮油有限公司,临夏县,粮油加工经销,大米\nE002,大众超市有限公司,临夏市,大型商超,蔬菜\n"
    "E003,高原乳业有限公司,临夏县,乳品,奶类\n",
    "市场编号,市场名称,县(市),乡镇(街道),市场类型,摊位总数\nM001,韩集农贸市场,临夏县,韩集镇,乡镇农贸市场,2000\n",
    "台账编号,县(市),欠款主体,主体类型,债权企业,企业规模,事项,合同编号,无分歧欠款(万元),形成日期,应付日期\n"
    "Q0001,临夏县,临夏县水务局,政府部门,东川建筑,小型,工程,HT-0,99999,2018-06-30,2018-08-29\n",
)
"""Lists the sheets refer to."""
