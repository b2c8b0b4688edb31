"""What bounds the 42 flipped scenarios and the cold start: `python -m bench.detect.ceiling [--seeds 1 2]`.

Beside the detector stand likelihood ratios that are told the simulator's own law: the mean and the noise of every
series, and how its falls are shaped. Unlike the rule `(knows the truth)` they weigh small counts as chance makes them.
"""

import argparse
from types import SimpleNamespace

import numpy as np
import pandas as pd

from bench.detect import flipped
from bench.detect.measures import threshold
from bench.detect.track import Track
from monitoring.detectors.decline import detect

POISSON = 1e-6  # excess over one that stands for none
LEAST_KEPT = 0.02
DEEP = np.arange(2.0, 10.5)  # baseline deviations that the scenarios' falls remove, as flipped.weekly draws them
IN_WEEK = (0.5, 0.42)  # of it in the first week and in the second: lognormal(0, 0.5) cut at one and two
LOST = np.linspace(0.4, 0.7, 13)  # shares that the falls of the cold start take
HISTORY = 8


def likelihood(values: np.ndarray, mean: np.ndarray, size: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Log likelihood of a negative binomial count of which a share is kept, against the whole."""
    return values * np.log(kept) - (values + size) * np.log((kept * mean + size) / (mean + size))


def law_of(track: Track) -> tuple[np.ndarray, np.ndarray]:
    """The true mean and size parameter of every count."""
    mean = track.notes["mean"]
    excess = np.broadcast_to(track.notes["sd"], mean.shape) ** 2 / mean
    return mean, mean / np.maximum(excess - 1, POISSON)


def of_scenarios(track: Track) -> np.ndarray:
    """(periods, series): a fall of any of its depths begun this week or the last, against none."""
    mean, size = law_of(track)
    ratio = np.zeros(mean.shape)
    for deep in DEEP:
        lost = deep * np.broadcast_to(track.notes["sd"], mean.shape) / mean
        first, second = (
            np.exp(likelihood(track.values, mean, size, np.maximum(1 - share * lost, LEAST_KEPT))) for share in IN_WEEK
        )
        ratio += first
        ratio[1:] += second[1:] * first[:-1]
    return np.log(ratio)


def of_cold_start(track: Track, *, told: bool) -> np.ndarray:
    """(periods, series): a loss of 40-70 % in this very week; the mean told, or learnt from the first eight weeks."""
    mean, size = law_of(track)
    if not told:
        mean = np.broadcast_to(track.values[:HISTORY].mean(axis=0), mean.shape)
        size = size * HISTORY / (HISTORY + 1 + size / mean)  # the learnt mean's own chance beside the week's
    return np.log(sum(np.exp(likelihood(track.values, mean, size, 1 - lost)) for lost in LOST))


def found(track: Track, score: np.ndarray) -> np.ndarray:
    """(series,) whether its fall is found at 1 % false positives over the track; NaN without a fall."""
    filled = np.where(np.isfinite(score), score, -np.inf)
    line = threshold(filled[track.judged & (track.episode == 0)], 0.01)
    fall = track.judged & (track.episode > 0)
    return np.where(fall.any(axis=0), (fall & (filled > line)).any(axis=0), np.nan)


def rows_of(seed: int) -> list[dict]:
    """One row a series of both tracks of a seed."""
    from bench.detect.__main__ import tracks_of

    tracks, _ = tracks_of(seed, SimpleNamespace(quick=False, real=None))
    weekly, cold = (next(t for t in tracks if t.name == name) for name in ("flipped 42 (weekly)", "cold start"))
    rows = []
    ours, best = _ours(weekly), found(weekly, of_scenarios(weekly))
    for s, mean in enumerate(weekly.notes["mean"][weekly.judged.any(axis=1)].mean(axis=0)):
        number = s % (6 * len(flipped.FAMILIES))
        trend = "rising" if number // 3 % 2 else "level"
        excess = flipped.FAMILIES[number // 6][4]
        about = {"family": number // 6 + 1, "trend": trend, "excess": excess}
        rows.append({**about, "mean": mean, "ours": ours[s], "told all": best[s]})
    ours, best = _ours(cold), found(cold, of_cold_start(cold, told=True))
    learnt = found(cold, of_cold_start(cold, told=False))
    cells = {"ours": ours, "told all": best, "told all but the mean": learnt}
    return rows + pd.DataFrame({"family": "cold start", **cells}).to_dict("records")


def _ours(track: Track) -> np.ndarray:
    return found(track, track.matrix(detect(track.frame())["score"]))


def section(seeds: list[int]) -> str:
    """The page's part about ceilings."""
    rows = pd.DataFrame([row for seed in seeds for row in rows_of(seed)])
    cold, weekly = rows[rows["family"] == "cold start"], rows[rows["family"] != "cold start"]
    start = cold[["ours", "told all", "told all but the mean"]].mean()
    head = ("family", "trend", "mean count", "variance / mean", "falls", "ours", "told all")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for (family, trend), of in weekly.groupby(["family", "trend"]):
        lines.append(_line(family, trend, of))
    lines.append(_line("all", "", weekly))
    return WORDS.format(
        seeds=" ".join(map(str, seeds)), ours=start.iloc[0], told=start.iloc[1], learnt=start.iloc[2]
    ) + "\n".join(lines)


def _line(family: object, trend: str, of: pd.DataFrame) -> str:
    excess = f"{of['excess'].iloc[0]:.1f}" if trend else ""
    return (
        f"| {family} | {trend} | {of['mean'].mean():.1f} | {excess} | {of['ours'].notna().sum()} "
        f"| {of['ours'].mean():.3f} | {of['told all'].mean():.3f} |"
    )


WORDS = """Made again by `python -m bench.detect.ceiling --seeds {seeds}`. A likelihood ratio that is
told each series' true mean and noise and how the falls are shaped finds so many of them at 1 %; a detector that has to
learn these from the series cannot be expected to find more.

Cold start: {told:.3f} when told everything; {learnt:.3f} when it must learn the mean, and nothing else, from the eight
weeks there are; ours, which must learn the noise too and leave room for seasons, {ours:.3f}.

The 42 scenarios, by the family of the papers' table, without and with its trend. Their falls last two or three weeks;
the memory of many weeks that finds the registry's falls is in the way here: what chance lets it remember stays long.

"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.detect.ceiling", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    print(section(parser.parse_args().seeds))


if __name__ == "__main__":
    main()
