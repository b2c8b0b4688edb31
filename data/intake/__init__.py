"""Sheets and forms people send become rows, or Problems in the sender's words."""

import importlib

_HOME = {
    "Column": "sheet",
    "Doubt": "doubts",
    "Held": "answers",
    "Problem": "answers",
    "Receipt": "answers",
    "Refused": "answers",
    "Reporter": "answers",
    "SHEETS": "catalog",
    "Sheet": "sheet",
    "receive": "reception",
    "receive_registry": "registry",
}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    """Import on first use: the process that parses workbooks imports this package and must start fast."""
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"data.intake.{_HOME[name]}"), name)
