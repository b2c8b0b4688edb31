"""The dated, sourced numbers of both price rules, read from config.toml's [[price_rule]]."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.price_warning import emergency as shocks
from monitoring.price_warning import seasonal as months_score
from monitoring.price_warning.chain import chained, firm_levels


class BadPriceRule(ValueError):
    """A price rule of the configuration cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class EmergencyRule:
    """How far a week's rise (percent) or a stockout (days on end) goes, and over how many counties it is wide."""

    since: dt.date
    rise: tuple[float, float, float]  # mild, marked, severe
    stockout: tuple[float, float]  # marked, severe
    wide: int
    source: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class SeasonalRule:
    """Who is assessable, how the two growths are weighted, and what the score is called."""

    since: dt.date
    history_months: int
    coverage: float
    recent_months: int
    quarter_weight: float
    moderate: float
    high: float
    source: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class ReportRule:
    """Until when a level is to be reported: at its appearance and rise, every day it lasts, and at its end."""

    since: dt.date
    first_hours: float
    follow_by: dt.time  # of the day, in the region's time
    final_hours: float
    unit: str  # who reports
    recipients: tuple[str, ...]
    source: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Monthly:
    """Log price levels, month x subject; NaN where nothing could be compared."""

    months: pd.PeriodIndex
    level: np.ndarray


@dataclass(frozen=True, kw_only=True)
class PriceRules:
    """Every rule there is, each kind in order of its first day; handed to the indicators, which import nobody."""

    emergency: tuple[EmergencyRule, ...] = ()
    seasonal: tuple[SeasonalRule, ...] = ()
    report: tuple[ReportRule, ...] = ()

    def emergency_on(self, day: dt.date) -> EmergencyRule | None:
        """The emergency rule in force on a day."""
        return _newest(self.emergency, day)

    def seasonal_on(self, day: dt.date) -> SeasonalRule | None:
        """The seasonal rule in force on a day."""
        return _newest(self.seasonal, day)

    def report_on(self, day: dt.date) -> ReportRule | None:
        """The rule of reporting in force on a day."""
        return _newest(self.report, day)

    def reach_of(self, laid, change, days_out, region_code: str) -> shocks.Reach:
        """How far the shocks of supply reports reach by day and subject, each day by its own rule.

        laid: the reports as indicators lay them out (days, what was told, what is due, which lines add up to what).
        """
        stand = self.standing(laid, change, days_out)
        return shocks.reach(stand, laid.totals.adds, laid.totals.subjects, region_code)

    def standing(self, laid, change, days_out) -> shocks.Standing:
        """What stands of each firm's line, each day by its own rule."""
        said = np.zeros(np.shape(change), dtype=int)
        for rule in self.emergency:
            ruled = np.asarray(laid.panel.days >= pd.Timestamp(rule.since))[:, None]
            said = np.where(ruled, shocks.degree(change, days_out, rise=rule.rise, stockout=rule.stockout), said)
        return shocks.standing(said, change, days_out, laid.told, laid.schedule.current)

    def monthly(self, price_months: pd.DataFrame, keys: pd.DataFrame, adds: np.ndarray, *, until: pd.Period) -> Monthly:
        """Chained price levels of subjects up to a month."""
        first = price_months["month"].min().to_period("M")
        months = pd.period_range(first, until, freq="M")
        if not len(months):
            return Monthly(months=months, level=np.empty((0, adds.shape[1])))
        axis = months.to_timestamp().astype("datetime64[us]")
        return Monthly(months=months, level=chained(firm_levels(price_months, keys, axis), adds))

    def seasonal_in(self, monthly: Monthly, month: pd.Period) -> months_score.Told | None:
        """The seasonal score of a month by the rule of its last day; None where no rule or no price reaches it."""
        rule = self.seasonal_on(month.end_time.date())
        if rule is None or month not in monthly.months:
            return None
        return months_score.told(monthly.level, monthly.months.get_loc(month), rule)


def _newest(rules, day: dt.date):
    begun = [rule for rule in rules if rule.since <= day]
    return begun[-1] if begun else None


def read_price_rules(entries: list[dict]) -> PriceRules:
    """The rules of the configuration's tables. Raises BadPriceRule."""
    kinds = {"emergency": EmergencyRule, "seasonal": SeasonalRule, "report": ReportRule}
    found: dict[str, list] = {kind: [] for kind in kinds}
    for entry in sorted(entries, key=lambda entry: entry["from"]):
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        kind, since = given.pop("kind"), given.pop("from")
        try:
            found[kind].append(kinds[kind](since=since, **given))
        except (KeyError, TypeError) as wrong:
            raise BadPriceRule(f"price rule {kind} from {since}: {wrong}") from wrong
        steps = [given[name] for name in ("rise", "stockout") if name in given]
        if any(list(step) != sorted(step) for step in steps):
            raise BadPriceRule(f"price rule {kind} from {since}: its steps do not run from mild to severe")
    return PriceRules(**{kind: tuple(rules) for kind, rules in found.items()})
