"""Levels from day to day: drawn cases that an official can read, and what silence must never do."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.levels import Patience, levels
from monitoring.severity import RANK

CASES = Path(__file__).resolve().parents[1] / "cases"
LETTERS = {".": 0, "b": 1, "y": 2, "o": 3, "r": 4}
MEMORY = 14


@dataclass(frozen=True)
class Case:
    line: str
    title: str
    values: tuple[str, ...]
    expected: tuple[int, ...]


def drawn() -> list[Case]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        line, title, values = "", "", None
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.startswith("line:"):
                line = text.removeprefix("line:").strip()
            elif text.startswith("#"):
                title = text.removeprefix("#").strip()
            elif text.strip() and values is None:
                values = tuple(text.split())
            elif text.strip():
                expected = tuple(LETTERS[letter] for letter in text.split())
                assert len(values) == len(expected), f"{path.name}: {title}"
                found.append(Case(line, title, values, expected))
                values = None
    return found


def judge(case: Case) -> list[int]:
    side, *settings = case.line.split()
    numbers = {name: float(value) for name, value in (one.split("=") for one in settings)}
    bounds = {RANK[name]: value for name, value in numbers.items() if name in RANK}
    mildest = bounds[min(bounds)]
    clears = numbers.get("release", mildest)
    rank, holds, firm = [], [], []
    for text in case.values:
        value = np.nan if text == "-" else float(text.rstrip("?"))
        beyond = [r for r, bound in bounds.items() if (value < bound if side == "low" else value >= bound)]
        rank.append(np.nan if np.isnan(value) else max(beyond, default=0))
        holds.append(not beyond and (value < clears if side == "low" else value >= clears))
        firm.append(not np.isnan(value) and not text.endswith("?"))
    return column(rank, holds, firm, persist=numbers["persist"], lower=int(numbers["lower"]), mildest=min(bounds))


def column(rank, holds, firm, *, persist, lower, mildest, before=0, first=0) -> list[int]:
    found = levels(
        np.array(rank, dtype=float)[:, None],
        holds=np.array(holds)[:, None],
        firm=np.array(firm)[:, None],
        persistence=np.array([persist]),
        before=np.array([before]),
        mildest=np.array([mildest]),
        patience=Patience(lower_after=lower, memory_days=MEMORY),
        first=first,
    )
    return found[:, 0].tolist()


@pytest.mark.parametrize("case", drawn(), ids=lambda case: re.sub(r"\W+", "_", case.title))
def test_the_level_is_the_one_drawn(case):
    assert judge(case) == list(case.expected)


def test_cases_are_drawn_at_all():
    assert len(drawn()) >= 20


REPORTS = st.lists(st.sampled_from([None, 0, 1, 2, 3, 4, "provisional 0"]), min_size=1, max_size=60)


@given(reports=REPORTS, before=st.integers(0, 4), persist=st.integers(1, 3), lower=st.integers(1, 3))
def test_silence_never_lowers_a_level(reports, before, persist, lower):
    rank = [np.nan if r is None else 0 if isinstance(r, str) else r for r in reports]
    firm = [isinstance(r, int) for r in reports]

    found = column(rank, [False] * len(rank), firm, persist=persist, lower=lower, mildest=1, before=before)

    was = before
    for day, level in enumerate(found):
        if level < was:
            assert firm[day], "only a fresh, final value may lower"
            last = [r for r in reports[: day + 1] if r is not None][-lower:]
            assert all(isinstance(r, int) and r <= level for r in last)
            assert len(last) == lower
        if level > was:
            assert rank[day] >= level, "a level is raised by a value that reaches it"
        was = level


@given(reports=REPORTS, persist=st.integers(1, 3), cut=st.integers(1, 59))
def test_a_run_that_stops_and_goes_on_says_what_an_unbroken_one_says(reports, persist, cut):
    rank = [np.nan if r is None else 0 if isinstance(r, str) else r for r in reports]
    firm = [isinstance(r, int) for r in reports]
    cut = min(cut, len(rank))
    settings = {"persist": persist, "lower": 2, "mildest": 1}

    whole = column(rank, [False] * len(rank), firm, **settings)
    head = column(rank[:cut], [False] * cut, firm[:cut], **settings)
    start = max(cut - MEMORY, 0)
    tail = column(
        rank[start:], [False] * (len(rank) - start), firm[start:], before=head[-1], first=cut - start, **settings
    )

    assert head + tail == whole
