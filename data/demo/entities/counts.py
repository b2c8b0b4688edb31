"""The daily counts as they are sent: monthly in 2019, daily from 2020, with late, missing and mistaken reports."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.demo.entities.history import FLOWS, entity_history
from data.demo.entities.plan import Gap, Slip, entity_plan
from data.demo.scene import Scene
from data.demo.sending import Parcel, gathered

LATE_SHARE = 0.03  # of a county's days, sent the same afternoon instead of by noon


def count_parcels(scene: Scene) -> Iterator[Parcel]:
    """The files of the counts, in order of moment."""
    counts = daily_counts(scene)
    sent, restated = _with_slips(scene, counts)
    sent = sent.assign(**_delivery(scene, sent))
    yield from gathered(pd.concat([sent, restated], ignore_index=True))


def daily_counts(scene: Scene) -> pd.DataFrame:
    """The true counts by county, kind and day: county, kind, valid_for, opening, the flows, closing."""
    history = entity_history(scene)
    closing = history.closing
    opening = np.column_stack([history.opening, closing[:, :-1]])
    days = len(scene.days)
    return pd.DataFrame(
        {
            "county": np.repeat([county for county, _ in history.cells], days),
            "kind": np.repeat([kind for _, kind in history.cells], days),
            "valid_for": scene.days * len(history.cells),
            "opening": opening.ravel(),
            **{name: history.counts[name].ravel() for name in FLOWS},
            "closing": closing.ravel(),
        }
    )


def _delivery(scene: Scene, counts: pd.DataFrame) -> dict[str, list]:
    """When and by whom each row is sent."""
    rng, plan = scene.rng("count delivery"), entity_plan(scene)
    late = {(c, d) for c in scene.counties for d in scene.days if d != scene.until and rng.random() < LATE_SHARE}
    gaps = [plan.missing_week, *plan.late]
    found = {key: _sent(scene, *key, key in late, gaps) for key in set(zip(counts["county"], counts["valid_for"]))}
    moments, files, senders = zip(*(found[key] for key in zip(counts["county"], counts["valid_for"])))
    return {"moment": list(moments), "file": list(files), "sender": list(senders)}


def _sent(scene: Scene, county: str, day: dt.date, late: bool, gaps: list[Gap]) -> tuple[dt.datetime, str, str]:
    if day.year < 2020:
        month = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return scene.moment(month + dt.timedelta(days=1), "10:00"), f"市场主体日报_{day:%Y年%m月}", ""
    for gap in gaps:
        if gap.county == county and gap.first <= day <= gap.last:
            return (
                scene.moment(gap.sent_on, "08:50"),
                f"市场主体日报_{scene.short[county]}_补报{gap.last:%Y%m%d}",
                county,
            )
        if gap.county == county and gap.last < day < gap.sent_on:  # nothing later goes before the gap is filled
            return scene.moment(gap.sent_on, "08:55"), f"市场主体日报_{scene.short[county]}_补报{day:%Y%m%d}", county
    morrow = day + dt.timedelta(days=1)
    if late:
        return scene.moment(morrow, "15:30"), f"市场主体日报_{day:%Y%m%d}_迟报", ""
    return scene.moment(morrow, "09:10"), f"市场主体日报_{day:%Y%m%d}", ""


def _with_slips(scene: Scene, counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The counts with the mistakes in, and the later files that put them right."""
    sent, restated = counts.copy(), []
    for slip in entity_plan(scene).slips:
        days = [slip.day + dt.timedelta(days=n) for n in range(slip.after)]
        here = (counts["county"] == slip.county) & (counts["kind"] == slip.kind) & counts["valid_for"].isin(days)
        if not here.any():
            continue
        sent.loc[here] = _mistaken(counts[here], slip)
        restated.append(
            counts[here].assign(
                moment=scene.moment(days[-1] + dt.timedelta(days=1), "16:10"),
                file=f"市场主体日报_{scene.short[slip.county]}_更正{slip.day:%Y%m%d}",
                sender=slip.county,
            )
        )
    return sent, pd.concat(restated, ignore_index=True) if restated else pd.DataFrame()


def _mistaken(rows: pd.DataFrame, slip: Slip) -> pd.DataFrame:
    """Deregistrations of the first day forgotten: every later stock of the spell is too high."""
    first = rows["valid_for"] == slip.day
    forgotten = min(slip.count, int(rows.loc[first, "deregistrations"].iloc[0]))
    return rows.assign(
        deregistrations=rows["deregistrations"] - first * forgotten,
        opening=rows["opening"] + ~first * forgotten,
        closing=rows["closing"] + forgotten,
    )
