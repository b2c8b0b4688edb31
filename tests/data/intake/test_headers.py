"""Headers as offices print them: titles above, two levels, unit rows, notes, aliases; and what must be refused."""

import datetime as dt

import pytest

from data.store import arrears, supply
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import COUNTS_HEADER, counts, of, workbook

ROW = "临夏县,个体工商户,2020-03-01,8308,10,8,0,0,0,0,8310"
SUPPLY_ROW = ["E001", "大米", dt.date(2020, 3, 1), 35000, 4500, 3800, None, 4.6, 6, "否"]
SUPPLY_HEADER = ["企业编号", "品类", "日期", "库存", "进货", "出库", "在途", "批发价", "零售价", "是否断供"]
LEDGER_HEADER = [
    "台账编号", "县(市)", "欠款主体", "主体类型", "债权企业", "企业规模", "事项", "合同编号", "无分歧欠款",
    "有分歧欠款", "形成日期", "应付日期",
]  # fmt: skip
LEDGER_ROW = [
    "Q1", "临夏县", "某局", "事业单位", "某公司", "小型", "工程", "HT-1", 855_000, 100_000,
    dt.date(2018, 6, 30), dt.date(2018, 8, 29),
]  # fmt: skip


@pytest.fixture
def firm(send):
    send("企业编号,企业名称,县(市),企业类型,报送品类\nE001,示例粮油,临夏县,粮油,大米、面粉\n", "企业.csv")


@pytest.fixture
def stored_supply(store):
    def stored_supply():
        with store.reading() as conn:
            return supply.daily(conn, scope=EVERYTHING, as_known=None).iloc[-1]

    return stored_supply


@pytest.fixture
def stored_item(store):
    def stored_item():
        with store.reading() as conn:
            return arrears.items(conn, scope=EVERYTHING, as_known=None).iloc[-1]

    return stored_item


def test_titles_and_blank_rows_may_stand_above_the_header(send):
    receipt = send("市场主体日报表,,,\n\n填报单位:临夏县市场监管局,,填报日期:2020-03-01\n" + counts(ROW))

    assert receipt.rows == 1


def test_the_problem_names_the_row_of_the_file_not_of_the_table(refused):
    (problem,) = refused("市场主体日报表\n\n" + counts(ROW.replace("8310", "8311")))

    assert problem.row == 4


@pytest.mark.parametrize("printed", ["县区", "县市", " 县 (市) ", "县（市）", "★县(市)", "县(市)*", "地区", "COUNTY"])
def test_a_column_is_known_by_its_aliases_marks_and_widths(printed, send):
    assert send(counts(ROW).replace("县(市)", printed, 1)).rows == 1


def test_columns_may_stand_in_any_order_and_strangers_are_named(send):
    content = "备注栏,期末实有,期初实有,新设,注销,日期,类型,县区\n无,8310,8308,10,8,2020-03-01,个体,临夏县\n"

    receipt = send(content)

    assert receipt.rows == 1
    assert "没有用到的列：备注栏" in receipt.notes


def test_every_missing_column_is_named_and_so_are_the_strangers(refused):
    problems = refused("县区,类型,日期,期初实有,新设,注销数量\n临夏县,个体,2020-03-01,1,0,0\n")

    assert [(p.header, p.code) for p in problems] == [("本期注销", "missing_column"), ("期末实有", "missing_column")]
    assert "注销数量" in problems[0].advice


def test_a_column_printed_twice_is_refused(refused):
    problems = refused(counts(ROW + ",8310").replace("期末实有", "期末实有,期末实有", 1))

    assert [p.code for p in problems] == ["duplicate_header"]


def test_the_more_direct_of_two_columns_for_one_thing_is_taken(send, firm):
    header, row = ["企业名称", *SUPPLY_HEADER], ["别的写法", *SUPPLY_ROW]

    receipt = send(workbook([header, row]), "供应.xlsx")

    assert "没有用到的列：企业名称" in receipt.notes


def test_a_file_that_is_no_sheet_of_ours_shows_what_it_has(refused):
    (problem,) = refused("姓名,年龄\n张三,30\n")

    assert problem.code == "no_header"
    assert "姓名 | 年龄" in problem.found


def test_a_named_topic_must_be_that_sheet(refused):
    (problem,) = refused("姓名,年龄\n张三,30\n", topic="supply")

    assert "《生活必需品供应日报表》" in problem.reason


def test_two_header_rows_under_merged_cells_are_joined(send):
    def merge(_, sheet):
        for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:J2", "K2:K3", "A1:K1"):
            sheet.merge_cells(area)

    rows = [
        ["市场主体日报表"],
        ["县(市)", "主体类型", "统计日期", "期初实有", "本期变动", None, None, None, None, None, "期末实有"],
        [None, None, None, None, "新设", "注销", "吊销", "迁入", "迁出", "口径调整", None],
        ["临夏县", "个体工商户", dt.date(2020, 3, 1), 8308, 10, 8, 0, 0, 0, 0, 8310],
    ]

    assert send(workbook(rows, change=merge), "日报.xlsx").rows == 1


def test_a_two_level_price_is_told_apart_by_both_levels(send, firm, stored_supply):
    def merge(_, sheet):
        sheet.merge_cells("H1:I1")
        for letter in "ABCDEFGJ":
            sheet.merge_cells(f"{letter}1:{letter}2")

    top = [*SUPPLY_HEADER[:7], "价格(元/斤)", None, "是否断供"]
    below = [None] * 7 + ["批发", "零售", None]

    receipt = send(workbook([top, below, SUPPLY_ROW], change=merge), "供应.xlsx")

    assert (stored_supply()["wholesale_price"], stored_supply()["retail_price"]) == (9.2, 12.0)
    assert "“批发价、零售价”的单位是“元/斤”，已换算为“元/公斤”" in receipt.notes


@pytest.mark.parametrize(
    "printed",
    ["库存(公斤)", "库存（公斤）", "库存/公斤", "库存[kg]", "库存【千克】", "库存（单位：公斤）", "库存 (KG)"],
)
def test_a_unit_in_the_header_is_followed(printed, send, firm, stored_supply):
    header = [printed, *SUPPLY_HEADER[4:]]

    row = [*SUPPLY_ROW[:4], 4.5, 3.8, *SUPPLY_ROW[6:]]  # only the stock is in kilograms

    receipt = send(workbook([[*SUPPLY_HEADER[:3], *header], row]), "供应.xlsx")

    assert stored_supply()["on_hand"] == 35.0
    assert any(note.startswith("“库存”的单位是") for note in receipt.notes)


def test_a_unit_row_below_the_header_is_followed(send, firm, stored_supply):
    units = [None, None, None, "公斤", "公斤", "公斤", "公斤", "元/公斤", "元/公斤", None]

    send(workbook([SUPPLY_HEADER, units, SUPPLY_ROW]), "供应.xlsx")

    stored = stored_supply()
    assert (stored["on_hand"], stored["inflow"], stored["outflow"], stored["wholesale_price"]) == (35.0, 4.5, 3.8, 4.6)


def test_a_note_above_the_table_is_followed_and_told(send, firm, stored_supply):
    receipt = send(workbook([["填报单位:某局", None, "单位:公斤、元/公斤"], SUPPLY_HEADER, SUPPLY_ROW]), "供应.xlsx")

    assert stored_supply()["on_hand"] == 35.0
    assert "“库存、进货、出库、在途”的单位是“公斤”，已换算为“吨”" in receipt.notes


def test_a_reporting_office_is_no_unit_of_measure(send, firm, stored_supply):
    receipt = send(workbook([["填报单位:吨", "单位:公斤"], SUPPLY_HEADER, SUPPLY_ROW]), "供应.xlsx")

    assert stored_supply()["on_hand"] == 35.0
    assert receipt.rows == 1


def test_without_any_unit_the_template_rules_and_the_sender_is_told(send, firm, stored_supply):
    receipt = send(workbook([SUPPLY_HEADER, [*SUPPLY_ROW[:3], 35, 4.5, 3.8]]), "供应.xlsx")

    assert stored_supply()["on_hand"] == 35.0
    assert "“库存、进货、出库、在途”没有写单位，按模板的单位“吨”读取" in receipt.notes


def test_the_printed_unit_leaves_nothing_to_note(send, firm):
    header = [
        *SUPPLY_HEADER[:3],
        "库存(吨)",
        "进货(吨)",
        "出库(吨)",
        "在途(吨)",
        "批发价(元/公斤)",
        "零售价(元/公斤)",
        "断供",
    ]

    row = [*SUPPLY_ROW[:3], 35, 4.5, 3.8, None, None, None, "否"]

    assert send(workbook([header, row]), "供应.xlsx").notes == ()


@pytest.mark.parametrize(
    ("unit", "undisputed"), [("元", 85.5), ("万元", 855_000.0), ("千元", 85_500.0), ("亿元", 8_550_000_000.0)]
)
def test_money_follows_its_unit(unit, undisputed, send, refused, stored_item):
    content = workbook([[f"单位:{unit}"], LEDGER_HEADER, LEDGER_ROW])

    if undisputed > 1_000_000:
        assert of(refused(content, "台账.xlsx"), "out_of_bounds")
    else:
        send(content, "台账.xlsx")
        assert stored_item()["undisputed"] == undisputed


def test_two_units_in_the_note_are_ambiguous(refused):
    problems = refused(workbook([["单位:元", "单位:万元"], LEDGER_HEADER, LEDGER_ROW]), "台账.xlsx")

    assert [(p.header, p.code) for p in problems] == [("无分歧欠款", "unit"), ("有分歧欠款", "unit")]


def test_the_header_outranks_the_note(send, stored_item):
    header = ["无分歧欠款(元)" if name == "无分歧欠款" else name for name in LEDGER_HEADER]

    send(workbook([["单位:万元"], header, [*LEDGER_ROW[:9], 10, *LEDGER_ROW[10:]]]), "台账.xlsx")

    assert (stored_item()["undisputed"], stored_item()["disputed"]) == (85.5, 10.0)


def test_header_and_unit_row_that_disagree_are_refused(refused):
    header = ["无分歧欠款(元)" if name == "无分歧欠款" else name for name in LEDGER_HEADER]
    units = [None] * 8 + ["万元", "万元"]

    problems = refused(workbook([header, units, LEDGER_ROW]), "台账.xlsx")

    assert [(p.header, p.found) for p in of(problems, "unit")] == [("无分歧欠款(元)", "元、万元")]


@pytest.mark.parametrize("unit", ["箱", "元", "头", "升"])
def test_a_unit_that_cannot_be_converted_is_refused(unit, refused, firm):
    header = [*SUPPLY_HEADER[:3], f"库存({unit})", *SUPPLY_HEADER[4:]]

    (problem,) = of(refused(workbook([header, SUPPLY_ROW]), "供应.xlsx"), "unit")

    assert problem.found == unit
    assert "吨" in problem.advice


def test_a_remark_that_changes_what_is_counted_is_not_shrugged_off(refused, firm):
    header = [*SUPPLY_HEADER[:3], "库存(含在途)", *SUPPLY_HEADER[4:]]

    (problem,) = of(refused(workbook([header, SUPPLY_ROW]), "供应.xlsx"), "missing_column")

    assert problem.header == "库存"
    assert "库存(含在途)" in problem.advice


def test_a_remark_on_a_date_is(send):
    assert send(counts(ROW).replace("统计日期", "统计日期(年月日)", 1)).rows == 1


def test_the_unit_of_households_changes_nothing_and_ten_thousands_are_refused(send, refused):
    assert send(counts(ROW).replace("期末实有", "期末实有(户)", 1)).notes == ()
    assert of(refused(counts(ROW).replace("期末实有", "期末实有(万户)", 1)), "unit")


def test_an_optional_column_that_is_not_there_is_told(send, firm):
    header = [*SUPPLY_HEADER[:3], "库存(吨)", "进货(吨)", "出库(吨)"]

    receipt = send(workbook([header, [*SUPPLY_ROW[:3], 35, 4.5, 3.8]]), "供应.xlsx")

    assert receipt.notes == ("表中没有“是否断供”列，一律按“否”读取",)


def test_nothing_but_a_header_is_an_empty_sheet(refused):
    assert of(refused(COUNTS_HEADER + "\n"), "no_rows")
