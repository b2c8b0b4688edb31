"""What was interpreted, gathered and told in one line a kind instead of one a cell."""

from dataclasses import dataclass, field

from data.intake.places import Line
from data.intake.text import shown

SENTENCES = {
    "full_width": "“{header}”列有 {n} 处全角字符，按半角读取（{rows}）",
    "thousands": "“{header}”列有 {n} 处千位分隔符，已去除（{rows}）",
    "unit_in_cell": "“{header}”列有 {n} 处写了单位，与本列单位一致，按数字读取（{rows}）",
    "converted": "“{header}”列有 {n} 处写了另一种单位，已换算为本列单位（{rows}）",
    "text_number": "“{header}”列有 {n} 处是文本格式的数字，按数字读取（{rows}）",
    "serial": "“{header}”列有 {n} 处是没有日期格式的日期序列号，按 Excel 日期读取（{rows}）",
    "spelled_day": "“{header}”列有 {n} 处是汉字数字写的日期，按日期读取（{rows}）",
    "merged_down": "“{header}”列有 {n} 行在合并单元格内，按该单元格的内容读取（{rows}）",
    "caption_row": "表格之间的标题或说明 {n} 行，未读入（{rows}）",
    "time_dropped": "“{header}”列有 {n} 处带时刻，只取日期（{rows}）",
    "day_dropped": "“{header}”列有 {n} 处写了具体日期，只取月份（{rows}）",
    "placeholder": "“{header}”列有 {n} 处“-”“/”“无”等，按未填处理（{rows}）",
    "blank_0": "“{header}”列有 {n} 处空白，按 0 读取（{rows}）",
    "blank_否": "“{header}”列有 {n} 处空白，按“否”读取（{rows}）",
    "blank_是": "“{header}”列有 {n} 处空白，按“是”读取（{rows}）",
    "upper_case": "“{header}”列有 {n} 处小写字母，按大写读取（{rows}）",
    "named": "“{header}”列有 {n} 处写的是名称，已按登记名录换成编号（{rows}）",
    "total_row": "合计行 {n} 行，未读入（{rows}）",
    "example_row": "示例行 {n} 行，未读入（{rows}）",
    "footer_row": "表尾说明 {n} 行，未读入（{rows}）",
    "unfilled_row": "预填表中没有填写的 {n} 行，未读入，按未报处理（{rows}）",
    "hidden_row": "含隐藏或被筛选掉的 {n} 行，同样读入（{rows}）",
    "gap": "有 {n} 行的期初与上一次填报的期末不一致，因两次日期不相邻未作为错误，请核实（{rows}）",
    "next_opening": "有 {n} 行更正后的期末实有与已入库的次日期初不一致，请把之后各日一并更正（{rows}）",
    "no_stock_no_stockout": "有 {n} 行库存为0而未标断供，请核实（{rows}）",
    "no_reason": "有 {n} 行未复市而没有填写停业原因（{rows}）",
    "fallen_back": "有 {n} 行的累计完成数比上一次报送的还少，请核实；属于更正的请在说明中写明（{rows}）",
}
MOST_RANGES = 40
"""Every row is named, neighbours as one range; a file with more gaps than that is told by its count."""


@dataclass
class _Told:
    """One kind of interpretation: how often, in which ranges of rows, and the first one."""

    count: int = 0
    ranges: list[list] = field(default_factory=list)  # [worksheet, first row, last row]
    example: str = ""


class Notes:
    """Counts interpretations by kind and column, with the rows of each and one example."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], _Told] = {}
        self._lines: list[str] = []

    def say(self, line: str) -> None:
        """A note that is already a sentence; said once."""
        if line not in self._lines:
            self._lines.append(line)

    def count(self, code: str, row: int, header: str = "", example: tuple | None = None) -> None:
        """One more interpretation of this kind; ``example``: what was found and what it was read as."""
        told = self._told.setdefault((code, header), _Told())
        told.count += 1
        if example and not told.example:
            told.example = f"，如 {shown(str(example[0]), 20)}→{shown(str(example[1]), 20)}"
        place = row.place.label if isinstance(row, Line) else ""
        last = told.ranges[-1] if told.ranges else None
        if last and last[0] == place and last[2] <= row <= last[2] + 1:
            last[2] = int(row)
        elif len(told.ranges) <= MOST_RANGES:
            told.ranges.append([place, int(row), int(row)])

    def lines(self) -> tuple[str, ...]:
        """Every note, in the order first met."""
        return (*self._lines, *(self._line(key) for key in self._told))

    def _line(self, key: tuple[str, str]) -> str:
        code, header = key
        told = self._told[key]
        sheets: dict[str, list[str]] = {}
        for place, first, last in told.ranges[:MOST_RANGES]:
            sheets.setdefault(place, []).append(
                str(first) if first == last else f"{first}{'、' if last == first + 1 else '至'}{last}"
            )
        listed = "；".join(f"{place}第{'、'.join(rows)}行" for place, rows in sheets.items())
        more = "等" if len(told.ranges) > MOST_RANGES else ""
        return SENTENCES[code].format(header=header, n=told.count, rows=listed + more + told.example)
