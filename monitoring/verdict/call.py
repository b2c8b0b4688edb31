"""From parts to a name: a true fall, one shared by all, an artefact of a named kind, or too little to say."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from monitoring.verdict.parts import Parts
from monitoring.verdict.shared import OWN_FROM


class Call(StrEnum):
    """What a signal is called."""

    TRUE = "true"  # the county's own economy
    COMMON = "common"  # every county alike: real, and not this county's
    CLEANUP = "cleanup"  # revocations in bulk
    BATCH = "batch"  # deregistrations booked on one day
    MOVE = "move"
    DEFINITION = "definition"
    SEASON = "season"
    UNREPORTED = "unreported"  # late, missing, or zeros where nobody counted
    UNCLEAR = "unclear"  # no more than chance would bring


ARTEFACTS = frozenset({Call.CLEANUP, Call.BATCH, Call.MOVE, Call.DEFINITION, Call.SEASON, Call.UNREPORTED})
ENTRIES = ("true_entries", "unreported", "season", "common")
EXITS = ("true_exits", "batch", "common")
# Which causes can have moved an indicator; what it leaves out by its definition cannot explain it.
MOVED_BY = {
    "decline_in_entries": ENTRIES,
    "rise_in_exits": (*EXITS, "cleanup"),
    "decline_in_stock": (*ENTRIES, *EXITS),
    "decline_in_net": (*ENTRIES, *EXITS, "cleanup", "move"),
    "deregistration_ratio": (*ENTRIES, *EXITS),
    "stock_vs_last_month": (*ENTRIES, *EXITS, "cleanup", "move"),
    "stock_vs_last_year": ("true_exits", "season", "common", "batch", "cleanup", "move"),
    "stock_vs_year_end": ("true_exits", "season", "common", "batch", "cleanup", "move"),
}
EVERYTHING = (*ENTRIES, "true_exits", "batch", "cleanup", "move", "definition")
SILENT_BELOW = 0.5  # share of reports below which nothing is said about a fall
BEYOND_CHANCE = 1.5  # deviations of ordinary counting noise
TRUE_SHARE = 0.5  # of what is adverse, before it is called true


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The name, how sure (0 to 1), and the entities behind each cause, the largest first."""

    call: Call
    confidence: float
    parts: dict[str, int]


def judge(parts: Parts, *, indicator: str | None, told: bool) -> Verdict:
    """Name the cause. ``told``: the day's value is a number; without one it is silence, and never a fall."""
    if not told or parts.heard < SILENT_BELOW:
        return Verdict(call=Call.UNREPORTED, confidence=_two(1 - parts.heard if told else 1.0), parts={})
    possible = dict.fromkeys(MOVED_BY.get(indicator, EVERYTHING))
    amounts = {name: getattr(parts, name) for name in possible if getattr(parts, name) >= 0.5}
    shown = {name: round(amount) for name, amount in sorted(amounts.items(), key=lambda item: -item[1])}
    flows = [flow for flow in ("entries", "exits") if f"true_{flow}" in possible]
    usual, doubt = (sum(getattr(parts, f"{what}_{flow}") for flow in flows) for what in ("usual", "doubt"))
    total, chance, own_chance = sum(amounts.values()), np.sqrt(usual + 1), np.sqrt(max(doubt, usual) + 1)
    if total < BEYOND_CHANCE * chance:
        return Verdict(call=Call.UNCLEAR, confidence=_two(1 - total / (BEYOND_CHANCE * chance) / 2), parts=shown)
    groups: dict[Call, float] = {}
    for name, amount in amounts.items():
        call = Call.TRUE if name.startswith("true_") else Call(name)
        groups[call] = groups.get(call, 0.0) + amount
    best = max(groups, key=groups.get)
    if best is Call.TRUE and groups[best] < max(TRUE_SHARE * total, OWN_FROM * own_chance):
        beside = {call for call in groups if call is not Call.TRUE}
        if groups[best] >= TRUE_SHARE * total:  # mostly its own, if not by chance: only what others share may name it
            beside &= {Call.COMMON}
        best = max(beside, key=groups.get, default=Call.UNCLEAR)
        if groups.get(best, 0.0) < BEYOND_CHANCE * chance:
            return Verdict(call=Call.UNCLEAR, confidence=_two(1 - total / (OWN_FROM * own_chance) / 2), parts=shown)
    sure = groups[best] / total * parts.heard * (1 - np.exp(-groups[best] / chance / 1.5))
    return Verdict(call=best, confidence=_two(sure), parts=shown)


def _two(share: float) -> float:
    return round(float(share), 2)
