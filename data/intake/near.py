"""Names that nearly are one of ours: a question in the answer, never a reading of its own."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

ALIKE = 60  # of 100: one wrong character in three


def nearest(text: str, names: Iterable[str]) -> str | None:
    """The name most like the text, where one is alike at all."""
    best = process.extractOne(text, [name for name in names if len(name) > 1], scorer=fuzz.ratio, score_cutoff=ALIKE)
    return best[0] if best else None


def perhaps(text: str, names: Iterable[str]) -> str:
    """``是否为“…”？``, or nothing."""
    name = nearest(text, names)
    return f"是否为“{name}”？" if name else ""
