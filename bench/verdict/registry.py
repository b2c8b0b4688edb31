"""A simulated registry, day by day: eight counties, four kinds, the Chinese calendar; and what is planted in it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.reference.region import load_region

REGION = load_region("linxia")
COUNTIES = tuple(REGION.counties["county"])
KINDS = {"individual": 8000, "enterprise": 1100, "cooperative": 600, "family_farm": 150}
ENTRY, EXIT = 0.16, 0.09  # of the stock a year
FLOWS = ("entries", "deregistrations", "revocations", "moves_in", "moves_out", "reclassified")
SPRING = pd.to_datetime(REGION.festivals.loc[REGION.festivals["festival"] == "spring_festival", "date"])
TRUE_CAUSES = ("closures", "closures_and_freeze")
ARTEFACTS = ("cleanup", "batch", "move", "definition", "late_reports", "idle_zeros")
CAUSES = (*TRUE_CAUSES, *ARTEFACTS)
SIZES = (0.01, 0.02, 0.03, 0.05)  # of the county's individuals; a month, where it is a true fall
LASTS = 92
SHOCK_LASTS, UNLIKE, TIMES_EXITS = 61, (0.7, 1.3), 2.0
FESTIVE_DAYS = {"spring_festival": (10, 15), "eid_al_fitr": (1, 3), "eid_al_adha": (1, 3)}  # days before and after


def festivals_of(days: pd.DatetimeIndex) -> dict[pd.Timestamp, pd.Timestamp]:
    """The first and the last day around each festival that begins within the days."""
    spans = {}
    for festival, when in zip(REGION.festivals["festival"], pd.to_datetime(REGION.festivals["date"])):
        if festival in FESTIVE_DAYS:
            before, after = FESTIVE_DAYS[festival]
            spans[when - pd.Timedelta(days=before)] = when + pd.Timedelta(days=after)
    return {first: last for first, last in spans.items() if days[0] <= first <= days[-1]}


@dataclass(frozen=True, kw_only=True)
class Planted:
    """One cause in one county from one day on."""

    cause: str
    size: float
    county: str
    first: pd.Timestamp

    @property
    def true(self) -> bool:
        return self.cause in TRUE_CAUSES


@dataclass(frozen=True, kw_only=True)
class Shock:
    """What some counties suffer together from one day on: so much fewer entries, twice that more deregistrations."""

    depth: float
    counties: tuple[str, ...]
    flows: tuple[str, ...]
    first: pd.Timestamp


class Registry:
    """Calm daily counts, to be troubled."""

    def __init__(self, rng: np.random.Generator, days: pd.DatetimeIndex) -> None:
        self.rng, self.days = rng, days
        self.cells = [(county, kind) for county in COUNTIES for kind in KINDS]
        size = np.repeat(np.exp(rng.normal(0, 0.3, len(COUNTIES))), len(KINDS))
        self.stock = np.round(np.tile(list(KINDS.values()), len(COUNTIES)) * size).astype(int)
        busy = self._busy()
        shared = np.exp(rng.normal(0, 0.05, len(days) // 7 + 1)).repeat(7)[: len(days)]
        rate = self.stock[:, None] / 365 * (busy * shared)
        unrest = rng.gamma(90, 1 / 90, (len(self.cells), len(days) // 7 + 1)).repeat(7, axis=1)[:, : len(days)]
        self.flows = {name: np.zeros(rate.shape, dtype=int) for name in FLOWS}
        self.flows["entries"] += rng.poisson(ENTRY * rate * unrest)
        self.flows["deregistrations"] += rng.poisson(EXIT * rate * unrest[:, ::-1])
        self.told = np.ones(rate.shape, dtype=bool)

    def _busy(self) -> np.ndarray:
        work = np.array([REGION.is_workday(day.date()) for day in self.days])
        weekday = np.array([1.35, 1.2, 1.15, 1.1, 1.0, 0.2, 0.15])[self.days.day_of_week] / 0.88
        level = np.where(work, np.maximum(weekday, 0.9), np.minimum(weekday, 0.15))
        for festival in SPRING:
            offset = np.asarray((self.days - festival).days, dtype=float)
            level *= np.interp(offset, [-14, -7, -1, 0, 7, 15, 22, 30], [1, 0.75, 0.4, 0.3, 0.35, 0.8, 1.1, 1])
        return level

    def rows_of(self, county: str) -> slice:
        first = COUNTIES.index(county) * len(KINDS)
        return slice(first, first + len(KINDS))

    def plant(self, planted: Planted) -> None:
        """Trouble a county's individual businesses (silence: all its kinds)."""
        row, at = self.rows_of(planted.county).start, self.days.get_loc(planted.first)
        count = planted.size * self.stock[row]
        getattr(self, f"_{planted.cause}")(planted, row, at, count)

    def _closures(self, planted, row, at, count) -> None:
        span = slice(at, at + LASTS)
        busy = self._busy()[span]
        self.flows["deregistrations"][row, span] += self.rng.poisson((count / 30) * busy / busy.mean())
        # the month's net is to fall by the size: what ordinarily comes on top is closed too
        growth = (ENTRY - EXIT) * self.stock[row] / 365
        self.flows["deregistrations"][row, span] += self.rng.poisson(growth * busy / busy.mean())

    def _closures_and_freeze(self, planted, row, at, count) -> None:
        span = slice(at, at + LASTS)
        kept = self.rng.random() * 0.3
        lost = self.flows["entries"][row, span]
        self.flows["entries"][row, span] = self.rng.binomial(lost, kept)
        busy = self._busy()[span]
        growth = (ENTRY * kept - EXIT) * self.stock[row] / 365
        extra = np.maximum(count / 30 + growth, 0.0)
        self.flows["deregistrations"][row, span] += self.rng.poisson(extra * busy / busy.mean())

    def _cleanup(self, planted, row, at, count) -> None:
        days = self._workdays(at, 1 if self.rng.random() < 0.6 else 5)
        self.flows["revocations"][row, days] += self.rng.poisson(count / len(days), len(days))

    def _batch(self, planted, row, at, count) -> None:
        days = self._workdays(at, int(self.rng.integers(1, 3)))
        self.flows["deregistrations"][row, days] += self.rng.poisson(count / len(days), len(days))

    def _move(self, planted, row, at, count) -> None:
        days = self._workdays(at, 3)
        moved = self.rng.poisson(count / 3, 3)
        self.flows["moves_out"][row, days] += moved
        self.flows["moves_in"][(row + len(KINDS)) % len(self.cells), days] += moved

    def _definition(self, planted, row, at, count) -> None:
        self.flows["reclassified"][row, at] -= int(count)
        self.flows["reclassified"][row + 1, at] += int(count)

    def _late_reports(self, planted, row, at, count) -> None:
        length = {0.01: 3, 0.02: 6, 0.03: 10, 0.05: 21}[planted.size]
        self.told[self.rows_of(planted.county), at : at + length] = False

    def _idle_zeros(self, planted, row, at, count) -> None:
        length = {0.01: 5, 0.02: 7, 0.03: 12, 0.05: 21}[planted.size]
        for name in ("entries", "deregistrations"):
            self.flows[name][self.rows_of(planted.county), at : at + length] = 0

    def shock(self, shock: Shock) -> None:
        """Trouble all kinds of some counties at once, each county by a depth of its own around the shock's."""
        at = self.days.get_loc(shock.first)
        span = slice(at, at + SHOCK_LASTS)
        for county in shock.counties:
            rows, depth = self.rows_of(county), shock.depth * self.rng.uniform(*UNLIKE)
            if "entries" in shock.flows:
                self.flows["entries"][rows, span] = self.rng.binomial(self.flows["entries"][rows, span], 1 - depth)
            if "deregistrations" in shock.flows:
                gone = self.flows["deregistrations"][rows, span]
                self.flows["deregistrations"][rows, span] += self.rng.poisson(TIMES_EXITS * depth * gone)

    def season(self, size: float) -> None:
        """Every festival of every year empties the offices by about ten times so much more, some counties' further."""
        depth = np.clip(10 * size * self.rng.uniform(0.7, 1.3, len(COUNTIES)), 0, 0.9).repeat(len(KINDS))[:, None]
        for first, last in festivals_of(self.days).items():
            near = (self.days >= first) & (self.days <= last)
            for name in ("entries", "deregistrations"):
                self.flows[name][:, near] = self.rng.binomial(self.flows[name][:, near], 1 - depth)

    def _workdays(self, at: int, count: int) -> list[int]:
        work = [n for n in range(at, at + 25) if REGION.is_workday(self.days[n].date())]
        return work[:count]

    def counts(self) -> pd.DataFrame:
        """The frame a store would answer with, as known once everything that will come has come."""
        out = self.flows
        change = out["entries"] - out["deregistrations"] - out["revocations"]
        change = change + out["moves_in"] - out["moves_out"] + out["reclassified"]
        closing = self.stock[:, None] + np.cumsum(change, axis=1)
        length = len(self.days)
        frame = pd.DataFrame(
            {
                "county": np.repeat([county for county, _ in self.cells], length),
                "kind": np.repeat([kind for _, kind in self.cells], length),
                "date": np.tile(self.days, len(self.cells)),
                "opening": (closing - change).ravel(),
                **{name: table.ravel() for name, table in out.items()},
                "closing": closing.ravel(),
            }
        )
        frame["known_at"] = frame["date"].dt.tz_localize("UTC") + pd.Timedelta(hours=40)
        frame["first_known_at"] = frame["known_at"]
        return frame[self.told.ravel()].reset_index(drop=True)
