"""The daily flows of every subject side by side, and what may be asked of them: sums, the usual, the neighbours."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from monitoring.indicators.entities import STANDS_FOR_DAYS, counts
from monitoring.indicators.panel import carried

USUAL_WEEKS, LEAST_WEEKS = 26, 8
ZEROS_IN_A_ROW = 3  # working days of nothing at all where at least BUSY are usual: nobody counted
BUSY = 4.0
AROUND = {"spring_festival": (-10, 25), "eid_al_fitr": (-2, 3), "eid_al_adha": (-2, 3)}  # days that empty the offices


@dataclass(frozen=True, kw_only=True)
class Books:
    """Flows by day and subject; sums over the series of a subject. Days nobody counted hold zeros in ``told``."""

    days: pd.DatetimeIndex
    subjects: list[str]
    region_code: str
    flows: dict[str, np.ndarray]  # entries, deregistrations, revocations, moves (net, inward), reclassified
    told: np.ndarray  # reports that came, by day and subject
    due: np.ndarray  # reports that were due
    closing: np.ndarray
    workday: np.ndarray
    festivals: pd.DataFrame

    def column(self, subject: str) -> int:
        """The position of a subject; -1 where it is unknown."""
        return self._positions.get(subject, -1)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {subject: n for n, subject in enumerate(self.subjects)}

    def at(self, day: dt.date | pd.Timestamp) -> int:
        """The position of a day; the first one for a day before the books begin."""
        return int(np.clip((pd.Timestamp(day) - self.days[0]).days, 0, len(self.days) - 1))

    @cached_property
    def _running(self) -> dict[str, np.ndarray]:
        tables = {**self.flows, "told": self.heard, "due": self.due}
        return {name: np.vstack([np.zeros(t.shape[1]), np.cumsum(t, axis=0)]) for name, t in tables.items()}

    def total(self, name: str, first: int, last: int) -> np.ndarray:
        """The sum of a table from one day to another (both included), by subject."""
        running = self._running[name]
        return running[last + 1] - running[max(first, 0)]

    def weeks(self, name: str, column: int, ends: np.ndarray) -> np.ndarray:
        """The sums of one subject's weeks that end on these days."""
        running = self._running[name][:, column]
        return running[ends + 1] - running[np.maximum(ends - 6, 0)]

    def heard_share(self, first: int, last: int) -> np.ndarray:
        """The share of the reports due between two days that came and were more than idle zeros."""
        due = self.total("due", first, last)
        return np.where(due > 0, np.minimum(self.total("told", first, last) / np.maximum(due, 1), 1), 0.0)

    @cached_property
    def noted(self) -> dict[tuple, object]:
        """What those who ask have worked out already: several signals of a subject ask the same."""
        return {}

    def usual(self, name: str, before: int, length: int) -> np.ndarray:
        """What ``length`` days usually bring: the median week of the half year before a day; NaN with too few weeks.

        A median, so that a clearing of files, a festival or a silent week in that half year does not count.
        """
        if (name, before) not in self._weeks:
            self._weeks[name, before] = self._usual_week(name, before)
        return self._weeks[name, before] * length / 7

    @cached_property
    def _weeks(self) -> dict[tuple[str, int], np.ndarray]:
        return {}

    def _usual_week(self, name: str, before: int) -> np.ndarray:
        weeks = min(USUAL_WEEKS, before // 7)
        if weeks < LEAST_WEEKS:
            return np.full(len(self.subjects), np.nan)
        edges = before - 7 * np.arange(weeks, -1, -1)
        sums = np.diff(self._running[name][edges], axis=0)
        told, due = (np.diff(self._running[one][edges], axis=0) for one in ("told", "due"))
        sums = np.where(told * 7 >= due * 5, sums * np.where(told > 0, due / np.maximum(told, 1), 1), np.nan)
        known = np.isfinite(sums).sum(axis=0) >= LEAST_WEEKS
        middle = np.full(sums.shape[1], np.nan)
        if known.any():
            middle[known] = np.nanmedian(sums[:, known], axis=0)
            mean = np.nanmean(np.minimum(sums[:, known], 3 * middle[known] + 3), axis=0)
            middle[known] = np.where(middle[known] < 5, mean, middle[known])  # the median of small counts is coarse
        return middle

    def peers(self, subject: str) -> list[int]:
        """The same kind in other counties; of the region's own total, in every county."""
        if subject not in self._peers:
            self._peers[subject] = self._others(subject)
        return self._peers[subject]

    @cached_property
    def _peers(self) -> dict[str, list[int]]:
        return {}

    def _others(self, subject: str) -> list[int]:
        head, colon, tail = subject.partition(":")
        fits = [n for n, other in enumerate(self.subjects) if other.partition(":")[1:] == (colon, tail)]
        heads = [self.subjects[n].partition(":")[0] for n in fits]
        return [n for n, other in zip(fits, heads) if other not in (head, self.region_code)]

    @cached_property
    def festive(self) -> np.ndarray:
        """Days that lie around a festival which empties the offices."""
        near = np.zeros(len(self.days), dtype=bool)
        for festival, when in zip(self.festivals["festival"], pd.to_datetime(self.festivals["date"])):
            if festival in AROUND:
                low, high = AROUND[festival]
                offset = (self.days - when).days
                near |= np.asarray((offset >= low) & (offset <= high))
        return near

    @cached_property
    def springs(self) -> list[pd.Timestamp]:
        """The days of the Spring Festival, in order."""
        return sorted(pd.to_datetime(self.festivals.loc[self.festivals["festival"] == "spring_festival", "date"]))

    @cached_property
    def heard(self) -> np.ndarray:
        """Reports that came, less those of an unbroken run of working days on which a busy county counted nothing."""
        idle = (self.flows["entries"] + self.flows["deregistrations"]) == 0
        busy = (self.flows["entries"] + self.flows["deregistrations"])[self.workday]
        level = pd.DataFrame(busy).rolling(130, min_periods=20).median().shift(ZEROS_IN_A_ROW).to_numpy()
        rows = np.flatnonzero(self.workday)
        quiet = idle[rows] & (self.told[rows] > 0) & (np.nan_to_num(level) >= BUSY)
        run = np.zeros(quiet.shape, dtype=int)
        for n in range(len(quiet)):
            run[n] = np.where(quiet[n], (run[n - 1] if n else 0) + 1, 0)
        out = self.told.copy()
        silent = run >= ZEROS_IN_A_ROW
        for back in range(ZEROS_IN_A_ROW - 1):
            silent[: len(silent) - 1 - back] |= run[1 + back :] >= ZEROS_IN_A_ROW
        out[rows] = np.where(silent & quiet, 0, out[rows])
        return out


def open_books(entity_counts: pd.DataFrame, region, window: pd.DatetimeIndex) -> Books:
    """The books up to the window's last day, from the same layout the indicators use."""
    laid = counts(entity_counts, region, window)
    of = laid.totals.of
    flow = {name: of(laid.panel.of(name)) for name in ("entries", "deregistrations", "revocations", "reclassified")}
    flow["moves"] = of(laid.panel.of("moves_in")) - of(laid.panel.of("moves_out"))
    due = (laid.schedule.due[:, None] & laid.begun) | laid.told
    return Books(
        days=laid.panel.days,
        subjects=list(laid.totals.subjects["subject"]),
        region_code=region.code,
        flows=flow,
        told=of(laid.told),
        due=of(due),
        closing=of(carried(laid.panel.of("closing"), laid.last, at_most=STANDS_FOR_DAYS)),
        workday=np.array([region.is_workday(day.date()) for day in laid.panel.days], dtype=bool),
        festivals=getattr(region, "festivals", pd.DataFrame({"festival": [], "date": []})),
    )
