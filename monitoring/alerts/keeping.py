"""Writing the machine's steps: owner, deadline and sentence are added, and each step becomes an event."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from data.store import alerts as stored
from monitoring.alerts.answering import due_day, owner_of
from monitoring.alerts.follow import Step
from monitoring.alerts.lifecycle import MACHINE
from monitoring.alerts.sentence import cleared, why
from monitoring.config import Config
from monitoring.indicators.catalog import CATALOG
from monitoring.naming import Names
from monitoring.verdict.drivers import NAMED, drivers, flow_of

REFRESH = "refresh"


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a sentence needs besides the alert: the rules, the names, and the values beside it."""

    config: Config
    names: Names
    values: pd.Series  # by indicator, subject, date: what an alert that is over now stands at
    until: dt.date  # the last day answered for: the registry is counted up to it
    registry: dict[str, pd.DataFrame]  # its counts by county, kind and section or township
    told: dict[tuple, dict] = field(default_factory=dict, repr=False)  # where in it a change sits

    def complete(self, row: dict, action: str, day: dt.date) -> dict:
        """The alert's columns with owner, deadline and sentence as they are after a step."""
        passport = CATALOG[row["indicator"]]
        filled = {**row, "value": _number(row["value"]), "threshold": _number(row["threshold"])}
        filled["enterprise"] = None if pd.isna(row["enterprise"]) else row["enterprise"]
        if action == "open":
            filled["owner"] = owner_of(passport, row["county"], self.config.region, subject=row["subject"])
        if action in ("open", "raise", "return"):
            filled["due"] = self._due(row, day)
        filled["evidence"] = self._with_drivers(row, day)
        filled["sentence"] = self.sentence(filled, day)
        return filled

    def _due(self, row: dict, day: dt.date) -> dt.date:
        fresh = due_day(row["severity"], day, workdays=self.config.due_workdays, region=self.config.region)
        return min(fresh, row["due"]) if row.get("due") and row["active"] and row["due"] >= day else fresh

    def _with_drivers(self, row: dict, day: dt.date) -> dict:
        """The evidence with the section and township a verdict's entities sit in; they are known of the last day."""
        evidence, verdict = row["evidence"], row["evidence"].get("verdict")
        flow = flow_of(verdict) if verdict and verdict["call"] in NAMED else None
        if flow is None or not row["active"] or day != self.until:
            return evidence
        found = self._driven(row["subject"], flow, day)
        return {**evidence, "drivers": found} if found else evidence

    def _driven(self, subject: str, flow: str, day: dt.date) -> dict:
        """Several alerts of a subject ask the same."""
        if (subject, flow, day) not in self.told:
            code = self.config.region.code
            self.told[subject, flow, day] = drivers(
                self.registry, subject=subject, region_code=code, flow=flow, until=day
            )
        return self.told[subject, flow, day]

    def sentence(self, row: dict, day: dt.date) -> str:
        """Why the alert stands, or that it stands no more."""
        passport, subject = CATALOG[row["indicator"]], self.names.of(row["subject"])
        if not row["active"]:
            now = self.values.get((row["indicator"], row["subject"], pd.Timestamp(day)), float("nan"))
            return cleared(now, row["severity"], passport=passport, subject=subject)
        lower_after = self.config.evaluation["lower_after"]
        sections = dict(zip(self.config.region.sections["section"], self.config.region.sections["short"]))
        return why(row, passport=passport, subject=subject, until=day, lower_after=lower_after, sections=sections)


def keep(conn, histories: Iterable[list[Step]], telling: Telling, *, at: dt.datetime) -> dict[str, int]:
    """Write the steps of every alert; how many of each action there were."""
    counts: dict[str, int] = {}
    refreshed: dict[dt.date, list[dict]] = {}
    for steps in histories:
        # A refresh nobody saw (a day in the middle of a catch-up) is not a step: only the last stands.
        worth = [step for step in steps[:-1] if step.action != REFRESH] + steps[-1:]
        carried: dict = {}
        for step in worth:
            counts[step.action] = counts.get(step.action, 0) + 1
            if step.action == REFRESH and len(worth) == 1:
                refreshed.setdefault(step.day, []).append(telling.complete(step.row, REFRESH, step.day))
            else:
                carried = _write(conn, step, {} if step.action == "open" else carried, telling, at)
    for day, rows in refreshed.items():
        stored.save_all(conn, rows, at=at, valid_for=day, actor=MACHINE, action=REFRESH)
    return counts


def _write(conn, step: Step, carried: dict, telling: Telling, at: dt.datetime) -> dict:
    """Write one step; what the alert's next step must know of it."""
    row = telling.complete({**step.row, **carried}, step.action, step.day)
    event = {"at": at, "valid_for": step.day, "actor": MACHINE, "action": step.action}
    if step.action == "open":
        number, revision = stored.open(conn, row, **event), 1
    else:
        number = row["alert"]
        revision = stored.save(conn, row, expected_revision=row["revision"], **event)
    return {"alert": number, "revision": revision, "owner": row["owner"], "due": row["due"]}


def _number(value: float) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
