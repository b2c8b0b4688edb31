"""What is projected, as indicators: how likely a goal is missed, by the outlook that stands on each day.

An outlook made for a Sunday stands until the Saturday after it. One that cannot be made, or whose bands held too rarely
in the past, is no number here: it raises nothing and clears nothing.
"""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.indicators.passport import Worse, indicator
from monitoring.indicators.remember import remembered
from monitoring.indicators.states import COLUMNS, WORDS, nothing

SINCE = dt.date(2019, 1, 1)
STANDS_DAYS = 7
STANDS = np.timedelta64(STANDS_DAYS, "D")
KEYS = ["subject", "county", "enterprise"]
OK, NOT_ASSESSABLE = WORDS[0], WORDS[5]
HORIZON = 730  # days: a date out of sight counts as so many away


@remembered
def _by_name(outlooks: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return dict(tuple(outlooks.groupby("outlook", sort=False)))


def outlooks_of(outlooks: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of one outlook: parted once, they are asked for by indicators, hushing and explanations."""
    return _by_name(outlooks).get(name, outlooks.iloc[:0])


def standing(mine: pd.DataFrame, name: str, window: pd.DatetimeIndex) -> pd.DataFrame:
    """subject, county, enterprise, date, made, state, answer: the outlook standing on each day of the window.

    ``mine``: rows of that outlook. Of a festival's the one that comes next; its subject is place and category alone.
    """
    if name == "festival_demand":
        mine = _by_place(mine)
    told, days = mine["date"].to_numpy(), window.to_numpy()
    weeks = np.unique(told)
    last = weeks.searchsorted(days, side="right") - 1
    stands = (last >= 0) & (days - weeks[np.maximum(last, 0)] < STANDS) if len(weeks) else np.zeros(len(days), bool)
    places = [np.flatnonzero(told == weeks[week]) for week in last[stands]]
    rows = np.concatenate(places) if places else np.empty(0, dtype=int)
    found = mine.drop(columns="outlook").rename(columns={"date": "made"}).take(rows).reset_index(drop=True)
    found = found.assign(date=np.repeat(days[stands], [len(place) for place in places]))
    return _next_festival(found) if name == "festival_demand" else found


def _by_place(festivals: pd.DataFrame) -> pd.DataFrame:
    """A festival's outlook under its place and category, with the festival's ``day``."""
    days = pd.to_datetime([answer["day"] for answer in festivals["answer"]])
    return festivals.assign(subject=place_of(festivals["subject"]), day=days)


def place_of(subjects: pd.Series) -> pd.Series:
    """Place and category of a festival's subject."""
    return subjects.str.rsplit(":", n=1).str[0]


def _next_festival(found: pd.DataFrame) -> pd.DataFrame:
    coming = found[found["day"] > found["date"]].sort_values(["date", "subject", "day"])
    return coming.drop_duplicates(["date", "subject"]).drop(columns="day").reset_index(drop=True)


def _told(
    outlooks: pd.DataFrame, name: str, window: pd.DatetimeIndex, rules, number: Callable[..., float | None], *,
    reached: float = np.nan, counties_beside: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The values of an outlook: ``number(answer, rule, made)``, and ``reached`` where its goal is met.

    ``counties_beside``: the region's code, where the counties alone say anything of their own.
    """
    found = standing(outlooks_of(outlooks, name), name, window)
    if counties_beside is not None:
        found = found[(found["subject"] == found["county"]) & (found["county"] != counties_beside)]
    if found.empty:
        return nothing()
    once: dict[int, float] = {}  # an answer stands for a week of days
    for state, answer, made in zip(found["state"], found["answer"], found["made"]):
        if id(answer) not in once:
            rule = rules.on(name, made.date())
            once[id(answer)] = reached if state == "reached" else _value(state, answer, rule, made, number)
    values = np.array([once[id(answer)] for answer in found["answer"]])
    told = found[KEYS].astype("str").assign(
        date=found["date"].astype("datetime64[us]"), value=values,
        state=pd.Series(np.where(np.isfinite(values), OK, NOT_ASSESSABLE), index=found.index, dtype="str"),
    )  # fmt: skip
    return told.sort_values(["date", "subject"]).reset_index(drop=True)[COLUMNS]


def _value(state: str, answer: dict, rule, made: pd.Timestamp, number: Callable[..., float | None]) -> float:
    if state != "ok" or rule is None or not rule.trusts(answer["record"]):
        return np.nan
    value = number(answer, rule, made)
    return np.nan if value is None else float(value)


@indicator(
    title="预计年底总量不减的可能",
    unit="%",
    worse=Worse.LOW,
    owner="州市场监管局",
    subjects="county, region",
    since=SINCE,
    cadence="weekly",
    decimals=0,
    looks_back=STANDS_DAYS - 1,
    measure="2",
    topic="entities",
    behind=("entity_counts",),
)
def year_end_chance(outlooks, outlook_rules, window):
    """照目前走势推算,年底市场主体不少于上年末的可能(四百次推算中的占比)。每周日推算一次,是预计,不是事实。

    资料不足半年、上年末或当前户数缺报、以往推算经不起回头检验(见 config.toml 的展望规则)的,不评价。
    """
    return _told(outlooks, "year_end_stock", window, outlook_rules, lambda one, *_: one["chance"])


@indicator(
    title="预计全面复市晚于期限的天数",
    unit="天",
    worse=Worse.HIGH,
    owner="州商务局",
    subjects="county",
    since=SINCE,
    cadence="weekly",
    decimals=0,
    looks_back=STANDS_DAYS - 1,
    measure="1",
    topic="markets",
    behind=("market_list", "market_status"),
)
def reopening_lateness(outlooks, outlook_rules, region, window):
    """预计农贸市场全部开业之日(推算的中位)晚于期限的天数;早于期限的为0,两年以内看不到的按730天计。

    期限见 config.toml 的展望规则。全州要等最后一个县(市),不另评价。近半年无市场新开业的不评价。
    """
    return _told(
        outlooks, "full_reopening", window, outlook_rules, _late, reached=0.0, counties_beside=region.code
    )  # fmt: skip


def _late(answer: dict, rule, made: pd.Timestamp) -> float | None:
    if rule.deadline is None:
        return None
    middle = answer["dates"]["middle"]
    day = made.date() + dt.timedelta(days=HORIZON) if middle is None else dt.date.fromisoformat(middle)
    return max((day - rule.deadline).days, 0)


@indicator(
    title="预计两周内断供的可能",
    unit="%",
    worse=Worse.HIGH,
    owner="州商务局",
    subjects="enterprise:category, county:category, region:category",
    since=SINCE,
    cadence="weekly",
    decimals=0,
    looks_back=STANDS_DAYS - 1,
    measure="1",
    topic="supply",
    behind=("enterprise_list", "supply_daily"),
)
def stockout_chance(outlooks, outlook_rules, window):
    """按以往用量和进货推算,十四天内库存用尽的可能(四百次推算中的占比)。县(市)、全州按品类取已报企业合计。

    进货记录不足的不评价。与“可供天数”不同:进货照常的企业库存虽低而无虞,进货中断的库存虽高而可虞。
    """
    return _told(outlooks, "days_to_stockout", window, outlook_rules, lambda one, *_: one.get("chance_14"))


@indicator(
    title="预计下一节日货源不够的可能",
    unit="%",
    worse=Worse.HIGH,
    owner="州商务局",
    subjects="county:category, region:category",
    since=SINCE,
    cadence="weekly",
    decimals=0,
    looks_back=STANDS_DAYS - 1,
    measure="1",
    topic="supply",
    behind=("enterprise_list", "supply_daily"),
)
def festival_shortage_chance(outlooks, outlook_rules, window):
    """下一个节日节前七天的用量超过现有库存加日常进货的可能(四百次推算中的占比)。

    没有一个节日前后有完整日报的品类不评价。
    """
    return _told(outlooks, "festival_demand", window, outlook_rules, lambda one, *_: one["short"])


@indicator(
    title="预计到期仍欠的比例",
    unit="%",
    worse=Worse.HIGH,
    owner="州工信局",
    subjects="county",
    since=SINCE,
    cadence="weekly",
    decimals=0,
    looks_back=STANDS_DAYS - 1,
    measure="8",
    topic="arrears",
    behind=("arrears_items", "arrears_plan", "arrears_payments"),
)
def arrears_unpaid_at_deadline(outlooks, outlook_rules, region, window):
    """按还款计划和以往兑现率推算,到计划末月仍未还的无分歧欠款(四百次推算中有九成不少于此数)÷(现有余额+近十二个月已还)。

    已清完的为0。足月的清偿记录不足四个月、尚无法回头检验的不评价。全州要等最后一个县(市),不另评价;欠款主体见本县(市)。
    """
    return _told(
        outlooks, "clearance", window, outlook_rules, _unpaid, reached=0.0, counties_beside=region.code
    )  # fmt: skip


def _unpaid(answer: dict, *_) -> float:
    return 100 * answer["ahead"]["low"][-1] / (answer["left"] + sum(answer["past"]["value"]))
