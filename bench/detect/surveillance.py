"""Rivals from R's package surveillance (Debian: r-cran-surveillance), run in a process of their own."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from bench.detect.track import Track

SCRIPT = Path(__file__).with_name("surveillance.R")


@cache
def missing() -> str | None:
    """Why R's methods cannot run here, or None."""
    if shutil.which("Rscript") is None:
        return "R is not installed (Debian: r-cran-surveillance)"
    asked = subprocess.run(["Rscript", "-e", "library(surveillance)"], capture_output=True, check=False)
    return "R lacks the package surveillance (Debian: r-cran-surveillance)" if asked.returncode else None


def scores(track: Track, method: str) -> np.ndarray:
    """(periods, series) farrington: minus the log of the chance of so low a count; glrnb: its statistic.

    They know weekly counts only; of other tracks nothing is said.
    """
    if track.per_year != 52 or (track.values < 0).any() or (track.values != np.round(track.values)).any():
        return np.full(track.values.shape, np.nan)
    first = int(np.argmax(track.judged.any(axis=1))) + 1
    with tempfile.TemporaryDirectory() as folder:
        given, told = Path(folder) / "in.csv", Path(folder) / "out.csv"
        np.savetxt(given, track.values, delimiter=",", fmt="%d")
        subprocess.run(["Rscript", str(SCRIPT), method, str(first), str(given), str(told)], check=True)
        return np.genfromtxt(told, delimiter=",")
