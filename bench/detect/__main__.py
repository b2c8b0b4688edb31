"""The decline detector's bench: `python -m bench.detect [--quick] [--ours] [--real FOLDER] [--seeds 1 2]`."""

import argparse
import os
import secrets
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from bench.detect import ceiling, costly, flipped, real, registry, report, rivals
from bench.detect.measures import measure
from bench.detect.track import Track
from monitoring.detectors.decline import detect

OURS = "decline (ours)"
RESULT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "detect.md"


def main() -> None:
    options = _options()
    seeds = options.seeds or [secrets.randbelow(10**6) for _ in range(1 if options.quick else 5)]
    ready, left_out = rivals.available()
    slow, not_slow = costly.available()
    if options.quick:
        ready, slow = {name: ready[name] for name in ("EARS C2", "CUSUM", "4 weeks below last year")}, {}
    if options.ours:
        ready, slow, left_out, not_slow = {}, {}, {}, {}
    rows, skipped = [], {}
    for seed in seeds:
        tracks, skipped = tracks_of(seed, options)
        for track, ours in answers(tracks):
            rows += judge(track, ours, seed, ready if seed == seeds[0] else {}, slow if seed == seeds[0] else {})
            print(f"seed {seed}: {track.name}", flush=True)
    table = pd.DataFrame(rows)
    speed = report.panel_speed(quick=options.quick)
    text = report.markdown(table, seeds, {**left_out, **not_slow, **skipped}, speed, ceiling.section(seeds))
    print(text)
    target = options.write or (None if options.quick or options.ours else RESULT)
    if target:
        target.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.detect", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one seed, small panels, three rivals")
    folder = os.environ.get("REAL_DATA")
    parser.add_argument("--real", type=Path, default=Path(folder) if folder else None, help="folder of real series")
    parser.add_argument("--ours", action="store_true", help="no rivals; nothing is written unless --write says where")
    parser.add_argument("--seeds", type=int, nargs="*", help="default: fresh ones")
    parser.add_argument(
        "--write", type=Path, help="where to write the result; default docs/bench/detect.md, with --quick nowhere"
    )
    return parser.parse_args()


def tracks_of(seed: int, options: argparse.Namespace) -> tuple[list[Track], dict[str, str]]:
    rng = np.random.default_rng(seed)
    size = 1 if options.quick else 5
    tracks = [
        *registry.tracks(rng, prefectures=size),
        flipped.weekly(rng, copies=size),
        flipped.daily(rng, copies=size),
        flipped.cold_start(rng, copies=2 * size),
    ]
    on_real, skipped = real.tracks(rng, options.real)
    return tracks + on_real, skipped


def answers(tracks: list[Track]) -> Iterator[tuple[Track, pd.DataFrame]]:
    """Each track with the detector's answer; tracks of one panel are handed over together, as the daily run does."""
    for _, group in groupby(tracks, key=lambda track: track.panel or track.name):
        members = list(group)
        frame = pd.concat([track.frame() for track in members], ignore_index=True)
        start = time.process_time()
        answer = detect(frame)
        took = time.process_time() - start
        answer["ms"] = 1e3 * took / max(np.isfinite(frame["value"]).sum(), 1)
        ends = np.cumsum([track.values.size for track in members])
        yield from zip(members, (answer.iloc[end - t.values.size : end] for t, end in zip(members, ends)))


def judge(track: Track, answer: pd.DataFrame, seed: int, ready: dict, slow: dict) -> list[dict]:
    """One row a method: ours with its own flag, the rivals, and the ceiling where the truth is known.

    slow: rivals that are judged on a few of the track's series only; ours is judged on the same few beside them.
    """
    about = {"seed": seed, "track": track.name, "series": "all"}
    score, flag = track.matrix(answer["score"]), track.matrix(answer["flag"])
    rows = [{**about, "method": OURS, "ms": answer["ms"].iloc[0], **measure(track, score, flag)}]
    rows += _rivals(track, {**ready, "(knows the truth)": rivals.knows_the_truth}, about)
    if slow:
        part = costly.few(track)
        about = {**about, "series": "few"}
        rows.append({**about, "method": OURS, **measure(part, score[:, : len(part.ids)])})
        rows += _rivals(part, slow, about)
    return rows


def _rivals(track: Track, methods: dict, about: dict) -> list[dict]:
    rows, judged = [], max(np.isfinite(track.values[track.judged]).sum(), 1)
    for name, rival in methods.items():
        start = time.perf_counter()
        score = rival(track)
        if np.isfinite(score[track.judged]).any():
            ms = 1e3 * (time.perf_counter() - start) / judged
            rows.append({**about, "method": name, "ms": ms, **measure(track, score)})
    return rows


if __name__ == "__main__":
    main()
