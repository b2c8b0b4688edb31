"""The emergency rule: what a week's prices and stockouts of each firm say, what stands of it, and how far it reaches.

Degree (mild, marked, severe) is how far it goes at a place; level (IV, III) is how far it reaches. Neither is the
colour of an alert. A firm's standing degree is the worse of its last two reports that can be judged, and silence keeps
it: only two fresh reports below the line end it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

DEGREES = (None, "mild", "marked", "severe")
NONE, MARKED, SEVERE = 0, 2, 3
HELD_DAYS = 45
"""How long silence keeps a degree; later the firm counts as not heard, never as quiet."""
LEVELS = (None, "IV", "III")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Day x line (one firm and category): the standing degree (0-3), and whether the report due last was heard."""

    degree: np.ndarray
    heard: np.ndarray

    @property
    def held(self) -> np.ndarray:
        """What only an earlier report says."""
        return (self.degree > NONE) & ~self.heard


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Day x subject (county and category, region and category)."""

    degree: np.ndarray
    firms: np.ndarray  # at a degree
    counties: np.ndarray  # with such a firm; of a county's own subject 0 or 1
    heard: np.ndarray
    held: np.ndarray


def degree(change: np.ndarray, days_out: np.ndarray, *, rise, stockout) -> np.ndarray:
    """0 none to 3 severe: the worse of a week's rise in percent and the days out of stock; NaN reaches nothing."""
    with np.errstate(invalid="ignore"):
        by_price = sum((change >= step).astype(int) for step in rise)
        by_stock = np.where(days_out >= stockout[1], SEVERE, np.where(days_out >= stockout[0], MARKED, NONE))
    return np.maximum(by_price, by_stock)


def standing(said: np.ndarray, change: np.ndarray, days_out: np.ndarray, told: np.ndarray, current) -> Standing:
    """The worse of the last two reports that can be judged: with a price to compare, or out of stock.

    said: the degree by itself. told: a report of that day came. current: position of the report due last, by day.
    """
    judged = told & (np.isfinite(change) | (days_out > 0))
    day = np.arange(len(said))[:, None]
    last = np.maximum.accumulate(np.where(judged, day, -1), axis=0)
    before = np.vstack([np.full((1, said.shape[1]), -1), last[:-1]])
    earlier = np.where(last >= 0, np.take_along_axis(before, np.maximum(last, 0), axis=0), -1)
    worse = np.maximum(_said_at(said, last, day), _said_at(said, earlier, day))
    return Standing(degree=worse, heard=(last >= 0) & (last >= np.asarray(current)[:, None]))


def _said_at(said: np.ndarray, position: np.ndarray, day: np.ndarray) -> np.ndarray:
    found = np.take_along_axis(said, np.maximum(position, 0), axis=0)
    return np.where((position >= 0) & (day - position <= HELD_DAYS), found, NONE)


def reach(stand: Standing, adds: np.ndarray, subjects: pd.DataFrame, region_code: str) -> Reach:
    """Add lines (``adds``: line x subject, 0 or 1) up to their counties, and counties up to the region."""
    firms = (stand.degree > NONE) @ adds
    whole = (subjects["county"] == region_code).to_numpy()
    category = subjects["subject"].str.split(":").str[-1].to_numpy()
    into = (category[:, None] == category[None, :]) & ~whole[:, None] & whole[None, :]
    own = (firms > 0) & ~whole
    counted = stand.degree[:, :, None] * adds[None, :, :]
    return Reach(
        degree=counted.max(axis=1, initial=NONE).astype(int),
        firms=firms,
        counties=np.where(whole, own @ into.astype("float64"), own),
        heard=stand.heard @ adds,
        held=stand.held @ adds,
    )


def level(counties: int, *, whole: bool, wide: int) -> str | None:
    """The level by reach: a county's own is IV at most; the region's is III from ``wide`` counties on."""
    return None if counties == 0 else "III" if whole and counties >= wide else "IV"
