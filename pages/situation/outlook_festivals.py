"""What the week before a festival asks for, in words and rows: by category, and the counties that have too little."""

import datetime as dt

from pages.parts import number, outlookchart
from pages.parts.matrix import Cell, Column, Row
from pages.situation import names
from pages.situation.moment import View
from pages.situation.outlook_told import Outlooks, Told, chance, short, span
from pages.situation.words import county_names as counties

FESTIVAL = "festival_demand"
POSSIBLE = 10  # percent: from here a county counts as one that may have too little
MOST_SHORT = 16
CATEGORY_COLUMNS = (
    Column(title="品类", nowrap=True),
    Column(title="为平日的", unit="倍", align="number"),
    Column(title="十次有八次落在", unit="倍", align="center", nowrap=True),
    Column(title="节前需", unit="吨", align="number"),
    Column(title="照平日需", unit="吨", align="number"),
    Column(title="库存加进货", unit="吨", align="number"),
    Column(title="节后余", unit="天", align="number"),
)
SHORT_COLUMNS = (
    Column(title="县（市）", nowrap=True),
    Column(title="品类", nowrap=True),
    Column(title="节前需", unit="吨", align="number"),
    Column(title="库存加进货", unit="吨", align="number"),
    Column(title="预计缺口", unit="吨", align="number"),
    Column(title="十次有八次落在", unit="吨", align="center", nowrap=True),
    Column(title="不够的可能", align="center"),
    Column(title="最迟备足", align="center", nowrap=True),
)
NOTE = (
    "节前七天的用量：平日用量乘以该节的倍数，倍数取自往年同一节日前七天与前后各周之比，见过的次数少就向各节的平均靠拢；"
    "断供日不计入。节前库存按现有水平、进货按近四周日均计，两个月以后的节日用量按目前水平推算。县（市）按企业所在地统计，企业可跨县供货。"
)


def options(told: Outlooks) -> dict[str, str]:
    """The coming festivals, the next one first."""
    found = {(a["day"], a["festival"]): a["name"] for a in told.subjects(FESTIVAL)["answer"]}
    return {festival: f"{name}（{short(day)}）" for (day, festival), name in sorted(found.items())}


def in_words(told: Outlooks, view: View, festival: str) -> str:
    """The festival, the category that rises most, and how many places may have too little."""
    rows = _places(told, festival)
    one = next(iter(rows.values()), Told(None, {}))
    said = f"距{one['name']}（{short(one['day'])}）还有 {_days_to(one)} 天。"
    there = {category: row for (place, category), row in rows.items() if place == view.subject and row.there}
    if not there:
        return said + "用量不予评价：往年没有一个节日前后有完整的日报可比。"
    top = max(there, key=lambda category: there[category]["ratio"]["middle"])
    ratio = there[top]["ratio"]
    said += (
        f"节前七天{names.category(top)}用量升得最多，约为平日的 **{ratio['middle']:.2f} 倍**"
        f"（十次有八次落在 {_times(ratio)} 倍）。"
    )
    if not there[top]["seen"]:
        said += "这个节日尚无往年日报，倍数由其他节日推得，只宜参考。"
    return said + _shortage(told, view, festival)


def _shortage(told: Outlooks, view: View, festival: str) -> str:
    pairs = [key for key in _places(told, festival) if key[0] != told.view.subject or view.county is not None]
    lacking = _lacking(told, view, festival)
    if not lacking:
        return f"按现有库存加日常进货，{len(pairs)} 项（县 × 品类）都够。"
    (county, category), worst = lacking[0]
    return (
        f"按现有库存加日常进货，{len(pairs)} 项（县 × 品类）中有 **{len(lacking)} 项可能不够**，"
        f"首先是{counties()[county]}的{names.category(category)}，最迟 {short(worst['by'])}备足。"
    )


def _places(told: Outlooks, festival: str) -> dict[tuple[str, str], Told]:
    """By place and category, in the pack's order of categories."""
    frame = told.subjects(FESTIVAL)
    found = {}
    for subject in frame["subject"]:
        place, category, which = subject.split(":")
        if which == festival:
            found[place, category] = told.of(FESTIVAL, subject)
    order = list(names.table("categories", "category", "name"))
    return dict(sorted(found.items(), key=lambda entry: order.index(entry[0][1])))


def _lacking(told: Outlooks, view: View, festival: str) -> list[tuple[tuple[str, str], Told]]:
    """Counties and categories that may have too little, the likeliest first."""
    found = [
        (key, one)
        for key, one in _places(told, festival).items()
        if key[0] in view.visible and one.there and (one["short"] or 0) >= POSSIBLE
    ]
    return sorted(found, key=lambda entry: (-entry[1]["short"], entry[1]["by"] or ""))


def category_rows(told: Outlooks, view: View, festival: str) -> list[Row]:
    """Every category of the place looked at."""
    rows = []
    for (place, category), one in _places(told, festival).items():
        if place == view.subject:
            name = names.category(category)
            if not one.there:
                quiet = Cell(text="不予评价", quiet=True, note="往年没有一个节日前后有完整的日报可比")
                rows.append(Row(cells=[name, "—", quiet, *["—"] * 4]))
                continue
            mark = "" if one["seen"] else "＊"
            after = "未报进货" if one["after"] is None else f"{one['after']:.0f}"
            rows.append(
                Row(
                    cells=[
                        name, f"{mark}{one['ratio']['middle']:.2f}", _times(one["ratio"]),
                        number.figure(one["need"]["middle"], "吨"), number.figure(one["naive"], "吨"),
                        number.figure(one["have"], "吨"), after,
                    ]
                )
            )  # fmt: skip
    return rows


def short_rows(told: Outlooks, view: View, festival: str) -> list[Row]:
    """Who may have too little, by how much, and by when to be stocked."""
    return [
        Row(
            cells=[
                Cell(text=counties()[county]), names.category(category), number.figure(one["need"]["middle"], "吨"),
                number.figure(one["have"], "吨"), number.figure(one["gap"]["middle"], "吨"), span(one["gap"], "吨"),
                chance(one["short"]), short(one["by"]) or "—",
            ]
        )
        for (county, category), one in _lacking(told, view, festival)[:MOST_SHORT]
    ]  # fmt: skip


def foot(told: Outlooks, view: View, festival: str) -> str:
    """What is counted, and how much of the week is left."""
    one = next(iter(_places(told, festival).values()), Told(None, {}))
    said = "＊ 这个节日尚无往年日报，倍数由其他节日推得。" if one.there and not one["seen"] else ""
    if one.there and one["days"] < 7:
        said += f"节前七天已过半途，需用量与进货只计余下 {one['days']:.0f} 天（{short(one['since'])}起）。"
    return said


def record(told: Outlooks, festival: str) -> str:
    """How the band of past festivals' ratios did."""
    one = next((row for row in _places(told, festival).values() if row.there), Told(None, {}))
    kept = one["record"] or {}
    if not kept.get("checks"):
        return "横线：十次有八次落在此区间。见过的节日太少，还不能回头检验。"
    return (
        f"横线：十次有八次落在此区间。用其余节日回头推算每个见过的节日，"
        f"{kept['checks']:.0f} 次（节日 × 品类）中 {kept['coverage']:.0f}% 落在区间内。竖线：与平日持平，作对照。"
    )


def figure(told: Outlooks, view: View, festival: str) -> dict:
    """The ratio of every category with its band."""
    rows = {
        names.category(category): one["ratio"]
        for (place, category), one in _places(told, festival).items()
        if place == view.subject and one.there
    }
    return outlookchart.ranges(rows, level=1.0, unit="倍")


def _times(ratio: dict) -> str:
    return f"{ratio['low']:.2f}–{ratio['high']:.2f}"


def _days_to(one: Told) -> int:
    return (dt.date.fromisoformat(one["day"]) - dt.date.fromisoformat(one["made"])).days
