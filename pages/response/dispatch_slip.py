"""The printable 调运单: one A4 landscape sheet with every line, its reason, and room for signatures."""

import datetime as dt
import io

import pandas as pd
import xlsxwriter

from monitoring.notices.paper import set_for_print
from monitoring.notices.words import MARK

HEADERS = (("序号", 5), ("品类", 9), ("调出企业", 28), ("调入企业", 28), ("数量(吨)", 10), ("里程(公里)", 10),
           ("调出后(天)", 10), ("调入后(天)", 10), ("理由", 70))  # fmt: skip
SIGNERS = ("填报人：", "审核人：", "负责人：")


def slip(
    lines: pd.DataFrame, *, firms: dict[str, str], goods: dict[str, str], place: str, day: dt.date, demo: bool
) -> bytes:
    """An .xlsx that opens in WPS: repeated heading row, print area one page wide, no text that could be a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("调运单")
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#F2F2F2"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        tonnes = book.add_format({"border": 1, "num_format": "0.0", "valign": "vcenter"})
        last = len(HEADERS) - 1
        sheet.merge_range(0, 0, 0, last, f"{place}生活必需品调运单（建议）", title)
        mark = f"{MARK}；" if demo else ""
        sheet.write_string(1, 0, f"{mark}数据截至 {day:%Y年%m月%d日}；供商务部门研究，不是调度指令")
        for column, (header, width) in enumerate(HEADERS):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, header, head)
        for place_, line in enumerate(lines.itertuples(index=False), 1):
            row = place_ + 2
            sheet.write_number(row, 0, place_, text)
            sender, receiver = (firms.get(firm, firm) for firm in (line.sender, line.receiver))
            words_ = {1: goods.get(line.category, line.category), 2: sender, 3: receiver, 8: line.reason}
            for column, words in words_.items():
                sheet.write_string(row, column, words, text)
            for column, value in ((4, line.tonnes), (5, line.km), (6, line.sender_after), (7, line.receiver_after)):
                if value == value:
                    sheet.write_number(row, column, value, tonnes)
                else:
                    sheet.write_string(row, column, "—", text)
        foot = len(lines) + 4
        for column, signer in zip((0, 3, 8), SIGNERS):
            sheet.write_string(foot, column, signer)
        set_for_print(sheet, head=2)
    return content.getvalue()
