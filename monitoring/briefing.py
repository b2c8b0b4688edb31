"""Two or three sentences of overall judgement, made where their numbers are."""

import datetime as dt

import pandas as pd

from monitoring.alerts.lifecycle import LIVING
from monitoring.alerts.sentence import SEVERITY_WORDS, amount
from monitoring.indicators.catalog import CATALOG
from monitoring.severity import SEVERITIES
from monitoring.triage import SINGLE_REACH, reach

OVERALL_QUIET = "{region}{total}个县(市)总体平稳,没有县市级红、橙色预警。"
OVERALL = "{region}{total}个县(市)中{named};{calm}。"
RED, ORANGE = "{count}个有红色预警:{places}", "{count}个有橙色预警:{places}"
MORE = "等{count}个"
MOST_NAMED = 10  # a sentence that names fifty places says nothing
CALM, NOBODY_CALM = "其余{calm}个总体平稳", "没有平稳的县(市)"
BUT_SINGLE = "(个别企业、市场有红、橙色预警)"
OVERALL_REGION = "{region}{total}个县(市)总体平稳,但{region}合计指标有红、橙色预警,需重点关注。"
OF_PLACE, PLACE_QUIET = "{place}:{counted}", "{place}:各项指标平稳,没有预警。"
STOCK_KEPT = "实有市场主体{value},较上年末增加{change}户,达到不减目标"
STOCK_LOST = "实有市场主体{value},较上年末减少{change}户,未达到不减目标"
STOCK_ALONE = "实有市场主体{value}"
MARKETS = "农贸市场复市{value}/{target}个"
COVER = "可供天数最低的是{place},{value}"
ARREARS = "清欠完成序时计划的{value}"
UNKNOWN = "尚无足够资料作总体评价。"
MOVED = "近{days}日新增预警{opened}件、解除{cleared}件"
DECIDE = ";需研究决定{count}项(红色处置件逾期未办),处置件共逾期{late}件。"
LATE_ONLY = ";没有逾期的红色处置件,其他逾期{late}件。"
NOTHING_TO_DECIDE = ";没有需要研究决定的事项。"
LEVELS = "现有预警{count}件({parts})。"


def sentences(
    headlines: pd.DataFrame,
    alerts: pd.DataFrame,
    *,
    overdue: list[str | None],
    region,
    names,
    on: dt.date,
    county: str | None = None,
    days: int = 7,
) -> list[str]:
    """How things stand, the plan's four numbers, what moved and what is to be decided.

    headlines: as ``headlines.headlines`` answers. alerts: every alert, closed ones of the last days too (those of
    ``county`` alone, where one is looked at). overdue: the severities of the cases past their deadline
    (``slips.overdue``): a meeting decides about cases, of which one holds many alerts. names: ``Names.of``.
    """
    # An alert closed while beyond its line stays as it was then: it is nobody's trouble of today.
    active = alerts[alerts["active"] & alerts["status"].isin(LIVING)]
    overall = _overall(active, region) if county is None else _of_place(active, names(county))
    return [overall, _plan(headlines, names), _movement(alerts, overdue, on, days)]


def _of_place(active: pd.DataFrame, place: str) -> str:
    said = counted(active)
    return OF_PLACE.format(place=place, counted=said) if said else PLACE_QUIET.format(place=place)


def _overall(active: pd.DataFrame, region) -> str:
    """A firm's trouble is not yet its county's: only alerts about a county, a kind or a category of it count."""
    grave = active[active["severity"].isin(("red", "orange"))]
    about = zip(grave["indicator"], grave["subject"], grave["county"])
    wide = grave[[reach(*one, region.code) > SINGLE_REACH for one in about]] if len(grave) else grave
    red, orange = (set(wide.loc[wide["severity"] == severity, "county"]) for severity in ("red", "orange"))
    causes = _causes(wide[wide["severity"] == "red"])
    places = {"region": region.short, "total": len(region.counties)}
    named = dict(zip(region.counties["county"], region.counties["short"]))
    reds = [f"{short}({'、'.join(causes[county][:2])})" for county, short in named.items() if county in red]
    oranges = [short for county, short in named.items() if county in orange - red]
    if not reds and not oranges:
        return (OVERALL_REGION if region.code in red | orange else OVERALL_QUIET).format(**places)
    parts = [
        words.format(count=len(some), places=_listed(some)) for words, some in ((RED, reds), (ORANGE, oranges)) if some
    ]
    return OVERALL.format(named=";".join(parts), calm=_calm(named.keys() - red - orange, grave), **places)


def _calm(counties: set[str], grave: pd.DataFrame) -> str:
    """The counties not named; a table beside the sentence shows the red of their single firms, so it is said."""
    if not counties:
        return NOBODY_CALM
    single = BUT_SINGLE if grave["county"].isin(counties).any() else ""
    return CALM.format(calm=len(counties)) + single


def _listed(places: list[str]) -> str:
    few = "、".join(places[:MOST_NAMED])
    return few if len(places) <= MOST_NAMED else few + MORE.format(count=len(places))


def _causes(red: pd.DataFrame) -> dict[str, list[str]]:
    """What each county's red alerts are about, in the indicators' own titles."""
    found: dict[str, list[str]] = {}
    for county, indicator in zip(red["county"].tolist(), red["indicator"].tolist()):
        title = CATALOG[indicator].title.removesuffix("异常度")
        titles = found.setdefault(county, [])
        if title not in titles:
            titles.append(title)
    return found


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


def _movement(alerts: pd.DataFrame, overdue: list[str | None], on: dt.date, days: int) -> str:
    since = pd.Timestamp(on) - pd.Timedelta(days=days - 1)
    moved = MOVED.format(
        days=days,
        opened=int((alerts["opened_for"] >= since).sum()),
        cleared=int((alerts["cleared_for"] >= since).sum()),
    )
    red, late = overdue.count("red"), len(overdue)
    if red:
        return moved + DECIDE.format(count=red, late=late)
    return moved + (LATE_ONLY.format(late=late) if late else NOTHING_TO_DECIDE)


def counted(active: pd.DataFrame) -> str:
    """How many alerts there are of each severity, gravest first; nothing for none."""
    counts = active["severity"].value_counts()
    parts = [f"{SEVERITY_WORDS[s]}{counts[s]}件" for s in reversed(SEVERITIES) if s in counts]
    return LEVELS.format(count=len(active), parts="、".join(parts)) if parts else ""
