"""What a run came to, as a table."""

import datetime as dt
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.load.reporters import Kept, Sent
from bench.load.viewers import Looked


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of a run: what viewers and reporters met, and the server's seconds of CPU in its seconds."""

    name: str
    looked: Looked
    sent: Sent
    cpu: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """A whole run: its phases, what became of the rows, the server's memory (MB) and its seconds to come back."""

    phases: list[Phase]
    kept: Kept
    memory: float
    back: float


def table(runs: list[Run], minutes: float) -> str:
    """The report: a row a phase and run, then what was lost."""
    lines = [
        "# Load: a prefecture's morning",
        "",
        f"`python -m bench.load --minutes {minutes:g} --runs {len(runs)}`, {dt.date.today()}, Python "
        f"{platform.python_version()}, SQLite, server, viewers and reporters on the same two cores.",
        "",
        "Seconds. An answer counts from the moment a viewer wished for it (open loop) to the end of the page's run; a "
        "report from sending to the receipt.",
        "",
        "| run | phase | first page p50 / p95 | page p50 / p95 / p99 / max | answers | report p95 / max | reports "
        "| sent or connected anew | refused or broken | server CPU |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(place, phase) for place, run in enumerate(runs, 1) for phase in run.phases]
    lines += [
        "",
        "| run | rows acknowledged | of these not stored | reports stored in part | memory | back after kill |",
    ]
    lines += ["|---|---|---|---|---|---|"]
    lines += [
        f"| {place} | {run.kept.acknowledged:,} | {run.kept.lost:,} | {run.kept.partial:,} | {run.memory:.0f} MB "
        f"| {run.back:.1f} s |"
        for place, run in enumerate(runs, 1)
    ]
    lines += ["", _against_rival(runs)]
    troubles = sorted({trouble for run in runs for phase in run.phases for trouble in _troubles(phase)})
    lines += ["", "What went wrong:" if troubles else "Nothing went wrong.", *(f"- {trouble}" for trouble in troubles)]
    return "\n".join(lines) + "\n"


def _line(place: int, phase: Phase) -> str:
    looked, sent = phase.looked, phase.sent
    return (
        f"| {place} | {phase.name} | {_at(looked.first, 50, 95)} | {_at(looked.reruns, 50, 95, 99, 100)} "
        f"| {len(looked.first) + len(looked.reruns)} | {_at(sent.seconds, 95, 100)} | {len(sent.acknowledged)} "
        f"| {sent.repeats + looked.anew} | {len(looked.errors) + len(sent.errors)} "
        f"| {f'{phase.cpu / phase.seconds:.0%}' if phase.cpu else '–'} |"
    )


def _at(seconds: list[float], *percentiles: int) -> str:
    return " / ".join(f"{np.percentile(seconds, p):.2f}" for p in percentiles) if seconds else "–"


def _against_rival(runs: list[Run]) -> str:
    def p95(name: str) -> float:
        phases = [phase for run in runs for phase in run.phases if phase.name == name]
        return float(np.percentile([seconds for phase in phases for seconds in phase.looked.reruns], 95))

    ours, rival = p95("steady"), p95("rival: plain script")
    return f"Page p95 against the plain script: {ours:.2f} s to {rival:.2f} s, a ratio of {ours / rival:.2f}."


def _troubles(phase: Phase) -> list[str]:
    return [f"{phase.name}: {trouble}" for trouble in [*phase.looked.errors, *phase.sent.errors]][:5]


def written(path: Path, text: str) -> None:
    """Keep the report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
