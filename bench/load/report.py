"""What a run came to, as a table."""

import datetime as dt
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.load.reporters import Kept, Sent
from bench.load.viewers import Looked

REMARKS = "## Remarks on single runs"


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of a run: what viewers and reporters met, the server's and the viewers' CPU seconds."""

    name: str
    looked: Looked
    sent: Sent
    cpu: float
    own: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Run:
    """A whole run: its phases, what became of the rows, the server's memory (MB) and its seconds to come back."""

    phases: list[Phase]
    kept: Kept
    memory: float
    back: float


def table(runs: list[Run], minutes: float, beside: float) -> str:
    """The report: a row a phase and run, what was lost, what that says. ``beside``: the load average at the start."""
    lines = [
        "# Load: a prefecture's morning",
        "",
        f"`python -m bench.load --minutes {minutes:g} --runs {len(runs)}`, {dt.date.today()}, Python "
        f"{platform.python_version()}, SQLite, server, viewers and reporters on the same {os.cpu_count()} cores "
        f"(load average at the start: {beside:.1f}).",
        "",
        "Seconds. An answer counts from the moment a viewer wished for it (open loop) to the end of the page's run; a "
        "report from sending to the receipt. Viewers share one process, whose CPU and p95 of coming late "
        "to a wish stand in the last columns (the lateness is in the answers too); markets' files are read by "
        "processes of their own.",
        "",
        "| run | phase | first page p50 / p95 | page p50 / p95 / p99 / max | answers | report p95 / max | reports "
        "| sent or connected anew | refused or broken | server CPU | viewers' CPU | viewers late |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
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
    lines += ["", "## What it says", "", *_verdict(runs)]
    return "\n".join(lines) + "\n"


def _line(place: int, phase: Phase) -> str:
    looked, sent = phase.looked, phase.sent
    return (
        f"| {place} | {phase.name} | {_at(looked.first, 50, 95)} | {_at(looked.reruns, 50, 95, 99, 100)} "
        f"| {len(looked.first) + len(looked.reruns)} | {_at(sent.seconds, 95, 100)} | {len(sent.acknowledged)} "
        f"| {sent.repeats + looked.anew} | {len(looked.errors) + len(sent.errors)} "
        f"| {f'{phase.cpu / phase.seconds:.0%}' if phase.cpu else '–'} | {phase.own / phase.seconds:.0%} "
        f"| {_at(looked.late, 95)} |"
    )


def _at(seconds: list[float], *percentiles: int) -> str:
    return " / ".join(f"{np.percentile(seconds, p):.2f}" for p in percentiles) if seconds else "–"


def _against_rival(runs: list[Run]) -> str:
    def p95(name: str) -> float:
        phases = [phase for run in runs for phase in run.phases if phase.name == name]
        return float(np.percentile([seconds for phase in phases for seconds in phase.looked.reruns], 95))

    ours, rival = p95("steady"), p95("rival: plain script")
    return f"Page p95 against the plain script: {ours:.2f} s to {rival:.2f} s, a ratio of {ours / rival:.2f}."


def _verdict(runs: list[Run]) -> list[str]:
    """The targets, each met or not in the worst of the runs."""
    calm = [phase for run in runs for phase in run.phases if phase.name == "steady"]
    lost, partial = sum(run.kept.lost for run in runs), sum(run.kept.partial for run in runs)
    broken = sum(len(phase.looked.errors) + len(phase.sent.errors) for phase in calm)
    return [
        f"- {_met(lost + partial == 0)} no write lost or kept in part: {lost} and {partial}, the kill included.",
        f"- {_met(broken == 0)} no error under the steady load: {broken}.",
        *(f"- {_met(worst <= bound)} {said} within {bound:g} s: {worst:.2f} s." for said, bound, worst in _worst(runs)),
    ]


def _worst(runs: list[Run]) -> list[tuple[str, float, float]]:
    """What is timed, the target and the worst of the runs, in seconds."""

    def worst(name: str, percentile: int, seconds: Callable[[Phase], list[float]]) -> float:
        phases = [phase for run in runs for phase in run.phases if phase.name == name]
        return max(float(np.percentile(seconds(phase), percentile)) for phase in phases)

    def pages(phase: Phase) -> list[float]:
        return phase.looked.reruns

    def reports(phase: Phase) -> list[float]:
        return phase.sent.seconds

    return [
        ("p95 of a page under the steady load", 1.0, worst("steady", 95, pages)),
        ("p99 of a page under the steady load", 2.0, worst("steady", 99, pages)),
        ("p95 of a first page", 3.0, worst("steady", 95, lambda phase: phase.looked.first)),
        ("p95 of a report under the steady load", 1.0, worst("steady", 95, reports)),
        ("the last of the reports of one second", 2.0, worst("same second", 100, reports)),
        ("p95 of a page at twice the load, the kill included", 5.0, worst("twice the load, killed", 95, pages)),
        ("back after the kill", 30.0, max(run.back for run in runs)),
    ]


def _met(target: bool) -> str:
    return "Met:" if target else "**Not met:**"


def _troubles(phase: Phase) -> list[str]:
    return [f"{phase.name}: {trouble}" for trouble in [*phase.looked.errors, *phase.sent.errors]][:5]


def written(path: Path, text: str) -> None:
    """Keep the report, and under it the remarks somebody wrote by hand, which carry the date of their run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    remarks = before[before.index(REMARKS) :] if REMARKS in before else ""
    path.write_text(f"{text}\n{remarks}" if remarks else text, encoding="utf-8")
