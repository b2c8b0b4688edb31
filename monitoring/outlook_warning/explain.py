"""What the evidence of a projected alert adds: range, past coverage, rival, and what would avert it.

Where a fact is at a level already, the fact's own alert carries the projection, and no other opens beside it.
"""

import datetime as dt

import pandas as pd

from monitoring.outlook_warning.foreseen import FORESIGHTS, behind

EVEN = 50  # percent: below it not cleared in time is likelier than cleared
KEPT = {
    "year_end_stock": ("final", "base", "now", "needed", "pace", "end"),
    "full_reopening": ("dates", "naive_date", "now", "total"),
    "days_to_stockout": ("days", "naive_days", "lacks", "by"),
    "festival_demand": ("name", "day", "need", "naive", "have", "gap", "by"),
    "clearance": ("chance", "dates", "naive_date", "deadline", "left", "needed", "pace"),
}


def projected(signals: pd.DataFrame, values: pd.DataFrame, inputs: dict[str, object]) -> pd.DataFrame:
    """The signals with ``evidence["outlook"]`` where they are projected, or where an outlook speaks of the same.

    ``values``: of the same days, the outlooks' among them.
    """
    more: dict[int, dict] = {}
    for indicator in FORESIGHTS:
        own = signals[signals["indicator"] == indicator]
        numbers = values[(values["indicator"] == indicator) & values["value"].notna()]
        more = _of_own(indicator, own, inputs) | more
        if FORESIGHTS[indicator].carried:
            more = _beside(indicator, signals, numbers, inputs) | more
    if not more:
        return signals
    evidence = [
        {**e, **({"outlook": more[n]} if n in more else {})} for n, e in zip(signals.index, signals["evidence"])
    ]
    return signals.assign(evidence=evidence)


def _of_own(indicator: str, signals: pd.DataFrame, inputs: dict[str, object]) -> dict[int, dict]:
    """By row of ``signals``: what the outlook standing that day says."""
    outlook, outlooks = FORESIGHTS[indicator].outlook, inputs["outlooks"]
    told, found = behind(outlooks, indicator, signals), {}
    owing = _owing(outlooks) if outlook == "clearance" and told else {}
    for row, subject, day in zip(signals.index, signals["subject"], signals["date"]):
        if (subject, day) in told:
            made, answer = told[subject, day]
            found[row] = _brief(outlook, made, answer, inputs["outlook_rules"].on(outlook, made))
            if outlook == "clearance":
                found[row] |= _debtors(owing.get((subject, made), []))
    return found


def _beside(indicator: str, signals: pd.DataFrame, numbers: pd.DataFrame, inputs: dict[str, object]) -> dict[int, dict]:
    """The same for facts of a subject that has an outlook that day, with what is projected and its number."""
    number = dict(zip(zip(numbers["subject"], numbers["date"]), numbers["value"]))
    facts = signals[signals["indicator"].isin(FORESIGHTS[indicator].facts)]
    keys = list(zip(facts["subject"], facts["date"]))
    values = {row: float(number[key]) for row, key in zip(facts.index, keys) if key in number}
    told = _of_own(indicator, facts.loc[list(values)], inputs)
    return {row: said | {"indicator": indicator, "value": values[row]} for row, said in told.items()}


def _brief(outlook: str, made: dt.date, answer: dict, rule) -> dict:
    kept = {name: answer.get(name) for name in KEPT[outlook]}
    record = answer.get("record") or {}
    kept |= {"of": outlook, "made": made.isoformat()} | {name: record.get(name) for name in ("coverage", "checks")}
    if outlook == "year_end_stock" and answer.get("ahead"):
        kept["naive"] = answer["ahead"]["naive"][-1]
    if outlook == "full_reopening" and rule is not None and rule.deadline is not None:
        kept["deadline"] = rule.deadline.isoformat()
    return kept


def _owing(outlooks: pd.DataFrame) -> dict[tuple[str, dt.date], list[tuple[str, dict]]]:
    """By county and the day it was made for: the debtors that can be judged, and what is foreseen of each."""
    told = outlooks[(outlooks["outlook"] == "clearance") & (outlooks["state"] == "ok")]
    found: dict[tuple[str, dt.date], list[tuple[str, dict]]] = {}
    for subject, county, made, answer in zip(told["subject"], told["county"], told["date"].dt.date, told["answer"]):
        if subject != county:
            found.setdefault((county, made), []).append((subject, answer))
    return found


def _debtors(owing: list[tuple[str, dict]]) -> dict:
    """Who of a county is not likely to be cleared in time: how many, and the one that owes most."""
    late = [(answer["left"], subject.partition(":")[2], answer) for subject, answer in owing if answer["chance"] < EVEN]
    if not late:
        return {"late": 0}
    left, name, answer = max(late, key=lambda one: one[:2])
    first = {"name": name, "left": left} | {n: answer[n] for n in ("needed", "pace", "plan_short")}
    return {"late": len(late), "first": first}
