"""The plan's ledger: every target in one line, with what was achieved, what was planned, and whether it slips.

Slips, as the plan's authors colour them: blue a deadline comes near, yellow behind the plan, red past the deadline.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.indicators.measures import tracks_of

NEAR_DAYS = 15
DONE, ON, NEAR, BEHIND, OVERDUE, MISSING, WAITING, STANDARD = (
    "done", "on", "near", "behind", "overdue", "missing", "waiting", "standard",
)  # fmt: skip
ORDER = (OVERDUE, BEHIND, MISSING, NEAR, WAITING, ON, DONE, STANDARD)
"""What to look at first."""
COLUMNS = [
    "measure", "target", "title", "way", "unit", "leads", "responsible", "goal", "deadline", "achieved", "planned",
    "pace", "slip", "stage", "told", "of", "date", "evidence", "receipt", "ambiguity", "deadline_text",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """One value of an indicator, or the reason it is not there; the severity of what stands."""

    value: float | None = None
    state: str = "missing"
    severity: str | None = None


def last_due(on: dt.date) -> dt.date:
    """The newest month end whose report must be in by ``on``."""
    return on.replace(day=1) - dt.timedelta(days=1)


def newest(progress: pd.DataFrame, *, on: dt.date) -> pd.DataFrame:
    """The last report of each place and target by ``on``."""
    heard = progress[progress["date"] <= pd.Timestamp(on)].sort_values("date", kind="stable")
    return heard.drop_duplicates(["county", "target"], keep="last").reset_index(drop=True)


def ledger(
    region,
    progress: pd.DataFrame,
    told: Callable[[str, str], Told],
    counted: Mapping[str, float],
    *,
    on: dt.date,
    county: str | None = None,
) -> pd.DataFrame:
    """One row a target, in the plan's order (COLUMNS); of one county only what its own reports speak of.

    progress: the store's. ``told(indicator, subject)`` answers with ``value``, ``state`` and ``severity``.
    ``counted``: what the registers themselves say of targets of the way "list".
    """
    tracks, last = tracks_of(region), newest(progress, on=on)
    measures = region.measures.set_index("measure")
    rows = []
    for target in region.measure_targets.itertuples(index=False):
        own = tracks[tracks["target"] == target.target]
        places = list(own["county"]) if county is None else [place for place in own["county"] if place == county]
        if county is not None and not places:
            continue
        heard = last[(last["target"] == target.target) & last["county"].isin(places)]
        subject = f"{county or region.code}:{target.target}"
        line = _line(target, own[own["county"].isin(places)], heard, told, counted, subject, on)
        plan = measures.loc[target.measure]
        rows.append({
            "measure": target.measure, "target": target.target, "title": target.title, "way": target.way,
            "unit": target.unit, "leads": plan["leads"], "responsible": plan["responsible"],
            "deadline": target.deadline, "deadline_text": plan["deadline_text"],
            "ambiguity": target.note, "of": len(places), **line,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"achieved": "float64", "planned": "float64", "pace": "float64"})


def _line(target, own: pd.DataFrame, heard: pd.DataFrame, told, counted, subject: str, on: dt.date) -> dict:
    fresh = heard["date"] >= pd.Timestamp(last_due(on))
    first = heard.sort_values("date").iloc[-1] if len(heard) else None
    line = {
        "goal": target.value, "achieved": float("nan"), "planned": float("nan"), "pace": float("nan"),
        "stage": _text(first, "stage") or None, "told": int(fresh.sum()),
        "date": heard["date"].max() if len(heard) else pd.NaT,
        "evidence": _text(first, "evidence"), "receipt": _text(first, "receipt"),
    }  # fmt: skip
    kind = WAYS.get(target.way)
    return line | (kind(target, own, heard, told, counted, subject, on, line) if kind else {"slip": STANDARD})


def _text(row, name: str) -> str:
    return "" if row is None or pd.isna(row[name]) else str(row[name])


def _paced(target, own, heard, told, counted, subject, on, line) -> dict:
    pace, late = told("measure_pace", subject), told("measure_overdue", subject)
    share = target.way == "share"
    goal = float(target.value if share else own["goal"].sum())
    achieved = float(heard["done"].sum()) if len(heard) else float("nan")
    if share and len(heard):
        achieved = achieved / heard["total"].sum() * 100 if heard["total"].sum() > 0 else float("nan")
    value = float("nan") if pace.value is None else float(pace.value)
    wanted = achieved / value * 100 if value > 0 else float("nan")
    slip = _slip(target, achieved >= goal, pace, late, line, len(own), on)
    return {"goal": goal, "achieved": achieved, "pace": value, "planned": wanted, "slip": slip}


def _slip(target, complete: bool, pace, late, line: dict, places: int, on: dt.date) -> str:
    deadline = None if pd.isna(target.deadline) else target.deadline.date()
    if complete and line["told"] == places:
        return DONE
    if late.severity is not None or (deadline is not None and deadline < on and not complete):
        return OVERDUE
    if pace.severity is not None:
        return BEHIND
    if line["told"] < places:
        return MISSING
    if deadline is not None and (deadline - on).days <= NEAR_DAYS:
        return NEAR
    return ON


def _level(target, own, heard, told, counted, subject, on, line) -> dict:
    highest = heard["done"].max() if len(heard) else float("nan")
    if line["told"] < len(own) and not highest > target.value:
        return {"achieved": highest, "slip": MISSING}
    return {"achieved": highest, "slip": BEHIND if highest > target.value else ON}


def _seen(target, own, heard, told, counted, subject, on, line) -> dict:
    one = told(target.indicator, subject.partition(":")[0])
    value = float("nan") if one.value is None else float(one.value)
    deadline = None if pd.isna(target.deadline) else target.deadline.date()
    if one.value is None:
        return {"slip": MISSING}
    if value >= target.value:
        return {"achieved": value, "slip": DONE}
    if deadline is None:
        return {"achieved": value, "slip": BEHIND}
    near = NEAR if (deadline - on).days <= NEAR_DAYS else ON
    return {"achieved": value, "slip": OVERDUE if deadline < on else BEHIND if one.severity else near}


def _counted(target, own, heard, told, counted, subject, on, line) -> dict:
    value = counted.get(target.target)
    if value is None:
        return {"slip": MISSING}
    if target.target == "listing_line":  # how many debtors are above it
        return {"achieved": float(value), "slip": BEHIND if value else DONE}
    return {"achieved": float(value), "slip": DONE if value >= target.value else BEHIND}


def _worked(target, own, heard, told, counted, subject, on, line) -> dict:
    if line["told"] < len(own):
        return {"slip": MISSING}
    return {"slip": {"done": DONE, "running": ON}.get(line["stage"], WAITING)}


WAYS = {
    "count": _paced, "share": _paced, "most": _level, "system": _seen, "list": _counted, "work": _worked,
}  # fmt: skip


def by_lead(lines: pd.DataFrame) -> pd.DataFrame:
    """Lead department -> how many targets, and how many at each slip; a target of several leads counts with each."""
    each = lines.assign(lead=lines["leads"].str.split("|")).explode("lead")
    counts = each.groupby(["lead", "slip"]).size().unstack(fill_value=0).reindex(columns=list(ORDER), fill_value=0)
    counts.insert(0, "targets", counts.sum(axis=1))
    return counts.sort_values([OVERDUE, BEHIND, "targets"], ascending=False).reset_index()
