"""Ten thousand damaged files (reliability test 16): stored whole and right, or refused with reasons."""

import time

import pytest

from data.intake import SHEETS
from data.store.engine import Store
from tests.data.intake.labelled import KINDS
from tests.data.intake.test_labelled_files import Trial, files
from tests.data.intake.test_mutated_files import survive
from tests.heavy import page

pytestmark = pytest.mark.heavy
FIGURES: list[tuple[str, object]] = []
EACH = 40  # a kind and sheet


def _came_to(trial: Trial, kind: str) -> str:
    ways = ("stored as it is", "told", "refused")
    return ", ".join(f"{trial.counts[kind, way]:,} {way}" for way in ways if trial.counts[kind, way])


def test_five_thousand_mutants_are_stored_right_or_refused(tmp_store_url, region):
    store, started = Store(tmp_store_url), time.perf_counter()

    accepted = survive(store, region, range(10_000, 15_000))

    assert 100 < accepted < 4_000
    FIGURES.append(("several random changes: files sent", "5,000"))
    FIGURES.append(("&nbsp; stored, every row plausible / refused or held, each reason with advice",
                    f"{accepted:,} / {5_000 - accepted:,}"))  # fmt: skip
    FIGURES.append(("&nbsp; uncaught exceptions, rows stored in part", "0, 0"))
    FIGURES.append(("&nbsp; took", f"{time.perf_counter() - started:.0f} s"))
    store.close()


def test_five_thousand_labelled_files_are_read_as_the_truth_or_refused_at_their_cell(tmp_store_url, region):
    store, started = Store(tmp_store_url), time.perf_counter()
    trial = Trial(store, region)

    for one in files(range(EACH)):
        trial.send(one)

    sent = sum(trial.counts.values())
    assert sent > 5_000
    assert {kind for kind, _ in trial.counts} == set(KINDS)
    FIGURES.append((f"one known change: files sent ({len(KINDS)} kinds, {len(SHEETS)} sheets)", f"{sent:,}"))
    FIGURES.extend((f"&nbsp; {kind}", _came_to(trial, kind)) for kind in KINDS)
    FIGURES.append(("&nbsp; values stored silently wrong", 0))
    FIGURES.append(("&nbsp; refusals that do not name row and column", 0))
    FIGURES.append(("&nbsp; took", f"{time.perf_counter() - started:.0f} s"))
    page.write(
        "mutated-files", "Damaged files", command="tests/heavy/test_mutated_files.py",
        told="Files of every sheet, changed at random (cells, headers, bytes, parts of the workbook, encodings), and\n"
        "files changed in one known way whose truth is stored beforehand, so that any value read wrongly shows as a\n"
        "correction. “told”: Excel had dropped what merged cells hid; the note of the receipt says so. Seeds 10,000\n"
        f"to 14,999 and, of each kind and sheet, 0 to {EACH - 1}.",
        rows=FIGURES,
    )  # fmt: skip
    store.close()
