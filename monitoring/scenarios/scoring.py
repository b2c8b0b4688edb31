"""How cards did: what they and their baseline said of a day that has come, against what was then reported."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from monitoring.indicators.supply import must_report
from monitoring.outlook.entities import closing
from monitoring.outlook.markets import weekly_states
from monitoring.tallies.arrears import ledger

ENOUGH = 0.9  # of the firm-days of a span, of the firms of a day must be reported
COLUMNS = ("scenario", "outlook", "subject", "county", "date", "actual", "baseline_error", "baseline_inside",
           "scenario_error", "scenario_inside")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What was reported, to be asked about days; what several checks ask of a day is laid out once."""

    inputs: dict[str, pd.DataFrame]
    region: object
    laid_out: dict[tuple, object] = field(default_factory=dict, repr=False)

    def states_on(self, day: dt.date) -> np.ndarray:
        """Markets (in order of their number) by week up to a day: open or not."""
        return self._once(
            ("open", day), lambda: weekly_states(self.inputs["market_list"], self.inputs["market_status"], day)
        )

    def ledger_on(self, day: dt.date) -> pd.DataFrame:
        """The ledger of arrears as it stood at the end of a day."""
        return self._once(
            ("left", day), lambda: ledger(self.inputs["arrears_items"], self.inputs["arrears_payments"], on=day)
        )

    def _once(self, asked: tuple, look: Callable[[], object]):
        if asked not in self.laid_out:
            self.laid_out[asked] = look()
        return self.laid_out[asked]


def scored(answers: pd.DataFrame, inputs: dict[str, pd.DataFrame], region, *, since: dt.date, until: dt.date):
    """A row a check whose day lies in the span and of which enough is reported: the columns of COLUMNS.

    ``answers`` are rows of the store's ``scenarios.answers``.
    """
    rows, reported = [], Reported(inputs=inputs, region=region)
    for said in answers.itertuples(index=False):
        for check in said.checks:
            day = dt.date.fromisoformat(check["date"])
            came = ACTUAL[check["quantity"]](check, said.subject, reported) if since <= day <= until else None
            if came is not None and np.isfinite(came):
                rows.append((said.scenario, said.outlook, said.subject, said.county, pd.Timestamp(day), float(came),
                             *_against(check["baseline"], came), *_against(check["scenario"], came)))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def due(answers: pd.DataFrame, *, since: dt.date, until: dt.date) -> pd.DataFrame:
    """The answers that have a check in the span."""
    days = [[check["date"] for check in checks] for checks in answers["checks"]]
    return answers[[any(since.isoformat() <= day <= until.isoformat() for day in told) for told in days]]


def _against(band: dict, came: float) -> tuple[float, bool]:
    return band["middle"] - came, bool(band["low"] <= came <= band["high"])


def _stock(check: dict, subject: str, reported: Reported) -> float:
    """Entities on the day."""
    region = reported.region
    counties = list(region.counties["county"]) if subject == region.code else [subject]
    return closing(reported.inputs["entity_counts"], counties, pd.Timestamp(check["date"])).sum(skipna=False)


def _open(check: dict, subject: str, reported: Reported) -> float | None:
    """Markets that are wholly open on the day."""
    state = reported.states_on(dt.date.fromisoformat(check["date"]))
    places = reported.inputs["market_list"].sort_values("market")["county"]
    own = (places == subject).to_numpy() | (subject == reported.region.code)
    return np.nansum(state[own, -1]) if state.shape[1] else None


def _left(check: dict, subject: str, reported: Reported) -> float:
    """Arrears left at the end of the day."""
    led = reported.ledger_on(dt.date.fromisoformat(check["date"]))
    county, _, debtor = subject.partition(":")
    own = (led["county"] == county) | (county == reported.region.code)
    return led.loc[own & ((led["debtor"] == debtor) | (debtor == "")), "left"].sum()


def _sold(check: dict, subject: str, reported: Reported) -> float | None:
    """What went out of the firms' stores in the span, scaled up for the few days nobody reported or had nothing."""
    (place, category), daily = subject.split(":"), reported.inputs["supply_daily"]
    daily = daily[daily["date"].between(pd.Timestamp(check["since"]), pd.Timestamp(check["date"]))]
    here = (daily["category"] == category) & ((daily["county"] == place) | (place == reported.region.code))
    told = daily[here & (daily["enterprise"] != check["without"]) & (daily["stockout"] == 0)]
    span = (dt.date.fromisoformat(check["date"]) - dt.date.fromisoformat(check["since"])).days + 1
    wanted = span * daily.loc[here & (daily["enterprise"] != check["without"]), "enterprise"].nunique()
    return told["outflow"].sum() * wanted / len(told) if wanted and len(told) >= ENOUGH * wanted else None


def _held(check: dict, subject: str, reported: Reported) -> float | None:
    """What the county's firms hold of a category at the end of the day; None where not nearly all have reported."""
    county, category = subject.split(":")
    keys = must_report(reported.inputs["enterprise_list"])
    wanted = ((keys["county"] == county) & (keys["category"] == category)).sum()
    daily = reported.inputs["supply_daily"]
    here = (daily["county"] == county) & (daily["category"] == category)
    told = daily.loc[here & (daily["date"] == pd.Timestamp(check["date"])), "on_hand"].dropna()
    return told.sum() * wanted / len(told) if wanted and len(told) >= ENOUGH * wanted else None


ACTUAL = {"stock": _stock, "open": _open, "left": _left, "sold": _sold, "held": _held}
