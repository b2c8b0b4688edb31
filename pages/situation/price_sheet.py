"""The printable 信息报告单: one upright A4 page, a line a fact, with room for signature and stamp."""

import io
from collections.abc import Sequence

import xlsxwriter

from monitoring.notices.paper import A4
from monitoring.notices.words import MARK

WIDTHS, SIGNERS = (16, 72), "签发人：　　　　　　　　　　报送单位（盖章）：　　　　　　　　　　接收人："


def sheet(lines: Sequence[tuple[str, str]], *, place: str, demo: bool) -> bytes:
    """An .xlsx that opens in WPS; no text of it can be a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("报告单")
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        label = book.add_format({"bold": True, "border": 1, "valign": "vcenter", "bg_color": "#F2F2F2"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.merge_range(0, 0, 0, 1, f"{place}市场异常波动信息报告单", title)
        page.write_string(1, 0, MARK if demo else "")
        for row, (name, said) in enumerate(lines, 2):
            page.write_string(row, 0, name, label)
            page.write_string(row, 1, said, text)
        page.write_string(len(lines) + 3, 0, SIGNERS)
        page.set_portrait()
        page.set_paper(A4)
        page.fit_to_pages(1, 1)
    return content.getvalue()
