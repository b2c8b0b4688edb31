"""Several tables in one file: below one another, side by side, on several sheets; and what is left unread is told."""

import pytest

from data.store import entities, events
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import COUNTS_HEADER, counts, of, workbook

HEADER = COUNTS_HEADER.split(",")
ROW = ["临夏县", "个体工商户", "2020-03-01", 8308, 10, 8, 0, 0, 0, 0, 8310]
OTHER, THIRD = ["康乐县", *ROW[1:]], ["广河县", *ROW[1:]]


def stored(store) -> list[str]:
    with store.reading() as conn:
        return sorted(entities.daily_counts(conn, scope=EVERYTHING, as_known=None)["county"])


def test_tables_below_one_another_are_all_read_each_by_its_own_header(send, store):
    turned = [list(reversed(one)) for one in (HEADER, OTHER)]
    rows = [["一、临夏县"], HEADER, ROW, [], ["二、康乐县"], *turned, HEADER, THIRD]

    receipt = send(workbook(rows), "日报.xlsx")

    assert stored(store) == ["622921", "622922", "622924"]
    assert receipt.notes == ("表格之间的标题或说明 1 行，未读入（第5行）",)


def test_a_problem_of_the_second_table_names_its_row_and_cell(refused):
    turned = [list(reversed(one)) for one in (HEADER, [*OTHER[:-1], 1])]

    (problem,) = refused(workbook([HEADER, ROW, [], *turned]), "日报.xlsx")

    assert (problem.row, problem.header, problem.cell) == (5, "期末实有", "A5")


def test_tables_side_by_side_are_both_read(send, store):
    rows = [[*HEADER, None, *HEADER], [*ROW, None, *OTHER], [None] * 12 + THIRD]

    assert send(workbook(rows), "日报.xlsx").rows == 3
    assert stored(store) == ["622921", "622922", "622924"]


def test_the_same_sheet_on_several_worksheets_is_read_from_all(send, store):
    def second(book, _):
        other = book.create_sheet("康乐")
        other.append(HEADER)
        other.append(OTHER)
        book.create_sheet("随手记").append(["给张三打电话"])

    receipt = send(workbook([HEADER, ROW], change=second, title="临夏"), "日报.xlsx")

    assert stored(store) == ["622921", "622922"]
    assert receipt.notes[0] == "没有可识别的报表、未读取的工作表 1 张：随手记"
    with store.reading() as conn:
        detail = events.history(conn, scope=EVERYTHING, object_id=receipt.receipt)["detail"].iloc[-1]
    assert detail["interpreted"] == list(receipt.notes)


def test_one_key_on_two_worksheets_is_refused_and_both_are_named(refused):
    def second(book, _):
        other = book.create_sheet("二月")
        other.append(HEADER)
        other.append(ROW)

    (problem,) = of(refused(workbook([HEADER, ROW], change=second, title="三月"), "日报.xlsx"), "repeated_key")

    assert (problem.sheet, problem.row) == ("二月", 2)
    assert problem.reason.startswith("与“三月”第2行重复")


def test_two_kinds_of_sheets_in_one_file_are_refused_unless_one_is_named(refused, send):
    def second(book, _):
        other = book.create_sheet("计划")
        other.append(["台账编号", "计划月份", "计划清偿(万元)"])
        other.append(["Q0001", "2020-03", 5])

    content = workbook([HEADER, ROW], change=second, title="日报")

    (problem,) = refused(content, "日报.xlsx")
    assert problem.code == "several_tables"
    assert "《市场主体日报表》、《拖欠账款清偿计划表》" in problem.reason
    assert "未读取的工作表 1 张：计划" in send(content, "日报.xlsx", topic="entity_counts").notes[0]


def test_a_caption_between_two_tables_is_told(send):
    rows = [HEADER, ROW, ["本页小结", "无异常"], HEADER, OTHER]

    assert "表格之间的标题或说明 1 行，未读入（第3行）" in send(workbook(rows), "日报.xlsx").notes


def test_pages_that_repeat_their_header_are_one_table_in_csv_too(send, store):
    assert send(counts(",".join(map(str, ROW)), COUNTS_HEADER, ",".join(map(str, OTHER)))).rows == 2


@pytest.mark.parametrize(
    ("typed", "suggested"), [("个体工商护", "是否为“个体工商户”？"), ("农民专业合作杜", "是否为“农民专业合作社”？")]
)
def test_a_near_word_is_asked_about_and_never_taken(typed, suggested, refused):
    (problem,) = refused(workbook([HEADER, ["临夏县", typed, *ROW[2:]]]), "日报.xlsx")

    assert problem.code == "unknown_word"
    assert problem.advice.startswith(suggested)


def test_a_near_header_is_asked_about(refused, send):
    (problem,) = refused(workbook([[*HEADER[:-1], "期未实有"], ROW]), "日报.xlsx")
    assert problem.advice.startswith("“期未实有”是否为“期末实有”？是的请改正表头")

    optional = [*HEADER[:6], "本期吊消", *HEADER[7:]]
    assert "没有用到的列：本期吊消（是否为“本期吊销”？）" in send(workbook([optional, ROW]), "日报.xlsx").notes


def test_a_near_name_is_suggested_among_the_sender_s_own_only(send, refused, clerk):
    header = "市场编号,市场名称,县(市),乡镇(街道),市场类型,专业市场,摊位总数\n"
    send(
        header + "M1,韩集农贸市场,临夏县,韩集镇,乡镇农贸市场,否,80\nM2,三甲集皮毛市场,广河县,三甲集镇,专业市场,是,90\n"
    )
    status = "市场编号,统计日期,复市状态,开业摊位\n{},2020-03-01,部分复市,5\n"

    (own,) = refused(status.format("韩集农贸市扬"), reporter=clerk)
    (other,) = refused(status.format("三甲集皮毛市扬"), reporter=clerk)

    assert own.advice.startswith("是否为“韩集农贸市场”？")
    assert other.advice.startswith("请核对")
