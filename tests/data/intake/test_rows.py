"""Rows as people leave them: totals, examples, footers, blanks, placeholders; each told, none changed silently."""

import pytest

from data.store import entities, supply
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import counts, of

ROW = "临夏县,个体工商户,2020-03-01,8308,10,8,0,0,0,0,8310"
OTHER = "康乐县,个体工商户,2020-03-01,100,1,0,0,0,0,0,101"


@pytest.mark.parametrize("word", ["合计", "总计", "小计", "共计", "合 计", "全州合计", "合计:", "累计"])
def test_a_total_row_is_left_out_and_told(word, send):
    receipt = send(counts(ROW, OTHER, f"{word},,,8408,11,8,0,0,0,0,8411"))

    assert receipt.rows == 2
    assert "合计行 1 行，未读入（第4行）" in receipt.notes


@pytest.mark.parametrize(
    "line", ["填报人:马某,,审核人:", "备注:节后恢复营业", "注：本表含个体户", "备 注：", "说明：略", "制表:某"]
)
def test_a_line_below_the_table_is_left_out_and_told(line, send):
    receipt = send(counts(ROW, "", line))

    assert receipt.rows == 1
    assert "表尾说明 1 行，未读入（第4行）" in receipt.notes


def test_blank_rows_say_nothing(send):
    receipt = send(counts(ROW, "", " , ,", ",,,,,,,,,,", OTHER))

    assert receipt.rows == 2


def test_an_entity_whose_name_only_mentions_a_total_is_a_row(send):
    content = (
        "统一社会信用代码,名称,主体类型,县(市),乡镇,行业,规模,成立日期\n"
        "91622921MA0000020X,合计财务咨询有限公司,企业,临夏县,韩集镇,L,小型,2012-01-09\n"
    )

    assert send(content).rows == 1


def test_optional_blanks_take_their_declared_meaning(send, store):
    receipt = send(counts("临夏县,个体工商户,2020-03-01,8308,10,8,,,,,8310"))

    with store.reading() as conn:
        row = entities.daily_counts(conn, scope=EVERYTHING, as_known=None).iloc[0]
    assert row[["revocations", "moves_in", "moves_out", "reclassified"]].tolist() == [0, 0, 0, 0]
    assert "“迁入”列有 1 处空白，按 0 读取（第2行）" in receipt.notes


@pytest.mark.parametrize("mark", ["-", "—", "/", "无"])
def test_a_placeholder_is_a_blank_where_a_blank_may_be_and_told(mark, send, refused):
    receipt = send(counts(f"临夏县,个体工商户,2020-03-01,8308,10,8,{mark},0,0,0,8310"))
    problems = refused(counts(f"临夏县,个体工商户,2020-03-02,{mark},0,0,0,0,0,0,8310"))

    assert "“本期吊销”列有 1 处“-”“/”“无”等，按未填处理（第2行）" in receipt.notes
    assert [(p.header, p.code) for p in problems] == [("期初实有", "not_a_number")]


def test_a_missing_price_stays_missing_and_never_becomes_zero(send, store):
    send("企业编号,企业名称,县(市),企业类型,报送品类\nE001,示例粮油,临夏县,粮油,大米\n", "企业.csv")

    send("企业编号,品类,日期,库存(吨),进货(吨),出库(吨),批发价(元/公斤)\nE001,大米,2020-03-01,1,0,0,\n", "供应.csv")

    with store.reading() as conn:
        row = supply.daily(conn, scope=EVERYTHING, as_known=None).iloc[0]
    assert row[["in_transit", "wholesale_price", "retail_price"]].isna().all()


def test_the_same_key_twice_is_refused_and_both_rows_are_named(refused):
    problems = refused(counts(ROW, OTHER, ROW))

    (problem,) = of(problems, "repeated_key")
    assert problem.row == 4
    assert "第2行" in problem.reason


@pytest.mark.parametrize(
    ("row", "header", "code"),
    [
        ("临夏县,个体工商户,2020-03-01,-1,0,0,0,0,0,0,-1", "期初实有", "out_of_bounds"),
        ("临夏县,个体工商户,2020-03-01,8.5,0,0,0,0,0,0,8", "期初实有", "not_whole"),
        ("临夏县,个体工商户,2020-03-01,99999999,0,0,0,0,0,0,99999999", "期初实有", "out_of_bounds"),
        ("临夏县,个体工商户,2014-12-31,1,0,0,0,0,0,0,1", "统计日期", "too_early"),
        ("临夏县,个体工商户,2020-03-04,1,0,0,0,0,0,0,1", "统计日期", "in_the_future"),
        ("临夏县,个体工商户,2020-03-01,1\u200b,0,0,0,0,0,0,1", "期初实有", "unit_in_cell"),
        ("临夏县,,2020-03-01,1,0,0,0,0,0,0,1", "主体类型", "required"),
        ("临夏县,individuals,2020-03-01,1,0,0,0,0,0,0,1", "主体类型", "unknown_word"),
    ],
)
def test_a_value_out_of_bounds_is_named(row, header, code, refused):
    problems = refused(counts(row))

    assert (problems[0].row, problems[0].header, problems[0].code) == (2, header, code)


@pytest.mark.parametrize("when", ["2015-01-01", "2020-03-03"])
def test_the_first_and_the_last_acceptable_day(when, send):
    """Received at noon of 2 March in Asia/Shanghai: tomorrow may be spoken of, the day after not."""
    assert send(counts(f"临夏县,个体工商户,{when},1,0,0,0,0,0,0,1")).rows == 1


def test_invisible_characters_in_a_name_are_refused(refused):
    head = "企业编号,企业名称,县(市),企业类型,报送品类\n"
    content = head + "E001,示例\u202e粮油,临夏县,粮油,大米\nE002,示例\x07粮油,临夏县,粮油,大米\n"

    problems = refused(content)

    assert [(p.row, p.header, p.code) for p in problems] == [
        (2, "企业名称", "control_character"),
        (3, "企业名称", "control_character"),
    ]
    assert "\u202e" not in problems[0].found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("大米、面粉", "rice,flour"), ("大米，面粉", "rice,flour"), ("大米;面粉;大米", "rice,flour"), ("rice", "rice")],
)
def test_several_categories_in_one_cell(typed, stored, send, store):
    send(f"企业编号,企业名称,县(市),企业类型,报送品类\nE001,示例粮油,临夏县,粮油,{typed}\n", "企业.csv")

    with store.reading() as conn:
        assert supply.enterprises(conn, scope=EVERYTHING, as_known=None)["categories"].tolist() == [stored]


@pytest.mark.parametrize(
    ("typed", "stored"), [("是", True), ("否", False), ("√", True), ("×", False), ("Y", True), ("１", True)]
)
def test_yes_and_no_in_many_hands(typed, stored, send, store):
    send(f"企业编号,企业名称,县(市),企业类型,省级名录,报送品类\nE001,示例粮油,临夏县,粮油,{typed},大米\n", "企业.csv")

    with store.reading() as conn:
        assert supply.enterprises(conn, scope=EVERYTHING, as_known=None)["provincial"].tolist() == [stored]


def test_maybe_is_neither(refused):
    content = "企业编号,企业名称,县(市),企业类型,省级名录,报送品类\nE001,示例粮油,临夏县,粮油,待定,大米\n"

    assert [p.code for p in refused(content)] == ["not_yes_or_no"]
