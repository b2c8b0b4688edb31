"""Who keeps in touch with which key enterprise, how long ago, and whom to see next."""

import datetime as dt

import pandas as pd

from monitoring.triage import WEIGHT

NEVER_DAYS = 90
"""How long ago a firm nobody ever contacted counts as seen."""
COLUMNS = [
    "enterprise", "name", "county", "officer", "department", "last", "days", "contacts", "alerts", "risk", "score",
]  # fmt: skip


def roll(
    enterprises: pd.DataFrame, officers: pd.DataFrame, visits: pd.DataFrame, alerts: pd.DataFrame, *, on: dt.date
) -> pd.DataFrame:
    """Every key enterprise with its officer and last contact, the one to see next first.

    contacts: in the last 90 days; alerts: living and active ones of the firm. risk = 1 + the sum of their weights
    (blue 1, yellow 4, orange 16, red 64); score = risk x (days since the last contact + 1), as the page prints it.
    """
    frame = enterprises[["enterprise", "name", "county"]].merge(
        officers[["enterprise", "officer", "department"]], on="enterprise", how="left"
    )
    seen = visits[visits["date"] <= pd.Timestamp(on)]
    frame["last"] = seen.groupby("enterprise")["date"].max().reindex(frame["enterprise"]).to_numpy()
    frame["days"] = (pd.Timestamp(on) - frame["last"]).dt.days.fillna(NEVER_DAYS).astype(int)
    lately = seen[seen["date"] > pd.Timestamp(on) - pd.Timedelta(days=90)]
    frame["contacts"] = frame["enterprise"].map(lately["enterprise"].value_counts()).fillna(0).astype(int)
    active = alerts[alerts["active"] & alerts["enterprise"].notna()]
    weights = active["severity"].map(WEIGHT).groupby(active["enterprise"]).sum()
    frame["alerts"] = frame["enterprise"].map(active["enterprise"].value_counts()).fillna(0).astype(int)
    frame["risk"] = 1 + frame["enterprise"].map(weights).fillna(0).astype(int)
    frame["score"] = frame["risk"] * (frame["days"] + 1)
    return frame.sort_values(["score", "enterprise"], ascending=[False, True], ignore_index=True)[COLUMNS]


def not_raised(visits: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Visits that found a need which is no problem of the list yet, the newest first."""
    found = visits[visits["need"].notna()]
    own = problems[problems["enterprise"].notna()]
    raised = list(zip(own["enterprise"], own["category"], own["opened_for"]))
    kept = [
        not any(firm == visit.enterprise and about == visit.need and day >= visit.date for firm, about, day in raised)
        for visit in found.itertuples(index=False)
    ]
    return found[kept].sort_values("date", ascending=False, kind="stable").reset_index(drop=True)


def by_county(rolled: pd.DataFrame, *, counties: list[str]) -> pd.DataFrame:
    """county, firms, covered (have an officer), seen (contacted within 30 days)."""
    counted = pd.DataFrame({
        "county": rolled["county"], "firms": 1, "covered": rolled["officer"].notna().astype(int),
        "seen": (rolled["last"].notna() & (rolled["days"] <= 30)).astype(int),
    })  # fmt: skip
    return counted.groupby("county").sum().reindex(counties, fill_value=0).rename_axis("county").reset_index()
