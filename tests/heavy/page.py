"""The dated page a heavy run leaves in docs/bench."""

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "bench"


def write(name: str, title: str, *, command: str, told: str, rows: Iterable[tuple[str, object]]) -> None:
    """Write docs/bench/NAME.md: what was done, then figure by figure what came of it."""
    figures = "".join(f"| {what} | {figure} |\n" for what, figure in rows)
    day = dt.datetime.now(dt.UTC).date()
    (FOLDER / f"{name}.md").write_text(
        f"# {title}\n\n`python -m pytest -m heavy {command}` writes this page; "
        f"run on {day}, {os.cpu_count()} cores.\n\n{told}\n\n| | |\n|---|---|\n{figures}",
        encoding="utf-8",
    )
