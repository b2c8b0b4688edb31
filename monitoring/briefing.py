"""Two or three sentences of overall judgement, made where their numbers are."""

import datetime as dt

import pandas as pd

from monitoring.alerts.sentence import SEVERITY_WORDS, amount
from monitoring.indicators.catalog import CATALOG
from monitoring.severity import SEVERITIES

OVERALL_QUIET = "{region}{total}个县(市)总体平稳,没有红、橙色预警。"
OVERALL = "{region}{total}个县(市)中{calm}个总体平稳,{named}有红、橙色预警,需重点关注。"
OVERALL_REGION = "{region}{total}个县(市)总体平稳,但{region}合计指标有红、橙色预警,需重点关注。"
STOCK_KEPT = "实有市场主体{value},较上年末增加{change}户,达到不减目标"
STOCK_LOST = "实有市场主体{value},较上年末减少{change}户,未达到不减目标"
STOCK_ALONE = "实有市场主体{value}"
MARKETS = "农贸市场复市{value}/{target}个"
COVER = "可供天数最低的是{place},{value}"
ARREARS = "清欠完成序时计划的{value}"
UNKNOWN = "尚无足够资料作总体评价。"
MOVED = "近{days}日新增预警{opened}件、解除{cleared}件"
DECIDE = ";需研究决定{count}项(红色{red}件、超期{late}件)。"
NOTHING_TO_DECIDE = ";没有需要研究决定的事项。"
LEVELS = "现有预警{count}件({parts})。"


def sentences(headlines: pd.DataFrame, alerts: pd.DataFrame, *, region, names, on: dt.date, days: int = 7) -> list[str]:
    """How things stand, the plan's four numbers, what moved and what is to be decided.

    headlines: as ``headlines.headlines`` answers. alerts: every alert, closed ones of the last days too.
    names: subject to name, ``Names.of``.
    """
    active = alerts[alerts["active"]]
    return [_overall(active, region), _plan(headlines, names), _movement(alerts, active, on, days)]


def _overall(active: pd.DataFrame, region) -> str:
    grave = set(active.loc[active["severity"].isin(["red", "orange"]), "county"])
    counties = region.counties
    named = [short for county, short in zip(counties["county"], counties["short"]) if county in grave]
    if named:
        calm = len(counties) - len(named)
        return OVERALL.format(region=region.short, total=len(counties), calm=calm, named="、".join(named))
    words = OVERALL_REGION if grave else OVERALL_QUIET
    return words.format(region=region.short, total=len(counties))


def _plan(headlines: pd.DataFrame, names) -> str:
    cards = {card["headline"]: card for card in headlines.to_dict("records") if not pd.isna(card["value"])}
    parts = [say(cards[name], names) for name, say in _SAYS.items() if name in cards]
    return ";".join(parts) + "。" if parts else UNKNOWN


def _stock(card: dict, names) -> str:
    value = _amount(card)
    if card["target"] is None or pd.isna(card["target"]):
        return STOCK_ALONE.format(value=value)
    change = card["value"] - card["target"]
    return (STOCK_LOST if change < 0 else STOCK_KEPT).format(value=value, change=f"{abs(change):,.0f}")


def _markets(card: dict, names) -> str:
    return MARKETS.format(value=f"{card['value']:.0f}", target="—" if pd.isna(card["target"]) else int(card["target"]))


def _cover(card: dict, names) -> str:
    return COVER.format(place=names(card["subject"]), value=_amount(card))


def _arrears(card: dict, names) -> str:
    return ARREARS.format(value=_amount(card))


_SAYS = {"entities": _stock, "markets": _markets, "cover": _cover, "arrears": _arrears}


def _amount(card: dict) -> str:
    return amount(card["value"], CATALOG[card["indicator"]])


def _movement(alerts: pd.DataFrame, active: pd.DataFrame, on: dt.date, days: int) -> str:
    since = pd.Timestamp(on) - pd.Timedelta(days=days - 1)
    moved = MOVED.format(
        days=days,
        opened=int((alerts["opened_for"] >= since).sum()),
        cleared=int((alerts["cleared_for"] >= since).sum()),
    )
    red, late = active["severity"] == "red", active["due"] < pd.Timestamp(on)
    if not (red | late).any():
        return moved + NOTHING_TO_DECIDE
    return moved + DECIDE.format(count=int((red | late).sum()), red=int(red.sum()), late=int(late.sum()))


def counted(active: pd.DataFrame) -> str:
    """How many alerts there are of each severity, gravest first; nothing for none."""
    counts = active["severity"].value_counts()
    parts = [f"{SEVERITY_WORDS[s]}{counts[s]}件" for s in reversed(SEVERITIES) if s in counts]
    return LEVELS.format(count=len(active), parts="、".join(parts)) if parts else ""
