"""The plan's ledger: every target in one line, with what was achieved, what was planned, and whether it slips.

Slips, as the plan's authors colour them: blue a deadline comes near, yellow behind the plan or made up late (for that
month), red past the deadline.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from monitoring.indicators.measures import tracks_of

NEAR_DAYS = 15
NAN = float("nan")
DONE, ON, NEAR, MADE_UP, BEHIND, OVERDUE, MISSING, WAITING, STANDARD = (
    "done", "on", "near", "made_up", "behind", "overdue", "missing", "waiting", "standard",
)  # fmt: skip
ORDER = (OVERDUE, BEHIND, MISSING, MADE_UP, NEAR, WAITING, ON, DONE, STANDARD)
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


def newest(progress: pd.DataFrame, *, on: dt.date) -> dict[str, list]:
    """Target -> the last report of each place by ``on``, a row each, oldest first."""
    heard = progress[progress["date"] <= pd.Timestamp(on)].sort_values("date", kind="stable")
    found: dict[str, list] = {}
    for row in heard.drop_duplicates(["county", "target"], keep="last").itertuples(index=False):
        found.setdefault(row.target, []).append(row)
    return found


def goals_of(region) -> dict[str, list[tuple[str, float]]]:
    """Target -> (place, goal) of everybody who reports it."""
    found: dict[str, list[tuple[str, float]]] = {}
    for row in tracks_of(region).itertuples(index=False):
        found.setdefault(row.target, []).append((row.county, row.goal))
    return found


def ledger(
    region,
    progress: pd.DataFrame | dict[str, list],
    told: Callable[[str, str], Told],
    counted: Mapping[str, float],
    *,
    on: dt.date,
    county: str | None = None,
    goals: dict[str, list[tuple[str, float]]] | None = None,
    made_up: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """One row a target, in the plan's order (COLUMNS); of one county only what its own reports speak of.

    progress: the store's, or :func:`newest` of it; ``goals``: :func:`goals_of` the region, where it is known already.
    ``told(indicator, subject)`` answers with ``value``, ``state`` and ``severity``. ``counted``: what the registers
    themselves say of targets of the way "list". ``made_up``: places and targets that were made up late this month.
    """
    goals = goals_of(region) if goals is None else goals
    last = newest(progress, on=on) if isinstance(progress, pd.DataFrame) else progress
    plans = {row.measure: row for row in region.measures.itertuples(index=False)}
    rows = []
    for target in region.measure_targets.itertuples(index=False):
        own = [one for one in goals.get(target.target, ()) if county in (None, one[0])]
        if county is not None and not own:
            continue
        places = {place for place, _ in own}
        heard = [row for row in last.get(target.target, ()) if row.county in places]
        subject = f"{county or region.code}:{target.target}"
        line, plan = _line(target, own, heard, told, counted, subject, on), plans[target.measure]
        if line["slip"] in (DONE, ON, NEAR) and any((place, target.target) in made_up for place in places):
            line["slip"] = MADE_UP
        rows.append({
            "measure": target.measure, "target": target.target, "title": target.title, "way": target.way,
            "unit": target.unit, "leads": plan.leads, "responsible": plan.responsible,
            "deadline": target.deadline, "deadline_text": plan.deadline_text, "ambiguity": target.note,
            "of": len(places), **line,
        })  # fmt: skip
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"achieved": "float64", "planned": "float64", "pace": "float64"})
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("date", "deadline")})


def _line(target, own: list, heard: list, told, counted, subject: str, on: dt.date) -> dict:
    due = pd.Timestamp(last_due(on))
    first = heard[-1] if heard else None
    line = {
        "goal": target.value, "achieved": NAN, "planned": NAN, "pace": NAN,
        "stage": _text(first, "stage") or None, "told": sum(row.date >= due for row in heard),
        "date": first.date if heard else pd.NaT,
        "evidence": _text(first, "evidence"), "receipt": _text(first, "receipt"),
    }  # fmt: skip
    kind = WAYS.get(target.way)
    return line | (kind(target, own, heard, told, counted, subject, on, line) if kind else {"slip": STANDARD})


def _text(row, name: str) -> str:
    value = None if row is None else getattr(row, name)
    return value if isinstance(value, str) else ""


def _sum(heard: list, name: str) -> float:
    return sum(value for row in heard if (value := getattr(row, name)) == value and value is not None)


def _paced(target, own, heard, told, counted, subject, on, line) -> dict:
    pace, late = told("measure_pace", subject), told("measure_overdue", subject)
    share = target.way == "share"
    goal = float(target.value if share else sum(goal for _, goal in own))
    achieved = float(_sum(heard, "done")) if heard else NAN
    if share and heard:
        total = _sum(heard, "total")
        achieved = achieved / total * 100 if total > 0 else NAN
    value = NAN if pace.value is None else float(pace.value)
    wanted = achieved / value * 100 if value > 0 else NAN
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
    highest = max((row.done for row in heard if row.done == row.done and row.done is not None), default=NAN)
    if line["told"] < len(own) and not highest > target.value:
        return {"achieved": highest, "slip": MISSING}
    return {"achieved": highest, "slip": BEHIND if highest > target.value else ON}


def _seen(target, own, heard, told, counted, subject, on, line) -> dict:
    one = told(target.indicator, subject.partition(":")[0])
    value = NAN if one.value is None else float(one.value)
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
