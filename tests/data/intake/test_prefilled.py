"""The workbook made for one sender and day: what it shows, what it lets change, and that it comes back."""

import datetime as dt
import io

import openpyxl
import pytest

from data.intake import SHEETS
from data.intake.prefill import rows_owed
from data.intake.prefilled import prefilled
from data.store.scope import EVERYTHING, Scope
from tests.data.intake.conftest import counts, of

DAY = dt.date(2020, 3, 1)
LISTED = (
    "企业编号,企业名称,县(市),企业类型,省级名录,州(市)级名录,报送品类,联系人,联系电话\n"
    "E001,示例粮油有限公司,临夏县,粮油加工经销,是,是,大米、面粉,马某,13800000000\n"
    "E002,示例超市有限公司,临夏市,大型商超,是,是,蔬菜,马某,13800000000\n"
)
DAILY = "企业编号,品类,日期,库存(吨),进货(吨),出库(吨)\n" + "".join(
    f"E001,大米,2020-02-{day},{30 + day % 3},2,2\n" for day in range(20, 30)
)
OWN = Scope(counties=frozenset({"622921"}))


@pytest.fixture
def made(store, region, send):
    """The supply workbook of 临夏县 for one day, with ten days of rice behind it."""
    send(LISTED, "名录.csv")
    send(DAILY, "日报.csv")
    return make(store, region, "supply", OWN)


def make(store, region, topic: str, scope: Scope) -> bytes:
    with store.reading() as conn:
        rows = rows_owed(conn, SHEETS[topic], region, scope=scope, day=DAY)
    return prefilled(SHEETS[topic], region, rows, day=DAY, unit="临夏县")


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled(content: bytes, **cells) -> bytes:
    book = opened(content)
    for name, value in cells.items():
        book.worksheets[0][name] = value
    return saved(book)


RICE = {"F5": 31, "H5": 2, "J5": 2}


def test_own_rows_are_given_with_the_last_value_and_the_usual_range(made):
    page = opened(made).worksheets[0]

    assert [cell.value for cell in page[4]][:8] == [
        "序号", "★企业编号", "参考·名称", "★品类", "★日期", "★库存(吨)", "参考·库存", "★进货(吨)",
    ]  # fmt: skip
    assert [[page.cell(n, at).value for at in (2, 3, 4, 7)] for n in (5, 6)] == [
        ["E001", "示例粮油有限公司 大米", "大米", "上次 32，往常 30～32"],
        ["E001", "示例粮油有限公司 面粉", "面粉", "尚无往期"],
    ]
    assert page.max_row == 6  # nothing of 临夏市


def test_only_the_cells_to_fill_in_can_be_changed(made):
    page = opened(made).worksheets[0]

    assert page.protection.sheet
    assert [page[cell].protection.locked for cell in ("A5", "B5", "C5", "E5", "G5", "F5", "H5")] == [
        True, True, True, True, True, False, False,
    ]  # fmt: skip


def test_it_comes_back_filled_in_and_what_is_left_empty_is_not_reported(made, send, clerk):
    receipt = send(filled(made, **RICE), "日报.xlsx", reporter=clerk)

    assert (receipt.rows, receipt.new, receipt.first_day) == (1, 1, DAY)
    assert "预填表中没有填写的 1 行，未读入，按未报处理（第6行）" in receipt.notes
    assert not any("没有用到的列" in note for note in receipt.notes)


def test_a_row_half_filled_is_a_problem_of_its_cells(made, refused, clerk):
    problems = refused(filled(made, F5=31), "日报.xlsx", reporter=clerk)

    assert [(p.row, p.header, p.reason) for p in problems] == [
        (5, "进货(吨)", "没有填写"), (5, "出库(吨)", "没有填写"),
    ]  # fmt: skip


def test_an_older_template_is_refused(made, refused, clerk):
    book = opened(filled(made, **RICE))
    page = book.worksheets[0]
    page["A2"] = page["A2"].value.replace("supply-", "supply-0000")[:22] + "　"

    (problem,) = of(refused(saved(book), "日报.xlsx", reporter=clerk), "template_version")

    assert problem.advice == "请在“数据报送”重新下载预填表，把数字填进新表后再报"


def test_another_countys_workbook_is_refused(made, store, region, refused, clerk):
    content = filled(make(store, region, "supply", EVERYTHING), F7=1, H7=1, J7=1)

    problems = refused(content, "日报.xlsx", reporter=clerk)

    assert {p.reason for p in problems} == {"不在您的填报范围内"}


def test_counts_open_with_the_closing_before(store, region, send):
    send(counts("临夏县,个体工商户,2020-02-29,8300,12,3,0,1,2,0,8308"), "日报.csv")

    page = opened(make(store, region, "entity_counts", OWN)).worksheets[0]

    rows = {page.cell(n, 3).value: page.cell(n, 5).value for n in range(5, page.max_row + 1)}
    assert rows["个体工商户"] == 8308
    assert rows["企业"] is None


def monthly(store, region, topic: str, scope: Scope, day: dt.date) -> bytes:
    with store.reading() as conn:
        rows = rows_owed(conn, SHEETS[topic], region, scope=scope, day=day)
    return prefilled(SHEETS[topic], region, rows, day=day, unit="临夏县")


def test_a_countys_monthly_workbook_of_measures_comes_back(store, region, send, clerk):
    send("填报地区,任务指标,统计日期,累计完成数\n临夏县,新增上云企业,2020-01-31,30\n", "上月.csv")
    content = monthly(store, region, "measure_progress", OWN, dt.date(2020, 2, 29))
    page = opened(content).worksheets[0]

    cloud = next(n for n in range(5, page.max_row + 1) if page.cell(n, 3).value.endswith("新增上云企业"))
    own = region.measure_targets[region.measure_targets["reporter"] == "counties"]
    assert page.max_row == 4 + len(own)  # what the counties report, and nothing of the departments'
    assert [page.cell(cloud, n).value for n in (2, 6)] == ["临夏县", "上次 30"]
    assert [page.cell(cloud, n).protection.locked for n in (2, 3, 4, 5)] == [True, True, True, False]
    assert any("进展阶段" in (rule.promptTitle or "") for rule in page.data_validations.dataValidation)

    receipt = send(filled(content, **{f"E{cloud}": 36}), "本月.xlsx", reporter=clerk)
    assert (receipt.rows, receipt.new, receipt.last_day) == (1, 1, dt.date(2020, 2, 29))


ITEMS = (
    "台账编号,县(市),欠款主体,主体类型,债权企业,企业规模,事项,合同编号,无分歧欠款(万元),形成日期,应付日期\n"
    "Q1,临夏县,示例局,政府部门,示例建筑,小型,工程,HT-1,85.5,2018-06-30,2018-08-29\n"
    "Q2,临夏县,示例局,政府部门,示例建筑,小型,工程,HT-2,10,2018-06-30,2018-08-29\n"
    "Q3,临夏市,示例局,政府部门,示例建筑,小型,工程,HT-3,10,2018-06-30,2018-08-29\n"
)
PAID = "台账编号,付款凭证号,付款日期,清偿金额(万元)\n"


def test_a_months_plan_is_asked_of_the_items_that_are_still_owed(store, region, send, clerk):
    send(ITEMS, "台账.csv")
    send(PAID + "Q2,P1,2020-02-20,10\n", "清偿.csv")
    send("台账编号,计划月份,计划清偿(万元)\nQ1,2020-02,7\n", "计划.csv")
    content = monthly(store, region, "arrears_plan", OWN, dt.date(2020, 3, 31))
    page = opened(content).worksheets[0]

    assert [page.cell(5, n).value for n in (2, 3, 4, 6)] == ["Q1", "Q1 示例局", "2020-03", "上次 7"]
    assert page.max_row == 5

    receipt = send(filled(content, E5=20), "计划.xlsx", reporter=clerk)
    assert (receipt.new, receipt.first_day) == (1, dt.date(2020, 3, 1))


def test_payments_are_asked_of_what_is_still_owed_with_what_is_left_and_planned_beside(store, region, send):
    send(ITEMS, "台账.csv")
    send(PAID + "Q1,P1,2020-02-20,20\nQ2,P2,2020-02-20,10\n", "清偿.csv")
    send("台账编号,计划月份,计划清偿(万元)\nQ1,2020-03,7\n", "计划.csv")

    page = opened(monthly(store, region, "arrears_payments", OWN, dt.date(2020, 3, 31))).worksheets[0]

    assert [cell.value for cell in page[4]] == [
        "序号", "★台账编号", "参考·名称", "★付款凭证号", "★付款日期", "★清偿金额(万元)", "参考·清偿金额",
    ]  # fmt: skip
    assert [cell.value for cell in page[5]] == [
        1, "Q1", "示例局（合同 HT-1）", None, None, None, "上次 20，尚欠 65.5，本月计划 7",
    ]  # fmt: skip
    assert page["B6"].value is None  # Q2 is paid, Q3 is another county's
    assert [page[cell].protection.locked for cell in ("B5", "D5", "E5", "F5", "G5", "B6", "C6")] == [
        True, False, False, False, True, False, True,
    ]  # fmt: skip
    picked = [rule for rule in page.data_validations.dataValidation if "B6" in rule.sqref]
    assert [(rule.type, rule.formula1) for rule in picked] == [("list", "$B$5:$B$5")]


def test_the_workbook_of_payments_comes_back_with_two_payments_of_one_item(store, region, send, clerk):
    send(ITEMS, "台账.csv")
    content = monthly(store, region, "arrears_payments", OWN, dt.date(2020, 2, 29))

    said = {"D5": "PZ-7", "E5": dt.date(2020, 2, 12), "F5": 20, "B7": "Q1", "D7": "PZ-8", "E7": "2020-02-13", "F7": 5}
    receipt = send(filled(content, **said), "清偿.xlsx", reporter=clerk)

    assert (receipt.rows, receipt.new, receipt.last_day) == (2, 2, dt.date(2020, 2, 13))
    assert receipt.notes == ("预填表中没有填写的 1 行，未读入，按未报处理（第6行）",)


def test_a_voucher_without_its_amount_is_a_problem_and_not_an_empty_row(store, region, send, refused, clerk):
    send(ITEMS, "台账.csv")
    content = monthly(store, region, "arrears_payments", OWN, dt.date(2020, 2, 29))

    problems = refused(filled(content, D5="PZ-7"), "清偿.xlsx", reporter=clerk)

    assert [(one.row, one.header, one.reason) for one in problems] == [
        (5, "付款日期", "没有填写"), (5, "清偿金额(万元)", "没有填写"),
    ]  # fmt: skip


def test_a_month_without_payment_is_reported_as_nought(send, refused):
    send(ITEMS, "台账.csv")

    (problem,) = refused(PAID + "Q1,P7,2020-02-29,0\n", "清偿.csv")
    receipt = send(PAID + "Q1,零报告-2020-02,2020-02-29,0\n", "零报告.csv")

    assert problem.code == "nought"
    assert receipt.new == 1
