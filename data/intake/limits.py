"""How large a file may be, before and while it is read."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Limits:
    """One upload's bounds. A workbook's unpacked size and ratio are checked before it is parsed."""

    content: int = 50 * MEGABYTE
    unpacked: int = 100 * MEGABYTE
    ratio: int = 100
    entries: int = 200
    rows: int = 50_000
    columns: int = 100
    cells: int = 1_000_000
    text: int = 20 * MEGABYTE  # characters in all cells together
    seconds: int = 20  # of the reading process: its processor time; the wall clock gets three times that
    memory: int = 1_000 * MEGABYTE  # its address space


UPLOAD = Limits()

REGISTRY = Limits(
    content=2_000 * MEGABYTE,
    unpacked=2_000 * MEGABYTE,
    rows=20_000_000,
    cells=500_000_000,
    text=10_000 * MEGABYTE,
    seconds=3_600,
)
"""A registry comes from a colleague's command line, streamed: larger, and no less checked."""
