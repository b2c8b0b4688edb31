"""Who must be told what now: of each case the one thing that presses most, gravest first; and whom to telephone."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from monitoring.alerts.lifecycle import CLOSED
from monitoring.cases.deadlines import running
from monitoring.cases.rechecking import for_the_meeting
from monitoring.cases.rows import rows as cases_as_rows
from monitoring.cases.slips import DONE, slip
from monitoring.cases.words import name_of
from monitoring.notices.words import LEADERS, OFFICE, OFFICES
from monitoring.severity import RANK

MARKS = {"missed": "missed_due", "first": "first_due", "asked": "asked_due"}
ITEM_COLUMNS = ["case", "county", "cause", "name", "severity", "ask", "who", "until", *MARKS, "why"]
CALL_COLUMNS = ["severity", "who", "phone", "name", "ask", "until", *MARKS, "why", "case"]
LATE = ("overdue", "check_late")
AFTER = {"not_recovered": "again", "unmeasured": "measure"}
SHORT_OF_STOCK = ("days_of_cover", "stockout_run")


def agenda(
    cases: pd.DataFrame, inside: pd.DataFrame, *, now: dt.datetime, today: dt.date, rules, region
) -> pd.DataFrame:
    """Columns case, county, cause, name, severity, ask, who, until, missed, first, asked (moments or None), why.

    ``missed``: the first deadline let pass before the present one began to run; ``first``: the deadline before a leader
    put it off; ``asked``: the later one somebody asks for.

    cases: ``cases.all_cases``; inside: the living alerts with the ``case`` each is in. A case of which nothing is to
    be told, and one kept silent, has no row.
    """
    why = _why(inside)
    rows = []
    for case in cases_as_rows(cases):
        ask, who, until = _asked(case, now=now, today=today, rules=rules, region=region)
        if ask is not None:
            named = {"name": name_of(case, region), "why": why.get(case["case"], "")}
            rows.append({name: case[name] for name in ("case", "county", "cause", "severity")}
                        | named | {"ask": ask, "who": who, "until": until}
                        | {mark: case[column] for mark, column in MARKS.items()})  # fmt: skip
    rows.sort(key=lambda row: (-RANK[row["severity"]], row["ask"] not in LATE, row["case"]))
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def _asked(case: dict, *, now, today, rules, region) -> tuple[str | None, str | None, dt.datetime | None]:
    nothing = (None, None, None)
    if case["status"] in DONE:
        why = for_the_meeting(case, today=today, rules=rules)
        return (AFTER[why], case["owner"] or OFFICE, None) if why is not None else nothing
    if case["silenced_until"] is not None and case["silenced_until"].date() >= today:
        return nothing
    if case["owner"] is None:
        return "take", OFFICES[case["level"]], case["sign_by"]
    colour = slip(case, now=now, rules=rules, region=region)
    if case["status"] == "review":
        return "check_late" if colour == "red" else "check", OFFICE, running(case)
    if colour == "red":
        return "overdue", case["owner"], case["due"]
    if case["asked_due"] is not None:
        return "grant", LEADERS, case["due"]
    if case["status"] == "new":
        return "sign", case["owner"], case["sign_by"]
    return ("near", case["owner"], case["due"]) if colour == "blue" else nothing


def _why(inside: pd.DataFrame) -> dict[int, str]:
    """Case to the sentence of its gravest active alert."""
    active = inside[inside["active"]]
    ranked = active.assign(rank=active["severity"].map(RANK)).sort_values(["rank", "alert"], ascending=[False, True])
    return ranked.drop_duplicates("case").set_index("case")["sentence"].to_dict()


def calls(
    items: pd.DataFrame,
    inside: pd.DataFrame,
    firms: pd.DataFrame,
    phones: dict[str, str],
    *,
    told: Callable[[str], str] = str,
) -> pd.DataFrame:
    """Whom to telephone: the units of the agenda and the firms that run short; one call after the other, gravest first.

    firms: ``supply.enterprises``; phones: unit to its number; ``told``: how a number is shown.
    """
    units = items.assign(phone=[told(phones.get(who, "")) for who in items["who"]])
    known = firms.set_index("enterprise")
    short = inside[inside["active"] & inside["enterprise"].isin(known.index)]
    short = short[short["indicator"].isin(SHORT_OF_STOCK) & ~short["status"].isin(CLOSED)]
    short = short.assign(rank=short["severity"].map(RANK)).sort_values(["rank", "alert"], ascending=[False, True])
    rows = []
    for alert in short[short["rank"] >= RANK["orange"]].drop_duplicates("enterprise").to_dict("records"):
        firm = known.loc[alert["enterprise"]]
        rows.append({
            "severity": alert["severity"], "who": f"{firm['name']} {firm['contact']}".strip(), "ask": "stock",
            "phone": told(firm["phone"]) if pd.notna(firm["phone"]) else "", "name": firm["name"],
            "until": None, "why": alert["sentence"], "case": alert["case"],
        } | dict.fromkeys(MARKS))  # fmt: skip
    both = pd.concat([units[CALL_COLUMNS], pd.DataFrame(rows, columns=CALL_COLUMNS)], ignore_index=True)
    own = -both["severity"].map(RANK)
    ordered = both.assign(own=own, call=own.groupby(both["who"]).transform("min"))
    ordered = ordered.sort_values(["call", "who", "own"], kind="stable")
    return ordered[CALL_COLUMNS].reset_index(drop=True)
