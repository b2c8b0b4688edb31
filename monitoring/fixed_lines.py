"""What officials' own lines of supply and price cost in alarms, counted as the daily run raises them.

Such a line says what is too little, not what is unusual, so its alarms are not false by chance alone. False is, by
hindsight, one that a later report takes back, and one over so soon that nobody could have acted.
"""

import numpy as np
import pandas as pd

from monitoring.config import Config
from monitoring.grading import grade
from monitoring.levels import Patience
from monitoring.severity import RANK, SEVERITIES
from monitoring.signals import COLUMNS, signals

PASSING = 3  # days after which an alarm that got no graver was over, and left nothing to do


def alarms(told: pd.DataFrame, config: Config) -> pd.DataFrame:
    """Every alarm the daily run would have raised of one indicator's values, with persistence and patience.

    subject  text
    first    day   like last
    last     day   the last one at a level
    open     flag  still at one when the values end
    gravest  text
    """
    graded = grade(told.reset_index(drop=True), config.thresholds)
    days = graded["date"]
    found = signals(
        graded,
        before=pd.DataFrame(columns=COLUMNS),
        thresholds=config.thresholds,
        patience=Patience(**{name: config.evaluation[name] for name in ("lower_after", "memory_days")}),
        since=days.min(),
    )
    begun = pd.Series(pd.to_datetime([evidence["since"] for evidence in found["evidence"]]), index=found.index)
    spells = found.assign(first=begun, rank=found["severity"].map(RANK)).groupby(["subject", "first"])
    table = spells.agg(last=("date", "max"), rank=("rank", "max")).reset_index()
    table["open"] = table["last"] == days.max()
    table["gravest"] = [SEVERITIES[rank - 1] for rank in table["rank"]]
    return table.drop(columns="rank")


def false_alarms(told: pd.DataFrame, corrected: pd.DataFrame, config: Config) -> np.ndarray:
    """Of `alarms` those that were false: taken back by a later report, or passing. A flag an alarm."""
    found, stands = alarms(told, config), alarms(corrected, config)
    passing = (found["last"] - found["first"]).dt.days < PASSING
    passing &= ~found["open"] & (found["gravest"] == SEVERITIES[0])
    spans = {subject: list(zip(rows["first"], rows["last"])) for subject, rows in stands.groupby("subject")}
    kept = [
        any(first <= row.last and row.first <= last for first, last in spans.get(row.subject, []))
        for row in found.itertuples()
    ]
    return (passing | ~np.array(kept, dtype=bool)).to_numpy(dtype=bool)


def held_to(budget, told: pd.DataFrame, corrected: pd.DataFrame, config: Config, years: float) -> dict:
    """What the lines meant against the budget they are held to: alarms, and the false ones of them, a year."""
    severity, chosen = next(iter(budget.a_year.items()))
    false = false_alarms(told, corrected, config)
    return {
        "indicator": budget.indicator,
        "severity": severity,
        "in_force": True,
        "a_year": chosen,
        "line": None,
        "alarms": len(false),
        "alarms_a_year": round(len(false) / years, 1),
        "false": int(false.sum()),
        "false_a_year": round(float(false.sum()) / years, 1),
        "missed": None,
        "events": None,
        "lead_days": None,
        "tests_a_year": round(int(told["value"].notna().sum()) / years),
    }
