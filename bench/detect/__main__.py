"""The decline detector's bench: `python -m bench.detect [--quick] [--real FOLDER] [--seeds 1 2] [--write FILE]`."""

import argparse
import os
import secrets
import time
from pathlib import Path

import numpy as np
import pandas as pd

from bench.detect import flipped, real, registry, report, rivals
from bench.detect.measures import measure
from bench.detect.track import Track
from monitoring.detectors.decline import detect

OURS = "decline (ours)"
RESULT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "detect.md"


def main() -> None:
    options = _options()
    seeds = options.seeds or [secrets.randbelow(10**6) for _ in range(1 if options.quick else 5)]
    ready, left_out = rivals.available()
    if options.quick:
        ready = {name: ready[name] for name in ("EARS C2", "CUSUM", "4 weeks below last year")}
    rows, skipped = [], {}
    for seed in seeds:
        tracks, skipped = tracks_of(seed, options)
        for track in tracks:
            rows += judge(track, ready if seed == seeds[0] else {}, seed)
            print(f"seed {seed}: {track.name}", flush=True)
    table = pd.DataFrame(rows)
    text = report.markdown(table, seeds, {**left_out, **skipped}, report.panel_speed(quick=options.quick))
    print(text)
    target = options.write or (None if options.quick else RESULT)
    if target:
        target.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.detect", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one seed, small panels, three rivals")
    folder = os.environ.get("REAL_DATA")
    parser.add_argument("--real", type=Path, default=Path(folder) if folder else None, help="folder of real series")
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


def judge(track: Track, ready: dict, seed: int) -> list[dict]:
    """One row a method: ours with its own flag, the rivals, and the ceiling where the truth is known."""
    frame = track.frame()
    start = time.process_time()
    answer = detect(frame)
    took = time.process_time() - start
    evaluations = max(np.isfinite(track.values).sum(), 1)
    about = {"seed": seed, "track": track.name}
    ours = measure(track, track.matrix(answer["score"]), track.matrix(answer["flag"]))
    rows = [{**about, "method": OURS, "ms": 1e3 * took / evaluations, **ours}]
    judged = max(np.isfinite(track.values[track.judged]).sum(), 1)
    for name, rival in {**ready, "(knows the truth)": rivals.knows_the_truth}.items():
        start = time.process_time()
        score = rival(track)
        if np.isfinite(score[track.judged]).any():
            rows.append(
                {**about, "method": name, "ms": 1e3 * (time.process_time() - start) / judged, **measure(track, score)}
            )
    return rows


if __name__ == "__main__":
    main()
