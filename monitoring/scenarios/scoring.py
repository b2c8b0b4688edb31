"""How cards did: what they and their baseline said of a day that has come, against what was then reported."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from monitoring.outlook.entities import closing
from monitoring.outlook.markets import weekly_states
from monitoring.tallies.arrears import ledger

ENOUGH = 0.9  # of the firm-days of a span must be reported
COLUMNS = ("scenario", "outlook", "subject", "county", "date", "actual", "baseline_error", "baseline_inside",
           "scenario_error", "scenario_inside")  # fmt: skip


def scored(answers: pd.DataFrame, inputs: dict[str, pd.DataFrame], region, *, since: dt.date, until: dt.date):
    """A row a check whose day lies in the span and of which enough is reported: the columns of COLUMNS.

    ``answers`` are rows of the store's ``scenarios.answers``.
    """
    rows, once = [], {}
    for said in answers.itertuples(index=False):
        for check in said.checks:
            day = dt.date.fromisoformat(check["date"])
            came = None
            if since <= day <= until:
                came = ACTUAL[check["quantity"]](check, said.subject, inputs | {"once": once}, region)
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


def _once(inputs: dict, asked: tuple, look: Callable[[], object]) -> object:
    """Several checks ask the same of a day."""
    if asked not in inputs["once"]:
        inputs["once"][asked] = look()
    return inputs["once"][asked]


def _stock(check: dict, subject: str, inputs, region) -> float:
    """Entities on the day."""
    counties = list(region.counties["county"]) if subject == region.code else [subject]
    return closing(inputs["entity_counts"], counties, pd.Timestamp(check["date"])).sum(skipna=False)


def _open(check: dict, subject: str, inputs, region) -> float | None:
    """Markets that are wholly open on the day."""
    listed, day = inputs["market_list"], dt.date.fromisoformat(check["date"])
    state = _once(inputs, ("open", day), lambda: weekly_states(listed, inputs["market_status"], day))
    own = (listed.sort_values("market")["county"] == subject).to_numpy() | (subject == region.code)
    return np.nansum(state[own, -1]) if state.shape[1] else None


def _left(check: dict, subject: str, inputs, region) -> float:
    """Arrears left at the end of the day."""
    day = dt.date.fromisoformat(check["date"])
    led = _once(inputs, ("left", day), lambda: ledger(inputs["arrears_items"], inputs["arrears_payments"], on=day))
    county, _, debtor = subject.partition(":")
    own = (led["county"] == county) | (county == region.code)
    return led.loc[own & ((led["debtor"] == debtor) | (debtor == "")), "left"].sum()


def _sold(check: dict, subject: str, inputs, region) -> float | None:
    """What went out of the firms' stores in the span, scaled up for the few days nobody reported or had nothing."""
    (place, category), daily = subject.split(":"), inputs["supply_daily"]
    daily = daily[daily["date"].between(pd.Timestamp(check["since"]), pd.Timestamp(check["date"]))]
    here = (daily["category"] == category) & ((daily["county"] == place) | (place == region.code))
    told = daily[here & (daily["enterprise"] != check["without"]) & (daily["stockout"] == 0)]
    span = (dt.date.fromisoformat(check["date"]) - dt.date.fromisoformat(check["since"])).days + 1
    wanted = span * daily.loc[here & (daily["enterprise"] != check["without"]), "enterprise"].nunique()
    return told["outflow"].sum() * wanted / len(told) if wanted and len(told) >= ENOUGH * wanted else None


ACTUAL = {"stock": _stock, "open": _open, "left": _left, "sold": _sold}
