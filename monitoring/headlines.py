"""The four numbers of the first screen: value, target, change and level, so that a page does no arithmetic."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from monitoring.config import Config
from monitoring.indicators.catalog import CATALOG
from monitoring.standing import status_frame

COLUMNS = [
    "headline", "indicator", "subject", "value", "state", "unit", "target", "target_unit", "change_month",
    "change_year", "level", "bound", "as_of",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One card: what it shows, what judges it, and in which unit its target is."""

    name: str
    shows: str
    judged_by: str


CARDS = (
    Headline(name="entities", shows="closing_stock", judged_by="stock_vs_year_end"),
    Headline(name="markets", shows="markets_open", judged_by="market_reopening_rate"),
    Headline(name="cover", shows="days_of_cover", judged_by="days_of_cover"),
    Headline(name="arrears", shows="arrears_plan_progress", judged_by="arrears_plan_progress"),
)
INDICATORS = tuple(sorted({name for card in CARDS for name in (card.shows, card.judged_by)}))


def days_needed(on: dt.date) -> tuple[dt.date, ...]:
    """The days whose values a headline compares: the day, a month and a year before, the last year's end."""
    day = pd.Timestamp(on)
    earlier = (day - pd.DateOffset(months=1), day - pd.DateOffset(years=1), pd.Timestamp(day.year - 1, 12, 31))
    return (on, *(one.date() for one in earlier))


def headlines(values: pd.DataFrame, config: Config, *, on: dt.date, subject: str | None = None) -> pd.DataFrame:
    """A row a card for a county or (None) the region.

    values: of ``INDICATORS`` on ``days_needed(on)``. The cover card is the shortest cover of a county's category
    (of the chosen county's, or of all); it names its subject. ``change_month`` and ``change_year`` are percent for
    counts and points or days for the others; the target of the stock is the last year-end's.
    """
    place = subject or config.region.code
    judged = status_frame(values, config)
    rows = [_row(card, _subject(card, judged, place, config, on), judged, config, on) for card in CARDS]
    return pd.DataFrame(rows, columns=COLUMNS)


def _subject(card: Headline, judged: pd.DataFrame, place: str, config: Config, on: dt.date) -> str:
    if card.name != "cover":
        return place
    counties = set(config.region.counties["county"]) if place == config.region.code else {place}
    head = judged["subject"].str.split(":", n=1).str[0]
    mine = judged[(judged["indicator"] == card.shows) & head.isin(counties) & (judged["date"] == pd.Timestamp(on))]
    shortest = mine.dropna(subset="value").sort_values(["value", "subject"])
    return place if shortest.empty else shortest["subject"].iloc[0]


def _row(card: Headline, subject: str, judged: pd.DataFrame, config: Config, on: dt.date) -> dict:
    today, month, year, year_end = (_at(judged, card.shows, subject, day) for day in days_needed(on))
    judge = _at(judged, card.judged_by, subject, on)
    line = config.thresholds.on(card.judged_by, subject, on)
    relative = CATALOG[card.shows].unit != CATALOG[card.judged_by].unit
    target = line.target if line else None
    if card.name == "entities":
        target = year_end["value"]
    elif card.name == "markets" and subject == config.region.code:
        target = config.region.targets.get("markets_total", target)
    return {
        "headline": card.name,
        "indicator": card.shows,
        "subject": subject,
        "value": today["value"],
        "state": today["state"],
        "unit": CATALOG[card.shows].unit,
        "target": target,
        "target_unit": CATALOG[card.judged_by if card.name == "markets" and target == 100 else card.shows].unit,
        "change_month": _change(today["value"], month["value"], relative=relative),
        "change_year": _change(today["value"], year["value"], relative=relative),
        "level": judge["level"],
        "bound": judge["bound"],
        "as_of": on,
    }


def _at(judged: pd.DataFrame, indicator: str, subject: str, day: dt.date) -> dict:
    here = (judged["indicator"] == indicator) & (judged["subject"] == subject) & (judged["date"] == pd.Timestamp(day))
    found = judged[here]
    if found.empty:
        return {"value": float("nan"), "state": "missing", "level": "missing", "bound": float("nan")}
    return found.iloc[0].to_dict()


def _change(now: float, before: float, *, relative: bool) -> float:
    if not relative:
        return now - before
    return (now / before - 1) * 100 if before else float("nan")
