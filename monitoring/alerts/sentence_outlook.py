"""What the sentence says of a projection: range, rival, past coverage, and what would avert it; each branch tested."""

import datetime as dt

STOCK = "预计年底{middle}户(十次有八次在{low}至{high}户),上年末{base}户;照近四周走势为{naive}户。"
STOCK_SHORT = "今后每月净增{needed}户(近十三周月均{pace})可免。"
STOCK_AHEAD = "今后每月净减不超过{needed}户(近十三周月均{pace})可免。"
MARKETS = "{when},期限{deadline};照近四周进度为{naive}。尚有{closed}个未全面开业"
MARKETS_TASK = ",到期限每周开{weekly}个可免"
STOCKOUT = "现有库存不再进货可用{middle}天(十次有八次在{low}至{high}天),按近七日用量为{naive}天。"
STOCKOUT_TASK = "{by}前补足{lacks}吨可免。"
FESTIVAL = "{name}({day})节前需{middle}吨(十次有八次在{low}至{high}吨),照平日用量为{naive}吨;库存加日常进货{have}吨。"
FESTIVAL_TASK = "{by}前多备{lacks}吨可免。"
CLEARANCE = "{when},期限{deadline},按期的可能{chance};照近三个月进度为{naive}。尚欠{left}万元"
DEBTORS = ",拖在最后的是{name}等{late}家:{name}尚欠{left}万元"
DEBTOR = ",拖在最后的是{name}:尚欠{left}万元"
UNPLANNED = ",其中{plan_short}万元未列入还款计划"
CLEARANCE_TASK = ",每月还{needed}万元(近三个月月均{pace}万元)可免"
RECORD = "依据{made}以前资料推算;回头检验{checks}次,{coverage}%在区间内。"
BESIDE = "展望:{title}{value}。"
LIKELY = "的可能"
NEVER = "难以预见"
WHEN, OUT_OF_SIGHT = "预计{middle}{done}(十次有八次在{low}至{high})", "{done}之日难以预见"
OUTLOOKS_IN_A_ROW = "连续{count}次推算{clears}即解除。"
STANDS_DAYS = 7


def chance(percent: float) -> str:
    """A probability as one can stand by it: never 0 or 100."""
    if percent > 99:
        return "超过99%"
    return "不足1%" if percent < 1 else f"{percent:.0f}%"


def projection(told: dict, *, title: str = "") -> str:
    """The part of the sentence about what is to come; with ``title`` where a fact's alert carries it."""
    said = ""
    if title:
        number = f"{told['value']:.0f}{'天' if told['of'] == 'full_reopening' else '%'}"
        said = BESIDE.format(title=title, value=chance(told["value"]) if title.endswith(LIKELY) else number)
    return said + SAID[told["of"]](told) + _record(told)


def outlooks_in_a_row(values: int) -> int:
    """How many outlooks so many daily values on end are: each stands for a week."""
    return 1 + (values - 1) // STANDS_DAYS


def _record(told: dict) -> str:
    if told["coverage"] is None:
        return ""
    return RECORD.format(
        made=_day(told["made"], told), checks=f"{told['checks']:.0f}", coverage=f"{told['coverage']:.0f}"
    )


def _stock(told: dict) -> str:
    numbers = {name: f"{told[name]:,.0f}" for name in ("base", "naive")}
    said = STOCK.format(**{edge: f"{value:,.0f}" for edge, value in told["final"].items()}, **numbers)
    task = STOCK_SHORT if told["needed"] > 0 else STOCK_AHEAD
    pace = f"{'净增' if told['pace'] >= 0 else '净减'}{abs(told['pace']):,.0f}户"
    return said + task.format(needed=f"{abs(told['needed']):,.0f}", pace=pace)


def _markets(told: dict) -> str:
    closed = told["total"] - told["now"]
    said = MARKETS.format(
        when=_when(told, "全部开业"), deadline=_day(told.get("deadline"), told), naive=_day(told["naive_date"], told),
        closed=f"{closed:.0f}",
    )  # fmt: skip
    weeks = 0 if "deadline" not in told else (_date(told["deadline"]) - _date(told["made"])).days / 7
    return said + (MARKETS_TASK.format(weekly=f"{closed / weeks:.1f}") if weeks >= 1 else "") + "。"


def _stockout(told: dict) -> str:
    naive = "—" if told["naive_days"] is None else f"{told['naive_days']:.1f}"
    said = STOCKOUT.format(**{edge: f"{value:.0f}" for edge, value in told["days"].items()}, naive=naive)
    if told["by"] is None or not told["lacks"]:
        return said
    return said + STOCKOUT_TASK.format(by=_day(told["by"], told), lacks=f"{told['lacks']:,.1f}")


def _festival(told: dict) -> str:
    said = FESTIVAL.format(
        name=told["name"], day=_day(told["day"], told), naive=f"{told['naive']:,.1f}", have=f"{told['have']:,.1f}",
        **{edge: f"{value:,.1f}" for edge, value in told["need"].items()},
    )  # fmt: skip
    if told["by"] is None or not told["gap"]:
        return said
    return said + FESTIVAL_TASK.format(by=_day(told["by"], told), lacks=f"{told['gap']['high']:,.1f}")


def _clearance(told: dict) -> str:
    said = CLEARANCE.format(
        when=_when(told, "清完"), deadline=_day(told["deadline"], told), naive=_day(told["naive_date"], told),
        left=f"{told['left']:,.2f}", chance=chance(told["chance"]),
    )  # fmt: skip
    one = told
    if told["late"]:
        one = told["first"]
        words = DEBTORS if told["late"] > 1 else DEBTOR
        said += words.format(name=one["name"], late=told["late"], left=f"{one['left']:,.2f}")
    if one.get("plan_short") and one["plan_short"] >= 0.01:
        said += UNPLANNED.format(plan_short=f"{one['plan_short']:,.2f}")
    return said + CLEARANCE_TASK.format(needed=f"{one['needed']:,.2f}", pace=f"{one['pace']:,.2f}") + "。"


SAID = {
    "year_end_stock": _stock, "full_reopening": _markets, "days_to_stockout": _stockout,
    "festival_demand": _festival, "clearance": _clearance,
}  # fmt: skip


def _when(told: dict, done: str) -> str:
    found = told["dates"]
    if found["middle"] is None:
        return OUT_OF_SIGHT.format(done=done)
    return WHEN.format(done=done, **{edge: _day(found[edge], told) for edge in ("low", "middle", "high")})


def _day(day: str | None, told: dict) -> str:
    """A day in print, with its year where it is another than that of the outlook."""
    if day is None:
        return NEVER
    here, there = _date(told["made"]), _date(day)
    return f"{'' if here.year == there.year else f'{there.year}年'}{there.month}月{there.day}日"


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
