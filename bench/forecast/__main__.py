"""python -m bench.forecast [--quick] [--seed N]: the table of docs/bench/forecast.md."""

import argparse
import datetime as dt
import platform
import secrets
from pathlib import Path

import pandas as pd

from bench.forecast.contenders import ours, rivals, without_calendar
from bench.forecast.moving import moving
from bench.forecast.panels import Task, generated_monthly, generated_weekly, m1_monthly
from bench.forecast.scores import scored
from bench.forecast.visitors import long_weekly, visitors

REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "forecast.md"


def main() -> None:
    """Run every task with ours and every rival that is installed, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer series, nothing written")
    parser.add_argument("--seed", type=int, default=None, help="default: a fresh one")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else secrets.randbelow(10**6)
    tasks = [
        generated_monthly(seed, 40 if asked.quick else 200),
        generated_weekly(seed, 10 if asked.quick else 60),
        visitors(seed, 10 if asked.quick else 90),
        long_weekly(seed, 9 if asked.quick else 90),
        *(moving(seed, step, 8 if asked.quick else 40, strength=0.5) for step in ("daily", "weekly", "monthly")),
        moving(seed, "weekly", 8 if asked.quick else 40, strength=0.0),
    ]
    competition = None if asked.quick else m1_monthly()
    if competition is None:
        print("M1 monthly is left out: quick run, or the public file is not on this machine (REAL_DATA)")
    else:
        tasks.insert(0, competition)
    text = "\n".join(_section(task) for task in tasks)
    if not asked.quick:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(_head(seed) + text, encoding="utf-8")


def _section(task: Task) -> str:
    print(task.name, flush=True)
    rows = [scored(task, ours(task))]
    if task.calendar is not None:
        rows.append(scored(task, without_calendar(task)))
    print(rows[-1], flush=True)
    try:
        for made in rivals(task):
            rows.append(scored(task, made))
            print(rows[-1], flush=True)
    except ImportError:
        print("the rivals are not installed: pip install -r bench/forecast/requirements.txt")
    table = pd.DataFrame(rows)
    table["cost ratio"] = table["CPU s"] / table["CPU s"].iloc[0]
    lines = ["| " + " | ".join(table) + " |", "|" + "---|" * table.shape[1]]
    lines += [
        "| " + " | ".join(c if isinstance(c, str) else f"{c:.3g}" for c in row) + " |" for row in table.to_numpy()
    ]
    return f"## {task.name}: {len(task.past)} series, {task.truth.shape[1]} ahead\n\n" + "\n".join(lines) + "\n"


def _head(seed: int) -> str:
    return (
        "# The forecast against its rivals\n\n"
        f"`python -m bench.forecast`, {dt.date.today()}, seed {seed} (fresh), Python {platform.python_version()}, one "
        "core. `cover` is the share of truths inside the interval; `worst` the group and horizon third farthest from "
        "the level, counted in `z`: binomial noises of as many tosses as the group has series (15 at least); `in band` "
        "the percentage of such cells within 2 points (1.5 at 95 %) and 1.96 noises, which allow for chance among "
        "series but not for a shock that many met together; `MSIS` the mean scaled interval score (lower is better); "
        "`cost ratio` processor time over ours, compilation left out. Rivals on weekly data run without a season "
        "(theirs allow up to 24 steps).\n\n"
    )


if __name__ == "__main__":
    main()
