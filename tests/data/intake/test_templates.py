"""A template is made from the declaration and comes back clean; a new sheet is tested with no line added."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from data.intake import SHEETS, Refused, receive
from data.intake.sheet import Kind
from data.intake.templates import csv_template, template
from tests.data.intake.conftest import NOON, of
from tests.data.intake.good import GOOD, NEEDS

each_sheet = pytest.mark.parametrize("topic", list(SHEETS))
FIRST_DATA_ROW = 5


def filled(topic, region):
    """The template, filled in as somebody would in Excel, and saved by openpyxl."""
    sheet = SHEETS[topic]
    book = openpyxl.load_workbook(io.BytesIO(template(sheet, region)))
    page = book[sheet.title]
    for number, row in enumerate(GOOD[topic], FIRST_DATA_ROW):
        for index, column in enumerate(sheet.columns, 2):
            if column.name in row:
                page.cell(number, index).value = row[column.name]
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def filled_csv(topic, region):
    sheet = SHEETS[topic]
    content = io.StringIO(csv_template(sheet, region).decode("utf-8-sig"))
    content.seek(0, 2)
    writer = csv.writer(content)
    for number, row in enumerate(GOOD[topic], 1):
        writer.writerow([number, *(row.get(column.name, "") for column in sheet.columns)])
    return content.getvalue().encode("utf-8-sig")


@pytest.fixture
def prepared(send, region):
    """Registers what a topic refers to."""

    def prepared(topic):
        for needed in NEEDS.get(topic, []):
            send(filled(needed, region), f"{needed}.xlsx")

    return prepared


@each_sheet
def test_a_filled_template_comes_back_clean(topic, send, region, prepared):
    prepared(topic)

    receipt = send(filled(topic, region), "报表.xlsx")

    assert (receipt.topic, receipt.rows, receipt.new) == (topic, len(GOOD[topic]), len(GOOD[topic]))
    assert [note for note in receipt.notes if "示例行" in note] == ["示例行 1 行，未读入（第4行）"]


@each_sheet
def test_a_filled_csv_template_says_the_same(topic, send, region, prepared):
    prepared(topic)
    send(filled(topic, region), "报表.xlsx")

    receipt = send(filled_csv(topic, region), "报表.csv")

    assert (receipt.topic, receipt.unchanged, receipt.new, receipt.changed) == (topic, len(GOOD[topic]), 0, 0)


@each_sheet
def test_an_empty_template_is_refused_as_empty(topic, refused, region):
    assert of(refused(template(SHEETS[topic], region), "空.xlsx"), "no_rows")


@each_sheet
def test_a_template_is_the_same_file_every_time(topic, region):
    assert template(SHEETS[topic], region) == template(SHEETS[topic], region)


@each_sheet
def test_a_template_is_ready_for_printing_and_scrolling(topic, region):
    page = openpyxl.load_workbook(io.BytesIO(template(SHEETS[topic], region))).worksheets[0]

    assert page.freeze_panes == "B4"
    assert page.page_setup.orientation == "landscape"
    assert int(page.page_setup.paperSize) == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, int(page.page_setup.fitToHeight)) == (1, 0)
    assert page.print_title_rows == "$1:$3"
    assert page.auto_filter.ref.startswith("A3:")


@each_sheet
def test_a_template_prints_every_column_with_its_unit(topic, region):
    page = openpyxl.load_workbook(io.BytesIO(template(SHEETS[topic], region))).worksheets[0]
    printed = [cell.value.removeprefix("★") for cell in page[3]]

    assert printed == ["序号", *(column.printed for column in SHEETS[topic].columns)]


@each_sheet
def test_every_column_that_takes_one_of_some_words_offers_them(topic, region):
    page = openpyxl.load_workbook(io.BytesIO(template(SHEETS[topic], region))).worksheets[0]
    rules = {str(rule.sqref)[0]: rule for rule in page.data_validations.dataValidation}

    for index, column in enumerate(SHEETS[topic].columns):
        letter = chr(ord("B") + index)
        if column.kind in (Kind.WORD, Kind.FLAG, Kind.COUNTY):
            assert rules[letter].type == "list"
        elif column.kind in (Kind.DAY, Kind.MONTH):
            assert rules[letter].type == "date"


def test_the_drop_down_of_a_county_points_to_the_eight_names(region):
    book = openpyxl.load_workbook(io.BytesIO(template(SHEETS["entity_counts"], region)))
    rule = next(r for r in book.worksheets[0].data_validations.dataValidation if str(r.sqref).startswith("B5"))
    sheet, area = rule.formula1.split("!")

    offered = [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]

    assert offered[:3] == ["临夏市", "临夏县", "康乐县"]
    assert len(offered) == 8


@each_sheet
def test_every_example_would_itself_be_accepted(topic, region, send, prepared):
    """The example row, sent as data, has no unreadable cell (only its references may be unknown)."""
    prepared(topic)
    rows = list(csv.reader(io.StringIO(csv_template(SHEETS[topic], region).decode("utf-8-sig"))))
    content = ",".join(rows[0]) + "\n1," + ",".join(rows[1][1:]) + "\n"

    try:
        receipt = send(content)
    except Refused as refused:
        pytest.fail(str(refused))

    assert receipt.rows == 1


def test_a_number_that_the_template_calls_a_date_is_read_as_the_day(region, store, bureau):
    """Typing 2020-3-1 into a date cell makes Excel store a serial number with a date format."""
    sheet = SHEETS["arrears_items"]
    book = openpyxl.load_workbook(io.BytesIO(filled("arrears_items", region)))
    cell = book[sheet.title].cell(FIRST_DATA_ROW, 1 + [c.name for c in sheet.columns].index("due") + 1)
    cell.value, cell.number_format = 43341, "yyyy-mm-dd"  # 2018-08-29
    content = io.BytesIO()
    book.save(content)

    receipt = receive(
        store, region, content.getvalue(), filename="台账.xlsx", reporter=bureau, received_at=NOON + dt.timedelta(1)
    )

    assert receipt.new == 1
