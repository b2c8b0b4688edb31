"""What the detector says of drawn weeks: cases that an official can read, and add to."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from monitoring.detectors.decline import detect

CASES = Path(__file__).resolve().parents[2] / "cases" / "falls"
BEFORE, COUNTIES, SWING = 156, 8, 7


@dataclass(frozen=True)
class Case:
    usual: str
    title: str
    values: tuple[str, ...]
    expected: tuple[str, ...]


def drawn() -> list[Case]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        usual, title, values = "", "", None
        for text in path.read_text(encoding="utf-8").splitlines():
            if text.startswith("usual:"):
                usual = text.removeprefix("usual:").strip()
            elif text.startswith("#"):
                title = text.removeprefix("#").strip()
            elif text.strip() and values is None:
                values = tuple(text.split())
            elif text.strip():
                assert len(values) == len(text.split()), f"{path.name}: {title}"
                found.append(Case(usual, title, values, tuple(text.split())))
                values = None
    return found


def told(case: Case) -> list[str]:
    """The marks of the first county's drawn weeks."""
    number, how = case.usual.split()
    weeks, rng = BEFORE + len(case.values), np.random.default_rng(7)
    if how == "net":
        values = rng.normal(float(number), SWING, (weeks, COUNTIES)).round()
    else:
        values = rng.poisson(float(number), (weeks, COUNTIES)).astype(float)
    own = [np.nan if text == "-" else float(text) for text in case.values]
    values[BEFORE:, 0] = own
    if how == "together":
        values[BEFORE:] = np.array(own)[:, None]
    dates = pd.date_range("2017-07-02", periods=weeks, freq="W")
    frame = pd.DataFrame(
        {
            "series_id": np.repeat([f"c{n}|shops" for n in range(COUNTIES)], weeks),
            "date": np.tile(dates, COUNTIES),
            "value": values.T.ravel(),
        }
    )
    flags = detect(frame)["flag"].to_numpy()[BEFORE:weeks]
    return ["!" if flag else "." for flag in flags]


@pytest.mark.parametrize("case", drawn(), ids=lambda case: f"{case.title} ({case.usual})")
def test_the_detector_says_what_is_drawn(case):
    assert tuple(told(case)) == case.expected
