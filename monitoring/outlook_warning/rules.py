"""The dated, sourced [[outlook_rule]]s of config.toml: which outlook is trusted, and until when one can act."""

import datetime as dt
from dataclasses import dataclass, field


class BadOutlookRule(ValueError):
    """An outlook rule of the configuration cannot be used; the message names it."""


@dataclass(frozen=True, kw_only=True)
class OutlookRule:
    """Conditions of one outlook from one day on.

    ``least_days``, ``most_days``: nothing new is raised nearer to the end it speaks of (nobody could mend it any more),
    nor further from it (it may still come anyhow). ``false_a_year`` is the budget its lines are held to.
    """

    outlook: str
    since: dt.date
    least_coverage: float  # percent of past checks inside the 80 % band
    least_checks: int
    least_days: int
    most_days: int
    false_a_year: float
    source: str
    mark: str
    deadline: dt.date | None = None

    def trusts(self, record: dict) -> bool:
        """Whether past checks are many enough and were kept often enough to go by."""
        coverage, checks = record.get("coverage"), record.get("checks") or 0
        return coverage is not None and checks >= self.least_checks and coverage >= self.least_coverage

    def in_time(self, days: int) -> bool:
        """Whether so many days before its end something new may be raised."""
        return self.least_days <= days <= self.most_days


@dataclass(frozen=True, kw_only=True)
class OutlookRules:
    """Every rule there is, by outlook, in order of their first day."""

    entries: dict[str, tuple[OutlookRule, ...]] = field(default_factory=dict)

    def on(self, outlook: str, day: dt.date) -> OutlookRule | None:
        """The rule of an outlook in force on a day."""
        begun = [rule for rule in self.entries.get(outlook, ()) if rule.since <= day]
        return begun[-1] if begun else None


def read_outlook_rules(entries: list[dict]) -> OutlookRules:
    """The rules of the configuration's tables. Raises BadOutlookRule."""
    found: dict[str, tuple[OutlookRule, ...]] = {}
    for entry in sorted(entries, key=lambda entry: entry["from"]):
        given = {key: value for key, value in entry.items() if key != "from"}
        try:
            rule = OutlookRule(since=entry["from"], **given)
        except TypeError as wrong:
            raise BadOutlookRule(f"outlook rule {entry.get('outlook')} from {entry['from']}: {wrong}") from wrong
        if not 0 <= rule.least_days <= rule.most_days:
            raise BadOutlookRule(f"outlook rule {rule.outlook} from {rule.since}: its days do not run from few to many")
        found[rule.outlook] = (*found.get(rule.outlook, ()), rule)
    return OutlookRules(entries=found)
