"""What was interpreted, gathered and told in one line a kind instead of one a cell."""

from collections import defaultdict

SENTENCES = {
    "full_width": "“{header}”列有 {n} 处全角字符，按半角读取（{rows}）",
    "thousands": "“{header}”列有 {n} 处千位分隔符，已去除（{rows}）",
    "unit_in_cell": "“{header}”列有 {n} 处写了单位，与本列单位一致，按数字读取（{rows}）",
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
    "over_planned": "有 {n} 笔欠款的计划清偿合计超过欠款总额，请核实（{rows}）",
}
SHOWN_ROWS = 8


class Notes:
    """Counts interpretations by kind and column; keeps the first row numbers of each."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._lines: list[str] = []

    def say(self, line: str) -> None:
        """A note that is already a sentence."""
        self._lines.append(line)

    def count(self, code: str, row: int, header: str = "") -> None:
        """One more interpretation of this kind."""
        key = (code, header)
        self._counts[key] += 1
        if len(self._rows[key]) < SHOWN_ROWS:
            self._rows[key].append(row)

    def lines(self) -> tuple[str, ...]:
        """Every note, in the order first met."""
        return (*self._lines, *(self._line(key) for key in self._counts))

    def _line(self, key: tuple[str, str]) -> str:
        code, header = key
        rows, n = self._rows[key], self._counts[key]
        listed = "第" + "、".join(map(str, rows)) + "行" + ("等" if n > len(rows) else "")
        return SENTENCES[code].format(header=header, n=n, rows=listed)
