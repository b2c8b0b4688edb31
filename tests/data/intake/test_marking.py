"""The sent workbook comes back marked: what is marked, what stays, and that it can be sent again."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from data.intake import Held, Refused
from data.intake.catalog import SHEETS
from data.intake.limits import UPLOAD
from data.intake.marking import marked, marks_of
from data.intake.marking_sheets import SUMMARY
from data.intake.templates import template
from data.intake.workbook import read_workbook
from tests.data.intake.conftest import COUNTS_HEADER, counts, workbook
from tests.data.intake.test_workbooks import rewritten

HEADER = COUNTS_HEADER.split(",")
GOOD = ["临夏县", "个体工商户", dt.date(2020, 3, 1), 8308, 10, 8, 0, 0, 0, 0, 8310]
BAD = [*GOOD[:4], "十", *GOOD[5:]]


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def returned(send, content: bytes, name="日报.xlsx") -> bytes:
    """What comes back of a refused file."""
    with pytest.raises(Refused) as caught:
        send(content, name)
    made = marked(content, marks_of(caught.value.problems))
    assert made is not None
    return made


def coloured(sheet) -> set[str]:
    return {cell for area in sheet.conditional_formatting for cell in str(area.sqref).split()}


def comments(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_each_problem_is_coloured_commented_and_summed_up(send):
    book = opened(returned(send, workbook([HEADER, BAD, ["康乐县", *GOOD[1:-1], 1]], title="三月")))

    assert book.sheetnames == ["三月", SUMMARY]
    assert coloured(book["三月"]) == {"E2", "K3"}
    notes = comments(book["三月"])
    assert notes["E2"] == "【问题】“十”不是数字。\n请填写普通数字，例如 1234.5。"
    assert notes["K3"].startswith("【问题】“1”与各项不平：期初8308+新设10")
    summary = [[cell.value or "" for cell in row] for row in book[SUMMARY].iter_rows(min_row=3)]
    assert summary[0] == ["1", "问题", "三月", "E2", "本期新设", "十", "不是数字", "请填写普通数字，例如 1234.5"]
    assert book[SUMMARY]["D3"].hyperlink.location == "'三月'!E2"


def everything(content: bytes) -> dict[str, list]:
    book = opened(content)
    return {
        name: [
            [(c.value, c.number_format, c.font.b, c.fill.fgColor.rgb, c.protection.locked) for c in row]
            for row in book[name].iter_rows()
        ]
        for name in book.sheetnames
        if name != SUMMARY
    }


def test_everything_else_stays_as_it_was(send):
    def furnish(book, sheet):
        sheet["M2"], sheet["M2"].number_format = "=D2*2", "0.00"
        sheet["A1"].font = openpyxl.styles.Font(bold=True)
        sheet["A1"].comment = Comment("我的批注", "张三")
        sheet.column_dimensions["A"].width, sheet.row_dimensions[3].hidden = 33, True
        sheet.conditional_formatting.add("D2", openpyxl.formatting.rule.CellIsRule(operator="lessThan", formula=["0"]))
        sheet.data_validations.append(openpyxl.worksheet.datavalidation.DataValidation(sqref="D2", type="whole"))
        sheet.protection.enable()
        other = book.create_sheet("说明's")
        other["B7"], other.sheet_state = "=1+1", "hidden"

    content = workbook([HEADER, BAD, ["康乐县", *GOOD[1:]]], change=furnish)
    again = returned(send, content)

    assert everything(again) == everything(content)
    sheet = opened(again)["Sheet1"]
    assert (sheet.column_dimensions["A"].width, sheet.row_dimensions[3].hidden) == (33, True)
    assert (sheet.protection.sheet, opened(again)["说明's"].sheet_state) == (True, "hidden")
    assert comments(sheet)["A1"] == "我的批注"
    assert coloured(sheet) == {"D2", "E2"}
    untouched = {"xl/worksheets/sheet2.xml", "xl/theme/theme1.xml", "docProps/core.xml"}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(again)) as new:
        assert {name for name in untouched if old.read(name) != new.read(name)} == set()


def test_a_saved_result_of_a_formula_survives(send):
    content = workbook([HEADER, [*BAD[:-1], "=D2+E2-F2"]])
    content = rewritten(content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v></v>", "<v>8310</v>"))
    content = rewritten(content, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("<v />", "<v>8310</v>"))

    again = returned(send, content)

    cell = openpyxl.load_workbook(io.BytesIO(again), data_only=True)["Sheet1"]["K2"]
    assert cell.value == 8310


@pytest.mark.parametrize("topic", list(SHEETS))
def test_a_template_filled_wrongly_comes_back_whole(topic, send, region):
    book = opened(template(SHEETS[topic], region))
    book.worksheets[0].cell(5, 2).value = "不对"
    out = io.BytesIO()
    book.save(out)

    again = returned(send, out.getvalue())

    ours, _ = read_workbook(io.BytesIO(out.getvalue()), UPLOAD)
    theirs, _ = read_workbook(io.BytesIO(again), UPLOAD)
    assert [grid.rows for grid in theirs[:-1]] == [grid.rows for grid in ours]
    assert theirs[-1].name == SUMMARY
    assert len(comments(opened(again).worksheets[0])) > 0


def test_mended_and_sent_again_it_is_stored_and_the_marks_do_no_harm(send):
    book = opened(returned(send, workbook([HEADER, BAD])))
    book["Sheet1"]["E2"].value = 10
    out = io.BytesIO()
    book.save(out)

    receipt = send(out.getvalue(), "日报（标注）.xlsx")

    assert (receipt.rows, receipt.new, receipt.notes) == (1, 1, ())


def test_a_second_round_marks_what_is_still_wrong_and_nothing_else(send):
    again = returned(send, workbook([HEADER, BAD, ["康乐县", *BAD[1:]]]))
    book = opened(again)
    book["Sheet1"]["E2"].value = 10
    out = io.BytesIO()
    book.save(out)

    second = opened(returned(send, out.getvalue()))

    assert second.sheetnames == ["Sheet1", SUMMARY]
    assert coloured(second["Sheet1"]) == set(comments(second["Sheet1"])) == {"E3"}
    assert [row[3].value for row in second[SUMMARY].iter_rows(min_row=3)] == ["E3"]


def test_a_csv_comes_back_as_a_workbook_of_texts_that_nothing_executes(send, refused):
    sent = counts("临夏县,个体工商户,2020-03-01,8308,=1+1,8,0,0,0,0,8310", "@x,个体工商户,2020-03-01,1,0,0,0,0,0,0,1")

    again = returned(send, sent.encode("gb18030"), "日报.csv")

    book = opened(again)
    sheet = book.worksheets[0]
    assert (sheet["E2"].value, sheet["A3"].value, sheet["D2"].value) == ("=1+1", "@x", "8308")
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert coloured(sheet) == {"E2", "A3"}
    assert [p.code for p in refused(again, "标注.xlsx")] == ["not_a_number", "unknown_county"]


def test_questions_are_marked_from_what_the_held_file_keeps(send):
    rows = [["临夏县", "个体工商户", dt.date(2020, 1, n), 8308, 0, 0, 0, 0, 0, 0, 8308] for n in range(1, 15)]
    send(workbook([HEADER, *rows]), "一月.xlsx")
    odd = ["临夏县", "个体工商户", dt.date(2020, 1, 15), 8308, 4000, 0, 0, 0, 0, 0, 12308]
    content = workbook([HEADER, odd])

    with pytest.raises(Held) as caught:
        send(content, "十五日.xlsx")

    book = opened(marked(content, marks_of([vars(one) for one in caught.value.doubts])))
    assert coloured(book["Sheet1"]) == {"E2", "K2"}
    assert comments(book["Sheet1"])["K2"].startswith("【请核实】“12308”近14次填报的中位数是8308")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"PK\x03\x04" + b"x" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\x00\xfe"]
)
def test_what_cannot_be_opened_cannot_be_marked(content):
    assert marked(content, marks_of([])) is None


def test_a_part_in_another_encoding_or_with_entities_is_left_alone():
    content = workbook([HEADER, BAD])

    def in_utf16(xml):
        return xml.replace("<?xml", "<?xml").encode("utf-16").decode("latin-1")

    def with_entity(xml):
        return '<!DOCTYPE x [<!ENTITY a "b">]>' + xml

    for change in (in_utf16, with_entity):
        assert marked(rewritten(content, "xl/worksheets/sheet1.xml", change), marks_of([])) is None
