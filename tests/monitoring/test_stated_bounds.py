"""Every bound that a sentence states, of every rule in force: one printed unit to either side is another state."""

from dataclasses import replace

import pandas as pd
import pytest

from data.reference.region import load_region
from data.settings import ROOT
from monitoring.alerts.sentence import amount
from monitoring.config import load_config
from monitoring.grading import grade
from monitoring.indicators.catalog import CATALOG
from monitoring.severity import RANK
from monitoring.thresholds import Threshold, Thresholds

LINXIA = load_region("linxia")
RULES = load_config(ROOT / "config.toml", LINXIA).thresholds.entries
SUBJECT = LINXIA.code


def named(line: Threshold) -> str:
    return f"{line.indicator} {line.worse} {line.since} {','.join(line.subjects + line.categories)}"


def printed(bound: float, line: Threshold) -> float:
    """The number a reader sees."""
    thing = CATALOG[line.indicator]
    return float(amount(bound, thing).removesuffix(thing.unit).replace(",", ""))


def judged(line: Threshold, value: float) -> tuple[int, bool]:
    """The rank a value reaches, and whether it keeps a level that stands."""
    alone = replace(line, subjects=(), categories=(), depth=None)
    rules = Thresholds(entries=(alone,), region=LINXIA, catalog=CATALOG)
    day = pd.Timestamp(line.since)
    row = {"indicator": line.indicator, "subject": SUBJECT, "date": day, "value": value, "state": "ok"}
    graded = grade(pd.DataFrame([row]), rules).iloc[0]
    return int(graded["rank"]), bool(graded["holds"])


@pytest.mark.parametrize("line", RULES, ids=named)
def test_one_printed_unit_past_a_stated_bound_is_another_state(line: Threshold):
    step = 10.0 ** -CATALOG[line.indicator].decimals

    for severity, bound in line.levels.items():
        stated = printed(bound, line)
        beyond, within = (stated - step, stated) if line.worse == "low" else (stated, stated - step)

        assert judged(line, beyond)[0] >= RANK[severity], f"{severity} at {stated}"
        assert judged(line, within)[0] < RANK[severity], f"{severity} at {stated}"


@pytest.mark.parametrize("line", RULES, ids=named)
def test_the_stated_way_out_lets_go_and_one_printed_unit_before_it_does_not(line: Threshold):
    step = 10.0 ** -CATALOG[line.indicator].decimals
    stated = printed(line.clears_at, line)
    free, kept = (stated, stated - step) if line.worse == "low" else (stated - step, stated)

    assert judged(line, free) == (0, False)
    rank, holds = judged(line, kept)
    assert rank > 0 or holds
