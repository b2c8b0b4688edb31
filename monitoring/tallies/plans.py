"""Contingency plans by enterprise: which triggers are covered, when it was last drilled, what is open."""

import datetime as dt

import pandas as pd

COLUMNS = ["enterprise", "name", "county", "triggers", "lead", "drawn_on", "drilled", "days", "result", "open"]


def roll(
    enterprises: pd.DataFrame, plans: pd.DataFrame, drills: pd.DataFrame, openings: pd.DataFrame, *, on: dt.date
) -> pd.DataFrame:
    """Every key enterprise with its plans: open ones first, then those without a plan, then the longest undrilled.

    triggers: a tuple of (trigger, severity); drilled: the last drill's day, with its result; open: opened plans.
    """
    own = plans.assign(pair=list(zip(plans["trigger"], plans["severity"]))).groupby("enterprise")
    facts = own.agg(triggers=("pair", tuple), lead=("lead", "first"), drawn_on=("drawn_on", "max"))
    last = drills[drills["date"] <= pd.Timestamp(on)].sort_values("date").drop_duplicates("enterprise", keep="last")
    frame = enterprises[["enterprise", "name", "county"]].merge(facts, on="enterprise", how="left")
    told = last[["enterprise", "date", "result"]].rename(columns={"date": "drilled"})
    frame = frame.merge(told, on="enterprise", how="left")
    frame["triggers"] = [one if isinstance(one, tuple) else () for one in frame["triggers"]]
    frame["days"] = (pd.Timestamp(on) - frame["drilled"]).dt.days
    living = openings[openings["closed_for"].isna()]
    frame["open"] = frame["enterprise"].map(living["enterprise"].value_counts()).fillna(0).astype(int)
    order = frame.assign(none=[not one for one in frame["triggers"]])
    order = order.sort_values(["open", "none", "days"], ascending=[False, False, False], na_position="first")
    return order.reset_index(drop=True)[COLUMNS]
