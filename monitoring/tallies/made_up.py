"""What was made up late: reported after its deadline, or reached after the target's; not green in that month."""

import datetime as dt

import numpy as np
import pandas as pd

from monitoring.indicators.schedule import schedule

LOOK_BACK = pd.Timedelta(days=62)


def made_up(
    region,
    progress: pd.DataFrame,
    first_told: pd.DataFrame,
    goals: dict[str, list],
    *,
    period: dt.date,
) -> frozenset[tuple[str, str]]:
    """Places and targets whose report about ``period`` (the newest due month end) is good, but too late.

    progress and first_told: the store's, up to the day looked at; goals: of every target, place by place.
    """
    return frozenset(_told_late(region, first_told, period) | _reached_late(region, progress, goals, period))


def _told_late(region, first_told: pd.DataFrame, period: dt.date) -> set[tuple[str, str]]:
    day = pd.Timestamp(period)
    days = pd.date_range(day - LOOK_BACK, day, freq="D")
    deadline = schedule(region, "measure_progress", days, first_told["date"]).deadline[-1]
    own = first_told[first_told["date"] == day]
    came = own["first_known_at"].dt.tz_convert("UTC").dt.tz_localize(None).to_numpy().astype("datetime64[us]")
    return set(zip(own["county"][came > deadline], own["target"][came > deadline]))


def _reached_late(region, progress: pd.DataFrame, goals: dict, period: dt.date) -> set[tuple[str, str]]:
    """Reached in this period's report and not in the one before, though the target's deadline lies before both."""
    targets = region.measure_targets.set_index("target")
    over = targets.index[(targets["deadline"] < pd.Timestamp(period)) & targets["way"].isin(("count", "share"))]
    if not len(over):
        return set()
    goal = {(place, target): value for target in over for place, value in goals.get(target, ())}
    mine = progress[progress["target"].isin(over)].sort_values("date", kind="stable")
    share = mine["target"].map(targets["way"]) == "share"
    reached = mine["done"].where(~share, mine["done"] / mine["total"].where(mine["total"] > 0) * 100)
    wanted = pd.Series([goal.get(key, np.inf) for key in zip(mine["county"], mine["target"])], index=mine.index)
    whole = mine.assign(whole=reached >= wanted)
    now = whole[whole["date"] <= pd.Timestamp(period)].drop_duplicates(["county", "target"], keep="last")
    before = whole[whole["date"] < pd.Timestamp(period)].drop_duplicates(["county", "target"], keep="last")
    done_now, done_before = (
        set(zip(part["county"][part["whole"]], part["target"][part["whole"]])) for part in (now, before)
    )
    return done_now - done_before
