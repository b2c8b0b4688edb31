"""What every printable workbook has in common."""

import io

from openpyxl import load_workbook

from monitoring.notices import paper


def _read(content: bytes):
    return load_workbook(io.BytesIO(content)).worksheets[0]


def test_a_table_has_its_title_its_note_its_headings_and_a_row_a_line():
    made = paper.table(
        "表", title="甲州某单", note="演示数据", columns=(("序号", 5), ("数量", 10), ("理由", 20)),
        rows=[(1, 2.5, "近"), (2, "—", "=1+1")], signers=((0, "填报人："), (2, "负责人：")),
    )  # fmt: skip

    rows = list(_read(made).iter_rows(values_only=True))

    assert rows == [
        ("甲州某单", None, None),
        ("演示数据", None, None),
        ("序号", "数量", "理由"),
        (1, 2.5, "近"),
        (2, "—", "=1+1"),
        (None, None, None),
        ("填报人：", None, "负责人："),
    ]


def test_a_table_prints_across_one_page_wide_with_its_headings_on_every_page():
    page = _read(paper.table("表", title="某单", note="", columns=(("甲", 5), ("乙", 5)), rows=[("1", 0.25)]))

    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert (page.print_title_rows, page.freeze_panes) == ("$3:$3", "A4")
    assert page["B4"].number_format == "0.0"


def test_a_list_of_facts_is_one_upright_page_and_none_of_its_texts_is_a_formula():
    lines = [("报告", "首报"), ("情况", "=HYPERLINK(1)")]
    page = _read(paper.facts("单", title="报告单", note="演示数据", lines=lines, widths=(16, 72), signers="签发人："))

    assert page.page_setup.orientation == "portrait"
    assert page["B4"].value == "=HYPERLINK(1)"
    assert page["B4"].data_type == "s"
    assert page["A6"].value == "签发人："


def test_a_row_is_as_high_as_what_wraps_in_it_for_programs_that_do_not_see_to_it():
    table = _read(paper.table("表", title="某单", note="", columns=(("甲", 9), ("理由", 22)), rows=[
        ("1", "近"), ("2", "康乐县奶类合在途可供不足，由临近县市调入补足")
    ]))  # fmt: skip
    lines = [("情况", "一\n二\n三")]
    facts = _read(paper.facts("单", title="报告单", note="", lines=lines, widths=(16, 72), signers="签发人："))

    assert [table.row_dimensions[row].height for row in (4, 5)] == [18, 54]
    assert facts.row_dimensions[3].height == 54
