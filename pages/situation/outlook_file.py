"""The outlook as a file: one row an answer with its band, its rival and its record; a CSV, or a sheet to print."""

import pandas as pd

from monitoring.notices import paper
from pages.parts import number
from pages.situation import names
from pages.situation.outlook_told import PROSPECT_WORDS, Outlooks, chance, short, why_not

TOPICS = {"year_end_stock": "年底总量", "full_reopening": "市场全部开业", "days_to_stockout": "物资能撑天数",
          "festival_demand": "节前七天用量", "clearance": "欠款清完"}  # fmt: skip
COLUMNS = ("展望", "地区", "对象", "预测", "十次有八次不低于（不早于）", "十次有八次不高于（不晚于）", "单位",
           "实现的可能(%)", "判断", "照近期平均推算", "回头检验(次)", "落在区间(%)", "说明")  # fmt: skip
WIDTHS = (12, 10, 26, 14, 16, 16, 6, 12, 10, 14, 12, 12, 36)
NOT_REACHED = "难以预见"


def frame(told: Outlooks, *, printed: bool = False) -> pd.DataFrame:
    """Everything the reader sees of the last outlook, in the order of the page; of festivals only the next on paper."""
    rows = []
    for outlook in TOPICS:
        found = told.subjects(outlook)
        if printed and outlook == "festival_demand" and len(found):
            days = pd.Series([answer["day"] for answer in found["answer"]], index=found.index)
            found = found[days == days.min()]
        for one in found.itertuples(index=False):
            rows.append(_row(told, outlook, one))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(told: Outlooks, outlook: str, one) -> tuple:
    county, _, rest = one.subject.partition(":")
    place = names.table("counties", "county", "short").get(one.county, names.region_short())
    firm = told.names.get(county, (county, ""))[0] + " · " if one.enterprise == county else ""
    answer = told.of(outlook, one.subject)
    about = f"{firm}{names.category(rest)}" if outlook == "days_to_stockout" else rest or "合计"
    if outlook == "festival_demand":
        about = f"{names.category(rest.split(':')[0])} · {answer['name']} {short(answer['day'])}"
    if not answer.there:
        return (TOPICS[outlook], place, about, *[""] * 9, f"不予评价：{why_not(answer)}")
    band, unit, possible, naive = SAID[outlook](answer)
    kept = answer["record"] or {}
    word = PROSPECT_WORDS.get(answer["prospect"], "")
    checked = (kept.get("checks"), kept.get("coverage")) if kept.get("checks") else ("", "")
    return (TOPICS[outlook], place, about, *band, unit, possible, word, naive, *checked, _note(outlook, answer))


def _stock(one) -> tuple:
    naive = one["ahead"]["naive"][-1]
    return [one["final"][edge] for edge in ("middle", "low", "high")], "户", one["chance"], naive


def _markets(one) -> tuple:
    return _dates(one), "日", one["year_end"], short(one["naive_date"])


def _supply(one) -> tuple:
    return [one["days"][edge] for edge in ("middle", "low", "high")], "天", "", one["naive_days"]


def _arrears(one) -> tuple:
    return _dates(one), "日", one["chance"], short(one["naive_date"])


def _dates(one) -> list[str]:
    if one.state == "reached":
        return ["已达到", "", ""]
    return [short(one["dates"][edge]) or NOT_REACHED for edge in ("middle", "low", "high")]


def _festival(one) -> tuple:
    return [one["need"][edge] for edge in ("middle", "low", "high")], "吨", "", one["naive"]


def _note(outlook: str, one) -> str:
    """Of a festival: how many times the usual, what there is for it, what is missing and by when it must be there."""
    if outlook != "festival_demand":
        return ""
    said = f"为平日的 {one['ratio']['middle']:.2f} 倍，库存加进货 {number.quantity(one['have'], '吨')}"
    if one["gap"] and one["gap"]["high"] > 0:
        gap = number.quantity(one["gap"]["middle"], "吨")
        said += f"，预计缺口 {gap}，不够的可能 {chance(one['short'])}"
    return said + (f"，最迟 {short(one['by'])}备足" if one["by"] else "")


SAID = {
    "festival_demand": _festival,
    "year_end_stock": _stock,
    "full_reopening": _markets,
    "days_to_stockout": _supply,
    "clearance": _arrears,
}


def workbook(rows: pd.DataFrame, *, title: str, stamp: str) -> bytes:
    """An .xlsx to print, with what it stands on in the second line."""
    cells = [[_cell(value) for value in row] for row in rows.itertuples(index=False)]
    columns = tuple(zip(COLUMNS, WIDTHS, strict=True))
    return paper.table("展望", title=title, note=stamp, columns=columns, rows=cells, figures="#,##0.##")


def _cell(value: object) -> str | float:
    if isinstance(value, str):
        return value
    return "" if number.absent(value) else float(value)
