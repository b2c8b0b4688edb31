"""What a scenario card assumes and what it says, in words: a sentence for the lever, a line a figure."""

import datetime as dt

from pages.parts import number
from pages.situation import names
from pages.situation.outlook_told import Told, chance, dates, short, span

KINDS = {
    "net": "净增加快或放慢",
    "reopening": "市场按日开业",
    "payment": "欠款按期清偿",
    "outage": "保供企业停供",
    "festival": "节日用量变化",
    "road": "两县道路不通",
}
QUANTITIES = {"stock": "期末实有户数", "open": "全面开业市场", "left": "欠款余额", "sold": "销量", "held": "一周后库存"}
UNITS = {"stock": "户", "open": "个", "left": "万元", "sold": "吨", "held": "吨"}
OF_OUTLOOK = {"year_end_stock": "stock", "full_reopening": "open", "clearance": "left", "days_to_stockout": "sold",
              "dispatch": "held"}  # fmt: skip
BEYOND = "难以预见"


def place(code: str) -> str:
    """A county's short name, or the region's."""
    return names.table("counties", "county", "short").get(code, names.region_short())


def sentence(kind: str, county: str, levers: dict, called: dict[str, tuple[str, str]]) -> str:
    """``假设临夏县每月多净增 90 户``: the lever as one would say it. ``called`` names markets and firms."""
    return f"假设{SAID[kind](county, levers, called)}"


def _net(county: str, levers: dict, called) -> str:
    more = levers["monthly"]
    return f"{place(county)}每月比目前{'多' if more > 0 else '少'}净增 {abs(more):,.0f} 户"


def _reopening(county: str, levers: dict, called) -> str:
    markets = levers["markets"]
    first = called.get(markets[0], (markets[0], ""))[0]
    which = first if len(markets) == 1 else f"{first}等 {len(markets)} 个市场"
    return f"{place(county)}{which}自 {short(levers['date'])}起全面开业"


def _payment(county: str, levers: dict, called) -> str:
    who = levers.get("debtor") or f"{place(county)}全部欠款主体"
    if levers.get("by"):
        by = dt.date.fromisoformat(levers["by"])
        return f"{who}在 {number.month(by)}底前清完欠款"
    return f"{who}自下月起每月合计至少清偿 {number.quantity(levers['monthly'], '万元')}"


def _outage(county: str, levers: dict, called) -> str:
    firm = called.get(levers["enterprise"], (levers["enterprise"], ""))[0]
    until = f"至 {short(levers['until'])}" if levers.get("until") else "起一直"
    return f"{firm}自 {short(levers['since'])}{until}停供"


def _road(county: str, levers: dict, called) -> str:
    return f"{place(county)}与{place(levers['other'])}之间道路不通，不能互相调运"


def _festival(county: str, levers: dict, called) -> str:
    goods = names.category(levers["category"]) if levers.get("category") else "各品类"
    more = levers["percent"]
    said = f"多 {more:g}%" if more >= 0 else f"少 {-more:g}%"
    listed = {str(day)[:10]: name for day, name in names.table("festivals", "date", "name").items()}
    day = f"{short(levers['day'])}{listed.get(levers['day'], '节日')}"
    return f"{place(county)}在 {day}前七天{goods}用量比平日{said}"


SAID = {"net": _net, "reopening": _reopening, "payment": _payment, "outage": _outage, "road": _road,
        "festival": _festival}  # fmt: skip


def subject(outlook: str, code: str) -> str:
    """What an answer is about."""
    county, _, rest = code.partition(":")
    if outlook == "clearance":
        return rest or place(county)
    return f"{place(county)} · {names.category(rest)}" if rest else place(county)


def lines(outlook: str, before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    """(what, baseline, scenario, change) of one answer."""
    if not (before.there and after.there):
        return [("推算", *("不予评价" if not one.there else "可推算" for one in (before, after)), "—")]
    return FIGURES[outlook](before, after)


def _stock(before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    finals = [f"{number.figure(t['final']['middle'], '户')}（{span(t['final'], '户')}）" for t in (before, after)]
    more = number.change_in(after["final"]["middle"] - before["final"]["middle"], "户")
    return [("年底户数", *finals, more), _chances("年底不少于上年末的可能", "chance", before, after)]


def _markets(before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    return [_days("预计全部开业", before, after), _chances("年底前全部开业的可能", "year_end", before, after)]


def _arrears(before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    return [_days("预计清完", before, after), _chances("按期清完的可能", "chance", before, after)]


def _supply(before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    return [_lasting(before["days"], after["days"])]


def _lasting(before: dict, after: dict) -> tuple[str, str, str, str]:
    said = [f"{days['middle']:.0f} 天（{span(days, '天')}）" for days in (before, after)]
    return ("不再进货能撑", *said, number.change_in(after["middle"] - before["middle"], "天"))


def _dispatch(before: Told, after: Told) -> list[tuple[str, str, str, str]]:
    made = [_figure("调运后仍缺", "unmet", "吨", before, after)]
    if before["tonnes"] is not None:
        made += [_figure("县际调运", "tonnes", "吨", before, after), _figure("运输量", "haul", "吨公里", before, after)]
    if before["days"] is not None and after["days"] is not None:
        made.append(_lasting(before["days"], after["days"]))
    return made


def _figure(what: str, name: str, unit: str, before: Told, after: Told) -> tuple[str, str, str, str]:
    said = [f"{t[name]:,.1f} {unit}" for t in (before, after)]
    more = after[name] - before[name]
    change = "持平" if abs(more) < 0.05 else f"{'增加' if more > 0 else '减少'} {abs(more):,.1f} {unit}"
    return (what, *said, change)


def _chances(what: str, name: str, before: Told, after: Told) -> tuple[str, str, str, str]:
    change = number.change_in_points(after[name] - before[name])
    return (what, chance(before[name]), chance(after[name]), change)


def _days(what: str, before: Told, after: Told) -> tuple[str, str, str, str]:
    said = [_date(t["dates"]) for t in (before, after)]
    ends = [t["dates"]["middle"] for t in (before, after)]
    if None in ends:
        change = "—" if ends[0] == ends[1] else "可以预见" if ends[0] is None else "难以预见"
    else:
        days = (dt.date.fromisoformat(ends[1]) - dt.date.fromisoformat(ends[0])).days
        change = "不变" if not days else f"{'提前' if days < 0 else '推后'} {abs(days)} 天"
    return (what, *said, change)


def _date(found: dict) -> str:
    return f"{short(found['middle']) or BEYOND}（{dates(found, beyond=BEYOND)}）"


FIGURES = {"year_end_stock": _stock, "full_reopening": _markets, "clearance": _arrears, "days_to_stockout": _supply,
           "dispatch": _dispatch}  # fmt: skip
