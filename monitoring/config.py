"""What officials may change, read once: config.toml joined with the region pack's own thresholds."""

import datetime as dt
import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from data.reference.region import Region
from monitoring.budget import Budget, read_budget, threshold_of
from monitoring.indicators.catalog import CATALOG
from monitoring.outlook_warning.rules import OutlookRules, read_outlook_rules
from monitoring.price_warning.rules import PriceRules, read_price_rules
from monitoring.thresholds import BadThreshold, Thresholds, read_threshold


@dataclass(frozen=True, kw_only=True)
class Config:
    """The rules in force; ``hash`` names them in the record of a run."""

    region: Region
    thresholds: Thresholds
    parameters: dict
    evaluation: dict
    due_workdays: dict
    cases: dict
    dispatch: dict
    burden: dict
    unjudged: frozenset[str]
    hash: str
    budgets: tuple[Budget, ...] = ()
    price_rules: PriceRules = field(default_factory=PriceRules)
    outlook_rules: OutlookRules = field(default_factory=OutlookRules)

    def budget_on(self, indicator: str, day: dt.date) -> Budget | None:
        """The budget that rules an indicator on a day."""
        begun = [one for one in self.budgets if one.indicator == indicator and one.since <= day]
        return max(begun, key=lambda one: one.since, default=None)


def load_config(path: Path, region: Region) -> Config:
    """Read the configuration for a region; raises BadThreshold naming the line that cannot be used."""
    content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    budgets = [(read_budget(entry), entry) for entry in content["budget"]]
    raw = content["threshold"] + list(region.thresholds)
    raw += [threshold_of(budget, entry, region) for budget, entry in budgets if budget.measured]
    patience = {"persistence": content["persistence"], "lowering": content["lowering"]}
    read = (read_threshold(e, targets=region.targets, **patience) for e in raw)
    entries = tuple(entry for entry in read if entry is not None)
    unknown = {e.indicator for e in entries} | {e.depth.indicator for e in entries if e.depth}
    unknown |= {budget.indicator for budget, _ in budgets}
    unknown = sorted(
        (unknown | set(content["unjudged"]["indicators"]) | set(content["persistence"]) | set(content["lowering"]))
        - set(CATALOG)
    )
    if unknown:
        raise BadThreshold(f"no such indicator: {', '.join(unknown)}")
    rules = json.dumps([content, list(region.thresholds), region.targets], sort_keys=True, default=str)
    return Config(
        region=region,
        thresholds=Thresholds(entries=entries, region=region, catalog=CATALOG),
        parameters=content["parameters"],
        evaluation=content["evaluation"],
        due_workdays=content["due_workdays"],
        budgets=tuple(budget for budget, _ in budgets),
        cases=content["cases"],
        dispatch=content["dispatch"],
        burden=content["burden"],
        price_rules=read_price_rules(content["price_rule"]),
        outlook_rules=read_outlook_rules(content["outlook_rule"]),
        unjudged=frozenset(content["unjudged"]["indicators"]),
        hash=hashlib.sha256(rules.encode()).hexdigest()[:16],
    )
