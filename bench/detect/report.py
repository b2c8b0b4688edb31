"""The bench's result as a page: who found what at which false-alarm rate, ours against the best rival."""

import time

import numpy as np
import pandas as pd

from monitoring.detectors.decline import detect

OURS, CEILING = "decline (ours)", "(knows the truth)"
INTRODUCTION = """Made by `python -m bench.detect` (the rivals' packages are in
`bench/detect/requirements.txt`; real series: `--real FOLDER` or the variable `REAL_DATA`). Do not edit by hand.

Seeds, drawn fresh: {seeds}; the rivals ran on the first. POD is the share of falls with
at least one alarm while they last (daily: in the first three days; cold start: in that very period). The line of each
method on each track is set so that 1 % or 3 % of the ordinary periods lie above it; artefacts and the weeks after a
fall count as ordinary. Delay: median periods to the first alarm, a missed fall counting its full length.

`(knows the truth)` is no rival: the simulator's own mean and deviation with one simple rule (this period, or the last
three), to show what can be found at all. Memory may beat it.

What limits the means: a third of the registry's series are cooperatives with about two entries a week, and twelve of
the 42 scenarios have means near or below one, where hardly any fall can be told from chance. The stock and the net
track are the same falls seen twice."""

FEW = """R's `surveillance` (`farringtonFlexible`, `glrnb` with `dir = "dec"`: weekly counts only) and the 95 % bounds
of statsforecast's MSTL and AutoETS, fitted anew every four weeks, fortnight or quarter. They take seconds a series, so
they and ours are judged on the first 42 series of each track (daily: 16) of the first seed: POD at 1 %, at 3 %, area,
and milliseconds a judged period."""
OF_FEW = ("pod@1%", "pod@3%", "auc-pr", "ms")


def markdown(table: pd.DataFrame, seeds: list[int], skipped: dict[str, str], speed: str, ceilings: str) -> str:
    tracks = list(dict.fromkeys(table["track"]))
    table, few = table[table["series"] == "all"], table[table["series"] == "few"]
    parts = [
        "# The decline detector against its rivals",
        INTRODUCTION.format(seeds=", ".join(map(str, seeds))),
        "## Goals",
        _goals(table),
        "## POD at 1 % false positives",
        _wide(table, "pod@1%", tracks),
        "## POD at 3 % false positives",
        _wide(table, "pod@3%", tracks),
        "## Area under the precision-recall curve",
        _wide(table, "auc-pr", tracks),
        "## Ours in full",
        _ours(table, tracks),
        "## Traps and delay at 1 %",
        _wide(table, "traps", [t for t in tracks if t.startswith("registry")]),
        _wide(table, "delay@1%", tracks),
        "## What bounds the flipped scenarios and the cold start",
        ceilings,
        "## Speed",
        speed,
    ]
    if len(few):
        parts += ["## Rivals that fit a model for each series", FEW, *(_wide(few, m, tracks) for m in OF_FEW)]
    if skipped:
        parts += ["## Left out", "\n".join(f"- {name}: {why}" for name, why in skipped.items())]
    return "\n\n".join(parts) + "\n"


def _goals(table: pd.DataFrame) -> str:
    """What was aimed at beside what was reached; the goals were set on other simulations."""
    mine = table[table["method"] == OURS]
    mean = mine.groupby("track").mean(numeric_only=True)
    best = table[~table["method"].isin([OURS, CEILING])].groupby(["method", "track"]).mean(numeric_only=True)
    rival = best["pod@1%"].unstack().reindex(columns=mean.index).fillna(0).mean(axis=1).max() if len(best) else np.nan
    rows = {
        "POD at 1 %, mean over tracks": (0.82, mean["pod@1%"].mean()),
        "the best rival's": (np.nan, rival),
        "POD at 3 %, mean over tracks": (0.90, mean["pod@3%"].mean()),
        "AUC-PR, mean over tracks": (0.66, mean["auc-pr"].mean()),
        "Cold start, POD at 1 % at once": (0.97, mean["pod@1%"].get("cold start")),
        "Flipped 42, POD at 1 %": (0.60, mean["pod@1%"].get("flipped 42 (weekly)")),
        "Daily, POD at 1 % within 3 days": (0.93, mean["pod@1%"].get("daily signals")),
        "Registry net, POD at 1 %": (0.75, mean["pod@1%"].get("registry net")),
        "Registry net, traps at 1 % (at most)": (0.15, mean["traps"].get("registry net")),
        "Own flag, POD": (0.78, mean["flag pod"].mean()),
        "Own flag, false positives (at most)": (0.01, mean["flag fpr"].mean()),
        "Own flag, false alarms a series-year (at most)": (0.45, mean["flag episodes/year"].mean()),
        "Milliseconds a series-evaluation (at most)": (1.0, mean["ms"].mean()),
    }
    return _table(pd.DataFrame(rows, index=["goal", "reached"]).T)


def _wide(table: pd.DataFrame, measure: str, tracks: list[str]) -> str:
    """Methods down, tracks across; the mean last, best on top; a method that cannot judge a track counts as 0 there."""
    wide = table.pivot_table(index="method", columns="track", values=measure).reindex(columns=tracks)
    worst = wide.max().max() if measure.startswith("delay") else 0.0
    mean = wide.drop(columns=[t for t in tracks if wide[t].isna().all()]).fillna(worst).mean(axis=1)
    wide["mean"] = mean.where(wide.index != CEILING)
    order = wide["mean"].sort_values(ascending=measure in ("traps", "delay@1%"), na_position="last").index
    return _table(wide.reindex(order))


def _ours(table: pd.DataFrame, tracks: list[str]) -> str:
    mine = table[table["method"] == OURS]
    columns = ["flag pod", "flag delay", "flag fpr", "flag episodes/year", "flag traps", "episodes/year", "ms"]
    wide = mine.groupby("track")[columns].mean().reindex(tracks)
    wide.loc["mean"] = wide.mean()
    return _table(wide)


def _table(frame: pd.DataFrame) -> str:
    head = ["", *frame.columns]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for name, row in frame.iterrows():
        lines.append(f"| {name} | " + " | ".join("–" if pd.isna(v) else f"{v:.3f}" for v in row) + " |")
    return "\n".join(lines)


def panel_speed(*, quick: bool) -> str:
    """Time a nightly panel: 3,000 counties x 5 types x 4 streams (quick: a hundredth), three years of weeks."""
    subjects, weeks = (150 if quick else 15_000), 156
    rng = np.random.default_rng(0)
    entries, exits = (rng.poisson(mean, (subjects, weeks)).astype(float) for mean in (20, 12))
    net = entries - exits
    streams = {"entries": entries, "exits": -exits, "net": net, "stock": 3000 + np.cumsum(net, axis=1)}
    ids = [f"c{n // 5}|{stream}:k{n % 5}" for stream in streams for n in range(subjects)]
    frame = pd.DataFrame(
        {
            "series_id": np.repeat(np.array(ids, dtype=object), weeks),
            "date": np.tile(pd.date_range("2018-01-07", periods=weeks, freq="W").to_numpy(), len(ids)),
            "value": np.concatenate([table.ravel() for table in streams.values()]),
        }
    )
    start = time.process_time()
    detect(frame)
    took = time.process_time() - start
    return (
        f"One nightly run over {subjects // 5:,} counties x 5 types x 4 streams, {weeks} weeks each ({len(frame):,} "
        f"values), the streams of a county judged together: {took:.0f} s of one core, {1e3 * took / len(ids):.2f} ms a "
        f"series with its whole history, {1e3 * took / len(frame):.4f} ms a series-evaluation."
    )
