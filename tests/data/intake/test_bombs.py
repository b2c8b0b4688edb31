"""Bombs are refused within a second of work, and the receiving process does not swell."""

import resource
import time

import psutil
import pytest

from tests.data.intake.bombs import BOMBS

SECOND = 1.0
MEGABYTE = 1_000_000


def processor_time() -> float:
    """Ours and the reading process's: what a bomb costs, whatever else the machine does."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_without_swelling(name, refused):
    make, code = BOMBS[name]
    content = make()
    process = psutil.Process()
    before = process.memory_info().rss

    started = processor_time()
    problems = refused(content, f"{name}.xlsx")
    took = processor_time() - started

    assert [p.code for p in problems] == [code]
    assert took < SECOND
    assert process.memory_info().rss - before < 50 * MEGABYTE


def test_there_are_at_least_twelve():
    assert len(BOMBS) >= 12
