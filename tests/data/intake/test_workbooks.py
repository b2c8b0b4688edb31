"""Workbooks: our streaming reader against openpyxl and calamine, and what people cannot see in Excel."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data.intake.limits import UPLOAD
from data.intake.workbook import read_workbook
from data.store import entities
from data.store.scope import EVERYTHING
from tests.data.intake.conftest import COUNTS_HEADER, of, workbook

HEADER = COUNTS_HEADER.split(",")
ROW = ["临夏县", "个体工商户", dt.date(2020, 3, 1), 8308, 10, 8, 0, 0, 0, 0, 8310]


def grids(content):
    return read_workbook(io.BytesIO(content), UPLOAD)[0]


def rewritten(content, part, change):
    """The same workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return out.getvalue()


def plain(raw):
    """Our cell as the other readers would give it."""
    if raw.kind == "":
        return None
    if raw.kind == "n":
        return float(raw.text)
    if raw.kind == "d":
        return dt.datetime.fromisoformat(raw.text)
    return raw.text == "1" if raw.kind == "b" else raw.text


cells = st.one_of(
    st.none(),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=15),
    st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2099, 1, 1)).map(lambda d: d.replace(microsecond=0)),
    st.booleans(),
)


def with_openpyxl(rows):
    return workbook(rows)


def with_xlsxwriter(rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm", "strings_to_formulas": False,
                                       "strings_to_urls": False}) as book:  # fmt: skip
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for index, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(number, index, value)
    return content.getvalue()


@pytest.mark.parametrize("write", [with_openpyxl, with_xlsxwriter])
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_reader_agrees_with_openpyxl_and_calamine(write, rows):
    rows = [["start", *row] for row in rows if not any(isinstance(v, str) and v.startswith("=") for v in row)]
    content = write(rows or [["start"]])

    (ours,) = grids(content)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert len(ours.rows) == sheet.max_row == len(calamine)
    for row in ours.rows:
        for index in range(sheet.max_column):
            value, theirs = plain(row.cell(index)), sheet.cell(row.number, index + 1).value
            assert _same(value, theirs), (value, theirs)
            assert _same(_bare(value), _bare(dict(enumerate(calamine[row.number - 1])).get(index)))


def _bare(value):
    """calamine drops spaces at the ends of a text that is not marked to keep them; openpyxl and we do not."""
    return value.strip() if isinstance(value, str) else value


def _same(ours, theirs):
    if theirs in (None, "") or ours is None:
        return ours in (None, "") and theirs in (None, "")
    if isinstance(theirs, bool) or isinstance(ours, bool):
        return ours is theirs
    if isinstance(theirs, dt.datetime | dt.date):
        return abs(_moment(ours) - _moment(theirs)) <= dt.timedelta(seconds=1)
    return ours == theirs if isinstance(theirs, str) else ours == pytest.approx(float(theirs), rel=1e-14)


def _moment(value):
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)


def test_a_date_cell_arrives_as_the_day_in_both_date_systems(send, store):
    def mac(book, _):
        book.epoch = CALENDAR_MAC_1904

    send(workbook([HEADER, ROW]), "甲.xlsx")
    receipt = send(workbook([HEADER, ROW], change=mac), "乙.xlsx")

    assert receipt.unchanged == 1
    with store.reading() as conn:
        day = entities.daily_counts(conn, scope=EVERYTHING, as_known=None)["date"].dt.date.tolist()
    assert day == [dt.date(2020, 3, 1)]


@pytest.mark.parametrize(
    ("number_format", "shows_a_day"),
    [
        ("yyyy-mm-dd", True), ("yyyy/m/d", True), ('yyyy"年"m"月"d"日"', True), ("[$-804]yyyy/m/d;@", True),
        ("m/d/yy", True), ("dd-mmm-yy", True), ('m"月"d"日"', True), ("yyyy-mm-dd hh:mm:ss", True),
        ("General", False), ("0", False), ("#,##0.00", False), ("@", False), ("h:mm", False), ('0"天"', False),
        ("[Red]0.00", False), ("[>100]0", False),
    ],
)  # fmt: skip
def test_a_serial_number_without_the_format_of_a_day_is_told(number_format, shows_a_day, send):
    def shown_as(_, sheet):
        sheet["C2"].value, sheet["C2"].number_format = 43891, number_format

    receipt = send(workbook([HEADER, ROW], change=shown_as), "日报.xlsx")

    told = "“统计日期”列有 1 处是没有日期格式的日期序列号，按 Excel 日期读取（第2行，如 43891→2020-03-01）"
    assert receipt.first_day == dt.date(2020, 3, 1)
    assert receipt.notes == (() if shows_a_day else (told,))


def test_a_formula_that_was_never_calculated_is_a_problem_that_names_its_cell(refused):
    content = workbook([HEADER, [*ROW[:-1], "=D2+E2-F2"]])

    (problem,) = refused(content, "日报.xlsx")

    assert (problem.row, problem.header, problem.code) == (2, "期末实有", "formula_not_calculated")


def test_a_formula_with_a_saved_result_is_its_result(send):
    content = rewritten(
        workbook([HEADER, [*ROW[:-1], "=D2+E2-F2"]]), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v />", "<v>8310</v>").replace("<v></v>", "<v>8310</v>"),
    )  # fmt: skip
    content = rewritten(content, "xl/workbook.xml", lambda xml: xml.replace('fullCalcOnLoad="1"', ""))

    assert send(content, "日报.xlsx").rows == 1


def test_a_placeholder_result_of_a_writing_program_is_not_believed(refused):
    """XlsxWriter writes 0 for every formula and asks Excel to calculate on opening."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW[:-1])
        sheet.write_formula(1, 10, "=D2+E2-F2")

    assert [p.code for p in refused(content.getvalue(), "日报.xlsx")] == ["formula_not_calculated"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])
def test_an_excel_error_is_named(error, refused):
    (problem,) = refused(workbook([HEADER, [*ROW[:-1], error]]), "日报.xlsx")

    assert (problem.code, problem.found) == ("excel_error", error)


def test_true_is_no_number(refused):
    problems = refused(workbook([HEADER, [*ROW[:4], True, *ROW[5:]]]), "日报.xlsx")

    assert [(p.code, p.found) for p in problems] == [("boolean_for_number", "TRUE")]


@pytest.mark.parametrize("number_format", ['0!.0000"万元"', "0\\.0000", '0"."0000', "#,##0,", "0.00,,"])
def test_a_format_that_shows_a_number_smaller_than_it_is_is_refused(number_format, refused):
    def shown_as(_, sheet):
        sheet["K2"].number_format = number_format

    (problem,) = refused(workbook([HEADER, ROW], change=shown_as), "日报.xlsx")

    assert (problem.row, problem.header, problem.code) == (2, "期末实有", "scaled_format")


@pytest.mark.parametrize(
    "number_format", ["#,##0", "#,##0.00", "0.00_);(0.00)", '0"户"', "0.00%", "¥#,##0.00", "_ * #,##0_ "]
)
def test_ordinary_number_formats_are_no_scaling(number_format, send):
    def shown_as(_, sheet):
        sheet["K2"].number_format = number_format

    assert send(workbook([HEADER, ROW], change=shown_as), "日报.xlsx").rows == 1


MERGES = ["A3:B3", "D2:D4", "K2:K3", "E3:F3", "A2:K2", "D3:E4", "A4:B4",
          "J2:K2", "H2:H4", "F2:G3", "B3:C3", "K3:K4", "G4:H4", "I2:J2", "A3:K3"]  # fmt: skip


@pytest.mark.parametrize("area", MERGES)
def test_merged_cells_among_the_data_are_refused_and_named(area, refused):
    other = ["康乐县", *ROW[1:]]
    third = ["广河县", *ROW[1:]]

    problems = refused(workbook([HEADER, ROW, other, third], change=lambda _, s: s.merge_cells(area)), "日报.xlsx")

    assert [(p.found, p.row) for p in of(problems, "merged")] == [(area, int(area[1]))]


def test_merged_cells_above_and_below_the_data_do_no_harm(send):
    def merge(_, sheet):
        sheet.merge_cells("A1:K1")
        sheet.merge_cells("A5:K5")

    rows = [["市场主体日报表"], HEADER, ROW, [], ["填报人:马某"]]

    assert send(workbook(rows, change=merge), "日报.xlsx").rows == 1


def test_hidden_rows_columns_and_sheets_are_told(send):
    def hide(book, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["H"].hidden = True
        other = book.create_sheet("旧数据")
        other.append(HEADER)
        other.append(ROW)
        other.sheet_state = "hidden"

    receipt = send(workbook([HEADER, ROW, ["康乐县", *ROW[1:]]], change=hide), "日报.xlsx")

    assert receipt.rows == 2
    assert "隐藏的工作表 1 张没有读取：旧数据" in receipt.notes
    assert "含隐藏或被筛选掉的 1 行，同样读入（第3行）" in receipt.notes
    assert "含隐藏列，同样读入" in receipt.notes


def test_a_name_merged_down_its_rows_holds_for_each_of_them_and_is_told(send, store):
    kinds = [["临夏县", kind, *ROW[2:]] for kind in ("企业", "个体工商户", "农民专业合作社")]

    receipt = send(workbook([HEADER, *kinds], change=lambda _, s: s.merge_cells("A2:A4")), "日报.xlsx")

    assert receipt.rows == 3
    assert receipt.notes == ("“县(市)”列有 2 行在合并单元格内，按该单元格的内容读取（第3、4行）",)
    with store.reading() as conn:
        assert set(entities.daily_counts(conn, scope=EVERYTHING, as_known=None)["county"]) == {"622921"}


def test_an_empty_second_table_is_no_ambiguity(send):
    assert send(workbook([HEADER, ROW], change=lambda b, _: b.create_sheet("空").append(HEADER)), "日报.xlsx").rows == 1


def test_a_problem_names_its_worksheet(refused):
    (problem,) = refused(workbook([HEADER, [*ROW[:-1], 1]], title="三月一日"), "日报.xlsx")

    assert problem.sheet == "三月一日"


def test_rows_far_down_keep_their_numbers(refused):
    def far(_, sheet):
        sheet.move_range("A2:K2", rows=998)

    (problem,) = refused(workbook([HEADER, [*ROW[:-1], 1]], change=far), "日报.xlsx")

    assert problem.row == 1000


def test_numbers_kept_as_text_are_numbers(send):
    assert send(workbook([HEADER, [*ROW[:3], "8308", "１０", "8", "0", "0", "0", "0", "8,310"]]), "日报.xlsx").rows == 1


def test_rich_text_and_phonetic_guides_are_their_text(send):
    """<r> runs are joined; <rPh> readings are left out."""
    content = with_xlsxwriter([HEADER, ["临夏县", "个体工商户", "2020-03-01", *ROW[3:]]])
    rich = "<si><r><t>临</t></r><r><t>夏县</t></r><rPh sb='0' eb='1'><t>linxia</t></rPh></si>"

    content = rewritten(content, "xl/sharedStrings.xml", lambda xml: xml.replace("<si><t>临夏县</t></si>", rich))

    assert send(content, "日报.xlsx").rows == 1


def test_cells_and_rows_without_references_are_counted(send):
    """Some programs leave r="A1" out."""
    import re

    content = with_xlsxwriter([HEADER, ["临夏县", "个体工商户", "2020-03-01", *ROW[3:]]])

    content = rewritten(content, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r' r="[A-Z]*[0-9]+"', "", xml))

    assert send(content, "日报.xlsx").rows == 1


def test_prefixed_tags_are_the_same_tags(send):
    """Some programs write <x:row>."""
    import re

    def prefixed(xml):
        head, _, body = xml.partition("?>")
        body = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", body).replace(" xmlns=", " xmlns:x=", 1)
        return head + "?>" + body

    content = with_xlsxwriter([HEADER, ["临夏县", "个体工商户", "2020-03-01", *ROW[3:]]])
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"):
        content = rewritten(content, part, prefixed)

    assert send(content, "日报.xlsx").rows == 1
