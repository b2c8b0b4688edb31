"""How often two definitions are asked about: without memory, while a gap is the same, with a reason for months."""

import datetime as dt
from collections import defaultdict

from bench.intake_crossings import PLANTINGS
from data.intake.beside import Beside
from data.intake.catalog import SHEETS
from data.intake.crossings import crossings_of
from data.intake.doubts import Doubt
from data.intake.known import Known
from data.intake.lasting import LASTING, MONTHS, explains, last_day
from data.intake.standing import STANDING, same_gap

PLANTED = {kind: plant for kind, _, topic, plant in PLANTINGS if topic == "measure_progress"}
TOPICS = {kind: rule.topic for kind, rule in LASTING.items()}
HEAD = [
    "", "## The same two definitions, month after month", "",
    "Prompts of the questions that may have an answer until further notice. “registry” is asked of the demo's own",
    "reports; the other two contradict each other in no report of the demo, so every form of every county is made to",
    f"(the faults planted above, each month). The clerk answers each prompt, at most for {MONTHS[-1]} months.", "",
    "| question | months and cells asked about | no memory | asked while the gap moves (before) | until further notice"
    " (now) | a county-month, before → now |",
    "|---|---|---|---|---|---|",
]  # fmt: skip


def asked_again(conn, reports: dict[str, list[dict]], *, county_months: int) -> list[str]:
    """A line a kind."""
    lines = []
    for kind in LASTING:
        doubts = _doubts(conn, reports[TOPICS[kind]], kind)
        before, now = _prompts(doubts, _same), _prompts(doubts, _holds)
        rates = f"{before / county_months:.2f} → {now / county_months:.2f}"
        cells = len({one.subject for one in doubts})
        lines.append(f"| {kind} | {len(doubts)} of {cells} cells | {len(doubts)} | {before} | {now} | {rates} |")
    return lines


def _doubts(conn, rows: list[dict], kind: str) -> list[Doubt]:
    """Every question of a kind, in the order of days; planted in every form where the demo has none."""
    beside, days, plant = Beside(Known(conn)), defaultdict(list), PLANTED.get(kind)
    for row in rows:
        days[row["valid_for"]] += plant(row, beside) if plant else [row]
    return [one for day in sorted(days) if days[day]
            for one in crossings_of(SHEETS[TOPICS[kind]], days[day], beside) if one.kind == kind]  # fmt: skip


def _prompts(doubts: list[Doubt], answered) -> int:
    """How many are asked where each prompt is answered."""
    last: dict[tuple, Doubt] = {}
    asked = 0
    for one in doubts:
        cell = (one.subject, one.header)
        if cell not in last or not answered(one, last[cell]):
            last[cell], asked = one, asked + 1
    return asked


def _same(one: Doubt, earlier: Doubt) -> bool:
    return one.kind in STANDING and same_gap(one, {"reason": earlier.reason})


def _holds(one: Doubt, earlier: Doubt) -> bool:
    given = earlier.day + dt.timedelta(days=1)
    return one.day + dt.timedelta(days=1) <= last_day(given, MONTHS[-1]) and explains(one, earlier)
