"""A road that is closed: the day's dispatch proposal without goods between two counties, and how long each then lasts.

It asks the solver, so the daily run answers it and the pages never do. What goods really moved nobody reports, so
nothing of it can be scored.
"""

import datetime as dt

import pandas as pd

from monitoring.dispatch.proposal import Proposal, propose
from monitoring.outlook import answers
from monitoring.outlook.festivals import uplift
from monitoring.outlook.supply import days_to_stockout

OUTLOOK = "dispatch"
FIGURES = ("need", "sent", "received", "unmet")


def closed_road(
    inputs: dict[str, pd.DataFrame], region, config, *, ends: tuple[str, str], on: dt.date, seed: int
) -> list[dict]:
    """A row a county and category that is better or worse off, and the region's own with what everything adds up to."""
    known = {name: inputs[name] for name in ("enterprise_list", "supply_daily")}
    window = pd.date_range(on, on, unit="us")
    plans = [propose(**known, region=region, config=config, window=window, closed=closed) for closed in (None, ends)]
    before, after = ({**_counties(plan, known, region, on, seed), region.code: _whole(plan, region)} for plan in plans)
    changed = [subject for subject in before if before[subject] != after[subject] or subject == region.code]
    return [
        {"outlook": OUTLOOK, "subject": subject, "county": subject.split(":")[0], "baseline_state": answers.OK,
         "state": answers.OK, "baseline": before[subject], "answer": after[subject], "checks": []}
        for subject in changed
    ]  # fmt: skip


def _counties(plan: Proposal, known: dict, region, on: dt.date, seed: int) -> dict[str, dict]:
    """How every county stands with every category once the proposal is carried out, without any further inflow."""
    balance = plan.balance[plan.balance["county"] != region.code]
    moved = {(row.county, row.category): row.received - row.sent for row in balance.itertuples()}
    more = uplift(known["supply_daily"], region.festivals, on)
    lasting = days_to_stockout(**known, region=region, on=on, uplift=more, moved=moved, seed=seed)
    days = {row["subject"]: row["answer"].get("days") for row in lasting}
    return {
        f"{row.county}:{row.category}": answers.plain(
            {name: getattr(row, name) for name in FIGURES} | {"days": days.get(f"{row.county}:{row.category}")}
        )
        for row in balance.itertuples()
    }


def _whole(plan: Proposal, region) -> dict:
    between = plan.lines[plan.lines["kind"] == "between"]
    unmet = plan.balance.loc[plan.balance["county"] == region.code, "unmet"].sum()
    told = {"lines": len(between), "tonnes": between["tonnes"].sum(), "unmet": unmet,
            "haul": (between["tonnes"] * between["km"]).sum()}  # fmt: skip
    return answers.plain(told)
