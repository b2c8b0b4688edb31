"""The sheets people download, made from the same declaration that reads them back."""

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

import xlsxwriter

from data.intake.credit_code import check_character
from data.intake.room import height_of, width_of
from data.intake.sheet import Column, Kind, Sheet

if TYPE_CHECKING:
    from data.reference.region import Region

MARK = "序号"
EXAMPLE = "示例"
SIGN_OFF = "填报单位：                填报人：            审核人：            负责人：            填报日期："
HEADER_ROW = 2  # counted from 0: a title, the sign-off line, then the header
LAST_ROW = 2_000
EXPLAINED_WIDTHS = (16, 16, 22, 22, 44)  # of the columns that explain a column: name, need, what, unit, more
INSTRUCTIONS = "填表说明"
MADE = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed date keeps the same template the same file
NUMBER_FORMATS = {
    Kind.COUNT: "0",
    Kind.INTEGER: "0",
    Kind.AMOUNT: "0.00##",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
}


def template(sheet: Sheet, region: "Region") -> bytes:
    """An .xlsx to fill in: frozen header with units, drop-downs, an example row, and how to fill it in."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": sheet.title, "created": MADE})
        page = book.add_worksheet(sheet.title)
        lists = instructions_page(book, sheet, region)
        _page(book, page, sheet, region, lists)
    return content.getvalue()


def csv_template(sheet: Sheet, region: "Region") -> bytes:
    """The same as csv, in UTF-8 with its mark so that Excel and WPS open it as Chinese."""
    content = io.StringIO()
    writer = csv.writer(content)
    writer.writerow([MARK, *(column.printed for column in sheet.columns)])
    writer.writerow([EXAMPLE, *(example_of(column, region) for column in sheet.columns)])
    return content.getvalue().encode("utf-8-sig")


def example_of(column: Column, region: "Region") -> str:
    """What the example row shows in a column; invented, and never read back."""
    if column.kind is Kind.CREDIT_CODE:
        body = f"92{region.counties['county'].iloc[0]}MA0000012"[:17].ljust(17, "0")
        return body + check_character(body)
    if column.kind is Kind.COUNTY:
        return str(region.counties["name"].iloc[0])
    if column.example or not column.required:
        return column.example
    return offered(column, region)[0]


def offered(column: Column, region: "Region") -> list[str]:
    """The words a drop-down offers: one for each meaning, the printed one."""
    if column.kind is Kind.COUNTY:
        return region.counties["name"].tolist()
    first: dict[object, str] = {}
    for word, meaning in column.words_of(region).items():
        first.setdefault(meaning, word)
    return list(first.values())


def _page(book, page, sheet: Sheet, region: "Region", lists: dict[str, str]) -> None:
    columns = sheet.columns
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    page.merge_range(0, 0, 0, len(columns), sheet.title, title)
    page.write(1, 0, SIGN_OFF)
    page.set_row(HEADER_ROW, 32)
    _write_header(book, page, 0, MARK, required=False)
    page.set_column(0, 0, 6)
    example = {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2", "border": 1}
    page.write(HEADER_ROW + 1, 0, EXAMPLE, book.add_format(example))
    for index, column in enumerate(columns, 1):
        number_format = NUMBER_FORMATS.get(column.kind, "@")
        _write_header(book, page, index, column.printed, required=column.required)
        page.set_column(index, index, column_width(column.printed), book.add_format({"num_format": number_format}))
        look = book.add_format({**example, "num_format": number_format})
        _write_example(page, index, example_of(column, region), column, look)
        if rule := rule_of(column, lists):
            page.data_validation(HEADER_ROW + 2, index, LAST_ROW, index, rule)
    _print_setup(page, len(columns))


def _write_example(page, index: int, text: str, column: Column, look) -> None:
    if text and column.kind in (Kind.COUNT, Kind.INTEGER, Kind.AMOUNT):
        page.write_number(HEADER_ROW + 1, index, float(text), look)
    else:
        page.write_string(HEADER_ROW + 1, index, text, look)


def _write_header(book, page, index: int, text: str, *, required: bool) -> None:
    look = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    look["bg_color"] = "#D9E2F3" if required else "#EDEDED"
    page.write_string(HEADER_ROW, index, ("★" if required else "") + text, book.add_format(look))


def _print_setup(page, last_column: int) -> None:
    page.freeze_panes(HEADER_ROW + 1, 1)
    page.autofilter(HEADER_ROW, 0, LAST_ROW, last_column)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, HEADER_ROW)
    page.set_footer("&C第 &P 页 共 &N 页")


def column_width(heading: str) -> int:
    """Characters for a column to be filled in."""
    return max(12, min(28, 2 + width_of(heading)))


def rule_of(column: Column, lists: dict[str, str]) -> dict | None:
    """What Excel itself checks while typing. A warning only: the aliases we accept are not in the list."""
    told = {"error_type": "warning", "input_title": column.header[:32]}
    if column.hint:
        told["input_message"] = column.hint[:250]
    if column.name in lists:
        return {"validate": "list", "source": lists[column.name], "error_message": "请从下拉列表中选择", **told}
    if column.kind in (Kind.COUNT, Kind.INTEGER):
        low = column.low if column.low is not None else 0
        bounds = {"criteria": "between", "minimum": low, "maximum": column.high or 1_000_000_000}
        return {"validate": "integer", **bounds, "error_message": "请填整数", **told}
    if column.kind is Kind.AMOUNT:
        bounds = {"criteria": "between", "minimum": column.low or 0, "maximum": column.high or 1_000_000_000}
        return {"validate": "decimal", **bounds, "error_message": f"请填数字，单位{column.unit or '见表头'}", **told}
    if column.kind in (Kind.DAY, Kind.MONTH):
        bounds = {"criteria": ">=", "value": column.earliest}
        return {"validate": "date", **bounds, "error_message": "请填日期，例如 2020-03-01", **told}
    return {"validate": "any", **told} if column.hint else None


def instructions_page(book, sheet: Sheet, region: "Region") -> dict[str, str]:
    """The second worksheet: each column explained, each list of words; answers with where the lists stand."""
    page = book.add_worksheet(INSTRUCTIONS)
    bold = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(guidance(sheet)):
        page.write_string(row, 0, line)
    top = len(guidance(sheet)) + 1
    for index, heading in enumerate(("列名", "是否必填", "填写内容", "单位", "说明")):
        page.write_string(top, index, heading, bold)
    for row, column in enumerate(sheet.columns, top + 1):
        told = _explained(column, "、".join(column.units) if column.units else "")
        page.set_row(row, height_of(zip(told, EXPLAINED_WIDTHS)))
        for index, text in enumerate(told):
            page.write_string(row, index, text, wrap)
    lists = {}
    for index, column in enumerate([c for c in sheet.columns if offered(c, region)], 6):
        words = offered(column, region)
        page.write_string(top, index, f"{column.header}可选项", bold)
        page.write_column(top + 1, index, words)
        if column.kind is not Kind.WORDS:  # several at once cannot be picked from a drop-down
            letter = chr(65 + index)
            lists[column.name] = f"='{INSTRUCTIONS}'!${letter}${top + 2}:${letter}${top + 1 + len(words)}"
    for index, width in enumerate(EXPLAINED_WIDTHS):
        page.set_column(index, index, width)
    page.set_column(6, 12, 18)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    return lists


def guidance(sheet: Sheet) -> list[str]:
    """What the sender should know, in a few lines."""
    key = "、".join(sheet.header(name) for name in sheet.key)
    return [
        f"《{sheet.title}》填表说明",
        f"1. 报送周期：{sheet.cadence}。",
        "2. 表头不要改动；可以增加其他列，系统不读取。带★的列必填。",
        f"3. “{EXAMPLE}”行不会被读取，可保留也可删除。合计行不会被读取。",
        "4. 数据区不要合并单元格；单位写在表头括号里，改用其他单位时请同时改表头，例如“库存(公斤)”。",
        f"5. “{key}”相同的只能有一行；更正时改好数字重新报送，系统保留历次记录。",
        "6. 有任何一行不符合要求，整份文件都不入库；系统会一次列出全部问题。",
    ]


def _explained(column: Column, units: str) -> tuple[str, ...]:
    need = "必填" if column.required else "可不填"
    also = f"也可写作：{'、'.join(a for a in column.aliases if not a.isascii())}" if column.aliases else ""
    blank = f"不填按“{column.blank_means}”" if column.blank_means else ""
    return column.header, need, column.kind.value, units, "；".join(part for part in (column.hint, blank, also) if part)
