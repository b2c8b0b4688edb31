"""A road that is closed: the day's dispatch proposal without goods between two counties, and how long each then lasts.

It asks the solver, so the daily run answers it and the pages never do. What goods really moved nobody reports; what
each county holds a week later its firms do, and that is what a card is scored by.
"""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.dispatch.proposal import Proposal, propose
from monitoring.outlook import answers
from monitoring.outlook.festivals import uplift
from monitoring.outlook.supply import days_to_stockout, futures, left_with_inflow

OUTLOOK = "dispatch"
FIGURES = ("need", "sent", "received", "unmet")
HELD_DAYS = 7


def closed_road(
    inputs: dict[str, pd.DataFrame], region, config, *, ends: tuple[str, str], on: dt.date, seed: int
) -> list[dict]:
    """A row a county and category that is better or worse off, and the region's own with what everything adds up to."""
    known = {name: inputs[name] for name in ("enterprise_list", "supply_daily")}
    window = pd.date_range(on, on, unit="us")
    plans = [propose(**known, region=region, config=config, window=window, closed=closed) for closed in (None, ends)]
    before, after = ({**_counties(plan, known, region, on, seed), region.code: _whole(plan, region)} for plan in plans)
    changed = [subject for subject in before if before[subject] != after[subject] or subject == region.code]
    moved = [_moved(plan, region) for plan in plans]
    held = _held(known, region, on, seed)
    return [
        {"outlook": OUTLOOK, "subject": subject, "county": subject.split(":")[0], "baseline_state": answers.OK,
         "state": answers.OK, "baseline": before[subject], "answer": after[subject],
         "checks": _checks(subject, held, moved, on)}
        for subject in changed
    ]  # fmt: skip


def _moved(plan: Proposal, region) -> dict[tuple[str, str], float]:
    """By county and category: what it gets less what it gives, in tonnes."""
    balance = plan.balance[plan.balance["county"] != region.code]
    return {(row.county, row.category): row.received - row.sent for row in balance.itertuples()}


def _held(known: dict, region, on: dt.date, seed: int) -> dict[tuple[str, str], np.ndarray]:
    """By county and category: draws of what its firms hold a week on, nothing moved; inflow as in the weeks past."""
    more = uplift(known["supply_daily"], region.festivals, on)
    told = futures(**known, on=on, uplift=more, seed=seed)
    left = left_with_inflow(told, seed=seed)[:, :, HELD_DAYS - 1]
    places = told.keys.groupby(["county", "category"]).indices
    return {place: left[:, own].sum(axis=1) for place, own in places.items() if np.isfinite(left[:, own]).all()}


def _checks(subject: str, held: dict, moved: list[dict], on: dt.date) -> list[dict]:
    """What the county will hold a week on if either proposal is carried out; none where inflow is unknown."""
    place = tuple(subject.split(":"))
    if place not in held:
        return []
    bands = (answers.band(np.maximum(held[place] + tonnes.get(place, 0.0), 0)) for tonnes in moved)
    told = dict(zip(("baseline", "scenario"), bands))
    return answers.plain(
        [{"quantity": "held", "since": None, "date": on + HELD_DAYS * dt.timedelta(days=1), "without": None, **told}]
    )


def _counties(plan: Proposal, known: dict, region, on: dt.date, seed: int) -> dict[str, dict]:
    """How every county stands with every category once the proposal is carried out, without any further inflow."""
    balance = plan.balance[plan.balance["county"] != region.code]
    more = uplift(known["supply_daily"], region.festivals, on)
    lasting = days_to_stockout(**known, region=region, on=on, uplift=more, moved=_moved(plan, region), seed=seed)
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
