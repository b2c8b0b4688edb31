"""python -m bench.dispatch [--quick] [--seed N]: the proposal's optimum and speed, in docs/bench/dispatch.md."""

import argparse
import datetime as dt
import platform
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from bench.dispatch import rivals
from bench.dispatch.cases import LOAD, drawn, richer
from monitoring.dispatch.solver import Problem, Solution, loads, prices, solve

REPORT = Path(__file__).resolve().parents[2] / "docs" / "bench" / "dispatch.md"
SIZES = (("prefecture", 8, 42, 500), ("three times", 24, 126, 10), ("ten times", 80, 420, 3))
FREE = {"OR-tools network flow": rivals.network_flow, "HiGHS interior point": rivals.inner_point}
LOADED = {"OR-tools CP-SAT": rivals.whole_numbers}
BY_HAND = {"nearest first, by hand": rivals.nearest_first}


def main() -> None:
    """Solve every case with ours and every rival, check what must hold, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer cases, nothing written")
    parser.add_argument("--seed", type=int, default=None, help="default: a fresh one")
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else secrets.randbelow(10**6)
    rivals.network_flow(drawn(0, counties=8, firms=42, load=0.0))  # the libraries load at their first call
    sizes = [(name, counties, firms, min(n, 10)) for name, counties, firms, n in SIZES[:2]] if asked.quick else SIZES
    rows, proofs = [], []
    for size in sizes:
        for load in (0.0, LOAD):
            if load and size[0] == "ten times":
                continue
            rows += list(_compared(*size, load=load, seed=seed))
            print(pd.DataFrame(rows).to_string(), flush=True)
        if size[0] == "prefecture":
            proofs = [_proved(seed, *size[1:], load=load) for load in (0.0, LOAD)]
            print(pd.DataFrame(proofs).to_string(), flush=True)
    if not asked.quick:
        REPORT.write_text(_text(seed, rows, proofs), encoding="utf-8")


def _compared(name: str, counties: int, firms: int, count: int, *, load: float, seed: int) -> Iterator[dict]:
    """A row for ours, then one a rival: how often the optimum is the same, how dear by ours, processor time by ours."""
    cases = [drawn(seed + number, counties=counties, firms=firms, load=load) for number in range(count)]
    own, seconds = _timed(lambda case: cost_of(case, solve(case, seconds=900)), cases)  # never cut off here
    size = {"size": f"{name}: {counties} counties, {firms} firms", "load": f"{load:g} t", "cases": count}
    yield size | {
        "contender": "this platform",
        "same optimum": "",
        "cost ratio": 1.0,
        "ms a case": seconds,
        "time ratio": 1.0,
    }
    for rival, method in ((LOADED if load else FREE) | BY_HAND).items():
        told, took = _timed(method, cases)
        proved = [(ours, theirs) for ours, theirs in zip(own, told) if theirs is not None]
        same = sum(abs(ours - theirs) <= 1e-6 * max(abs(theirs), 1) for ours, theirs in proved)
        dearer = [theirs / ours for ours, theirs in proved if ours > 0]
        yield size | {
            "contender": rival, "same optimum": f"{same} of {len(proved)}" + _unproved(count - len(proved)),
            "cost ratio": float(np.mean(dearer)), "ms a case": took, "time ratio": took / seconds,
        }  # fmt: skip


def _unproved(count: int) -> str:
    return f", {count} unproved in {rivals.PATIENCE:g} s" if count else ""


def _timed(method: Callable[[Problem], float | None], cases: list[Problem]) -> tuple[list, float]:
    begin = time.process_time()
    told = [method(case) for case in cases]
    return told, 1000 * (time.process_time() - begin) / len(cases)


def cost_of(asked: Problem, found: Solution) -> float:
    """Tonne-kilometres plus the price of what stays unmet."""
    return found.haul + float((found.unmet * prices(asked)).sum())


def _proved(seed: int, counties: int, firms: int, count: int, *, load: float) -> dict:
    """In how many cases each promise holds."""
    held = {"mass conserved": 0, "floors kept": 0, "no line below its load": 0, "no dearer with more stock": 0,
            "short by what is missing": 0}  # fmt: skip
    short = 0
    for number in range(count):
        asked = drawn(seed + number, counties=counties, firms=firms, load=load)
        found = solve(asked)
        out, into = found.sent.sum(axis=1), found.sent.sum(axis=0)
        left, came = (np.bincount(asked.place, part, counties) for part in (out, into))
        held["mass conserved"] += bool(
            np.allclose(came + found.unmet.sum(axis=1), asked.needs.sum(axis=1), atol=1e-4)
            and (into <= asked.takes + 1e-6).all()
        )
        held["floors kept"] += bool((out <= asked.gives + 1e-6).all() and (left <= asked.spare + 1e-6).all())
        least = np.broadcast_to(loads(asked)[asked.place], found.sent.shape)[found.sent > 0]
        held["no line below its load"] += bool((found.sent[found.sent > 0] >= least - 1e-6).all())
        more = richer(asked, 1.0)
        held["no dearer with more stock"] += cost_of(more, solve(more)) <= cost_of(asked, found) * (1 + 1e-9) + 1e-3
        missing = max(float(asked.needs.sum() - asked.spare.sum()), 0.0)
        short += missing > 0
        unmet = float(found.unmet.sum())
        held["short by what is missing"] += unmet >= missing - 1e-4 if load else abs(unmet - missing) <= 1e-4
    return {"load": f"{load:g} t", "cases": count, "short everywhere": short, **held}


def _text(seed: int, rows: list[dict], proofs: list[dict]) -> str:
    return (
        "# The dispatch proposal against independent solvers\n\n"
        f"`python -m bench.dispatch`, {dt.date.today()}, seed {seed} (fresh), Python {platform.python_version()}, one "
        "core. A case is one category of one day. `same optimum` counts equal costs (tonne-kilometres plus the price "
        "of what stays unmet) to a millionth; `cost ratio` is the rival's cost over ours, `time ratio` its processor "
        "time over ours, the building of its model counted in both.\n\n"
        + _table(rows)
        + "\n## What must hold of every answer\n\nThe same prefecture-sized cases. With loads, what no load is worth "
        "stays unmet too, so the last column asks only that no less is said to be missing than is.\n\n" + _table(proofs)
    )


def _table(rows: list[dict]) -> str:
    names = list(rows[0])
    told = [[f"{row[n]:.3g}" if isinstance(row[n], float) else str(row[n]) for n in names] for row in rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in [names, ["---"] * len(names), *told])


if __name__ == "__main__":
    main()
